"""What needs an event loop or a thread, for code that must know neither."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Generic, TypeVar, final

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


async def in_thread(work: Callable[[], T]) -> T:
    """Returns the result of a function that computes for long without the interpreter's lock."""
    return await asyncio.get_running_loop().run_in_executor(None, work)


async def with_ticks(work: Awaitable[T], every_s: float, tick: Callable[[], Awaitable[None]]) -> T:
    """Returns the result of some work. Calls `tick` each time that the work has taken `every_s`.

    If a tick fails, or the caller is cancelled, the work is cancelled.
    """
    task = asyncio.ensure_future(work)
    try:
        while not (await asyncio.wait((task,), timeout=every_s))[0]:
            await tick()
        return task.result()
    finally:
        task.cancel()


class FullError(Exception):
    """So much work waits for a thread that no more is accepted."""


@final
class OneThread:
    """Does work in one thread of its own, one piece after the other.

    The thread is made when it is needed. So a process that forks before has none.
    """

    def __init__(self, waiting_max: int) -> None:
        """waiting_max: how many callers may wait while the work of another one is done."""
        self._free = waiting_max + 1
        self._threads: ThreadPoolExecutor | None = None

    @contextmanager
    def place(self) -> Iterator[None]:
        """Holds the place of a caller during a `with` block. Raises FullError if there is none."""
        if self._free == 0:
            raise FullError
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1

    async def run(self, work: Callable[[], T]) -> T:
        """Returns the result of a function. The caller holds a place.

        If the caller is cancelled, work that has not begun is left out.
        """
        if self._threads is None:
            from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  (few servers need it)

            self._threads = ThreadPoolExecutor(1, "one at a time")
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


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


def begun(work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
    """Begins some work, which goes on while its caller does something else. The caller must await
    the result.
    """
    return asyncio.get_running_loop().create_task(work)
