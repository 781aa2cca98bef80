"""One replica of the database: reads that may be old, and how old they can be.

What a replica shows of a row that this node writes on the primary proves how new it is: see
`replicas`. This file has the connections, and what happens if the replica does not answer.

An address may lead to several servers, one after the other. What one of them proves is true for
that one only. So all connections must lead to the server that was looked at, which is known by the
time at which it started.
"""

import asyncio
import math
import time
from collections.abc import Awaitable, Sequence
from datetime import datetime
from typing import Final, final

import asyncpg

from jedlik.core.keys.key import Key
from jedlik.storage.interface import FailureKind, Page, StorageUnavailableError
from jedlik.storage.outages import Outages
from jedlik.storage.postgresql.address import Address
from jedlik.storage.postgresql.connection import Connection, connect
from jedlik.storage.postgresql.failures import UNAVAILABLE, unavailable
from jedlik.storage.postgresql.pool import Pool
from jedlik.storage.postgresql.queries import PlainQueries
from jedlik.storage.postgresql.reader import Reader, Scan, TimeLimits
from jedlik.storage.postgresql.statements import SERVER, SHOWN_NUMBER

# The longest that a replica may take for anything. Then the primary answers.
REPLICA_S: Final = 1.0


@final
class Replica:
    """A replica, and what this node knows about it.

    proven_s: it has everything that was acknowledged before this time (time.monotonic).
    reads: how many reads and scans it has answered.
    """

    def __init__(self, address: Address, connections: int) -> None:
        self.shown: Final = address.shown
        self.proven_s = -math.inf
        self.reads = 0
        self._address = address
        self._looking: asyncpg.Connection[asyncpg.Record] | None = None
        self._server: datetime | None = None  # when the server that was looked at started
        self._has_failed = False  # since it was last proven
        self._pool = Pool(connections, self._opened)
        # A failure of a replica is no outage of the storage, so none of them has a sentence.
        limits = TimeLimits(patience_s=0.0, statement_s=REPLICA_S)
        outages = Outages(sentences={})
        self._reader = Reader(self._pool, outages, PlainQueries(), time_limits=limits)

    def is_fresh(self, lag_s: float) -> bool:
        """Returns whether reads may go here, if they may be `lag_s` old."""
        return not self._has_failed and time.monotonic() - self.proven_s <= lag_s

    def proven(self, began_s: float) -> None:
        """Notes that the replica has everything that was acknowledged before `began_s`."""
        if began_s > self.proven_s:
            self.proven_s = began_s
            self._has_failed = False

    def failed(self) -> None:
        """Ends the use of the replica until it is proven again. Reads that wait fail at once."""
        self._has_failed = True
        self._reader.refuse_waiting(_failed())
        self._pool.refuse_waiting(_failed())

    async def look(self, session: int) -> int | None:
        """Returns the number of a session as the replica shows it, None if it has no such row.

        Raises one of UNAVAILABLE.
        """
        try:
            async with asyncio.timeout(REPLICA_S):
                looking = self._looking
                if looking is None or looking.is_closed():
                    looking = await connect(self._address, accepts_writes=False)
                    self._looking = looking
                    self._server = await looking.fetchval(SERVER)
                number: int | None = await looking.fetchval(SHOWN_NUMBER, session)
        except UNAVAILABLE:
            self.failed()
            self._drop()
            raise
        return number

    def read(self, keys: Sequence[Key]) -> Awaitable[Sequence[bytes | None]]:
        """Returns the values of `keys` as this replica has them."""
        return self._reader.read(keys)

    def scan(self, scan: Scan) -> Awaitable[Page]:
        """Returns a page as this replica has it."""
        return asyncio.get_running_loop().create_task(self._scan(scan))

    async def close(self) -> None:
        """Closes the connections."""
        self._drop()
        self._reader.refuse_waiting(_failed())
        await self._reader.close()
        await self._pool.close()

    async def _scan(self, scan: Scan) -> Page:
        try:
            return await self._reader.page(scan)
        except StorageUnavailableError:
            # Before those who wait for the connection try: each of them would wait as long.
            self.failed()
            raise

    async def _opened(self) -> Connection:
        if self._has_failed:
            raise _failed()
        try:
            async with asyncio.timeout(REPLICA_S):
                raw = await connect(self._address, accepts_writes=False)
                server = await raw.fetchval(SERVER)
        except UNAVAILABLE as error:
            raise unavailable(error) from error
        if server != self._server:
            raw.terminate()
            raise StorageUnavailableError(
                f"{self.shown} leads to several servers", FailureKind.UNREACHABLE
            )
        return Connection(raw)

    def _drop(self) -> None:
        if self._looking is not None:
            self._looking.terminate()
            self._looking = None


def _failed() -> StorageUnavailableError:
    return StorageUnavailableError("The replica has failed.", FailureKind.UNREACHABLE)
