"""Reads: values by key, and pages of spans, each from one snapshot. They wait for no writer.

A consistent read, and every scan, uses the newest commit of the file, so it sees every write that
any process has acknowledged. The other reads of one turn of the event loop share the snapshot of
the first of them, which saves a third of the time of each. A client sees its own writes in them
too: it sends its next request after the answer, so that request is read in a later turn.
A commit is visible only after it was synced, so no read returns data that a crash could take back.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from jedlik.core.keys.key import Key, Span
from jedlik.storage.interface import Page, StorageUnavailableError
from jedlik.storage.outages import Outages
from jedlik.storage.sqlite.connection import UNAVAILABLE, unavailable
from jedlik.storage.sqlite.data_file import DataFile
from jedlik.storage.sqlite.decisions import place_of
from jedlik.storage.sqlite.spans import position_of, statement_of
from jedlik.storage.sqlite.statements import READ

# A read waits in one case: a process has died and another one repairs the shared memory of the log,
# which takes some milliseconds.
_BUSY_TIMEOUT_MS: Final = 1000


class Reader:
    """The reading half of the storage, with a connection of its own."""

    def __init__(self, file: DataFile, outages: Outages) -> None:
        self._file = file
        self._outages = outages
        self.reconnect()

    def reconnect(self) -> None:
        """Use a new connection. After `close`, this makes reads possible again."""
        self._connection = self._file.connect()
        self._connection.set_busy_timeout(_BUSY_TIMEOUT_MS)
        self._execute = self._connection.cursor().execute

    async def read(self, keys: Sequence[Key], *, consistent: bool) -> Sequence[bytes | None]:
        """See Storage.read. The module docstring says how old an inconsistent read may be."""
        try:
            if not consistent:
                self._share_snapshot()
                return [self._execute(READ, key).get for key in keys]
            self._end_snapshot()
            if len(keys) == 1:
                return (self._execute(READ, keys[0]).get,)
            with self._connection:  # one transaction, so one snapshot
                values = [self._execute(READ, key).get for key in keys]
        except UNAVAILABLE as error:
            raise self._failure(error, keys[0]) from error
        return values

    async def scan(
        self, span: Span, *, limit_items: int, limit_bytes: int, reverse: bool = False
    ) -> Page:
        """See Storage.scan. It takes the values one by one and stops at the end of the page."""
        values: list[bytes] = []
        last: tuple[bytes, ...] = ()
        size_bytes = 0
        statement, bindings = statement_of(span, limit_items + 1, with_values=True, reverse=reverse)
        try:
            self._end_snapshot()
            rows = self._connection.cursor().execute(statement, bindings)
            for row in rows:
                if last and (len(values) == limit_items or size_bytes >= limit_bytes):
                    rows.close()  # ends the snapshot, for which a checkpoint would wait
                    return Page(values, position_of(span, last))
                value = row[-1]
                values.append(value)
                size_bytes += len(value)
                last = row
        except UNAVAILABLE as error:
            raise self._failure(error, span) from error
        return Page(values, None)

    def close(self) -> None:
        """Release the connection. Every later read fails."""
        self._connection.close()

    def _failure(self, error: Exception, where: Key | Span) -> StorageUnavailableError:
        failure = unavailable(error)
        self._outages.failed(failure, place=place_of(where))
        return failure

    def _share_snapshot(self) -> None:
        """Use the shared snapshot of this turn of the loop, or begin it."""
        if not self._connection.in_transaction:
            asyncio.get_running_loop().call_soon(self._end_turn)
            self._execute("BEGIN")

    def _end_turn(self) -> None:
        with suppress(*UNAVAILABLE):  # the next read meets the error, if it lasts
            self._end_snapshot()

    def _end_snapshot(self) -> None:
        """End the shared snapshot, if there is one."""
        if self._connection.in_transaction:
            self._execute("ROLLBACK")  # nothing was written; a COMMIT could fail
