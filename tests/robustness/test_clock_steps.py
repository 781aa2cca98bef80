"""A clock that is wrong, or steps while a server runs: no work waits for it, nothing is lost."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

from tests.app.server import serving, start, verified
from tests.figures import count
from tests.simulation.traffic import TABLE, Connection
from tests.waiting import first_of

HOUR_S = 3_600
ITEMS = 60
STREAM = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
INDEX = {
    "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "g")],
    "GlobalSecondaryIndexUpdates": [
        {
            "Create": {
                "IndexName": "byg",
                "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"},
            }
        }
    ],
}
LIVE = {"TimeToLiveSpecification": {"Enabled": True, "AttributeName": "until"}}


class Clock:
    """The clock of a server, as a file that it reads."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "offset"
        program = Path(__file__).with_name("shifted_clock.py")
        self.prefix = (sys.executable, str(program), str(self._path))

    def be_ahead(self, seconds: int) -> None:
        """Sets the clock. A server sees the old or the new time, never a part of the file."""
        new = self._path.with_suffix(".new")
        new.write_text(str(seconds))
        os.replace(new, self._path)
        count(clock_steps=1)


async def put(connection: Connection, *numbers: int, **attributes: Any) -> None:
    for number in numbers:
        item = {"pk": {"S": f"{number}"}, "g": {"S": "g"}, **attributes}
        await connection.call("PutItem", TableName="numbered", Item=item)


async def built(connection: Connection) -> int | None:
    """Returns how many entries the index has, once it is ACTIVE."""
    table = (await connection.call("DescribeTable", TableName="numbered"))["Table"]
    (index,) = table["GlobalSecondaryIndexes"]
    return int(index["ItemCount"]) if index["IndexStatus"] == "ACTIVE" else None


async def is_gone(connection: Connection, number: int) -> bool:
    key = {"pk": {"S": f"{number}"}}
    return "Item" not in await connection.call("GetItem", TableName="numbered", Key=key)


async def records(connection: Connection) -> list[dict[str, Any]]:
    """Returns all records of the stream, shard by shard."""
    table = (await connection.call("DescribeTable", TableName="numbered"))["Table"]
    stream = {"StreamArn": table["LatestStreamArn"]}
    description = (await connection.call("DescribeStream", **stream))["StreamDescription"]
    found = []
    for shard in description["Shards"]:
        at = {**stream, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
        got = await connection.call("GetShardIterator", **at)
        page = await connection.call("GetRecords", ShardIterator=got["ShardIterator"])
        numbers = [each["dynamodb"]["SequenceNumber"] for each in page["Records"]]
        assert numbers == sorted(numbers, key=int)
        found += page["Records"]
    return found


async def begin(port: int) -> None:
    """Fills a table and begins to build an index of it."""
    connection = Connection(port)
    await connection.call("CreateTable", **TABLE, StreamSpecification=STREAM)
    await connection.call("UpdateTimeToLive", TableName="numbered", **LIVE)
    await put(connection, *range(ITEMS))
    await connection.call("UpdateTable", TableName="numbered", **INDEX)
    await connection.close()


async def go_on(port: int, clock: Clock) -> None:
    """Checks that everything goes on when the clock is right again, and when it steps."""
    connection = Connection(port)
    assert await first_of(lambda: built(connection)) == ITEMS
    for number, ahead_s in enumerate((0, HOUR_S, -HOUR_S, 0), start=ITEMS):
        clock.be_ahead(ahead_s)
        await put(connection, number)
        await put(connection, ITEMS + 100, until={"N": "1700000000"})
        await first_of(lambda: is_gone(connection, ITEMS + 100))
    found = await records(connection)
    assert len(found) == ITEMS + 4 + 2 * 4
    await connection.close()


def test_a_clock_that_was_ahead_and_then_steps(tmp_path: Path) -> None:
    clock, folder = Clock(tmp_path), tmp_path / "data"
    clock.be_ahead(HOUR_S)
    server = start("--data", str(folder), prefix=clock.prefix)
    asyncio.run(begin(server.port))
    server.kill()
    clock.be_ahead(0)
    with serving("--data", str(folder), prefix=clock.prefix) as server:
        asyncio.run(go_on(server.port, clock))
    verified(folder)
