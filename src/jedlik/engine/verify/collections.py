"""The sizes of item collections: of items and their entries in local indexes, by partition key."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from jedlik.core.keys.index_key import entry_key
from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.core.types.stored_item import stored_size_bytes
from jedlik.core.types.table import Table, collection_counter_key
from jedlik.core.types.value import item_size_bytes
from jedlik.engine.verify.indexes import projected
from jedlik.engine.verify.kept_item import KeptItem
from jedlik.engine.verify.pages import pages
from jedlik.engine.verify.report import Report, name_of
from jedlik.storage.interface import Storage, counters_of

_COUNTER_BYTES: Final = 8  # of a collection; tables and indexes have two counters


class Collections:
    """The item collections of a table with local indexes."""

    def __init__(self, storage: Storage, table: Table, report: Report) -> None:
        self._storage = storage
        self._table = table
        self._report = report
        self._where = f"item collections of {name_of(table)}"
        self._local = [index for index in table.indexes if not index.is_global]
        self._open: Counter[Key] = Counter()  # collections of which items may still come
        self._total_bytes = 0

    async def page(self, items: Sequence[KeptItem]) -> None:
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

    def _size_bytes(self, kept: KeptItem) -> int:
        size_bytes = stored_size_bytes(kept.stored)
        for index in self._local:
            if entry_key(index, kept.item, kept.key) is not None:
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
