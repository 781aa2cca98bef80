"""What needs an event loop or a thread, for code that must know neither."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


async def in_thread(work: Callable[[], T]) -> T:
    """Returns the result of a function that computes for long without the interpreter's lock."""
    return await asyncio.get_running_loop().run_in_executor(None, work)


class Flights(Generic[K, T]):
    """Shares work among those who ask for the same thing at the same time."""

    def __init__(self) -> None:
        self._flights: dict[K, asyncio.Future[tuple[T] | None]] = {}

    async def share(self, key: K, work: Callable[[], Awaitable[T]]) -> T:
        """Returns the result of `work`, which may have been called by somebody else with this key.

        If that one was cancelled or failed, `work` is called again.
        """
        while (flight := self._flights.get(key)) is not None:
            # Without the shield, a waiter that is cancelled would cancel the future of all.
            result = await asyncio.shield(flight)
            if result is not None:
                return result[0]
        future: asyncio.Future[tuple[T] | None] = asyncio.get_running_loop().create_future()
        self._flights[key] = future
        result = None
        try:
            result = (await work(),)
            return result[0]
        finally:
            del self._flights[key]
            future.set_result(result)
