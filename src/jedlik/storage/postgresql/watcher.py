"""Watches the epoch and the clock of the database, on a connection of its own.

A look reads the row `epoch`. It happens four times a second, and at once after a notification from
a commit that has raised the epoch. Notifications only wake: without them a look is late, and
nothing is wrong.

A node trusts its caches until TRUST_S after the beginning of its last successful look. So a change
that another node has committed is seen within that time, also if the database cannot be reached:
then the epoch is a new number at each call, and nothing is cached.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Final, final

import asyncpg

from jedlik.storage.interface import Epoch
from jedlik.storage.postgresql.address import Address
from jedlik.storage.postgresql.connection import connect
from jedlik.storage.postgresql.failures import UNAVAILABLE
from jedlik.storage.postgresql.statements import FORGET_SESSIONS, LOOK

TRUST_S: Final = 2.0
_PERIOD_S: Final = 0.25
_LOOK_S: Final = 1.5  # the longest that a look may take
_CHANNEL: Final = "jedlik_epoch"
_LOOKS_BEFORE_CLEANING: Final = 14_400  # an hour


@final
class WatchedEpoch(Epoch):
    """The epoch of all nodes: `own` counts the commits of this one, and looks find the others."""

    __slots__ = ("_now_s", "_own", "_seen", "_trusted_until_s", "_untrusted", "_value")

    def __init__(self, own: Epoch, *, now_s: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._own = own
        self._now_s = now_s
        self._value = -1  # of the row at the last look
        self._seen = 0  # how many looks have found another value
        self._untrusted = 0  # how many calls of `now` were made without trust
        self._trusted_until_s = -1.0

    def now(self) -> int:
        """See Epoch."""
        if self._now_s() > self._trusted_until_s:
            self._untrusted += 1
        return self._own.now() + self._seen + self._untrusted

    def stable(self) -> int | None:
        """See Epoch."""
        own = self._own.stable()
        if own is None or self._now_s() > self._trusted_until_s:
            return None
        return own + self._seen + self._untrusted

    def begin(self) -> None:
        """See Epoch."""
        self._own.begin()

    def finish(self) -> None:
        """See Epoch."""
        self._own.finish()

    def looked(self, value: int, began_s: float) -> None:
        """Counts what a look has found, and renews the trust."""
        if value != self._value:
            self._value = value
            self._seen += 1
        self._trusted_until_s = began_s + TRUST_S


@final
class Watcher:
    """Looks until it is closed."""

    def __init__(self, address: Address, epoch: WatchedEpoch) -> None:
        self._address = address
        self._epoch = epoch
        self._connection: asyncpg.Connection[asyncpg.Record] | None = None
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._ahead_ms = 0  # how far the clock of the database is ahead of this machine's
        self.looks = 0

    async def start(self) -> None:
        """Looks once, then goes on in the background. Raises one of UNAVAILABLE."""
        await self._look()
        self._task = asyncio.get_running_loop().create_task(self._run())

    def now_ms(self) -> int:
        """Returns Unix time in milliseconds, as the clock of the database shows it."""
        return time.time_ns() // 1_000_000 + self._ahead_ms

    async def close(self) -> None:
        """Stops looking."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._drop()

    async def _run(self) -> None:
        while True:
            try:
                async with asyncio.timeout(_PERIOD_S):
                    await self._wake.wait()
            except TimeoutError:
                pass
            self._wake.clear()
            try:
                await self._look()
            except UNAVAILABLE:
                self._drop()

    async def _look(self) -> None:
        async with asyncio.timeout(_LOOK_S):
            connection = self._connection
            if connection is None or connection.is_closed():
                connection = self._connection = await connect(self._address)
                await connection.add_listener(_CHANNEL, self._notified)
            began_s, began_ms = time.monotonic(), time.time_ns() // 1_000_000
            row = await connection.fetchrow(LOOK)
            assert row is not None, "the row of the epoch is missing"
            middle_ms = (began_ms + time.time_ns() // 1_000_000) // 2
            self._ahead_ms = row["now_ms"] - middle_ms
            self._epoch.looked(row["value"], began_s)
            self.looks += 1
            if self.looks % _LOOKS_BEFORE_CLEANING == 0:
                await connection.execute(FORGET_SESSIONS)

    def _notified(self, *_: object) -> None:
        self._wake.set()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None
