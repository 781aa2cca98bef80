"""Concurrent increments on two workers: none is lost, with each way of counting."""

import asyncio
from pathlib import Path

from tests.app.server import serving
from tests.simulation.traffic import TABLE, Connection, Refused

CLIENTS = 8
INCREMENTS = 25
KEY = {"TableName": "numbered", "Key": {"pk": {"S": "counter"}}}
ONE = {":one": {"N": "1"}}


async def count_by_expression(connection: Connection) -> int:
    """Increments with `SET n = n + :one`. Returns 0: nobody else can be first."""
    for _ in range(INCREMENTS):
        await connection.call(
            "UpdateItem",
            **KEY,
            UpdateExpression="SET n = n + :one",
            ExpressionAttributeValues=ONE,
        )
    return 0


async def count_by_condition(connection: Connection) -> int:
    """Reads, then writes if nobody else has written. Returns how often somebody else was first."""
    conflicts = done = 0
    while done < INCREMENTS:
        got = await connection.call("GetItem", **KEY, ConsistentRead=True)
        seen = int(got["Item"]["n"]["N"])
        values = {":seen": {"N": str(seen)}, ":next": {"N": str(seen + 1)}}
        try:
            await connection.call(
                "UpdateItem",
                **KEY,
                UpdateExpression="SET n = :next",
                ConditionExpression="n = :seen",
                ExpressionAttributeValues=values,
            )
            done += 1
        except Refused as refused:
            if refused.args != ("ConditionalCheckFailedException",):
                raise
            conflicts += 1
    return conflicts


async def count(port: int) -> tuple[int, int]:
    """Runs all clients at once, half of them in each way. Returns the total and the conflicts."""
    first = Connection(port)
    await first.call("CreateTable", **TABLE)
    await first.call(
        "PutItem", TableName="numbered", Item={"pk": {"S": "counter"}, "n": {"N": "0"}}
    )
    connections = [Connection(port) for _ in range(CLIENTS)]
    ways = (count_by_expression, count_by_condition)
    counting = [ways[at % 2](connection) for at, connection in enumerate(connections)]
    conflicts = sum(await asyncio.gather(*counting))
    got = await first.call("GetItem", **KEY, ConsistentRead=True)
    for connection in (first, *connections):
        await connection.close()
    return int(got["Item"]["n"]["N"]), conflicts


def test_no_increment_is_lost(tmp_path: Path) -> None:
    with serving("--data", str(tmp_path), "--workers", "2") as server:
        total, conflicts = asyncio.run(count(server.port))
    assert total == CLIENTS * INCREMENTS
    assert conflicts > 0  # or the clients never met
