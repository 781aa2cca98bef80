"""Verifies secondary indexes: each item has the entries that it must have, and there are no others.

It also verifies the sizes of item collections, and that nothing of deleted indexes is stored.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.value import item_size_bytes
from jedlik.engine.read import count_of, is_empty, pages
from jedlik.engine.table import Table
from jedlik.engine.table_state import changing_indexes, is_deleting
from jedlik.engine.verification import (
    Follower,
    Verification,
    VerifiedItem,
    Verifier,
    item_in,
    name_of,
    size_in,
)
from jedlik.features.secondary_indexes.build import build_key, entries_span, has_passed, marker_key
from jedlik.features.secondary_indexes.erasure import index_erasure_key
from jedlik.features.secondary_indexes.index import (
    Index,
    collection_counter_key,
    index_counter_key,
    index_prefix,
    secondary_indexes,
)
from jedlik.features.secondary_indexes.spans import index_span
from jedlik.storage.interface import counters_of

_COUNTER_BYTES: Final = 8  # a collection has one counter; tables and indexes have more


def verify_table(verification: Verification, table: Table) -> Sequence[Follower]:
    """Returns the followers of a table."""
    indexes = secondary_indexes(table.record)
    followers: list[Follower] = [IndexEntries(verification, table, index) for index in indexes]
    if "LocalSecondaryIndexes" in table.record:
        followers.append(Collections(verification, table))
    return [*followers, FormerIndexes(verification, table)]


class ExpectedEntry(NamedTuple):
    """The entry of an item: the bytes with which it begins, and the projected item after them."""

    head: bytes
    item: Item
    size_bytes: int


class IndexEntries:
    """The entries of one index of a table. While it is being built, only items that have been added
    count.
    """

    def __init__(self, verification: Verification, table: Table, index: Index) -> None:
        self.storage = verification.storage
        self.report = verification.report
        self._table = table
        self.index = index
        self.where = f"index {index.name} of {name_of(table)}"
        self._count = 0
        self._size_bytes = 0

    def expected(self, item: Item) -> ExpectedEntry | None:
        """Returns the entry that an item must have, or None."""
        projected = project(self.index, item)
        return ExpectedEntry(b"", projected, item_size_bytes(projected))

    async def page(self, items: Sequence[VerifiedItem]) -> None:
        """Compares the entry of each item that has one."""
        expected: dict[Key, ExpectedEntry] = {}
        for each in await self.entered(items):
            key = self.index.entry_key(each.item, each.key)
            entry = self.expected(each.item)
            if key is not None and entry is not None:
                expected[key] = entry
        found = await self.storage.read(list(expected), consistent=True)
        for entry, stored in zip(expected.values(), found, strict=True):
            self._compare(entry, stored)

    async def end(self) -> None:
        """Compares the number of entries, and the counters of the index."""
        index, table, report = self.index, self._table, self.report
        count = await count_of(self.storage, entries_span(table.id, index.prefix))
        report.compare(self.where, "entries", stored=count, expected=self._count)
        counter, build = await self.storage.read(
            [index.counter_key, build_key(table.id, index.id)], consistent=True
        )
        stored, expected = counters_of(counter, 2), (self._count, self._size_bytes)
        report.compare(self.where, "entries and their bytes", stored=stored, expected=expected)
        if index.is_building and build is None:
            report.wrong(self.where, "is being built, but there is no record of the progress")
        report.counts["index entries"] += count

    def _compare(self, entry: ExpectedEntry, stored: bytes | None) -> None:
        self._count += 1
        self._size_bytes += entry.size_bytes
        if stored is None:
            self.report.wrong(self.where, f"an entry is missing: {entry.item}")
            return
        if not stored.startswith(entry.head):
            self.report.wrong(
                self.where, f"an entry has another vector than its item: {entry.item}"
            )
        stored = stored[len(entry.head) :]
        if (found := item_in(stored)) != entry.item:
            self.report.wrong(self.where, f"an entry is {found}, and should be {entry.item}")
        elif size_in(stored) != entry.size_bytes:
            what = f"the size that is stored with an entry is not its size: {entry.item}"
            self.report.wrong(self.where, what)

    async def entered(self, items: Sequence[VerifiedItem]) -> Sequence[VerifiedItem]:
        """Returns the items that have been added to the index (see `build`)."""
        index = self.index
        if not index.is_building:
            return items
        markers = [marker_key(index, each.key) for each in items]
        build, *found = await self.storage.read(
            [build_key(self._table.id, index.id), *markers], consistent=True
        )
        return [
            each
            for each, marker in zip(items, found, strict=True)
            if marker is not None or has_passed(build, each.key)
        ]


class Collections:
    """The sizes of the item collections of a table with local indexes."""

    def __init__(self, verification: Verification, table: Table) -> None:
        self._storage = verification.storage
        self._report = verification.report
        self._table = table
        self._where = f"item collections of {name_of(table)}"
        self._local = [each for each in secondary_indexes(table.record) if not each.is_global]
        self._open: Counter[Key] = Counter()  # collections that may have more items
        self._total_bytes = 0

    async def page(self, items: Sequence[VerifiedItem]) -> None:
        """Adds items. They come in the order of their collections, so only the last can be open."""
        for each in items:
            self._open[collection_counter_key(each.key)] += self._size_bytes(each)
        if items:
            last = collection_counter_key(items[-1].key)
            last_bytes = self._open.pop(last)
            await self._close()
            self._open[last] = last_bytes

    async def end(self) -> None:
        """Compares the last collection, and the sum of all: it shows that there are no others."""
        await self._close()
        stored_bytes = 0
        async for values in pages(self._storage, Span(Space.COUNTER, self._table.id)):
            sizes = [counters_of(each, 1)[0] for each in values if len(each) == _COUNTER_BYTES]
            stored_bytes += sum(sizes)
            if min(sizes, default=0) < 0:
                self._report.wrong(self._where, f"a size is below zero: {min(sizes)}")
        self._report.compare(
            self._where, "bytes of all", stored=stored_bytes, expected=self._total_bytes
        )

    def _size_bytes(self, item: VerifiedItem) -> int:
        size_bytes = size_in(item.stored)
        for index in self._local:
            if index.entry_key(item.item, item.key) is not None:
                size_bytes += item_size_bytes(project(index, item.item))
        return size_bytes

    async def _close(self) -> None:
        found = await self._storage.read(list(self._open), consistent=True)
        for (key, size_bytes), counter in zip(self._open.items(), found, strict=True):
            (stored_bytes,) = counters_of(counter, 1)
            what = f"bytes of {key.partition!r}"
            self._report.compare(self._where, what, stored=stored_bytes, expected=size_bytes)
            self._total_bytes += size_bytes
        self._open.clear()


class FormerIndexes:
    """The deleted indexes of a table.

    Index ids are numbers that rise, so the last one tells which indexes the table ever had.
    """

    def __init__(self, verification: Verification, table: Table) -> None:
        self._storage = verification.storage
        self._report = verification.report
        self._table = table

    async def page(self, items: Sequence[VerifiedItem]) -> None:
        """Does nothing: a deleted index has no entries of items."""

    async def end(self) -> None:
        """Verifies that each deleted index is erased, or waits to be erased."""
        table = self._table
        indexes = (*changing_indexes(table.record), *table.record.get("LocalSecondaryIndexes", ()))
        current = {index["Id"] for index in indexes if not is_deleting(index)}
        for index_id in range(1, table.record.get("LastIndexId", 0) + 1):
            if index_id in current:
                continue
            counter, erasure = await self._storage.read(
                [index_counter_key(table.id, index_id), index_erasure_key(table.id, index_id)],
                consistent=True,
            )
            entries = index_span(table.id, index_prefix(index_id))
            if erasure is None and not (counter is None and await is_empty(self._storage, entries)):
                what = f"has entries of its deleted index number {index_id}"
                self._report.wrong(name_of(table), what)


def project(index: Index, item: Item) -> Item:
    """Returns the attributes of an item that an index copies."""
    names = index.projected
    return {name: value for name, value in item.items() if names is None or name in names}


VERIFIER: Final = Verifier(table=verify_table)
