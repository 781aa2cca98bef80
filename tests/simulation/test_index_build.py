"""An index that is built during writes and kills has the entries that its items require.

JEDLIK_KILL_ROUNDS sets how often it is killed (4), JEDLIK_SEED when; after four lives the table
is a new one.
"""

import asyncio
import itertools
import math
import os
import random
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from jedlik.core.types.value import item_size_bytes
from tests.app.server import serving, verified
from tests.simulation.traffic import TABLE, Connection
from tests.waiting import first_of

ITEMS = 3_000
WRITERS = 4
LIVES = 4
ROUNDS = math.ceil(int(os.environ.get("JEDLIK_KILL_ROUNDS", "4")) / LIVES)
SEED = int(os.environ.get("JEDLIK_SEED", "0")) or random.SystemRandom().randrange(1, 1 << 32)
VALUES_OF_N = 100  # so many that each is that of few items: a search finds 100
QUERY = (1, 2, 3)
SHARED: dict[str, Any] = {
    "IndexName": "by-n",
    "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["fill"]},
}
DEFINITIONS = [{"AttributeName": "n", "AttributeType": "N"}]
GLOBAL = {**SHARED, "KeySchema": [{"AttributeName": "n", "KeyType": "HASH"}]}
VECTOR = {
    **SHARED,
    "VectorAttribute": {"AttributeName": "v"},
    "Dimensions": len(QUERY),
    "DistanceFunction": "EUCLIDEAN",
    "SearchSchema": [{"AttributeName": "n", "SearchSchemaElementType": "HASH"}],
}


def item(number: int, chance: random.Random) -> dict[str, Any]:
    """Returns an item. One in three is not in the index."""
    made: dict[str, Any] = {
        "pk": {"S": str(number)},
        "fill": {"S": "x" * chance.randrange(9)},
        "o": {"S": "o"},
    }
    if chance.random() < 0.7:
        made["n"] = {"N": str(chance.randrange(VALUES_OF_N))}
    if chance.random() < 0.9:
        made["v"] = {"L": [{"N": str(chance.randrange(9))} for _ in QUERY]}
    return made


async def fill(port: int, chance: random.Random, update: dict[str, Any]) -> None:
    """Makes the table and its first items, then asks for the index."""
    connection = Connection(port)
    await connection.call("CreateTable", **TABLE)
    for start in range(0, ITEMS, 25):
        puts = [
            {"PutRequest": {"Item": item(number, chance)}} for number in range(start, start + 25)
        ]
        await connection.call("BatchWriteItem", RequestItems={"numbered": puts})
    update = {"AttributeDefinitions": DEFINITIONS, **update}
    await connection.call("UpdateTable", TableName="numbered", **update)
    await connection.close()


async def write(port: int, chance: random.Random) -> None:
    """Puts, changes and deletes items until the server ends."""
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
    """Returns everything that a Scan finds."""
    found: list[dict[str, Any]] = []
    start: dict[str, Any] = {}
    while True:
        page = await connection.call("Scan", TableName="numbered", **members, **start)
        found += page["Items"]
        if "LastEvaluatedKey" not in page:
            return found
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


async def found_by_scan(connection: Connection) -> list[dict[str, Any]]:
    """Returns the entries of a global index."""
    return await scanned(connection, IndexName="by-n")


async def found_by_search(connection: Connection) -> list[dict[str, Any]]:
    """Returns the entries of a vector index, found by searches of every partition."""
    found: list[dict[str, Any]] = []
    for n, _ in itertools.product(range(VALUES_OF_N), range(3)):
        answer = await connection.call(
            "SearchVectors",
            TableName="numbered",
            IndexName="by-n",
            SearchVector=[{"N": str(each)} for each in QUERY],
            TopK=100,
            SearchConditionExpression="n = :n",
            ExpressionAttributeValues={":n": {"N": str(n)}},
            ProjectionExpression="pk, n, fill, v",
        )
        results = answer["SearchResults"]
        scores = [each["Score"] for each in results]
        vectors = [[float(x["N"]) for x in each["Item"]["v"]["L"]] for each in results]
        assert scores == pytest.approx(sorted(math.dist(QUERY, each) for each in vectors))
        for each, vector in zip(results, vectors, strict=True):
            as_stored = {"L": [{"N": f"{x:g}"} for x in vector]}  # the answer has 1.0 for 1
            found.append({**each["Item"], "v": as_stored})
    times = sorted(found, key=repr_of_key)
    assert times[::3] == times[1::3] == times[2::3]
    return times[::3]


