"""The job that erases deleted tables."""

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.features.tables import erasure as erase_tables
from jedlik.storage.interface import Batch, Put
from tests.engine.in_memory import Caller, is_due, result_of, run_once


def entries(caller: Caller, space: Space, table_id: int) -> int:
    page = result_of(
        caller.storage.scan(Span(space, table_id), limit_items=10_000, limit_bytes=1 << 30)
    )
    return len(page.values)


def deleted_table(items: int, delay_ms: int = 0) -> Caller:
    """Returns a caller whose table 1 had `items` items and was deleted."""
    caller = Caller(delay_ms=delay_ms)
    caller.create()
    caller.clock.time_ms += delay_ms
    puts = [Put(Key(Space.ITEM, 1, b"", str(at).encode()), b"") for at in range(items)]
    result_of(caller.storage.transact([], lambda _: Batch(puts, None)))
    caller.call("DeleteTable", TableName="music")
    return caller


def test_nothing_is_due_without_a_deleted_table() -> None:
    caller = Caller()
    caller.create()
    assert result_of(is_due(erase_tables.JOB, caller.node)) is False
    result_of(run_once(erase_tables.JOB, caller.node))
    assert caller.describe()["TableStatus"] == "ACTIVE"


def test_a_table_is_erased_piece_by_piece() -> None:
    caller = deleted_table(items=1_200)
    left = [1_200]
    while result_of(is_due(erase_tables.JOB, caller.node)):
        result_of(run_once(erase_tables.JOB, caller.node))
        left.append(entries(caller, Space.ITEM, 1))
    assert left == [1_200, 700, 200, 0]
    assert entries(caller, Space.COUNTER, 1) == 0
    assert entries(caller, Space.JOB, 0) == 0


def test_a_table_is_left_alone_until_it_is_gone() -> None:
    caller = deleted_table(items=3, delay_ms=100)
    assert result_of(is_due(erase_tables.JOB, caller.node)) is False
    result_of(run_once(erase_tables.JOB, caller.node))
    assert entries(caller, Space.ITEM, 1) == 3
    caller.clock.time_ms += 100
    result_of(run_once(erase_tables.JOB, caller.node))
    assert entries(caller, Space.ITEM, 1) == 0


def test_a_clock_that_was_ahead_does_not_delay_the_erasure() -> None:
    caller = deleted_table(items=3)
    caller.clock.time_ms -= 3_600_000
    assert result_of(is_due(erase_tables.JOB, caller.node)) is True
    result_of(run_once(erase_tables.JOB, caller.node))
    assert entries(caller, Space.ITEM, 1) == 0


def test_the_next_table_of_the_name_is_spared() -> None:
    caller = deleted_table(items=3, delay_ms=100)
    caller.clock.time_ms += 100
    caller.create()
    caller.clock.time_ms += 100
    caller.call("PutItem", TableName="music", Item={"pk": {"S": "new"}})
    result_of(run_once(erase_tables.JOB, caller.node))
    assert entries(caller, Space.ITEM, 1) == 0
    assert caller.describe()["ItemCount"] == 1
    assert caller.call("GetItem", TableName="music", Key={"pk": {"S": "new"}})["Item"]


def test_the_work_outlives_a_restart() -> None:
    before = deleted_table(items=3)
    after = Caller(storage=before.storage)
    result_of(run_once(erase_tables.JOB, after.node))
    assert entries(after, Space.ITEM, 1) == 0
    assert result_of(is_due(erase_tables.JOB, after.node)) is False


def test_many_deleted_tables_are_all_erased() -> None:
    caller = Caller()
    for number in range(5):
        caller.create(f"table{number}")
        caller.call("PutItem", TableName=f"table{number}", Item={"pk": {"S": "a"}})
        caller.call("DeleteTable", TableName=f"table{number}")
    while result_of(is_due(erase_tables.JOB, caller.node)):
        result_of(run_once(erase_tables.JOB, caller.node))
    assert [entries(caller, Space.ITEM, table_id) for table_id in range(1, 6)] == [0] * 5
