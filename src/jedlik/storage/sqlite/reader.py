"""Reads: values by key, and pages of spans, each from one snapshot. They do not wait for writers.

A consistent read, and every scan, uses the newest commit of the file. So it sees every write that
any process has acknowledged. The other reads of one turn of the event loop share the snapshot of
the first of them, which makes each a third faster. A client sees its own writes in them too: it
sends the next request after it has received the answer, so a later turn reads it. A commit is
visible only after it was synced, so no read returns data that a crash could lose.

A read runs in the event loop. If it would have to wait for the disk, it is refused (`no_wait`).
When its pages have been loaded, it is tried again with a newer snapshot (`cold_reader`). If this
fails several times because the pages leave the cache too soon, a thread reads the values.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Final, final

import apsw

from jedlik.core.keys.key import Key, Span
from jedlik.storage.interface import Page, StorageUnavailableError
from jedlik.storage.outages import Outages
from jedlik.storage.sqlite.cold_reader import ColdReader, Turns
from jedlik.storage.sqlite.connection import UNAVAILABLE, limit_cache, unavailable
from jedlik.storage.sqlite.data_file import DataFile
from jedlik.storage.sqlite.decisions import place_of
from jedlik.storage.sqlite.no_wait import NoWait
from jedlik.storage.sqlite.spans import position_of, statement_of
from jedlik.storage.sqlite.statements import READ, touch_keys, touch_rows

# A read waits in one case: a process has died and another one repairs the shared memory of the log,
# which takes some milliseconds.
_BUSY_TIMEOUT_MS: Final = 1000

# How often to look whether reads have to wait for the disk.
_LOOK_EVERY_S: Final = 0.25

# With this number of reads in that time that do not wait, the loop counts as busy.
_BUSY_READS: Final = 500

# How often a refused read is tried again, in turns or after the thread has loaded pages, before the
# thread reads the values.
_TRIES_ONE: Final = 100
_TRIES_MANY: Final = 6

# How many rows of a scan the thread reads before the first try. The number is quadrupled each time.
_ROWS_FIRST: Final = 256


class Reader:
    """The reading half of the storage, with connections of its own."""

    def __init__(self, file: DataFile, outages: Outages) -> None:
        self._file = file
        self._outages = outages
        self._cold = ColdReader(file)
        self._turns = Turns()
        self._reads = 0  # that were not refused, since the last look
        self._is_busy = False
        self._timer: asyncio.TimerHandle | None  # of the next look; None before the first read
        self.reconnect()

    def reconnect(self) -> None:
        """Opens a new connection. After `close`, this makes reads possible again."""
        self._timer = None
        self._connection = self._file.connect()
        self._connection.set_busy_timeout(_BUSY_TIMEOUT_MS)
        self._execute = self._connection.cursor().execute
        self._no_wait = NoWait(self._connection, self._file.descriptor)

    def limit_cache(self, cache_bytes: int) -> None:
        """Uses at most this much memory for pages of the file."""
        limit_cache(self._connection, cache_bytes)

    async def read(self, keys: Sequence[Key], *, consistent: bool) -> Sequence[bytes | None]:
        """See Storage.read. The docstring of the module describes what an inconsistent read
        sees.
        """
        if self._timer is None:
            self._look_later()
        self._reads += 1
        try:
            if not consistent:
                self._share_snapshot()
                return [self._execute(READ, key).get for key in keys]
            self._end_snapshot()
            return self._read_newest(keys)
        except apsw.InterruptError:
            pass  # the rest waits, and compiled code may not wait in a handler (ADR 0012)
        except UNAVAILABLE as error:
            raise self._failure(error, keys[0]) from error
        return await self._read_cold(keys)

    async def scan(
        self, span: Span, *, limit_items: int, limit_bytes: int, reverse: bool = False
    ) -> Page:
        """See Storage.scan. It fetches row by row and stops at the end of the page."""
        if self._timer is None:
            self._look_later()
        self._reads += 1
        scan = Scan(span, limit_items, limit_bytes, reverse=reverse)
        try:
            self._end_snapshot()
            return scan.page(self._connection)
        except apsw.InterruptError:
            pass  # as in `read`
        except UNAVAILABLE as error:
            raise self._failure(error, span) from error
        return await self._scan_cold(scan)

    def close(self) -> None:
        """Closes the connections. Every later read fails. Blocks until the reads in the thread have
        ended.
        """
        if self._timer is not None:
            self._timer.cancel()
        self._cold.close()
        self._no_wait.close()
        self._connection.close()

    def _read_newest(self, keys: Sequence[Key]) -> Sequence[bytes | None]:
        """Reads keys from the newest commit."""
        if len(keys) == 1:
            return (self._execute(READ, keys[0]).get,)
        return _read_all(keys, self._connection)

    async def _read_cold(self, keys: Sequence[Key]) -> Sequence[bytes | None]:
        """Reads keys after a first try was refused."""
        self._reads -= 1
        takes_turns = self._is_busy and len(keys) == 1
        fields = [field for key in keys for field in key]
        try:
            for _ in range(_TRIES_ONE if takes_turns else _TRIES_MANY):
                if takes_turns:
                    await self._turns.next()
                else:
                    await self._cold.run(touch_keys(len(keys)), fields)
                with suppress(apsw.InterruptError):
                    self._end_snapshot()
                    return self._read_newest(keys)
            return await self._cold.call(partial(_read_all, keys))
        except UNAVAILABLE as error:
            raise self._failure(error, keys[0]) from error

    async def _scan_cold(self, scan: "Scan") -> Page:
        """Scans after a first try was refused."""
        self._reads -= 1
        rows = _ROWS_FIRST
        try:
            for _ in range(_TRIES_MANY):
                await self._cold.run(*scan.touching(rows))
                with suppress(apsw.InterruptError):
                    self._end_snapshot()
                    return scan.page(self._connection)
                rows *= 4
            return await self._cold.call(scan.page)
        except UNAVAILABLE as error:
            raise self._failure(error, scan.span) from error

    def _failure(self, error: Exception, where: Key | Span) -> StorageUnavailableError:
        failure = unavailable(error)
        self._outages.failed(failure, place=place_of(where))
        return failure

    def _look_later(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(_LOOK_EVERY_S, self._look)

    def _look(self) -> None:
        self._is_busy = self._reads >= _BUSY_READS
        self._reads = 0
        self._no_wait.look()
        self._look_later()

    def _share_snapshot(self) -> None:
        """Begins the snapshot that the reads of this turn of the loop share, unless it has
        begun.
        """
        if not self._connection.in_transaction:
            asyncio.get_running_loop().call_soon(self._end_turn)
            self._execute("BEGIN")

    def _end_turn(self) -> None:
        try:  # noqa: SIM105  (`suppress` calls three functions that are not compiled)
            self._end_snapshot()
        except UNAVAILABLE:  # the next read reports the error, if it persists
            pass

    def _end_snapshot(self) -> None:
        """Ends the shared snapshot, if there is one."""
        if self._connection.in_transaction:
            self._execute("ROLLBACK")  # nothing was written; a COMMIT could fail


@final
class Scan:
    """The arguments of one call of `scan`."""

    __slots__ = ("_limit_bytes", "_limit_items", "_reverse", "span")

    def __init__(self, span: Span, limit_items: int, limit_bytes: int, *, reverse: bool) -> None:
        self.span = span
        self._limit_items = limit_items
        self._limit_bytes = limit_bytes
        self._reverse = reverse

    def touching(self, rows: int) -> tuple[str, Sequence[int | bytes]]:
        """Returns a statement that loads the pages of the first `rows` rows."""
        limit = min(rows, self._limit_items + 1)
        statement, bindings = statement_of(
            self.span, limit, with_values=True, reverse=self._reverse
        )
        return touch_rows(statement), bindings

    def page(self, connection: apsw.Connection) -> Page:
        """Reads the page."""
        span, limit = self.span, self._limit_items
        values: list[bytes] = []
        last: tuple[bytes, ...] = ()
        size_bytes = 0
        statement, bindings = statement_of(span, limit + 1, with_values=True, reverse=self._reverse)
        rows = connection.cursor().execute(statement, bindings)
        for row in rows:
            if last and (len(values) == limit or size_bytes >= self._limit_bytes):
                rows.close()  # ends the snapshot, for which a checkpoint would wait
                return Page(values, position_of(span, last))
            value = row[-1]
            values.append(value)
            size_bytes += len(value)
            last = row
        return Page(values, None)


def _read_all(keys: Sequence[Key], connection: apsw.Connection) -> Sequence[bytes | None]:
    """Reads keys in one transaction, so from one snapshot."""
    execute = connection.cursor().execute
    execute("BEGIN")
    try:
        return [execute(READ, key).get for key in keys]
    finally:
        # `with connection` would fail where SQLite has rolled back by itself, after an error of the
        # disk or a damaged page.
        if connection.in_transaction:
            execute("ROLLBACK")  # nothing was written; a COMMIT could fail
