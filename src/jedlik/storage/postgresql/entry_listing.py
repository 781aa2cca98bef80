"""All entries of a database with their keys, for `jedlik move`: see `storage.entry_listing`.

The function `page_1` of the schema reads any range of ids. Counters have a statement of their own,
because their values are in several rows. So the ids form three ranges: those before the counters,
the counters, and those after them.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, final

import asyncpg

from jedlik.core.keys.key import Key, Span
from jedlik.storage.entry_listing import Entry
from jedlik.storage.interface import counters_added
from jedlik.storage.postgresql.connection import Connection
from jedlik.storage.postgresql.entry_id import COUNTER_BYTE, bounds_of, key_in
from jedlik.storage.postgresql.statements import COUNTED_PAGE, ESTIMATE, PAGE, PAGE_BACK

Patiently = Callable[[Callable[[Connection], Awaitable[Any]]], Awaitable[Any]]

_COUNTERS: Final = bytes([COUNTER_BYTE])
_AFTER_COUNTERS: Final = bytes([COUNTER_BYTE + 1])
_BEYOND_ALL: Final = b"\xff"
# The end of each range, and the statement that reads it.
_RANGES: Final = ((_COUNTERS, PAGE), (_AFTER_COUNTERS, COUNTED_PAGE), (_BEYOND_ALL, PAGE))


@final
class PostgresqlEntries:
    """The entries of an open database."""

    def __init__(self, patiently: Patiently) -> None:
        """patiently: executes a statement on a connection of the storage, see Reader."""
        self._patiently = patiently

    async def after(
        self, key: Key | None, *, limit_items: int, limit_bytes: int
    ) -> Sequence[Entry]:
        """See EntryListing."""
        low, low_tail = b"", None
        if key is not None:
            next_sort = key.sort + b"\x00"
            span = Span(key.space, key.table, (key.partition, next_sort))
            low, low_tail = bounds_of(span)[:2]
        for end, statement in _RANGES:
            if low >= end:
                continue
            rows = await self._page(statement, low, low_tail, end, limit_items, limit_bytes)
            if rows:
                return [_entry(row) for row in rows if row[2] is not None]
            low, low_tail = end, None
        return ()

    async def last_key(self) -> Key | None:
        """See EntryListing."""
        rows = await self._page(PAGE_BACK, b"", None, _BEYOND_ALL, 1, 1)
        return _entry(rows[0]).key if rows else None

    async def about(self) -> int:
        """See EntryListing. The database estimates it when it analyses the table."""
        count: int = await self._patiently(lambda each: each.value(ESTIMATE))
        return max(0, count)

    async def _page(self, statement: str, *arguments: Any) -> Sequence[asyncpg.Record]:
        low, low_tail, end, limit_items, limit_bytes = arguments
        rows: Sequence[asyncpg.Record] = await self._patiently(
            lambda each: each.fetch(statement, low, low_tail, end, None, limit_items, limit_bytes)
        )
        return rows


def _entry(row: asyncpg.Record) -> Entry:
    """Returns the entry of a row. The fourth column of a counter has what was added to it."""
    value = row[2]
    for amounts in (row[3] or ()) if len(row) > 3 else ():
        value = counters_added(value, [int(each) for each in amounts.split(",")])
    return Entry(key_in(row[0], row[1]), value)
