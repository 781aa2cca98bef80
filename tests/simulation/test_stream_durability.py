"""After `kill -9` the stream has the whole history of the table, and expiry entries fit the items.

Writers change a few items over real HTTP, some with a time to live that is over at once, while the
server sweeps; it is killed at random moments. JEDLIK_KILL_ROUNDS sets how often (3), JEDLIK_SEED
when.
"""

import asyncio
import os
import random
import time
from pathlib import Path
from typing import Any

import pytest

from tests.app.server import start, verified
from tests.simulation.traffic import TABLE, Connection, whole_table
from tests.waiting import come_true, first_of

ROUNDS = int(os.environ.get("JEDLIK_KILL_ROUNDS", "3"))
SEED = int(os.environ.get("JEDLIK_SEED", "0")) or random.SystemRandom().randrange(1, 1 << 32)
WRITERS = 6
WRITES = 20  # at least so many are acknowledged in each round
SERVICE = {"Type": "Service", "PrincipalId": "dynamodb.amazonaws.com"}

Item = dict[str, Any]


async def create(connection: Connection) -> None:
    stream = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    await connection.call("CreateTable", **TABLE, StreamSpecification=stream)
    await connection.call(
        "UpdateTimeToLive",
        TableName="numbered",
        TimeToLiveSpecification={"Enabled": True, "AttributeName": "until"},
    )


async def write(port: int, seed: tuple[int, ...], written: list[str]) -> None:
    """Writes until the server ends. written: gets the key of each write that is acknowledged."""
    chance = random.Random(repr(seed))
    connection = Connection(port)
    try:
        while True:
            name = str(chance.randrange(60))
            key = {"pk": {"S": name}}
            until = int(time.time()) + chance.choice([-1, 100_000])
            if chance.random() < 0.3:
                await connection.call("DeleteItem", TableName="numbered", Key=key)
            else:
                item = {**key, "n": {"N": str(chance.randrange(3))}, "until": {"N": str(until)}}
                await connection.call("PutItem", TableName="numbered", Item=item)
            written.append(name)
    except OSError:
        await connection.close()


async def replayed(connection: Connection) -> tuple[dict[str, Item], int]:
    """Returns the items that the stream implies, and how many the service deleted."""
    streams = await connection.call("ListStreams", TableName="numbered")
    arn = streams["Streams"][0]["StreamArn"]
    description = (await connection.call("DescribeStream", StreamArn=arn))["StreamDescription"]
    items: dict[str, Item] = {}
    expired = 0
    for shard in description["Shards"]:
        answer = await connection.call(
            "GetShardIterator",
            StreamArn=arn,
            ShardId=shard["ShardId"],
            ShardIteratorType="TRIM_HORIZON",
        )
        iterator = answer["ShardIterator"]
        last = ""
        while True:
            page = await connection.call("GetRecords", ShardIterator=iterator)
            for record in page["Records"]:
                change = record["dynamodb"]
                name = change["Keys"]["pk"]["S"]
                assert items.get(name) == change.get("OldImage"), (SEED, record)
                assert last < change["SequenceNumber"]
                last = change["SequenceNumber"]
                expired += record.get("userIdentity") == SERVICE
                items.pop(name, None)
                if "NewImage" in change:
                    items[name] = change["NewImage"]
            if not page["Records"]:
                break
            iterator = page["NextShardIterator"]
    return items, expired


async def check(port: int) -> int:
    """Compares table and stream. Returns how many items the service has deleted so far."""
    connection = Connection(port)
    try:
        while True:  # the sweep may go on between the two looks
            items = {item["pk"]["S"]: item for item in await whole_table(connection)}
            from_stream, expired = await replayed(connection)
            again = {item["pk"]["S"]: item for item in await whole_table(connection)}
            if items == again:
                assert from_stream == items, SEED
                return expired
    finally:
        await connection.close()


@pytest.mark.timeout(60 + 3 * ROUNDS)
@pytest.mark.parametrize("workers", [1, 2])
def test_stream_and_expiry_outlive_the_server(tmp_path: Path, workers: int) -> None:
    arguments = ("--data", str(tmp_path), "--workers", str(workers), "--ttl-interval", "0.1")

    async def live_and_die(round_: int) -> None:
        server = start(*arguments)
        chance = random.Random(repr((SEED, round_)))
        try:
            if round_ == 0:
                connection = Connection(server.port)
                await create(connection)
                await connection.close()
            else:
                await check(server.port)
            seeds = [(SEED, round_, number) for number in range(WRITERS)]
            written: list[str] = []
            writing = [asyncio.create_task(write(server.port, seed, written)) for seed in seeds]
            await come_true(lambda: len(written) > WRITES)
            await asyncio.sleep(chance.uniform(0, 0.3))
            server.kill()
            await asyncio.gather(*writing)
            verified(tmp_path)
        finally:
            if server.process.returncode is None:
                server.kill()

    async def lives() -> None:
        for round_ in range(ROUNDS):
            await live_and_die(round_)
        server = start(*arguments)
        try:
            # Another storage than a folder does not know that the killed server has ended. So the
            # sweep goes on when the lease of that server has ended.
            assert await first_of(lambda: check(server.port)) > 0
        finally:
            status, errors = server.stop()
        assert (status, errors) == (0, "")

    asyncio.run(lives())
    assert "1 streams" in verified(tmp_path)
