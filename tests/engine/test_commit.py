"""The write path: all or none, exact counters, and plans that became stale."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, TypeVar

import pytest

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.keys.key import Key
from jedlik.core.keys.primary_key import item_key
from jedlik.core.keys.space import Space
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import item_from_bytes
from jedlik.core.types.value import item_size_bytes
from jedlik.engine.commit import Change, TransactionOptions, Write, commit
from jedlik.engine.context import Context
from jedlik.engine.table import Table
from jedlik.features.tables.name import table_of
from jedlik.storage.interface import Abort, Batch, Decide, Mutation
from jedlik.storage.memory import MemoryStorage
from tests.apis.dynamodb.operations.samples import number, put, stored, string
from tests.engine.in_memory import Caller, result_of, values
from tests.engine.writes import FunctionWrite, delete_write, put_write, stored_of

R = TypeVar("R")
E = TypeVar("E")

REFUSAL = ServiceError("ConditionalCheckFailedException", "The conditional request failed")


class WatchedStorage(MemoryStorage):
    """A memory storage that records the mutations of every Batch."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[list[Mutation]] = []

    def transact(
        self, reads: Sequence[Key], decide: Decide[R, E]
    ) -> Coroutine[Any, Any, Batch[R] | Abort[E]]:
        def watched(values: Sequence[bytes | None]) -> Batch[R] | Abort[E]:
            outcome = decide(values)
            if isinstance(outcome, Batch):
                self.batches.append(list(outcome.mutations))
            return outcome

        return super().transact(reads, watched)


def item(name: str, value: int = 1) -> Item:
    return {"pk": {"S": name}, "n": {"N": str(value)}}


def refused_write(table: Table, name: str) -> Write:
    return FunctionWrite(table, item_key(table.key, item(name)), lambda _: REFUSAL)


def increment(table: Table, name: str) -> Write:
    def decide(old: bytes | None) -> Change:
        number_ = 0 if old is None else int(item_from_bytes(old)["n"]["N"])
        new = item(name, number_ + 1)
        return Change(old, stored_of(new), new_item=new)

    return FunctionWrite(table, item_key(table.key, item(name)), decide)


@pytest.fixture
def caller() -> Caller:
    made = Caller(storage=WatchedStorage())
    made.create()
    return made


def music(caller: Caller) -> Table:
    return result_of(table_of(caller.context, "music"))


def done(caller: Caller, *writes: Write) -> list[Change]:
    return result_of(commit(caller.context, writes))


def counters(caller: Caller) -> tuple[int, int]:
    described = caller.describe()
    return described["ItemCount"], described["TableSizeBytes"]


def test_changes_come_in_the_order_of_the_writes(caller: Caller) -> None:
    put(caller, {"pk": string("b"), "n": number(7)})
    table = music(caller)
    changes = done(caller, put_write(table, item("a")), delete_write(table, item("b")))
    assert [change.old is None for change in changes] == [True, False]
    assert [change.new is None for change in changes] == [False, True]
    assert stored(caller, pk=string("a")) == item("a")
    assert stored(caller, pk=string("b")) is None


def test_writes_are_done_all_or_none(caller: Caller) -> None:
    table = music(caller)
    writes = [put_write(table, item("a")), refused_write(table, "b"), put_write(table, item("c"))]
    with pytest.raises(Reject) as refused:
        done(caller, *writes)
    assert refused.value.error == REFUSAL
    assert caller.call("Scan", TableName="music")["Count"] == 0
    assert counters(caller) == (0, 0)


def test_counters_follow_every_change(caller: Caller) -> None:
    table = music(caller)
    small = item("a")
    large: Item = {**small, "fill": {"S": "x" * 100}}
    base = item_size_bytes(small)
    done(caller, put_write(table, small), put_write(table, item("b")))
    assert counters(caller) == (2, 2 * base)
    done(caller, put_write(table, large))
    assert counters(caller) == (2, 2 * base + 104)
    done(
        caller,
        put_write(table, small),
        delete_write(table, item("b")),
        delete_write(table, item("c")),
    )
    assert counters(caller) == (1, base)
    done(caller, delete_write(table, item("a")))
    assert counters(caller) == (0, 0)


def test_what_changes_nothing_writes_nothing(caller: Caller) -> None:
    table = music(caller)
    done(caller, put_write(table, item("a")))
    storage = caller.storage
    assert isinstance(storage, WatchedStorage)
    storage.batches.clear()
    done(caller, put_write(table, item("a")), delete_write(table, item("absent")))
    assert storage.batches == [[]]
    done(caller, put_write(table, item("a", 2)))  # as large as before: no counter moves
    assert [len(batch) for batch in storage.batches] == [0, 1]


