"""Long work takes turns: no request keeps the event loop from others for more than some milliseconds.

There are two ways to take turns:

- A coroutine awaits `next_turn` between two steps.
- `aside` runs a coroutine on a thread of its own, so that functions can pause wherever they call
  `core.pauses.spend`, however deep. The thread is only a second stack. It runs while the event loop
  waits for it, and stops when its turn is over. So never two of them run at once, and the code needs
  no locks.

All long work of a loop shares one queue. In each turn of the loop the first in the queue works for
at most `TURN_S`. Then the loop serves all connections that are ready.

A real thread would not do: compiled code (docs/adr/0012-mypyc.md) does not give the interpreter's
lock to others.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from threading import Lock, Thread
from time import perf_counter
from typing import Any, Final, Generic, TypeVar

from jedlik.core.pauses import PAUSES

T = TypeVar("T")

# How long the first in the queue works in one turn of the loop.
TURN_S: Final = 0.003
# How many values it may work on between two looks at the clock: about 0.1 ms.
_VALUES_PER_LOOK: Final = 2_000
# More coroutines at once wait. Each has a thread, and large values in memory.
_ASIDE_MAX: Final = 64


class _Closed(BaseException):
    """Ends work whose result nobody needs."""


class _Queue:
    """The long work of one event loop that waits for its turn."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop: Final = loop
        self.places = _ASIDE_MAX
        self.without_place: deque[asyncio.Future[None]] = deque()
        self._waiting: deque[Callable[[], None]] = deque()

    def add(self, step: Callable[[], None]) -> None:
        """Calls `step` in a later turn of the loop, alone."""
        self._waiting.append(step)
        if len(self._waiting) == 1:
            self.loop.call_soon(self._give)

    def _give(self) -> None:
        step = self._waiting[0]
        try:
            step()
        finally:
            self._waiting.popleft()
            if self._waiting:
                self.loop.call_soon(self._give)

    async def take_place(self) -> None:
        """Waits until fewer than the maximum of coroutines are aside."""
        while not self.places:
            free = self.loop.create_future()
            self.without_place.append(free)
            await free
        self.places -= 1

    def leave_place(self) -> None:
        """Lets the next coroutine begin."""
        self.places += 1
        while self.without_place:
            free = self.without_place.popleft()
            if not free.done():
                free.set_result(None)
                break


_queues: dict[int, _Queue] = {}  # one: that of the loop that was used last


def _queue() -> _Queue:
    loop = asyncio.get_running_loop()
    found = _queues.get(0)
    if found is None or found.loop is not loop:
        found = _queues[0] = _Queue(loop)
    return found


def next_turn() -> "asyncio.Future[None]":
    """Returns a future that is done when it is the caller's turn."""
    queue = _queue()
    future: asyncio.Future[None] = queue.loop.create_future()

    def go_on() -> None:
        if not future.done():
            future.set_result(None)

    queue.add(go_on)
    return future


async def aside(coroutine: Coroutine[Any, Any, T]) -> T:
    """Runs a coroutine with turns, on a stack of its own, and returns its result.

    If the caller is cancelled, the coroutine ends where it is.
    """
    if PAUSES.may_pause:  # it already runs with turns
        return await coroutine
    queue = _queue()
    try:
        await queue.take_place()
    except BaseException:
        coroutine.close()
        raise
    work = _Aside(queue, coroutine)
    try:
        return await work.future
    finally:
        work.close()
        queue.leave_place()


async def call_aside(work: Callable[[], T]) -> T:
    """Calls a function with turns, and returns its result."""
    return work() if PAUSES.may_pause else await aside(_called(work))


async def _called(work: Callable[[], T]) -> T:
    return work()


class _Aside(Generic[T]):
    """A coroutine on a thread of its own. The loop and the thread pass control to each other."""

    def __init__(self, queue: _Queue, coroutine: Coroutine[Any, Any, T]) -> None:
        self.future: Final[asyncio.Future[T]] = queue.loop.create_future()
        self._queue = queue
        self._coroutine = coroutine
        self._waits_for: Any = None  # what the coroutine awaits; None if its turn is over
        self._outcome: Callable[[], None] | None = None  # sets the result, after the last step
        self._closed = False
        self._ends_s = 0.0  # when the turn is over
        self._go = Lock()
        self._back = Lock()
        self._go.acquire()
        self._back.acquire()
        Thread(target=self._run, name="jedlik-aside", daemon=True).start()
        queue.add(self._step)

    def close(self) -> None:
        """Ends the coroutine if it has not ended."""
        if self._outcome is None:
            self._closed = True
            self._switch()

    # --- in the loop

    def _step(self) -> None:
        """Lets the coroutine work for one turn."""
        if self._closed:
            return
        self._ends_s = perf_counter() + TURN_S
        PAUSES.begin(self._look)
        try:
            self._switch()
        finally:
            PAUSES.end()
        if self._outcome is not None:
            if not self.future.done():
                self._outcome()
        elif self._waits_for is None:
            self._queue.add(self._step)
        else:
            waits_for = self._waits_for
            # This is how tasks use futures. Source: PEP 3156 and asyncio.futures._PyFuture.
            waits_for._asyncio_future_blocking = False
            waits_for.add_done_callback(self._ready)

    def _ready(self, _: object) -> None:
        self._queue.add(self._step)

    def _switch(self) -> None:
        self._go.release()
        self._back.acquire()

    # --- in the thread

    def _look(self) -> int:
        if perf_counter() > self._ends_s:
            self._wait(None)
        return _VALUES_PER_LOOK

    def _wait(self, waits_for: Any) -> None:
        """Gives control to the loop until the next turn."""
        self._waits_for = waits_for
        self._back.release()
        self._go.acquire()
        if self._closed:
            raise _Closed

    def _run(self) -> None:
        asyncio._set_running_loop(self._queue.loop)
        self._go.acquire()
        try:
            self._outcome = self._run_to_end()
        finally:
            self._back.release()

    def _run_to_end(self) -> Callable[[], None]:
        coroutine, future = self._coroutine, self.future
        try:
            if self._closed:
                coroutine.close()
                return _nothing
            while True:
                self._wait(coroutine.send(None))
        except StopIteration as stop:
            result = stop.value
            return lambda: future.set_result(result)
        except _Closed:
            coroutine.close()
            return _nothing
        except Exception as error:  # noqa: BLE001  (any exception goes to the caller)
            failure = error
            return lambda: future.set_exception(failure)


def _nothing() -> None:
    """Nobody needs the result."""
