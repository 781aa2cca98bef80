"""The entries of a secondary index: those that the items say, each as projected, and no others."""

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import stored_size_bytes
from jedlik.core.types.value import item_size_bytes
from jedlik.engine.read import count_of, pages
from jedlik.engine.table import Table
from jedlik.engine.verification import Report, VerifiedItem, item_in, name_of
from jedlik.features.secondary_indexes.build import build_key, entries_span, has_passed, mark_key
from jedlik.features.secondary_indexes.index import Index, collection_counter_key
from jedlik.features.secondary_indexes.participant import indexes_of
from jedlik.features.vector_indexes.index import VectorIndex, uncharged_bytes, vector_of
from jedlik.storage.interface import Storage, counters_of


class _Entry(NamedTuple):
    """What an index should keep of an item. vector: what it begins with, in a vector index."""

    item: Item
    vector: bytes
    size_bytes: int


class IndexEntries:
    """One index of a table. Of one that is being built it expects what has been entered."""

    def __init__(self, storage: Storage, table: Table, index: Index, report: Report) -> None:
        self._storage = storage
        self._table = table
        self._index = index
        self._report = report
        self._where = f"index {index.name} of {name_of(table)}"
        self._count = 0
        self._size_bytes = 0
        self._uncharged_bytes = 0

    async def page(self, items: Sequence[VerifiedItem]) -> None:
        """Find the entry of each item that has one."""
        expected: dict[Key, _Entry] = {}
        for kept in await self._entered(items):
            if isinstance(self._index, VectorIndex):
                self._uncharged_bytes += uncharged_bytes(self._index.vector, kept.item)
            key = self._index.entry_key(kept.item, kept.key)
            entry = _entry(self._index, kept.item)
            if key is not None and entry is not None:
                expected[key] = entry
        there = await self._storage.read(list(expected), consistent=True)
        for entry, stored in zip(expected.values(), there, strict=True):
            self._verify_entry(entry, stored)

    async def end(self) -> None:
        """Compare the number of entries with that of those found, and both with the counters."""
        index, table = self._index, self._table
        report = self._report
        span = entries_span(table.id, index.prefix)
        kept_count = await count_of(self._storage, span)
        report.compare(self._where, "entries", kept=kept_count, expected=self._count)
        counter, build = await self._storage.read(
            [index.counter_key, build_key(table.id, index.id)], consistent=True
        )
        expected = (self._count, self._size_bytes)
        kept = counters_of(counter, 2)
        report.compare(self._where, "entries and their bytes", kept=kept, expected=expected)
        uncharged = counters_of(counter, 4)[3]
        report.compare(
            self._where, "bytes not charged for", kept=uncharged, expected=self._uncharged_bytes
        )
        if index.is_building and build is None:
            report.wrong(self._where, "is being built, and nothing says how far")
        report.counts["index entries"] += kept_count

    def _verify_entry(self, entry: "_Entry", stored: bytes | None) -> None:
        copied, vector, size_bytes = entry
        self._count += 1
        self._size_bytes += size_bytes
        if stored is None:
            self._report.wrong(self._where, f"an entry is missing: {copied}")
            return
        if not stored.startswith(vector):
            self._report.wrong(self._where, f"an entry has another vector than its item: {copied}")
        stored = stored[len(vector) :]
        if (kept := item_in(stored)) != copied:
            self._report.wrong(self._where, f"an entry is {kept}, and should be {copied}")
        elif stored_size_bytes(stored) != size_bytes:
            self._report.wrong(self._where, f"an entry has not the size kept with it: {copied}")

    async def _entered(self, items: Sequence[VerifiedItem]) -> Sequence[VerifiedItem]:
        """Those that are in the index by now (see `engine.indexes.build`)."""
        index = self._index
        if not index.is_building:
            return items
        marks = [mark_key(index, kept.key) for kept in items]
        build, *there = await self._storage.read(
            [build_key(self._table.id, index.id), *marks], consistent=True
        )
        return [
            kept
            for kept, mark in zip(items, there, strict=True)
            if mark is not None or has_passed(build, kept.key)
        ]


def _entry(index: Index, item: Item) -> _Entry | None:
    """None for an item without a vector in a vector index."""
    copied = projected(index, item)
    schema = index.vector if isinstance(index, VectorIndex) else None
    if schema is None:
        return _Entry(copied, b"", item_size_bytes(copied))
    vector = vector_of(schema, item)
    if vector is None:
        return None
    copied.pop(schema.attribute, None)
    size_bytes = item_size_bytes(copied) + len(schema.attribute.encode()) + len(vector)
    return _Entry(copied, vector, size_bytes)


def projected(index: Index, item: Item) -> Item:
    """What an index shows of an item."""
    names = index.projected
    return {name: value for name, value in item.items() if names is None or name in names}


_COUNTER_BYTES: Final = 8  # of a collection; tables and indexes have two counters


class Collections:
    """The item collections of a table with local indexes."""

    def __init__(self, storage: Storage, table: Table, report: Report) -> None:
        self._storage = storage
        self._table = table
        self._report = report
        self._where = f"item collections of {name_of(table)}"
        self._local = [index for index in indexes_of(table) if not index.is_global]
        self._open: Counter[Key] = Counter()  # collections of which items may still come
        self._total_bytes = 0

    async def page(self, items: Sequence[VerifiedItem]) -> None:
        """Add items, which come in the order of their collections; all but the last are whole."""
        for kept in items:
            self._open[collection_counter_key(kept.key)] += self._size_bytes(kept)
        if items:
            last = collection_counter_key(items[-1].key)
            last_bytes = self._open.pop(last)
            await self._close()
            self._open[last] = last_bytes

    async def end(self) -> None:
        """Compare the last, and the sum of all that are kept, so that there are no others."""
        await self._close()
        kept_bytes = 0
        async for values in pages(self._storage, Span(Space.COUNTER, self._table.id)):
            sizes = [counters_of(each, 1)[0] for each in values if len(each) == _COUNTER_BYTES]
            kept_bytes += sum(sizes)
            if min(sizes, default=0) < 0:
                self._report.wrong(self._where, f"a size is below zero: {min(sizes)}")
        self._report.compare(
            self._where, "bytes of all", kept=kept_bytes, expected=self._total_bytes
        )

    def _size_bytes(self, kept: VerifiedItem) -> int:
        size_bytes = stored_size_bytes(kept.stored)
        for index in self._local:
            if index.entry_key(kept.item, kept.key) is not None:
                size_bytes += item_size_bytes(projected(index, kept.item))
        return size_bytes

    async def _close(self) -> None:
        there = await self._storage.read(list(self._open), consistent=True)
        for (key, size_bytes), counter in zip(self._open.items(), there, strict=True):
            (kept_bytes,) = counters_of(counter, 1)
            what = f"bytes of {key.partition!r}"
            self._report.compare(self._where, what, kept=kept_bytes, expected=size_bytes)
            self._total_bytes += size_bytes
        self._open.clear()