def test_concurrent_changes_of_one_item_follow_one_another(caller: Caller) -> None:
    table = music(caller)

    async def together() -> list[list[Change]]:
        writes = [commit(caller.context, [increment(table, "a")]) for _ in range(20)]
        return await asyncio.gather(*writes)

    seen = [change.new_item for (change,) in result_of(together())]
    assert seen == [item("a", count) for count in range(1, 21)]
    assert stored(caller, pk=string("a")) == item("a", 20)


# --- plans that became stale ---------------------------------------------------------------------


def test_a_plan_holds_when_its_table_changed_meanwhile(caller: Caller) -> None:
    table = music(caller)
    caller.call("UpdateTable", TableName="music", DeletionProtectionEnabled=True)
    done(caller, put_write(table, item("a")))
    assert stored(caller, pk=string("a")) == item("a")
    assert counters(caller) == (1, item_size_bytes(item("a")))


@pytest.mark.parametrize("created_again", [False, True])
def test_a_plan_dies_with_its_table(caller: Caller, created_again: bool) -> None:
    table = music(caller)
    caller.call("DeleteTable", TableName="music")
    if created_again:
        caller.create()
    with pytest.raises(Reject) as refused:
        done(caller, put_write(table, item("a")))
    assert refused.value.error.code == "ResourceNotFoundException"
    if created_again:
        assert caller.call("Scan", TableName="music")["Count"] == 0
        assert counters(caller) == (0, 0)


def test_a_plan_dies_when_the_deletion_of_its_table_begins() -> None:
    """The write would be acknowledged and erased, without a record in the stream of the table."""
    caller = Caller(delay_ms=1000)
    caller.create()
    caller.clock.time_ms += 1000
    table = music(caller)
    caller.call("DeleteTable", TableName="music")
    with pytest.raises(Reject) as refused:
        done(caller, put_write(table, item("a")))
    assert refused.value.error.code == "ResourceNotFoundException"
    assert caller.describe()["TableStatus"] == "DELETING"


def test_one_stale_table_of_two(caller: Caller) -> None:
    caller.create("other")
    table, other = music(caller), result_of(table_of(caller.context, "other"))
    caller.call("UpdateTable", TableName="other", DeletionProtectionEnabled=True)
    done(caller, put_write(table, item("a")), put_write(other, item("b")))
    assert stored(caller, pk=string("a")) == item("a")
    assert stored(caller, "other", pk=string("b")) == item("b")


def test_two_plans_for_different_records_of_one_table(caller: Caller) -> None:
    """A request looks for the table of each of its writes, and the table may change in between. No
    write is decided with the older record, in whatever order the plans come.
    """
    older = music(caller)
    stream = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
    caller.call("UpdateTable", TableName="music", StreamSpecification=stream)
    newer = music(caller)
    done(caller, put_write(older, item("a")), put_write(newer, item("b")))
    done(caller, put_write(newer, item("c")), put_write(older, item("d")))
    assert len([key for key in values(caller) if key.space is Space.CHANGE_LOG]) == 4


class ChangingStorage(MemoryStorage):
    """A memory storage that does something after each read of a table's record."""

    def __init__(self) -> None:
        super().__init__()
        self.after_read: Callable[[], Awaitable[object]] | None = None

    async def read(self, keys: Sequence[Key], *, consistent: bool) -> Sequence[bytes | None]:
        found = await super().read(keys, consistent=consistent)
        after, self.after_read = self.after_read, None
        if after is not None:
            await after()
        return found


def test_a_table_that_changes_while_writes_are_planned_again() -> None:
    storage = ChangingStorage()
    caller = Caller(storage=storage)
    caller.create()
    table = music(caller)
    caller.call("UpdateTable", TableName="music", DeletionProtectionEnabled=True)
    stream = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
    storage.after_read = lambda: caller.calls(
        "UpdateTable", TableName="music", StreamSpecification=stream
    )
    done(caller, put_write(table, item("a")), put_write(table, item("b")))
    assert storage.after_read is None
    assert len([key for key in values(caller) if key.space is Space.CHANGE_LOG]) == 2


# --- what is metered -----------------------------------------------------------------------------


