"""The items of a table: each whole and under its key, counted, with all that follows from it."""

from collections.abc import Sequence
from typing import Protocol

from jedlik.core.errors import Reject
from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.primary_key import fitting_key
from jedlik.core.keys.space import Space
from jedlik.core.types.stored_item import stored_size_bytes
from jedlik.core.types.value import item_size_bytes
from jedlik.engine.read import pages
from jedlik.engine.table import Table
from jedlik.engine.verification import Report, VerifiedItem, item_in, name_of
from jedlik.features.secondary_indexes.participant import indexes_of
from jedlik.features.secondary_indexes.verify import Collections, IndexEntries
from jedlik.features.time_to_live.verify import Expiry
from jedlik.storage.interface import Storage, counters_of


class Following(Protocol):
    """What follows from the items of a table, compared with what is kept."""

    async def page(self, items: Sequence[VerifiedItem]) -> None:
        """The next items, in order of their keys."""
        ...

    async def end(self) -> None:
        """There are no more items."""
        ...


async def verify_items(storage: Storage, table: Table, report: Report) -> None:
    """Verify the items of a table and what follows from them."""
    where = name_of(table)
    following: list[Following] = [
        IndexEntries(storage, table, index, report) for index in indexes_of(table)
    ]
    following.append(Expiry(storage, table, report))
    if "LocalSecondaryIndexes" in table.record:
        following.append(Collections(storage, table, report))
    count = size_bytes = 0
    last: Key | None = None
    async for values in pages(storage, Span(Space.ITEM, table.id)):
        items = [each for each in (_kept(table, stored) for stored in values) if each is not None]
        if len(items) < len(values):
            report.wrong(where, f"{len(values) - len(items)} items cannot be read")
        for kept_item in items:
            if last is not None and kept_item.key <= last:
                report.wrong(where, f"an item is out of order: {kept_item.item}")
            last = kept_item.key
        await _verify_page(storage, items, where, report)
        count += len(values)
        size_bytes += sum(map(stored_size_bytes, values))
        for each in following:
            await each.page(items)
    for each in following:
        await each.end()
    (counters,) = await storage.read([table.counter_key], consistent=True)
    kept = counters_of(counters, 2)
    report.compare(where, "items and their bytes", kept=kept, expected=(count, size_bytes))
    report.counts["items"] += count


def _kept(table: Table, stored: bytes) -> VerifiedItem | None:
    item = item_in(stored)
    if item is None:
        return None
    try:
        return VerifiedItem(fitting_key(table.key, item), item, stored)
    except Reject:  # it has not the key of the table
        return None


async def _verify_page(
    storage: Storage, items: Sequence[VerifiedItem], where: str, report: Report
) -> None:
    there = await storage.read([each.key for each in items], consistent=True)
    for kept, stored in zip(items, there, strict=True):
        if stored != kept.stored:
            report.wrong(where, f"an item is not under its key: {kept.item}")
        elif item_size_bytes(kept.item) != stored_size_bytes(stored):
            report.wrong(where, f"an item has not the size kept with it: {kept.item}")