class Kind(NamedTuple):
    """A kind of index: how it is asked for, and what the items say that it holds.

    shown: the attributes that an entry shows. needed: those without which an item has no entry.
    """

    update: dict[str, Any]
    described: str
    found: Callable[[Connection], Awaitable[list[dict[str, Any]]]]
    shown: set[str]
    needed: set[str]
    vector_bytes: int = 0  # the bytes that an entry counts for its vector


KINDS = {
    "global": Kind(
        {"GlobalSecondaryIndexUpdates": [{"Create": GLOBAL}]},
        "GlobalSecondaryIndexes",
        found_by_scan,
        {"pk", "n", "fill"},
        {"n"},
    ),
    "vector": Kind(
        {"VectorIndexUpdates": [{"Create": VECTOR}]},
        "VectorIndexes",
        found_by_search,
        {"pk", "n", "fill", "v"},
        {"n", "v"},
        len("v") + 4 * len(QUERY),
    ),
}


async def check(port: int, kind: Kind) -> None:
    """Waits for the index, then compares it and its counters with the items."""
    connection = Connection(port)

    async def active() -> dict[str, Any] | None:
        described = (await connection.call("DescribeTable", TableName="numbered"))["Table"]
        (found,) = described[kind.described]
        return dict(found) if found["IndexStatus"] == "ACTIVE" else None

    index = await first_of(active)
    entries = await kind.found(connection)
    expected = [
        {name: value for name, value in each.items() if name in kind.shown}
        for each in await scanned(connection)
        if kind.needed <= each.keys()
    ]
    await connection.call("DeleteTable", TableName="numbered")
    await connection.close()
    assert sorted(entries, key=repr_of_key) == sorted(expected, key=repr_of_key)
    assert index["ItemCount"] == len(entries)
    counted = [{name: value for name, value in each.items() if name != "v"} for each in expected]
    size_bytes = sum(map(item_size_bytes, counted)) + kind.vector_bytes * len(counted)
    assert index["IndexSizeBytes"] == size_bytes


def repr_of_key(each: dict[str, Any]) -> str:
    """Returns the key by which to sort an item."""
    return str(each["pk"]["S"])


@pytest.mark.timeout(60 + 60 * ROUNDS)
@pytest.mark.parametrize(("name", "workers"), [("global", 1), ("global", 2), ("vector", 2)])
def test_a_build_outlives_the_server(tmp_path: Path, name: str, workers: int) -> None:
    kind = KINDS[name]
    arguments = ("--data", str(tmp_path), "--workers", str(workers))

    async def lives(number: int) -> None:
        chance = random.Random(repr((SEED, number)))
        for life in range(LIVES):
            with serving(*arguments) as server:
                if life == 0:
                    await fill(server.port, chance, kind.update)
                seeds = [repr((SEED, number, life, at)) for at in range(WRITERS)]
                writing = [
                    asyncio.create_task(write(server.port, random.Random(seed))) for seed in seeds
                ]
                await asyncio.sleep(chance.uniform(0.05, 0.3))
                server.kill()
                await asyncio.gather(*writing)
            verified(tmp_path)
        with serving(*arguments) as server:
            await check(server.port, kind)
        verified(tmp_path)

    print(f"seed {SEED}")
    for number in range(ROUNDS):
        asyncio.run(lives(number))
