"""A random history of two tables, and a model that knows what they had at every moment.

The model notes everything that can be read after each commit, with the time of the commit. A time
is a position (`core.keys.position`). The model computes it from the clock of the test, and compares
it with the last position of the storage.
"""

import random
from bisect import bisect_right
from collections.abc import Callable
from typing import Any, NamedTuple

from jedlik.core.keys.position import position_at, position_ms, position_of
from jedlik.engine.jobs import Job, give_up, take_lease
from jedlik.features.time_to_live import expire_items
from jedlik.storage.interface import LAST_APPEND, Storage
from tests.apis.dynamodb.operations.samples import string
from tests.engine.in_memory import Caller, CountedIds, SteppedClock, is_due, run_piece
from tests.features.backups.samples import NAME, create, everything, items_of

NOTES = "notes"
TABLES = (NAME, NOTES)
FIRST_SECOND = 1_791_500_001
DAY_MS = 86_400_000
LEASE_OVER_MS = 15_001

Contents = dict[str, list[Any]]
OpenStorage = Callable[[Callable[[], int]], Storage]


class Window(NamedTuple):
    """Since when the history of a table is stored, and for how many days. since: a position."""

    since: int
    days: int


class History:
    """Two tables with point-in-time recovery. The first one has all kinds of indexes.

    last: the position of the last commit, or a later one that a restore has reserved.
    """

    def __init__(self, seed: int, open_storage: OpenStorage) -> None:
        self.random = random.Random(seed)
        self.clock = SteppedClock()
        self.clock.time_ms = (FIRST_SECOND - 100) * 1000
        self._ids = CountedIds()
        self.open_storage = open_storage
        self.storage = open_storage(self.clock.now_ms)
        self.caller = self.new_caller()
        self.owner = "process 1"
        self.last = 0
        self.windows: dict[str, Window] = {}
        self.contents: Contents = {}
        self._times: list[int] = []
        self._states: list[Contents] = []

    def new_caller(self) -> Caller:
        """Returns a process that has just started."""
        return self.unique(Caller(storage=self.storage, clock=self.clock))

    def unique(self, caller: Caller) -> Caller:
        """Lets no two processes make the same ids."""
        caller.node.ids = self._ids
        return caller

    # What there is

    async def begin(self) -> None:
        """Creates the tables, with items that are older than the history."""
        await create_tables(self.caller)
        specification = {"AttributeName": "ends", "Enabled": True}
        await self.caller.calls(
            "UpdateTimeToLive", TableName=NAME, TimeToLiveSpecification=specification
        )
        for _ in range(8):
            await self.step()
        await self.synchronise()
        for name in TABLES:
            await self.enable(name)

    async def enable(self, name: str, days: int | None = None) -> None:
        """Enables point-in-time recovery of a table, or changes the days."""
        specification: dict[str, Any] = {"PointInTimeRecoveryEnabled": True}
        if days is not None:
            specification["RecoveryPeriodInDays"] = days
        await self.caller.calls(
            "UpdateContinuousBackups",
            TableName=name,
            PointInTimeRecoverySpecification=specification,
        )
        await self.synchronise()
        before = self.windows.get(name)
        if before is None:
            self.windows[name] = Window(self.last, days or 35)
        elif days is not None and days > before.days:
            begin_ms = self.now_ms() - before.days * DAY_MS
            since = max(before.since, position_at(begin_ms))
            self.windows[name] = Window(since, days)
        elif days is not None:
            self.windows[name] = before._replace(days=days)

    async def disable(self, name: str) -> None:
        """Disables point-in-time recovery of a table."""
        await self.caller.calls(
            "UpdateContinuousBackups",
            TableName=name,
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": False},
        )
        self.windows.pop(name, None)

    async def synchronise(self) -> None:
        """Reads the last position, after something that may have raised it."""
        (stored,) = await self.caller.storage.read([LAST_APPEND], consistent=True)
        self.last = max(self.last, position_of(stored))

    def now_ms(self) -> int:
        """Returns the time, not before that of the last commit."""
        return max(self.clock.time_ms, position_ms(self.last))

    def seconds(self, name: str) -> tuple[int, int]:
        """Returns the first and the last second to which a table can be restored."""
        window, now_ms = self.windows[name], self.now_ms()
        oldest = -(-(now_ms - window.days * DAY_MS) // 1000)
        earliest = max(position_ms(window.since) // 1000, oldest)
        return earliest, max(earliest, now_ms // 1000 - 1)

    def moment_of(self, second: int) -> int:
        """Returns the moment of a second. One that has not ended means now."""
        now = max(self.last, position_at(self.clock.time_ms))
        return min(position_at((second + 1) * 1000) - 1, now)

    def at(self, moment: int) -> Contents:
        """Returns what there was at a moment."""
        return self._states[bisect_right(self._times, moment) - 1]

    def seconds_of_commits(self) -> list[int]:
        """Returns the seconds in which something was committed."""
        return sorted({position_ms(each) // 1000 for each in self._times})

    async def note(self) -> None:
        """Notes what there is, if anything was committed since the last time."""
        items = {name: await items_of(self.caller, name) for name in TABLES}
        changed = [name for name in TABLES if items[name] != self.contents.get(name, [None])[0]]
        if not changed:
            return
        position = max(self.last + 1, position_at(self.clock.time_ms))
        (stored,) = await self.caller.storage.read([LAST_APPEND], consistent=True)
        found = position_of(stored)
        if found > self.last:
            assert position_ms(found) == position_ms(position)
        else:
            assert not self.windows.keys() & set(changed), "a change is not in the log"
        contents = {NAME: await looked_up(self.caller, NAME), NOTES: [items[NOTES]]}
        # From here on nothing can be killed.
        self.contents, self.last = contents, max(found, self.last)
        self._times.append(self.last)
        self._states.append(self.contents)

    # What clients and jobs do

    async def step(self) -> None:
        """Does something random, then notes what there is."""
        choices = (
            *(self.put, self.put, self.delete, self.update, self.transact, self.batch),
            *(self.both, self.expire),
        )
        await self.random.choice(choices)()
        await self.note()

    def key(self) -> dict[str, Any]:
        """Returns a random key."""
        return {"pk": string(self.random.choice("ab")), "sk": string(str(self.random.randrange(6)))}

    def item(self) -> dict[str, Any]:
        """Returns a random item. It may be in any of the indexes, or have expired."""
        item = {**self.key(), "x": string("x" * self.random.choice((1, 2_000)))}
        if self.random.random() < 0.7:
            item["n"] = string(str(self.random.randrange(9)))
        if self.random.random() < 0.7:
            item["t"] = string(str(self.random.randrange(9)))
        if self.random.random() < 0.5:
            item["v"] = {"L": [{"N": str(self.random.randrange(1, 9))}, {"N": "1"}]}
        if self.random.random() < 0.2:
            item["ends"] = {"N": str(self.clock.time_ms // 1000 - 5)}
        return item

    async def put(self) -> None:
        """PutItem."""
        await self.caller.calls("PutItem", TableName=NAME, Item=self.item())

    async def delete(self) -> None:
        """DeleteItem."""
        await self.caller.calls("DeleteItem", TableName=NAME, Key=self.key())

    async def update(self) -> None:
        """UpdateItem, which also takes the item out of the vector index."""
        await self.caller.calls(
            "UpdateItem",
            TableName=NAME,
            Key=self.key(),
            UpdateExpression="SET t = :t REMOVE v",
            ExpressionAttributeValues={":t": string(str(self.random.randrange(9)))},
        )

    async def transact(self) -> None:
        """TransactWriteItems on several items of one table."""
        found = {str(key): key for key in (self.key() for _ in range(3))}
        actions: list[dict[str, Any]] = [
            {"Put": {"TableName": NAME, "Item": {**self.item(), **key}}}
            if self.random.random() < 0.6
            else {"Delete": {"TableName": NAME, "Key": key}}
            for key in found.values()
        ]
        await self.caller.calls("TransactWriteItems", TransactItems=actions)

    async def both(self) -> None:
        """TransactWriteItems on both tables."""
        note = {"pk": string(self.random.choice("abc")), "x": string(str(self.random.random()))}
        actions = [
            {"Put": {"TableName": NAME, "Item": {**self.item(), "n": note["x"]}}},
            {"Put": {"TableName": NOTES, "Item": note}},
        ]
        await self.caller.calls("TransactWriteItems", TransactItems=actions)

    async def batch(self) -> None:
        """BatchWriteItem."""
        found = {str(key): key for key in (self.key() for _ in range(3))}
        requests = [{"PutRequest": {"Item": {**self.item(), **key}}} for key in found.values()]
        await self.caller.calls("BatchWriteItem", RequestItems={NAME: requests})

    async def expire(self) -> None:
        """Time to live deletes what has expired."""
        caller, owner = self.caller, self.owner
        while await is_due(expire_items.JOB, caller.node):
            await self.piece(expire_items.JOB, caller, owner)

    async def piece(self, job: Job, caller: Caller, owner: str) -> None:
        """Does one piece of a job. Waits for the end of the lease of a process that is gone."""
        lease = await take_lease(job, caller.node, owner)
        if lease is None:
            self.clock.time_ms += LEASE_OVER_MS
            lease = await take_lease(job, caller.node, owner)
            assert lease is not None
        await run_piece(job, caller.node, lease)
        await give_up(caller.node, lease)


async def create_tables(caller: Caller) -> None:
    """Creates both tables."""
    await create(caller)
    await caller.calls(
        "CreateTable",
        TableName=NOTES,
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )


async def looked_up(caller: Caller, name: str) -> list[Any]:
    """Returns the items of a table and of its indexes, scanned and queried."""
    queries = [
        *(("by_n", "n", str(each)) for each in range(9)),
        *(("by_t", "pk", each) for each in "ab"),
    ]
    answers = [
        await caller.calls(
            "Query",
            TableName=name,
            IndexName=index,
            KeyConditionExpression="#a = :v",
            ExpressionAttributeNames={"#a": attribute},
            ExpressionAttributeValues={":v": string(value)},
        )
        for index, attribute, value in queries
    ]
    # Items of an index with one sort key have no order.
    found = [sorted(answer["Items"], key=str) for answer in answers]
    order = [[item["t"]["S"] for item in answer["Items"]] for answer in answers[9:]]
    assert order == [sorted(each) for each in order]
    return [*await everything(caller, name), found]
