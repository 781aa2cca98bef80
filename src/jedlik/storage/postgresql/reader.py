"""The reading half: read, scan, and what a group reads before it decides.

Reads by key share statements (`shared_reads`). A scan is one statement for each page.

If a connection ends, the statement is executed again on another one: it has changed nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, NamedTuple, TypeVar, final

from jedlik.core.keys.key import Key, Span
from jedlik.storage.interface import FailureKind, Page, StorageUnavailableError
from jedlik.storage.outages import Outages
from jedlik.storage.postgresql.connection import STATEMENT_S, Connection
from jedlik.storage.postgresql.decisions import Found
from jedlik.storage.postgresql.entry_id import id_of
from jedlik.storage.postgresql.failures import (
    UNAVAILABLE,
    closed,
    is_lost,
    is_of_a_worker,
    may_be_in_doubt,
    meets_doubt,
    unavailable,
)
from jedlik.storage.postgresql.pool import Pool
from jedlik.storage.postgresql.queries import Limits, Queries
from jedlik.storage.postgresql.resolver import Resolver
from jedlik.storage.postgresql.shared_reads import SharedReads, Values

T = TypeVar("T")

PATIENCE_S: Final = 5.0
_PAUSE_S: Final = 0.1

_LONG_MAX: Final = 2**62  # the greatest limit that is passed to the database


class TimeLimits(NamedTuple):
    """How long a reader tries, in seconds.

    patience_s: how long a call tries to reach the database, if there was no outage when it began.
    statement_s: how long one statement may take.
    """

    patience_s: float = PATIENCE_S
    statement_s: float = STATEMENT_S


TIME_LIMITS: Final = TimeLimits()


class Scan(NamedTuple):
    """The arguments of a scan, see Storage.scan."""

    span: Span
    limit_items: int
    limit_bytes: int
    reverse: bool


@final
class Reader:
    """Reads on the connections of one pool."""

    def __init__(
        self,
        pool: Pool,
        outages: Outages,
        queries: Queries,
        *,
        resolver: Resolver | None = None,
        time_limits: TimeLimits = TIME_LIMITS,
    ) -> None:
        """resolver: ends doubts about commits on several machines. None: there are no doubts."""
        self._pool = pool
        self._queries = queries
        self._resolver = resolver
        self._limits = time_limits
        self._outages = outages
        self._reads = SharedReads(self.patiently, queries, pool.size)
        self._is_closed = False

    def read(self, keys: Sequence[Key]) -> Awaitable[Sequence[bytes | None]]:
        """See Storage.read. Every read is consistent."""
        future: asyncio.Future[Values] = asyncio.get_running_loop().create_future()
        if self._is_closed:
            future.set_exception(closed())
            return future
        self._reads.add([id_of(key) for key in keys], future)
        return future

    async def found(self, ids: Sequence[bytes]) -> dict[bytes, Found]:
        """Returns the states of the entries that exist, all of one snapshot."""
        return await self.patiently(lambda connection: self._queries.found(connection, ids))

    def scan(self, scan: Scan) -> Awaitable[Page]:
        """See Storage.scan. It is a task of its own, since callers need not be tasks."""
        return asyncio.get_running_loop().create_task(self.page(scan))

    async def page(self, scan: Scan) -> Page:
        """Scans in the task of the caller."""
        if self._is_closed:
            raise closed()
        limits = Limits(min(scan.limit_items, _LONG_MAX), min(scan.limit_bytes, _LONG_MAX))
        return await self._queries.page(self.patiently, scan.span, limits, reverse=scan.reverse)

    async def close(self) -> None:
        """Finishes the calls that were accepted."""
        self._is_closed = True
        await self._reads.close()

    def refuse_waiting(self, error: StorageUnavailableError) -> None:
        """Lets the reads fail for which no statement has begun."""
        self._reads.refuse_waiting(error)

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
                failure = error  # the rest waits, and compiled code may not wait here (ADR 0012)
            is_in_doubt = meets_doubt(failure)
            is_away = failure.kind in (FailureKind.UNREACHABLE, FailureKind.READ_ONLY)
            was_away = self._outages.health.outage is not None
            if self._resolver is not None and may_be_in_doubt(failure.__cause__):
                await self._resolver.resolve()
            may_succeed = is_in_doubt or (is_away and not was_away)
            if not may_succeed or loop.time() >= ends_s:
                is_partial = is_in_doubt or is_of_a_worker(failure)
                self._outages.failed(failure, is_partial=is_partial)
                raise failure
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