class DecidingStorage(MemoryStorage):
    """A memory storage that calls each `decide` three times, as a storage may."""

    def transact(
        self, reads: Sequence[Key], decide: Decide[R, E]
    ) -> Coroutine[Any, Any, Batch[R] | Abort[E]]:
        def decided(values: Sequence[bytes | None]) -> Batch[R] | Abort[E]:
            decide([None] * len(values))
            decide(values)
            return decide(values)

        return super().transact(reads, decided)


def sized_item(name: str, size_bytes: int) -> Item:
    small: Item = {**item(name), "fill": {"S": ""}}
    small["fill"]["S"] = "x" * (size_bytes - item_size_bytes(small))
    return small


def used(context: Context) -> list[tuple[str, float, float]]:
    """Returns the read and write units of the tables of a meter, in order."""
    tables = context.meter.tables.values()
    return [(each.name, each.read_units, each.write_units) for each in tables]


def conditional(table: Table, put_item: Item) -> Write:
    """Returns a put whose condition fails."""
    write = put_write(table, put_item)
    refused = FunctionWrite(table, write.key, lambda _: REFUSAL)
    refused.attempted_bytes = write.attempted_bytes
    return refused


def test_the_committed_decision_is_metered_once() -> None:
    caller = Caller(storage=DecidingStorage())
    caller.create()
    table = music(caller)
    done(caller, put_write(table, sized_item("a", 5000)))
    assert used(caller.context) == [("music", 0, 5)]
    context = caller.request_context()
    result_of(commit(context, [put_write(table, item("a"))]))
    assert used(context) == [("music", 0, 5)]  # the old item is the larger one


def test_a_write_that_was_planned_again_is_metered_once(caller: Caller) -> None:
    table = music(caller)
    caller.call("UpdateTable", TableName="music", DeletionProtectionEnabled=True)
    done(caller, put_write(table, item("a")))
    assert used(caller.context) == [("music", 0, 1)]


def test_tables_are_metered_in_the_order_of_the_writes(caller: Caller) -> None:
    caller.create("albums")
    albums = result_of(table_of(caller.context, "albums"))
    table = music(caller)
    writes = [put_write(albums, item("a")), put_write(table, item("a"))]
    writes.append(put_write(albums, sized_item("b", 2000)))
    done(caller, *writes)
    assert used(caller.context) == [("albums", 0, 3), ("music", 0, 1)]


@pytest.mark.parametrize(
    ("stored_bytes", "put_bytes", "units"), [(0, 20, 1), (0, 5000, 5), (3000, 20, 3), (20, 5000, 5)]
)
def test_a_failed_condition_costs_the_larger_item(
    caller: Caller, stored_bytes: int, put_bytes: int, units: int
) -> None:
    # Developer Guide, "Working with items"; no answer reports it.
    table = music(caller)
    if stored_bytes:
        done(caller, put_write(table, sized_item("a", stored_bytes)))
    context = caller.request_context()
    with pytest.raises(Reject):
        result_of(commit(context, [conditional(table, sized_item("a", put_bytes))]))
    assert (context.meter.refused_units, used(context)) == ({table.id: units}, [])


def test_independent_writes_are_metered_apart_from_refused_ones(caller: Caller) -> None:
    table = music(caller)
    invalid_write = FunctionWrite(
        table, item_key(table.key, item("c")), lambda _: ServiceError("ValidationException", "")
    )
    writes = [conditional(table, item("a")), put_write(table, item("b")), invalid_write]
    result_of(commit(caller.context, writes, independent=True))
    assert (caller.context.meter.refused_units, used(caller.context)) == (
        {table.id: 1},
        [("music", 0, 1)],
    )


def test_a_transaction_costs_twice_and_its_replay_reads(caller: Caller) -> None:
    table = music(caller)
    large = sized_item("a", 5000)

    async def transaction(context: Context, *writes: Write, replay: bool = False) -> None:
        options = TransactionOptions((), lambda _: None if replay else (), lambda *_: REFUSAL)
        await commit(context, writes, options)

    context = caller.request_context()
    result_of(transaction(context, put_write(table, large)))
    assert used(context) == [("music", 0, 10)]
    context = caller.request_context()
    result_of(transaction(context, put_write(table, large), replay=True))
    assert used(context) == [("music", 4, 0)]
    context = caller.request_context()
    with pytest.raises(Reject):
        result_of(transaction(context, conditional(table, large)))
    assert (used(context), context.meter.refused_units) == ([], {})
