"""The five verbs on one data file, by a reader, a writer and a checkpointer."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence

import apsw

from jedlik.core.keys.key import Key, Span
from jedlik.storage.interface import Abort, Batch, Decide, Delete, Page
from jedlik.storage.sqlite.checkpointer import Checkpointer
from jedlik.storage.sqlite.reader import Reader
from jedlik.storage.sqlite.writer import Writer


class SqliteStorage:
    """An open data folder; made by `opening.open_folder`, used by one event loop."""

    def __init__(
        self, connections: Sequence[apsw.Connection], *, lock: int, now_ms: Callable[[], int]
    ) -> None:
        """connections: three, all to one file. lock: a descriptor to close at the end. now_ms: Unix
        time in milliseconds.
        """
        reading, writing, checkpointing = connections
        self._reader = Reader(reading)
        self._writer = Writer(writing, now_ms=now_ms)
        self._checkpointer = Checkpointer(checkpointing)
        self._lock: int | None = lock

    def read(self, keys: Sequence[Key], *, consistent: bool) -> Awaitable[Sequence[bytes | None]]:
        """See Storage.read."""
        return self._reader.read(keys, consistent=consistent)

    def scan(
        self, span: Span, *, limit_items: int, limit_bytes: int, reverse: bool = False
    ) -> Awaitable[Page]:
        """See Storage.scan."""
        return self._reader.scan(
            span, limit_items=limit_items, limit_bytes=limit_bytes, reverse=reverse
        )

    def transact(self, reads: Sequence[Key], decide: Decide) -> Awaitable[Batch | Abort]:
        """See Storage.transact."""
        return self._writer.transact(reads, decide)

    async def erase(self, span: Span, *, limit_items: int) -> int:
        """See Storage.erase; entries that another erases at the same time may count for both."""
        keys = self._reader.keys(span, limit_items=limit_items)
        deletions = Batch([Delete(key) for key in keys], None)
        if keys:
            await self._writer.transact((), lambda _: deletions)
        return len(keys)

    async def close(self) -> None:
        """See Storage.close; closing twice is harmless."""
        if self._lock is None:
            return
        lock, self._lock = self._lock, None
        await self._writer.close()
        self._reader.close()
        # The last connection to a file copies its log and removes it, which may take a while.
        await asyncio.to_thread(self._checkpointer.close)
        os.close(lock)
