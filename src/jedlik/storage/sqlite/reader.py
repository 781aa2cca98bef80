"""Reads: point reads in one snapshot, and pages of spans. They wait for no writer.

A consistent read, and every scan, looks at the newest commit of the file, so it sees each write
acknowledged before it by any process. Reads that need not be consistent share the snapshot of the
first of them in a turn of the event loop, which spares each a third of its time. What this process
acknowledges to a client is seen by what the client asks next, for that is read in a later turn.
Since a commit is visible only once synced, no read sees one that a crash could take back.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

import apsw

from jedlik.core.keys.key import Key, Span
from jedlik.storage.interface import Page
from jedlik.storage.sqlite.connection import UNAVAILABLE, unavailable
from jedlik.storage.sqlite.statements import READ, partition_statement, scan_statement

# A read waits for nobody but this: another process died, and a third repairs the shared memory of
# the log, which takes milliseconds.
_BUSY_TIMEOUT_MS: Final = 1000

_FIRST: Final = (b"", b"")  # the position before all others


class Reader:
    """The reading half of an engine, on a connection of its own."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._connection.set_busy_timeout(_BUSY_TIMEOUT_MS)
        self._execute = connection.cursor().execute

    async def read(self, keys: Sequence[Key], *, consistent: bool) -> Sequence[bytes | None]:
        """See Storage.read; how stale a read may be that is not consistent, see the module."""
        try:
            if not consistent:
                self._hold()
                return [self._execute(READ, key).get for key in keys]
            self._let_go()
            if len(keys) == 1:
                return (self._execute(READ, keys[0]).get,)
            with self._connection:  # one transaction, so one snapshot
                values = [self._execute(READ, key).get for key in keys]
        except UNAVAILABLE as error:
            raise unavailable(error) from error
        return values

    async def scan(
        self, span: Span, *, limit_items: int, limit_bytes: int, reverse: bool = False
    ) -> Page:
        """See Storage.scan. Values are taken one by one, so memory holds little beyond the page."""
        values: list[bytes] = []
        last: tuple[bytes, ...] = ()
        size_bytes = 0
        try:
            self._let_go()
            rows = self._rows(span, limit_items + 1, with_values=True, reverse=reverse)
            for row in rows:
                if last and (len(values) == limit_items or size_bytes >= limit_bytes):
                    rows.close()  # ends the snapshot, which a checkpoint would wait for
                    return Page(values, _position(span, last))
                value = row[-1]
                values.append(value)
                size_bytes += len(value)
                last = row
        except UNAVAILABLE as error:
            raise unavailable(error) from error
        return Page(values, None)

    def keys(self, span: Span, *, limit_items: int) -> list[Key]:
        """The first `limit_items` keys of `span`, without their values."""
        space, table = span.space, span.table
        try:
            self._let_go()
            rows = self._rows(span, limit_items, with_values=False, reverse=False)
            return [Key(space, table, *_position(span, row)) for row in rows]
        except UNAVAILABLE as error:
            raise unavailable(error) from error

    def close(self) -> None:
        """Release the connection. Verbs fail afterwards."""
        self._connection.close()

    def _hold(self) -> None:
        """Keep the snapshot of the read that follows, or that is held, to the end of this turn."""
        if not self._connection.in_transaction:
            asyncio.get_running_loop().call_soon(self._end_turn)
            self._execute("BEGIN")

    def _end_turn(self) -> None:
        with suppress(*UNAVAILABLE):  # whoever reads next is told, if it lasts
            self._let_go()

    def _let_go(self) -> None:
        """End the snapshot, if one is held."""
        if self._connection.in_transaction:
            self._execute("ROLLBACK")  # of nothing: a COMMIT could fail

    def _rows(self, span: Span, limit: int, *, with_values: bool, reverse: bool) -> apsw.Cursor:
        """Rows of position and value; within one partition the position is the sort key."""
        cursor = self._connection.cursor()
        start, end = span.start or _FIRST, span.end or ()
        if _is_within_a_partition(span):
            to = end[1:] if end and end[0] == start[0] else ()
            statement = partition_statement(
                with_values=with_values, bounded=bool(to), reverse=reverse
            )
            return cursor.execute(statement, (span.space, span.table, *start, *to, limit))
        statement = scan_statement(with_values=with_values, bounded=bool(end), reverse=reverse)
        return cursor.execute(statement, (span.space, span.table, *start, *end, limit))


def _is_within_a_partition(span: Span) -> bool:
    start, end = span.start or _FIRST, span.end
    return end is not None and (end[0] == start[0] or end == (start[0] + b"\x00", b""))


def _position(span: Span, row: tuple[bytes, ...]) -> tuple[bytes, bytes]:
    """Partition and sort key of a row."""
    if _is_within_a_partition(span):
        return (span.start or _FIRST)[0], row[0]
    return row[0], row[1]
