"""Watches the epoch and the clock of the database, on a connection of its own.

A look reads the row `epoch`. It happens four times a second, and at once after a notification from
a commit that has raised the epoch. Notifications only wake: without them a look is late, and
nothing is wrong.

The epoch is trusted for some time after a look (`storage.watched_epoch`).
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final, final

import asyncpg

from jedlik.storage.interface import StorageUnavailableError
from jedlik.storage.postgresql.failures import UNAVAILABLE, unavailable
from jedlik.storage.postgresql.servers import Servers
from jedlik.storage.postgresql.statements import FORGET_SESSIONS, LOOK
from jedlik.storage.watched_epoch import WatchedEpoch

_PERIOD_S: Final = 0.25
_LOOK_S: Final = 1.5  # the longest that a look may take
_CHANNEL: Final = "jedlik_epoch"
_LOOKS_BEFORE_CLEANING: Final = 14_400  # an hour


@final
class Watcher:
    """Looks until it is closed."""

    def __init__(
        self,
        servers: Servers,
        epoch: WatchedEpoch,
        failed: Callable[[StorageUnavailableError], None],
    ) -> None:
        """failed: called when looks have failed for so long that the epoch is not trusted."""
        self._servers = servers
        self._epoch = epoch
        self._failed = failed
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
            with suppress(TimeoutError):
                async with asyncio.timeout(_PERIOD_S):
                    await self._wake.wait()
            self._wake.clear()
            try:
                await self._look()
            except UNAVAILABLE as error:
                self._drop()
                if not self._epoch.is_trusted:
                    self._failed(unavailable(error))

    async def _look(self) -> None:
        async with asyncio.timeout(_LOOK_S):
            connection = self._connection
            if connection is None or connection.is_closed():
                connection = self._connection = await self._servers.connect()
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
