"""The replicas of `--store-replica`, and the proof of how new each of them is.

A *beat* is a small commit on the primary: this node writes the next number into a row of its own.
It notes the time before each beat. If a replica shows the number n, it has everything that was
acknowledged before the beat n began. Nothing else is trusted: neither the clock of a server nor the
position of its log, since after a failover two servers may continue one log differently.

The *lag* of a replica is the time since the beginning of the newest beat that it has shown. It is
an upper bound. A replica gets reads only while its lag is within the limit.
"""

import asyncio
import secrets
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from typing import Final, NamedTuple, final

import asyncpg

from jedlik.storage.postgresql.address import Address
from jedlik.storage.postgresql.failures import UNAVAILABLE
from jedlik.storage.postgresql.replica import Replica
from jedlik.storage.postgresql.schema import FORMAT
from jedlik.storage.postgresql.servers import Servers
from jedlik.storage.postgresql.statements import BEAT, END_SESSION, OPEN_SESSION

_PERIOD_S: Final = 0.25
_BEAT_S: Final = 1.5  # the longest that a beat may take
_BEATS_MAX: Final = 4_000  # of 17 minutes. A replica that is older is not used


class ReplicaOptions(NamedTuple):
    """The replicas that a node may read. lag_s: how old these reads may be, in seconds."""

    addresses: Sequence[Address] = ()
    lag_s: float = 0.0


NO_REPLICAS: Final = ReplicaOptions()


@final
class Replicas:
    """Beats and looks until it is closed."""

    def __init__(self, primary: Servers, replicas: Sequence[Replica], lag_s: float) -> None:
        """lag_s: how old the reads of a replica may be, in seconds."""
        self.all: Final = replicas
        self._primary = primary
        self._lag_s = lag_s
        self._session = secrets.randbits(62) + 1
        self._number = 0  # of the last beat that was tried
        self._beats: deque[tuple[int, float]] = deque(maxlen=_BEATS_MAX)
        self._beating: asyncpg.Connection[asyncpg.Record] | None = None
        self._next = 0
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begins to beat, and to look at each replica."""
        loop = asyncio.get_running_loop()
        self._tasks.append(loop.create_task(self._beat_on()))
        self._tasks += [loop.create_task(self._look_on(each)) for each in self.all]

    def fresh(self) -> Replica | None:
        """Returns a replica for the next read, in turn, None if none is new enough."""
        for _ in self.all:
            self._next = (self._next + 1) % len(self.all)
            replica = self.all[self._next]
            if replica.is_fresh(self._lag_s):
                return replica
        return None

    async def close(self) -> None:
        """Stops, and deletes the row of the beats."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for replica in self.all:
            await replica.close()
        connection, self._beating = self._beating, None
        if connection is not None and not connection.is_closed():
            with suppress(*UNAVAILABLE):  # otherwise the row is deleted after seven days
                await connection.execute(END_SESSION, self._session, timeout=_BEAT_S)
            connection.terminate()

    async def _beat_on(self) -> None:
        while True:
            try:
                async with asyncio.timeout(_BEAT_S):
                    await self._beat()
            except UNAVAILABLE:
                if self._beating is not None:
                    self._beating.terminate()
            await asyncio.sleep(_PERIOD_S)

    async def _beat(self) -> None:
        connection = self._beating
        if connection is None or connection.is_closed():
            connection = self._beating = await self._primary.connect()
        # A beat without an answer may have been made. So each attempt has a number of its own.
        self._number += 1
        began_s = time.monotonic()
        if await connection.fetchval(BEAT, self._session, self._number) is None:
            # The next beat finds the row.
            await connection.execute(OPEN_SESSION, self._session, FORMAT)
            return
        self._beats.append((self._number, began_s))

    async def _look_on(self, replica: Replica) -> None:
        while True:
            try:
                number = await replica.look(self._session)
            except UNAVAILABLE:
                number = None
            if number is not None:
                for beat, began_s in reversed(self._beats):
                    if beat <= number:
                        replica.proven(began_s)
                        break
            await asyncio.sleep(_PERIOD_S)
