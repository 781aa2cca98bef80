"""The reading half: read, scan, and what a group reads before it decides.

Reads that arrive in one turn of the event loop share a statement, and so do those that wait while
all connections are busy. A statement has one snapshot, which is newer than the calls that share it.

If a connection ends, the statement is executed again on another one: it has changed nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, NamedTuple, TypeVar, final

import asyncpg

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.storage.interface import (
    FailureKind,
    Page,
    StorageUnavailableError,
    counters_added,
)
from jedlik.storage.outages import Outages
from jedlik.storage.postgresql.connection import STATEMENT_S, Connection
from jedlik.storage.postgresql.entry_id import COUNTER_BYTE, bounds_of, id_of, position_in
from jedlik.storage.postgresql.failures import UNAVAILABLE, closed, is_lost, unavailable
from jedlik.storage.postgresql.pool import Pool
from jedlik.storage.postgresql.statements import (
    COUNTED_PAGE,
    COUNTED_PAGE_BACK,
    PAGE,
    PAGE_BACK,
    READ,
    READ_COUNTED,
    READ_ONE,
)

T = TypeVar("T")

PATIENCE_S: Final = 5.0
_PAUSE_S: Final = 0.1

# The most keys that several calls read with one statement.
_KEYS_MAX: Final = 256
_LONG_MAX: Final = 2**62  # the greatest limit that is passed to the database


class Found(NamedTuple):
    """The state of an entry: its value, and the version that a commit proves. 0 if it is absent."""

    value: bytes | None
    version: int


ABSENT: Final = Found(None, 0)


class Limits(NamedTuple):
    """How long a reader tries, in seconds.

    patience_s: how long a call tries to reach the database, if there was no outage when it began.
    statement_s: how long one statement may take.
    """

    patience_s: float = PATIENCE_S
    statement_s: float = STATEMENT_S


LIMITS: Final = Limits()


class Scan(NamedTuple):
    """The arguments of a scan, see Storage.scan."""

    span: Span
    limit_items: int
    limit_bytes: int
    reverse: bool


class _Call(NamedTuple):
    ids: list[bytes]
    answer: "asyncio.Future[list[bytes | None]]"


@final
class Reader:
    """Reads on the connections of one pool."""

    def __init__(self, pool: Pool, outages: Outages, limits: Limits = LIMITS) -> None:
        self._pool = pool
        self._limits = limits
        self._outages = outages
        self._waiting: list[_Call] = []
        self._running: set[asyncio.Task[None]] = set()
        self._is_closed = False

    def read(self, keys: Sequence[Key]) -> Awaitable[Sequence[bytes | None]]:
        """See Storage.read. Every read is consistent."""
        future: asyncio.Future[list[bytes | None]] = asyncio.get_running_loop().create_future()
        if self._is_closed:
            future.set_exception(closed())
            return future
        self._waiting.append(_Call([id_of(key) for key in keys], future))
        if len(self._waiting) == 1:
            asyncio.get_running_loop().call_soon(self._start)
        return future

    async def found(self, ids: Sequence[bytes]) -> dict[bytes, Found]:
        """Returns the states of the entries that exist, all of one snapshot."""
        return await self.patiently(lambda connection: found_by(connection, ids))

    def scan(self, scan: Scan) -> Awaitable[Page]:
        """See Storage.scan. It is a task of its own, since callers need not be tasks."""
        return asyncio.get_running_loop().create_task(self._scan(scan))

    async def _scan(self, scan: Scan) -> Page:
        if self._is_closed:
            raise closed()
        span, limit_items, limit_bytes, reverse = scan
        is_counted = span.space is Space.COUNTER
        if is_counted:
            statement = COUNTED_PAGE_BACK if reverse else COUNTED_PAGE
        else:
            statement = PAGE_BACK if reverse else PAGE
        limits = (min(limit_items, _LONG_MAX), min(limit_bytes, _LONG_MAX))
        bounds = bounds_of(span)
        rows = await self.patiently(
            lambda connection: connection.fetch(statement, *bounds, *limits)
        )
        if is_counted:
            return _counted_page(rows, limit_bytes)
        has_more = bool(rows) and rows[-1][2] is None
        if has_more:
            rows = rows[:-1]
        last = position_in(rows[-1][0], rows[-1][1]) if has_more else None
        return Page([row[2] for row in rows], last)

    async def close(self) -> None:
        """Finishes the calls that were accepted."""
        self._is_closed = True
        while self._waiting or self._running:
            self._start()
            await asyncio.gather(*self._running, return_exceptions=True)

    def refuse_waiting(self) -> None:
        """Lets the reads fail for which no statement has begun."""
        calls, self._waiting = self._waiting, []
        error = StorageUnavailableError("The replica has failed.", FailureKind.UNREACHABLE)
        for call in calls:
            if not call.answer.done():
                call.answer.set_exception(error)
                call.answer.exception()  # asyncio logs it otherwise, if no caller is left

    async def patiently(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        """Returns what `work` returns for a connection. Tries again if a connection has ended.

        Raises StorageUnavailableError.
        """
        loop = asyncio.get_running_loop()
        ends_s = loop.time() + self._limits.patience_s
        while True:
            try:
                return await self._once(work)
            except StorageUnavailableError as error:
                is_away = error.kind in (FailureKind.UNREACHABLE, FailureKind.READ_ONLY)
                was_away = self._outages.health.outage is not None
                if not is_away or was_away or loop.time() >= ends_s:
                    self._outages.failed(error)
                    raise
            await asyncio.sleep(_PAUSE_S)

    async def _once(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        connection = await self._pool.take()
        try:
            async with asyncio.timeout(self._limits.statement_s):
                return await work(connection)
        except UNAVAILABLE as error:
            if is_lost(error):
                connection.terminate()
            raise unavailable(error) from error
        except asyncio.CancelledError:
            connection.terminate()
            raise
        finally:
            self._pool.give_back(connection)

    def _start(self) -> None:
        """Starts a statement for the calls that wait, unless all connections are busy."""
        while self._waiting and len(self._running) < self._pool.size:
            count, keys = 0, 0
            for call in self._waiting:
                keys += len(call.ids)
                if count and keys > _KEYS_MAX:
                    break
                count += 1
            calls = self._waiting[:count]
            del self._waiting[:count]
            task = asyncio.get_running_loop().create_task(self._answer(calls))
            self._running.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._running.discard(task)
        self._start()

    async def _answer(self, calls: Sequence[_Call]) -> None:
        answers: list[list[bytes | None]] | None = None
        failure = StorageUnavailableError("A read ended without an answer")
        try:
            answers = await self.patiently(lambda connection: _answers(connection, calls))
        except StorageUnavailableError as error:
            failure = error
        finally:
            for at, call in enumerate(calls):
                if call.answer.done():  # the caller was cancelled
                    continue
                if answers is not None:
                    call.answer.set_result(answers[at])
                else:
                    call.answer.set_exception(failure)
                    call.answer.exception()  # asyncio logs it otherwise, if no caller is left


async def _answers(connection: Connection, calls: Sequence[_Call]) -> list[list[bytes | None]]:
    if len(calls) == 1 and len(calls[0].ids) == 1 and calls[0].ids[0][0] != COUNTER_BYTE:
        return [[await connection.value(READ_ONE, calls[0].ids[0])]]
    found = await found_by(connection, {each for call in calls for each in call.ids})
    return [[found.get(each, ABSENT).value for each in call.ids] for call in calls]


async def found_by(connection: Connection, ids: Sequence[bytes] | set[bytes]) -> dict[bytes, Found]:
    """Returns the states of the entries that exist. The statement has one snapshot."""
    if not ids:
        return {}
    counters = [each for each in ids if each[0] == COUNTER_BYTE]
    if not counters:
        rows = await connection.fetch(READ, ids)
        return {row[0]: Found(row[2], row[1]) for row in rows}
    found: dict[bytes, Found] = {}
    deltas: list[tuple[bytes, int, str]] = []
    for entry_id, version, value, amounts in await connection.fetch(READ_COUNTED, ids, counters):
        if amounts is None:
            found[entry_id] = Found(value, version)
        else:
            deltas.append((entry_id, version, amounts))
    for entry_id, version, amounts in deltas:
        before = found[entry_id]
        value = counters_added(before.value, _numbers(amounts))
        found[entry_id] = Found(value, before.version ^ version)
    return found


def _counted_page(rows: Sequence[asyncpg.Record], limit_bytes: int) -> Page:
    """Returns the page of rows that have amounts.

    The database has counted the bytes of the entries, which have no more bytes than the counters.
    """
    values: list[bytes] = []
    size_bytes = 0
    last: tuple[bytes, bytes] | None = None
    for entry_id, tail, value, amounts in rows:
        if value is None or (values and size_bytes >= limit_bytes):
            return Page(values, last)
        for each in amounts or ():
            value = counters_added(value, _numbers(each))  # noqa: PLW2901
        size_bytes += len(value)
        values.append(value)
        last = position_in(entry_id, tail)
    return Page(values, None)


def _numbers(amounts: str) -> list[int]:
    return [int(each) for each in amounts.split(",")]
