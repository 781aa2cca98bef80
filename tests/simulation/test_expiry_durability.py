"""After `kill -9` during a sweep each expired item is deleted completely or not at all.

The items are in a global index, a vector index and a stream. JEDLIK_KILL_ROUNDS sets how often the
server is killed (2), JEDLIK_SEED when; the data are new after two kills, because `jedlik verify`
follows all that ever happened.
"""

import asyncio
import math
import os
import random
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.app.server import serving, verified
from tests.simulation.test_stream_durability import SERVICE
from tests.simulation.traffic import TABLE, Connection

LIVES = 2
ROUNDS = math.ceil(int(os.environ.get("JEDLIK_KILL_ROUNDS", "2")) / LIVES)
SEED = int(os.environ.get("JEDLIK_SEED", "0")) or random.SystemRandom().randrange(1, 1 << 32)
EXPIRED = 1_000  # items put in each round
LASTING = 100
BATCH = 25
INDEXES: dict[str, Any] = {
    "AttributeDefinitions": [
        {"AttributeName": "pk", "AttributeType": "S"},
        {"AttributeName": "n", "AttributeType": "N"},
    ],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "by-n",
            "KeySchema": [{"AttributeName": "n", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"},
        }
    ],
    "VectorIndexes": [
        {
            "IndexName": "near",
            "VectorAttribute": {"AttributeName": "v"},
            "Dimensions": 2,
            "DistanceFunction": "EUCLIDEAN",
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }
    ],
    "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
}


async def create(connection: Connection) -> None:
    await connection.call("CreateTable", **{**TABLE, **INDEXES})
    await connection.call(
        "UpdateTimeToLive",
        TableName="numbered",
        TimeToLiveSpecification={"Enabled": True, "AttributeName": "until"},
    )


async def fill(connection: Connection, round_: int) -> None:
    """Puts the items of a round. One of eleven does not expire."""
    now_s = int(time.time())
    numbers = range(EXPIRED + LASTING)
    for first in range(0, len(numbers), BATCH):
        puts = []
        for number in numbers[first : first + BATCH]:
            lasts = number % (len(numbers) // LASTING) == 0
            item = {
                "pk": {"S": f"{'lasting' if lasts else 'expired'}-{round_}-{number}"},
                "n": {"N": str(number % 7)},
                "v": {"L": [{"N": str(number)}, {"N": str(round_)}]},
                "until": {"N": str(now_s + (100_000 if lasts else -1))},
            }
            puts.append({"PutRequest": {"Item": item}})
        answer = await connection.call("BatchWriteItem", RequestItems={"numbered": puts})
        assert not answer["UnprocessedItems"]


async def count(connection: Connection, **members: object) -> int:
    """Returns how many items or entries there are."""
    total = 0
    start: dict[str, Any] = {}
    while True:
        page = await connection.call(
            "Scan", TableName="numbered", Select="COUNT", **members, **start
        )
        total += int(page["Count"])
        if "LastEvaluatedKey" not in page:
            return total
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


async def removed(connection: Connection) -> Counter[str]:
    """Returns how often the stream says that the service deleted each key. Nobody else deletes."""
    streams = await connection.call("ListStreams", TableName="numbered")
    arn = streams["Streams"][0]["StreamArn"]
    description = await connection.call("DescribeStream", StreamArn=arn)
    found: Counter[str] = Counter()
    for shard in description["StreamDescription"]["Shards"]:
        answer = await connection.call(
            "GetShardIterator",
            StreamArn=arn,
            ShardId=shard["ShardId"],
            ShardIteratorType="TRIM_HORIZON",
        )
        iterator = answer["ShardIterator"]
        while records := (page := await connection.call("GetRecords", ShardIterator=iterator))[
            "Records"
        ]:
            for record in records:
                if record["eventName"] == "REMOVE":
                    assert record["userIdentity"] == SERVICE
                    found[record["dynamodb"]["Keys"]["pk"]["S"]] += 1
            iterator = page["NextShardIterator"]
    return found


async def swept(connection: Connection, most: int) -> int:
    """Waits until at most `most` items are left. Returns how many."""
    left = await count(connection)
    while left > most:
        left = await count(connection)
    return left


async def filled(arguments: tuple[str, ...], life: int) -> int:
    """Puts the items of a round on a server without sweeps. Returns how many there are then."""
    with serving(*arguments, "100000") as server:
        connection = Connection(server.port)
        if life == 0:
            await create(connection)
        await fill(connection, life)
        total = await count(connection)
        await connection.close()
    return total


async def interrupted(arguments: tuple[str, ...], total: int, after_s: float) -> None:
    """Kills a server soon after it has begun to sweep."""
    with serving(*arguments, "0.1") as server:
        connection = Connection(server.port)
        await swept(connection, total - 1)
        await asyncio.sleep(after_s)
        server.kill()
        await connection.close()


async def check(arguments: tuple[str, ...]) -> None:
    """Waits for the end of the sweep. Then only items without expiry are left, and the stream
    has a record of each deletion."""
    with serving(*arguments, "0.1") as server:
        connection = Connection(server.port)
        assert await swept(connection, LASTING * LIVES) == LASTING * LIVES
        assert await count(connection, IndexName="by-n") == LASTING * LIVES
        deleted = await removed(connection)
        await connection.close()
    assert len(deleted) == EXPIRED * LIVES
    assert set(deleted.values()) == {1}
    assert all(key.startswith("expired-") for key in deleted)


@pytest.mark.timeout(60 + 30 * ROUNDS)
def test_a_sweep_outlives_the_server(tmp_path: Path) -> None:
    amid = 0  # kills before the sweep had ended

    async def lives(number: int) -> None:
        nonlocal amid
        folder = tmp_path / str(number)
        chance = random.Random(repr((SEED, number)))
        arguments = ("--data", str(folder), "--workers", "2", "--ttl-interval")
        for life in range(LIVES):
            total = await filled(arguments, life)
            await interrupted(arguments, total, chance.uniform(0, 0.03))
            counted = re.search(r"(\d+) items", verified(folder).replace(",", ""))
            assert counted is not None
            amid += int(counted[1]) > LASTING * (life + 1)
        await check(arguments)
        verified(folder)

    print(f"seed {SEED}")
    for number in range(ROUNDS):
        asyncio.run(lives(number))
    print(f"{amid} of {ROUNDS * LIVES} kills came amid a sweep")
    if ROUNDS * LIVES >= 20:  # with fewer, none may have come amid a sweep
        assert amid > 0
