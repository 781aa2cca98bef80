"""The five verbs on one data file: a reader, a writer and a checkpointer do the work."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Final

from jedlik.core.keys.key import Key, Span
from jedlik.storage.interface import (
    Abort,
    Batch,
    Decide,
    E,
    Epoch,
    FailureKind,
    Fence,
    Page,
    R,
    StorageUnavailableError,
)
from jedlik.storage.outages import Outages
from jedlik.storage.sqlite.checkpointer import Checkpointer
from jedlik.storage.sqlite.connection import UNAVAILABLE
from jedlik.storage.sqlite.data_file import DataFile
from jedlik.storage.sqlite.reader import Reader
from jedlik.storage.sqlite.recovery import Recovery
from jedlik.storage.sqlite.writer import Writer


class SqliteStorage:
    """An open data folder. `opening.open_folder` creates it. Only one event loop may use it."""

    def __init__(
        self, file: DataFile, epoch: Epoch, *, lock: int, now_ms: Callable[[], int]
    ) -> None:
        """lock: a file descriptor, closed at the end. now_ms: Unix time in milliseconds."""
        outages = Outages()
        self.is_first = False  # whether no other process had the folder open before
        self.epoch: Final = epoch
        self.health: Final = outages.health
        self._file = file
        self._outages = outages
        self._reader = Reader(file, outages)
        self._writer = Writer(file, outages, epoch, now_ms=now_ms)
        self._checkpointer = Checkpointer(file, outages)
        self._recovery = Recovery(self.health, self._writer, file.reserve, self._reopen)
        self._lock: int | None = lock
        outages.on_outage = self._recovery.begin

    def limit_caches(self, read_bytes: int, write_bytes: int) -> None:
        """Cache at most this many bytes of pages for reads, and for writes. Call it before the
        first call of a verb.
        """
        self._file.cache_bytes = read_bytes
        self._file.write_cache_bytes = write_bytes
        self._reader.limit_cache(read_bytes)
        self._writer.limit_cache(write_bytes)

    def others_wait(self) -> bool:
        """See Storage.others_wait."""
        return self._writer.others_wait()

    def company(self, wait_s: float) -> Awaitable[bool]:
        """See Storage.company."""
        return self._writer.company(wait_s)

    def read(self, keys: Sequence[Key], *, consistent: bool) -> Awaitable[Sequence[bytes | None]]:
        """See Storage.read."""
        return self._reader.read(keys, consistent=consistent)

    def scan(
        self,
        span: Span,
        *,
        limit_items: int,
        limit_bytes: int,
        reverse: bool = False,
        consistent: bool = True,
    ) -> Awaitable[Page]:
        """See Storage.scan. Every scan is consistent."""
        return self._reader.scan(
            span, limit_items=limit_items, limit_bytes=limit_bytes, reverse=reverse
        )

    def transact(
        self, reads: Sequence[Key], decide: Decide[R, E]
    ) -> Awaitable[Batch[R] | Abort[E]]:
        """See Storage.transact."""
        return self._writer.transact(reads, decide)

    def erase(self, span: Span, *, limit_items: int, fence: Fence | None) -> Awaitable[int]:
        """See Storage.erase."""
        return self._writer.erase(span, limit_items=limit_items, fence=fence)

    async def close(self) -> None:
        """See Storage.close. Closing twice is harmless."""
        if self._lock is None:
            return
        lock, self._lock = self._lock, None
        await self._recovery.end()
        await self._writer.close()
        self._reader.close()
        # When the last connection to a file is closed, SQLite copies the whole log, which may take
        # a while.
        await asyncio.to_thread(self._checkpointer.close)
        self._file.close()
        with suppress(OSError):
            self._file.reserve.remove()
        os.close(lock)

    def _reopen(self) -> None:
        """Closes all connections, then opens all. The process has no locks in between.

        The writer comes last: if something cannot be opened, writes fail until everything is. The
        outage continues then, and `recovery` calls this again.
        """
        if self.health.outage is None:
            return  # a call has succeeded in the meantime
        self._checkpointer.close()
        self._reader.close()
        self._writer.disconnect()
        try:
            self._reader.reconnect()
            self._checkpointer = Checkpointer(self._file, self._outages)
            self._writer.reconnect()
        except UNAVAILABLE as error:
            # Of any kind: no thread watches over a file that is gone until there is a checkpointer.
            text = f"{type(error).__name__}: {error}"
            self._outages.failed(StorageUnavailableError(text, FailureKind.IO), calls=0)
