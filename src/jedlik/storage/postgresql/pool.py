"""A fixed number of connections that calls take and give back.

asyncpg has a pool too. It resets a connection each time that it is given back, which is a round
trip, and it cannot open a session with each connection.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import final

from jedlik.storage.interface import StorageUnavailableError
from jedlik.storage.postgresql.connection import Connection
from jedlik.storage.postgresql.failures import closed


@final
class Pool:
    """Opens connections when they are needed, `size` at most."""

    def __init__(self, size: int, opened: Callable[[], Awaitable[Connection]]) -> None:
        """opened: returns a new connection, or raises StorageUnavailableError."""
        self.size = size
        self._open = opened
        self._count = 0  # those that are open or being opened
        self._free: list[Connection] = []
        self._waiters: deque[asyncio.Future[None]] = deque()
        self._is_closed = False

    async def take(self) -> Connection:
        """Returns a connection that nobody else uses. Raises StorageUnavailableError."""
        while True:
            if self._is_closed:
                raise closed()
            while self._free:
                connection = self._free.pop()
                if not connection.is_closed:
                    return connection
                self._count -= 1
            if self._count < self.size:
                return await self._opened()
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiters.append(waiter)
            try:
                await waiter
            except asyncio.CancelledError:
                if waiter.done() and not waiter.cancelled():  # somebody else can have the place
                    self._wake()
                raise

    async def _opened(self) -> Connection:
        self._count += 1
        connection: Connection | None = None
        try:
            connection = await self._open()
        finally:
            if connection is None:  # somebody who waits may try
                self._count -= 1
                self._wake()
        return connection

    def give_back(self, connection: Connection) -> None:
        """Takes a connection back. One that has ended is replaced when it is needed."""
        if connection.is_closed:
            self._count -= 1
        elif self._is_closed:
            self._count -= 1
            connection.terminate()
        else:
            self._free.append(connection)
        self._wake()

    def refuse_waiting(self, error: StorageUnavailableError) -> None:
        """Lets those fail who wait for a connection."""
        waiters, self._waiters = self._waiters, deque()
        for waiter in waiters:
            if not waiter.done():
                waiter.set_exception(error)

    async def close(self) -> None:
        """Closes the connections that are free. Those in use are ended when they are given back."""
        self._is_closed = True
        while self._waiters:
            self._wake()
        free, self._free = self._free, []
        with suppress(StorageUnavailableError):
            await asyncio.gather(*(each.close() for each in free))
        self._count -= len(free)

    def _wake(self) -> None:
        while self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return
