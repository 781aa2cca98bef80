"""Works that the record of a table lists."""

from typing import Any

from jedlik.core.keys.space import Space
from jedlik.engine.table import catalog_key
from jedlik.engine.table_record import TableRecord, table_to_bytes
from jedlik.features.history.readers import read_by, stop_reading
from jedlik.features.history.work import Work, new_work
from jedlik.storage.interface import Batch, Put
from tests.engine.in_memory import ACCOUNT, REGION, Caller, result_of, table, values
from tests.features.history.samples import NAME, forget_history, need_history

FIRST, SECOND = (f"00000000-0000-4000-8000-00000000000{each}" for each in "ab")


async def record_of(caller: Caller) -> TableRecord:
    found = await caller.node.catalog.find(REGION, ACCOUNT, NAME)
    assert found is not None
    return found.record


async def begun(caller: Caller, *work_ids: str) -> list[Work]:
    """Creates a table with point-in-time recovery. Lets works read it."""
    await caller.calls("CreateTable", **table(NAME))
    await need_history(caller)
    works = []
    for work_id in work_ids:
        record = await record_of(caller)
        read = Put(catalog_key(REGION, ACCOUNT, NAME), table_to_bytes(read_by(record, work_id)))
        assert work_id not in record.get("HistoryReaders", ())
        batch = Batch((read,), None, raises_epoch=True)
        await caller.node.storage.transact([], lambda _, batch=batch: batch)  # type: ignore[misc]
        works.append(new_work(work_id, "test", {}, record))
    return works


async def put(caller: Caller, text: str) -> int:
    """Stores an item. Returns the number of log records."""
    item: Any = {"pk": {"S": "a"}, "text": {"S": text}}
    await caller.calls("PutItem", TableName=NAME, Item=item)
    return sum(key.space is Space.CHANGE_LOG for key in values(caller))


def test_the_log_goes_on_until_the_last_reader_has_ended() -> None:
    async def scenario() -> None:
        caller = Caller()
        first, second = await begun(caller, FIRST, SECOND)
        await forget_history(caller)
        assert await put(caller, "1") == 1
        await stop_reading(caller.node, first)
        await stop_reading(caller.node, first)
        assert (await record_of(caller))["HistoryReaders"] == [SECOND]
        assert await put(caller, "2") == 2
        await stop_reading(caller.node, second)
        record = await record_of(caller)
        assert not {"HistoryReaders", "LogPartitions"} & record.keys()
        assert await put(caller, "3") == 2

    result_of(scenario())


def test_recovery_needs_the_log_after_the_last_reader() -> None:
    async def scenario() -> None:
        caller = Caller()
        (work,) = await begun(caller, FIRST)
        await stop_reading(caller.node, work)
        assert "LogPartitions" in await record_of(caller)
        assert await put(caller, "1") == 1

    result_of(scenario())


def test_a_table_that_was_deleted_and_created_again() -> None:
    async def scenario() -> None:
        caller = Caller()
        (work,) = await begun(caller, FIRST)
        await caller.calls("DeleteTable", TableName=NAME)
        await stop_reading(caller.node, work)
        await begun(caller, FIRST)
        await stop_reading(caller.node, work)
        assert (await record_of(caller))["HistoryReaders"] == [FIRST]

    result_of(scenario())
