"""A table whose history is needed, and works that read it."""

from collections.abc import Sequence
from typing import Any

from jedlik.core.keys.position import position_of
from jedlik.core.keys.primary_key import fitting_key
from jedlik.core.types.stored_item import item_from_bytes
from jedlik.engine.jobs import take_lease
from jedlik.engine.table import key_schema_of
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.history import trim_history
from jedlik.features.history.partitions import begin, end
from jedlik.features.history.reader import HistoryPage, read_page
from jedlik.features.history.work import Work, key_of_work, new_work, work_to_bytes
from jedlik.features.tables.change import change_table
from jedlik.storage.interface import LAST_APPEND, Batch, Put
from tests.engine.in_memory import Caller

NAME = "albums"
WORK_ID = "00000000-0000-4000-8000-00000000000a"


async def need_history(caller: Caller, days: int = 35) -> None:
    """Enables point-in-time recovery."""

    def change(record: TableRecord, moment: Moment) -> None:
        record["PointInTimeRecovery"] = {"Days": days, "Since": 0}
        begin(record, moment.now_ms)

    await change_table(caller.context, NAME, change)


async def forget_history(caller: Caller) -> None:
    """Disables point-in-time recovery."""

    def change(record: TableRecord, moment: Moment) -> None:
        del record["PointInTimeRecovery"]
        end(record)

    await change_table(caller.context, NAME, change)


async def last_position(caller: Caller) -> int:
    """Returns the position of the last Append."""
    (stored,) = await caller.node.storage.read([LAST_APPEND], consistent=True)
    return position_of(stored)


async def begin_work(caller: Caller, moment: int) -> Work:
    """Stores a work for a moment of the table."""
    table = await caller.node.catalog.table("us-east-1", caller.context.account_id, NAME)
    work: Work = {**new_work(WORK_ID, "test", {}, table.record), "Moment": moment}
    await save(caller, work)
    return work


async def save(caller: Caller, work: Work) -> None:
    """Stores the record of a work."""
    stored = Batch((Put(key_of_work(work), work_to_bytes(work)),), None)
    await caller.node.storage.transact([], lambda _: stored)


async def page_of(caller: Caller, work: Work) -> HistoryPage:
    """Reads one page, under a lease."""
    lease = await take_lease(trim_history.JOB, caller.node, "test")
    assert lease is not None
    return await read_page(caller.node, work, lease)


def stored_items(pages: Sequence[HistoryPage]) -> dict[Any, bytes]:
    """Returns the items of pages, which must be in key order."""
    found = {
        fitting_key(key_schema_of(page.work["Source"]), item_from_bytes(each)): each
        for page in pages
        for each in page.items
    }
    assert len(found) == sum(len(page.items) for page in pages)
    order = [(key.partition, key.sort) for key in found]
    assert order == sorted(order)
    return found
