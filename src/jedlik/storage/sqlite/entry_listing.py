"""All entries of a data file with their keys, for `jedlik move`: see `storage.entry_listing`.

It reads on a connection of its own, in a thread, so that the event loop can write meanwhile.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Final, final

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.storage.entry_listing import Entry
from jedlik.storage.sqlite.connection import UNAVAILABLE, connect, unavailable

_CACHE_BYTES: Final = 16_000_000
# Every key is greater than this one, whose space has no entries.
_BEFORE_ALL: Final = (0, 0, b"", b"")
_AFTER: Final = (
    "SELECT space, table_id, partition, sort, bytes "
    "FROM entry CROSS JOIN value ON value.id = entry.value_id "
    "WHERE (space, table_id, partition, sort) > (?, ?, ?, ?) "
    "ORDER BY space, table_id, partition, sort LIMIT ?"
)
_LAST: Final = (
    "SELECT space, table_id, partition, sort FROM entry "
    "ORDER BY space DESC, table_id DESC, partition DESC, sort DESC LIMIT 1"
)


@final
class SqliteEntries:
    """The entries of the file at `path`, which an open storage has locked."""

    def __init__(self, path: Path, *, key: bytes | None) -> None:
        self._connection = connect(path, key=key, cache_bytes=_CACHE_BYTES)

    async def after(
        self, key: Key | None, *, limit_items: int, limit_bytes: int
    ) -> Sequence[Entry]:
        """See EntryListing."""
        return await asyncio.to_thread(self._after, key, limit_items, limit_bytes)

    async def last_key(self) -> Key | None:
        """See EntryListing."""
        try:
            row = self._connection.execute(_LAST).fetchone()
        except UNAVAILABLE as error:
            raise unavailable(error) from error
        return None if row is None else Key(Space(row[0]), *row[1:])

    async def about(self) -> int:
        """See EntryListing."""
        try:
            return int(self._connection.execute("SELECT count(*) FROM entry").get)
        except UNAVAILABLE as error:
            raise unavailable(error) from error

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()

    def _after(self, key: Key | None, limit_items: int, limit_bytes: int) -> list[Entry]:
        found: list[Entry] = []
        size_bytes = 0
        try:
            rows = self._connection.execute(_AFTER, (*(key or _BEFORE_ALL), limit_items))
            for space, table, partition, sort, value in rows:
                found.append(Entry(Key(Space(space), table, partition, sort), value))
                size_bytes += len(value)
                if size_bytes >= limit_bytes:
                    rows.close()
                    break
        except UNAVAILABLE as error:
            raise unavailable(error) from error
        return found
