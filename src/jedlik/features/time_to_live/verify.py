"""Verifies time to live: each item that has a time has its expiry entry, and there are no others.

After a change of the setting, a job erases the entries and writes new ones (`expire_items`). Until
it has finished, some entries may be missing.
"""

from collections.abc import Sequence
from typing import Final

import orjson

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.engine.read import count_of
from jedlik.engine.table import Table
from jedlik.engine.table_state import is_deleting
from jedlik.engine.verification import Follower, Verification, VerifiedItem, Verifier, name_of
from jedlik.features.time_to_live.records import TimeToLiveWork, expiry_key, expiry_value, work_key
from jedlik.features.time_to_live.rules import expiry_s


def verify_table(verification: Verification, table: Table) -> Sequence[Follower]:
    """Returns the followers of a table. The entries of a deleted table wait to be erased."""
    return [] if is_deleting(table.record) else [ExpiryEntries(verification, table)]


class ExpiryEntries:
    """The expiry entries of a table."""

    def __init__(self, verification: Verification, table: Table) -> None:
        self._storage = verification.storage
        self._report = verification.report
        self._table = table
        self._attribute = table.record.get("TimeToLiveAttribute")
        self._where = f"time to live of {name_of(table)}"
        self._found = 0

    async def page(self, items: Sequence[VerifiedItem]) -> None:
        """Compares the entry of each item that has a time."""
        work, attribute = await self._work(), self._attribute
        if attribute is None or work is None or work["Phase"] == "ERASE":
            return
        expected: dict[Key, VerifiedItem] = {}
        for each in items:
            time_s = expiry_s(each.item, attribute)
            if time_s is not None:
                expected[expiry_key(each.key, time_s)] = each
        found = await self._storage.read(list(expected), consistent=True)
        for each, entry in zip(expected.values(), found, strict=True):
            if entry is not None:
                self._found += 1
            if entry != expiry_value(each.key) and not (entry is None and _is_ahead(work, each)):
                self._report.wrong(self._where, f"the entry of an item is missing: {each.item}")

    async def end(self) -> None:
        """Compares the number of entries, and the work with the setting."""
        work, attribute = await self._work(), self._attribute
        count = await count_of(self._storage, Span(Space.EXPIRY, self._table.id))
        if work is None or work["Phase"] != "ERASE":
            self._report.compare(self._where, "entries", stored=count, expected=self._found)
        if attribute != (None if work is None else work["Attribute"]):
            self._report.wrong(self._where, f"the attribute is {attribute}, and the work is {work}")
        self._report.counts["expiry entries"] += count

    async def _work(self) -> TimeToLiveWork | None:
        (stored,) = await self._storage.read([work_key(self._table.id)], consistent=True)
        if stored is None:
            return None
        work: TimeToLiveWork = orjson.loads(stored)
        return work


def _is_ahead(work: TimeToLiveWork, item: VerifiedItem) -> bool:
    """Returns whether the job has not reached an item yet. Until then its entry may be missing."""
    if work["Phase"] != "BACKFILL":
        return False
    if "After" not in work:
        return True
    partition, sort = map(bytes.fromhex, work["After"])
    return (item.key.partition, item.key.sort) > (partition, sort)


VERIFIER: Final = Verifier(table=verify_table)
