"""An index that is built while writers write and the server is killed holds what the items say."""

import asyncio
import random
from pathlib import Path
from typing import Any

import pytest

from jedlik.core.types.value import item_size_bytes
from tests.app.server import serving, verified
from tests.simulation.traffic import TABLE, Connection

ITEMS = 3_000
WRITERS = 4
KILLS = 4
ADD = {
    "AttributeDefinitions": [{"AttributeName": "n", "AttributeType": "N"}],
    "GlobalSecondaryIndexUpdates": [
        {
            "Create": {
                "IndexName": "by-n",
                "KeySchema": [{"AttributeName": "n", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["fill"]},
            }
        }
    ],
}


def item(number: int, chance: random.Random) -> dict[str, Any]:
    """An item that is in the index, or one in three that is not."""
    made = {"pk": {"S": str(number)}, "fill": {"S": "x" * chance.randrange(9)}, "o": {"S": "o"}}
    if chance.random() < 0.7:
        made["n"] = {"N": str(chance.randrange(50))}
    return made


async def fill(port: int, chance: random.Random) -> None:
    """Make the table and its first items, then ask for the index."""
    connection = Connection(port)
    await connection.call("CreateTable", **TABLE)
    for start in range(0, ITEMS, 25):
        puts = [
            {"PutRequest": {"Item": item(number, chance)}} for number in range(start, start + 25)
        ]
        await connection.call("BatchWriteItem", RequestItems={"numbered": puts})
    await connection.call("UpdateTable", TableName="numbered", **ADD)
    await connection.close()


async def write(port: int, chance: random.Random) -> None:
    """Put, change and delete items until the server is gone."""
    connection = Connection(port)
    try:
        while True:
            number = chance.randrange(ITEMS * 2)
            if chance.random() < 0.3:
                key = {"pk": {"S": str(number)}}
                await connection.call("DeleteItem", TableName="numbered", Key=key)
            else:
                await connection.call("PutItem", TableName="numbered", Item=item(number, chance))
    except OSError:
        await connection.close()


async def scanned(connection: Connection, **members: object) -> list[dict[str, Any]]:
    """All that a Scan finds."""
    found: list[dict[str, Any]] = []
    start: dict[str, Any] = {}
    while True:
        page = await connection.call("Scan", TableName="numbered", **members, **start)
        found += page["Items"]
        if "LastEvaluatedKey" not in page:
            return found
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


async def check(port: int) -> None:
    """Wait for the index, then compare it and its counters with the items."""
    connection = Connection(port)
    while True:
        described = (await connection.call("DescribeTable", TableName="numbered"))["Table"]
        (index,) = described["GlobalSecondaryIndexes"]
        if index["IndexStatus"] == "ACTIVE":
            break
        await asyncio.sleep(0.05)
    entries = await scanned(connection, IndexName="by-n")
    expected = [
        {name: value for name, value in each.items() if name != "o"}
        for each in await scanned(connection)
        if "n" in each
    ]
    await connection.close()
    assert sorted(entries, key=repr_of_key) == sorted(expected, key=repr_of_key)
    assert index["ItemCount"] == len(entries)
    assert index["IndexSizeBytes"] == sum(map(item_size_bytes, entries))


def repr_of_key(each: dict[str, Any]) -> str:
    """What to order items by."""
    return str(each["pk"]["S"])


@pytest.mark.timeout(120)
@pytest.mark.parametrize("workers", [1, 2])
def test_a_build_outlives_the_server(tmp_path: Path, workers: int) -> None:
    seed = random.SystemRandom().randrange(1, 1 << 32)
    chance = random.Random(seed)

    async def lives() -> None:
        for life in range(KILLS):
            with serving("--data", str(tmp_path), "--workers", str(workers)) as server:
                if life == 0:
                    await fill(server.port, chance)
                writing = [
                    asyncio.create_task(write(server.port, random.Random(repr((seed, life, at)))))
                    for at in range(WRITERS)
                ]
                await asyncio.sleep(chance.uniform(0.1, 0.3))
                server.kill()
                await asyncio.gather(*writing)
            verified(tmp_path)
        with serving("--data", str(tmp_path), "--workers", str(workers)) as server:
            await check(server.port)
        verified(tmp_path)

    print(f"seed {seed}")
    asyncio.run(lives())
