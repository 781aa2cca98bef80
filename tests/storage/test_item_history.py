"""The history of an item while it is written, on every storage.

The item and the position of the last Append come from one snapshot. If a storage gave them from
two, a version would be missing, or be there twice.
"""

import asyncio
from typing import Any

from jedlik.storage.interface import Storage
from tests.engine.in_memory import Caller, table
from tests.storage.scenarios import Play

ON = {"TableName": "music"}
KEY = {"pk": {"S": "a"}}
WRITERS, WRITES = 3, 8
RECOVERY = {"PointInTimeRecoveryEnabled": True}


async def write(caller: Caller) -> None:
    for _ in range(WRITES):
        await caller.calls(
            "UpdateItem",
            **ON,
            Key=KEY,
            UpdateExpression="ADD n :one",
            ExpressionAttributeValues={":one": {"N": "1"}},
        )


async def counted(caller: Caller) -> list[int]:
    """Returns the number that each version has, the newest first."""
    found: list[int] = []
    more: dict[str, Any] = {}
    while True:
        answer = await caller.calls("GetItemHistory", **ON, Key=KEY, Limit=5, **more)
        found += [int(each["Item"]["n"]["N"]) for each in answer["Versions"]]
        if "NextToken" not in answer:
            return found
        more = {"NextToken": answer["NextToken"]}


def test_a_history_has_each_version_once_while_the_item_is_written(play: Play) -> None:
    async def scenario(storage: Storage) -> None:
        caller = Caller(storage=storage)
        await caller.calls("CreateTable", **table())
        await caller.calls(
            "UpdateContinuousBackups", **ON, PointInTimeRecoverySpecification=RECOVERY
        )
        writing = asyncio.gather(*(write(caller) for _ in range(WRITERS)))
        while not writing.done():
            versions = await counted(caller)
            assert versions == list(range(len(versions), 0, -1))
            await asyncio.sleep(0)
        await writing
        assert await counted(caller) == list(range(WRITERS * WRITES, 0, -1))

    play(scenario)
