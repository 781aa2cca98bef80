"""Expiry entries: one for each item that has a time to live, and no others.

After the setting was changed, entries are erased and made anew in the background (see
`engine.tables.time_to_live`); what must be there depends on how far that has come.
"""

from collections.abc import Sequence

import orjson

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.engine.read import count_of
from jedlik.engine.table import Table
from jedlik.engine.verification import Report, VerifiedItem, name_of
from jedlik.features.time_to_live.participant import expiry_attribute_of
from jedlik.features.time_to_live.records import TimeToLiveWork, expiry_key, expiry_value, work_key
from jedlik.features.time_to_live.rules import expiry_s
from jedlik.storage.interface import Storage


class Expiry:
    """The expiry entries of a table."""

    def __init__(self, storage: Storage, table: Table, report: Report) -> None:
        self._storage = storage
        self._table = table
        self._report = report
        self._where = f"time to live of {name_of(table)}"
        self._found = 0

    async def page(self, items: Sequence[VerifiedItem]) -> None:
        """Find the entry of each item that has one."""
        work, attribute = await self._work(), expiry_attribute_of(self._table)
        if attribute is None or work is None or work["Phase"] == "ERASE":
            return
        expected: dict[Key, VerifiedItem] = {}
        for kept in items:
            time_s = expiry_s(kept.item, attribute)
            if time_s is not None:
                expected[expiry_key(kept.key, time_s)] = kept
        there = await self._storage.read(list(expected), consistent=True)
        for kept, entry in zip(expected.values(), there, strict=True):
            if entry is not None:
                self._found += 1
            if entry != expiry_value(kept.key) and not (entry is None and _is_ahead(work, kept)):
                self._report.wrong(self._where, f"the entry of an item is missing: {kept.item}")

    async def end(self) -> None:
        """Compare the number of entries with that of those found."""
        work, attribute = await self._work(), expiry_attribute_of(self._table)
        count = await count_of(self._storage, Span(Space.EXPIRY, self._table.id))
        if work is None or work["Phase"] != "ERASE":
            self._report.compare(self._where, "entries", kept=count, expected=self._found)
        if attribute != (None if work is None else work["Attribute"]):
            self._report.wrong(self._where, f"{attribute} is set, and the work is {work}")
        self._report.counts["expiry entries"] += count

    async def _work(self) -> TimeToLiveWork | None:
        (stored,) = await self._storage.read([work_key(self._table.id)], consistent=True)
        if stored is None:
            return None
        work: TimeToLiveWork = orjson.loads(stored)
        return work


def _is_ahead(work: TimeToLiveWork, kept: VerifiedItem) -> bool:
    """Whether the item has yet to be given its entry, unless a write has done it."""
    if work["Phase"] != "BACKFILL":
        return False
    if "After" not in work:
        return True
    partition, sort = map(bytes.fromhex, work["After"])
    return (kept.key.partition, kept.key.sort) > (partition, sort)
