"""After `kill -9` amid a sweep of many expired items nothing is deleted by halves, and none twice.

The items are in a global index, a vector index and a stream. JEDLIK_KILL_ROUNDS sets how often the
server is killed (2), JEDLIK_SEED when.
"""

import asyncio
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

ROUNDS = int(os.environ.get("JEDLIK_KILL_ROUNDS", "2"))
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
    """Put the items of a round: of every eleven one lasts."""
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
    """How many items or entries there are."""
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
    """How often the stream says that the service deleted each key; nobody else deletes."""
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
    """Wait until no more than `most` items are left; how many are."""
    left = await count(connection)
    while left > most:
        left = await count(connection)
    return left


@pytest.mark.timeout(60 + 15 * ROUNDS)
def test_a_sweep_outlives_the_server(tmp_path: Path) -> None:
    arguments = ("--data", str(tmp_path), "--workers", "2", "--ttl-interval")

    async def filled(round_: int) -> int:
        """Put the items of a round on a server that does not sweep; how many there are then."""
        with serving(*arguments, "100000") as server:
            connection = Connection(server.port)
            if round_ == 0:
                await create(connection)
            await fill(connection, round_)
            total = await count(connection)
            await connection.close()
        return total

    async def interrupted(round_: int, total: int) -> bool:
        """Kill a server that has begun to sweep; whether it had not ended."""
        with serving(*arguments, "0.02") as server:
            connection = Connection(server.port)
            await swept(connection, total - 1)
            await asyncio.sleep(random.Random(repr((SEED, round_))).uniform(0, 0.03))
            server.kill()
            await connection.close()
        kept = re.search(r"(\d+) items", verified(tmp_path).replace(",", ""))
        assert kept is not None
        return int(kept[1]) > LASTING * (round_ + 1)

    async def lives() -> int:
        amid = 0
        for round_ in range(ROUNDS):
            total = await filled(round_)
            amid += await interrupted(round_, total)
        with serving(*arguments, "0.02") as server:
            connection = Connection(server.port)
            assert await swept(connection, LASTING * ROUNDS) == LASTING * ROUNDS
            assert await count(connection, IndexName="by-n") == LASTING * ROUNDS
            deleted = await removed(connection)
            await connection.close()
        assert len(deleted) == EXPIRED * ROUNDS
        assert set(deleted.values()) == {1}
        assert all(key.startswith("expired-") for key in deleted)
        return amid

    print(f"seed {SEED}")
    amid = asyncio.run(lives())
    print(f"{amid} of {ROUNDS} kills came amid a sweep")
    assert amid > 0
    verified(tmp_path)
