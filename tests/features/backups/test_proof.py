"""The proof: a table is restored to any second as it was, with its indexes.

A model copies the items and what the indexes return at the end of each second of a random history.
Then the table is restored to each second, while the history goes on, and compared. Source of the
plan of this test: ADR 0036.
"""

import random
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest

from jedlik.core.keys.space import Space
from jedlik.features.backups.new_backup import create_backup
from jedlik.features.backups.records import all_backups
from jedlik.features.history import reader
from jedlik.features.time_to_live import expire_items
from tests.apis.dynamodb.operations.samples import string
from tests.engine.in_memory import Caller, is_due, result_of, run_once, values
from tests.features.backups.samples import (
    JOBS,
    NAME,
    create,
    disable_recovery,
    enable_recovery,
    everything,
    restore_backup,
    restore_second,
    work,
)

FIRST_SECOND = 1_791_500_001


class History:
    """A table with all kinds of indexes, and its random history by seconds."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.caller = Caller()
        create(self.caller)
        self.seconds: dict[int, list[Any]] = {}

    def key(self) -> dict[str, Any]:
        return {"pk": string(self.random.choice("ab")), "sk": string(str(self.random.randrange(6)))}

    def item(self) -> dict[str, Any]:
        item = {**self.key(), "x": string("x" * self.random.choice((1, 2_000)))}
        if self.random.random() < 0.7:
            item["n"] = string(str(self.random.randrange(9)))
        if self.random.random() < 0.7:
            item["t"] = string(str(self.random.randrange(9)))
        if self.random.random() < 0.5:
            item["v"] = {"L": [{"N": str(self.random.randrange(1, 9))}, {"N": "1"}]}
        if self.random.random() < 0.2:
            item["ends"] = {"N": str(self.caller.clock.time_ms // 1000 - 5)}
        return item

    async def step(self) -> None:
        choices: Sequence[Callable[[], Awaitable[object]]] = (
            *(self.put, self.put, self.delete, self.update, self.transact, self.batch),
            self.expire,
        )
        await self.random.choice(choices)()

    async def second(self) -> None:
        """Does random things in one second, then notes what there is at its end."""
        second = self.caller.clock.time_ms // 1000
        for _ in range(self.random.randrange(4)):
            await self.step()
            self.caller.clock.time_ms += self.random.choice((0, 1, 90))
        self.caller.clock.time_ms = second * 1000 + 999
        if self.random.random() < 0.5:
            await self.step()
        self.seconds[second] = await everything(self.caller, NAME)
        self.caller.clock.time_ms = (second + 1) * 1000

    async def put(self) -> None:
        await self.caller.calls("PutItem", TableName=NAME, Item=self.item())

    async def delete(self) -> None:
        await self.caller.calls("DeleteItem", TableName=NAME, Key=self.key())

    async def update(self) -> None:
        await self.caller.calls(
            "UpdateItem",
            TableName=NAME,
            Key=self.key(),
            UpdateExpression="SET t = :t REMOVE v",
            ExpressionAttributeValues={":t": string(str(self.random.randrange(9)))},
        )

    async def transact(self) -> None:
        found = {str(key): key for key in (self.key() for _ in range(3))}
        actions: list[dict[str, Any]] = [
            {"Put": {"TableName": NAME, "Item": {**self.item(), **key}}}
            if self.random.random() < 0.6
            else {"Delete": {"TableName": NAME, "Key": key}}
            for key in found.values()
        ]
        await self.caller.calls("TransactWriteItems", TransactItems=actions)

    async def batch(self) -> None:
        found = {str(key): key for key in (self.key() for _ in range(3))}
        requests = [{"PutRequest": {"Item": {**self.item(), **key}}} for key in found.values()]
        await self.caller.calls("BatchWriteItem", RequestItems={NAME: requests})

    async def expire(self) -> None:
        job = expire_items.JOB
        while await is_due(job, self.caller.node):
            await run_once(job, self.caller.node)


async def work_among_writes(history: History) -> None:
    """Does the jobs, one piece at a time, with writes between the pieces."""
    caller = history.caller
    for job in JOBS:
        while await is_due(job, caller.node):
            await run_once(job, caller.node)
            if history.random.random() < 0.3:
                await history.step()


async def begin(history: History, seconds: int) -> None:
    """Lets some seconds pass, with point-in-time recovery."""
    caller = history.caller
    specification = {"AttributeName": "ends", "Enabled": True}
    await caller.calls("UpdateTimeToLive", TableName=NAME, TimeToLiveSpecification=specification)
    for _ in range(8):
        await history.step()
    caller.clock.time_ms = FIRST_SECOND * 1000
    await enable_recovery(caller)
    for _ in range(seconds):
        await history.second()


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of a few items has several pages."""
    monkeypatch.setattr(reader, "_PAGE_ITEMS", 3)
    monkeypatch.setattr(reader, "_PIECE_PAGES", 2)
    monkeypatch.setattr(reader, "_LOG_RECORDS", 3)


@pytest.mark.parametrize("seed", range(6))
def test_every_second_is_restored_as_it_was(seed: int) -> None:
    history = History(seed)

    async def scenario() -> None:
        await begin(history, 10)
        for second, expected in history.seconds.items():
            name = f"restored-{second}"
            await restore_second(history.caller, second, name)
            await work_among_writes(history)
            assert await everything(history.caller, name) == expected, second
        left = {key.space for key in values(history.caller)}
        assert Space.OVERLAY not in left

    result_of(scenario())


@pytest.mark.parametrize("seed", range(6, 10))
def test_a_backup_has_the_moment_of_its_request(seed: int) -> None:
    history = History(seed)

    async def scenario() -> None:
        await begin(history, 3)
        if seed % 2:
            await disable_recovery(history.caller)
        expected = await everything(history.caller, NAME)
        await create_backup(history.caller.context, NAME, "backup")
        await work_among_writes(history)
        (backup,) = [each async for each in all_backups(history.caller.node.storage)]
        assert (backup["Status"], backup["Items"]) == ("AVAILABLE", len(expected[0]))
        await restore_backup(history.caller, backup, "restored")
        await work(history.caller)
        assert await everything(history.caller, "restored") == expected

    result_of(scenario())


def test_a_deleted_table_comes_back_from_its_system_backup() -> None:
    history = History(99)

    async def scenario() -> None:
        await begin(history, 3)
        caller = history.caller
        expected = await everything(caller, NAME)
        await caller.calls("DeleteTable", TableName=NAME)
        await work(caller)
        (backup,) = [each async for each in all_backups(caller.node.storage)]
        assert (backup["Kind"], backup["Name"]) == ("SYSTEM", f"{NAME}$DeletedTableBackup")
        await restore_backup(caller, backup, NAME)
        await work(caller)
        assert await everything(caller, NAME) == expected

    result_of(scenario())
