"""Long work takes turns, so that no request keeps the event loop from others for long.

There are three ways to take turns:

- A coroutine awaits `next_turn` between two steps.
- `aside` runs a coroutine on a thread of its own, so that functions can pause wherever they call
  `core.pauses.spend`, however deep. The thread is only a second stack. It runs while the event loop
  waits for it, and stops when its turn is over. So the two never run at once, and the code needs no
  locks.
- `done_in_time` begins work that is usually short in the loop. If it is not done after a turn, the
  caller continues it with `call_aside`. Short work thus needs no thread.

All long work of a loop shares one queue. In each turn of the loop the first in the queue works for
at most `Tuning.turn_s`. Then the loop serves all connections that are ready.

A thread that runs at the same time as the loop would not do: compiled code does not give the
interpreter's lock to others (docs/adr/0012-mypyc.md).
"""

import asyncio
import gc
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from threading import Lock, Thread
from time import perf_counter
from typing import Any, Final, Generic, TypeVar, final

from jedlik.core.pauses import PAUSES
from jedlik.core.types.disposal import dispose

T = TypeVar("T")

# More coroutines at once wait. Each has a thread, and large values in memory.
_ASIDE_MAX: Final = 64
# How many turns all short work in the loop may take together in one turn of the loop.
_TURNS_HERE: Final = 2
# Work in the loop that takes less is not counted.
_SHORT_S: Final = 0.0002


@final
class Tuning:
    """What tests change.

    now_s: a clock. turn_s: how long the first in the queue works in one turn of the loop.
    values_per_look: how many values it may work on between two looks at the clock, about 0.1 ms.
    """

    __slots__ = ("now_s", "turn_s", "values_per_look")

    def __init__(self) -> None:
        self.now_s: Callable[[], float] = perf_counter
        self.turn_s = 0.003
        self.values_per_look = 2_000


TUNING: Final = Tuning()
# How long a turn of work in the background is. A request needs about six turns of the loop, and in
# each of them it waits for one turn of such work.
BACKGROUND_TURN_S: Final = 0.001


class _Overtime(BaseException):
    """Ends work in the loop that takes too long."""


class _Closed(BaseException):
    """Ends work whose result nobody needs."""


@final
class _Queue:
    """The long work of one event loop.

    While there is any, Python does not search for reference cycles: with millions of decoded values
    a search takes a tenth of a second.

    used_s: how long work in the loop has taken in this turn of the loop.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop | None) -> None:
        self.loop: Final = loop
        self.used_s = 0.0
        self._places = _ASIDE_MAX
        self._without_place: deque[asyncio.Future[None]] = deque()
        self._waiting: deque[Callable[[], None]] = deque()

    def add(self, step: Callable[[], None]) -> None:
        """Calls `step` in a later turn of the loop. No other step is called in that turn."""
        self._waiting.append(step)
        if len(self._waiting) == 1:
            self._soon(self._give)

    def use(self, seconds: float) -> None:
        """Counts work in this turn of the loop."""
        if self.used_s == 0.0:
            self._soon(self._begin_turn)
        self.used_s += seconds

    async def take_place(self) -> None:
        """Waits until fewer than the maximum of coroutines are aside."""
        while not self._places:
            free: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._without_place.append(free)
            await free
        if self._places == _ASIDE_MAX:
            gc.disable()
        self._places -= 1

    def leave_place(self) -> None:
        """Lets the next coroutine begin."""
        self._places += 1
        if self._places == _ASIDE_MAX:
            gc.enable()
        while self._without_place:
            free = self._without_place.popleft()
            if not free.done():
                free.set_result(None)
                break

    def _soon(self, step: Callable[[], None]) -> None:
        assert self.loop is not None
        self.loop.call_soon(step)

    def _begin_turn(self) -> None:
        self.used_s = 0.0

    def _give(self) -> None:
        step = self._waiting[0]
        try:
            step()
        finally:
            self._waiting.popleft()
            if self._waiting:
                self._soon(self._give)


@final
class _Here:
    """The state of the loop.

    queue: that of the loop that was used last. ends_s: when work in the loop has taken too long.
    """

    def __init__(self) -> None:
        self.queue = _Queue(None)
        self.ends_s = 0.0


_HERE: Final = _Here()


def _queue() -> _Queue:
    loop = asyncio.get_running_loop()
    queue = _HERE.queue
    if queue.loop is not loop:
        queue = _HERE.queue = _Queue(loop)
    return queue


def _end_overtime() -> int:
    if TUNING.now_s() > _HERE.ends_s:
        raise _Overtime
    return TUNING.values_per_look


def done_in_time(work: Callable[[], None], turns: int = 1) -> bool:
    """Calls `work` in the loop for at most `turns`. Returns whether it came to its end.

    If it did not, it was left at a call of `spend`, and must be able to continue from there when it
    is called again. Work that already runs aside always comes to its end.
    """
    if PAUSES.may_pause:
        work()
        return True
    queue = _queue()
    began_s = TUNING.now_s()
    is_free = queue.used_s < _TURNS_HERE * TUNING.turn_s
    _HERE.ends_s = began_s + turns * TUNING.turn_s
    PAUSES.begin(_end_overtime, TUNING.values_per_look)
    if not is_free:
        _HERE.ends_s = began_s
        PAUSES.left = 0
    try:
        work()
    except _Overtime:
        return False
    finally:
        PAUSES.end()
        took_s = TUNING.now_s() - began_s
        if took_s > _SHORT_S:
            queue.use(took_s)
    return True


@final
class Turn:
    """The time that a coroutine may still use in this turn of the loop."""

    __slots__ = ("_ends_s",)

    def __init__(self) -> None:
        self._ends_s = TUNING.now_s() + TUNING.turn_s

    @property
    def is_over(self) -> bool:
        """Returns whether the coroutine has worked for a whole turn."""
        return TUNING.now_s() > self._ends_s

    async def next(self) -> None:
        """Waits for the next turn."""
        await next_turn()
        self._ends_s = TUNING.now_s() + TUNING.turn_s


def next_turn() -> "asyncio.Future[None]":
    """Returns a future that is done when it is the caller's turn."""
    future: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def go_on() -> None:
        if not future.done():
            future.set_result(None)

    _queue().add(go_on)
    return future


def aside(
    coroutine: Coroutine[Any, Any, T], *, turn_s: float | None = None
) -> Coroutine[Any, Any, T]:
    """Runs a coroutine with turns, on a stack of its own, and returns its result.

    If the caller is cancelled, the coroutine ends where it is. turn_s: how long its turns are, None
    for those of a request.
    """
    if PAUSES.may_pause:  # the caller already runs aside
        return coroutine
    return _run_aside(_Aside(coroutine, turn_s))


async def _run_aside(work: "_Aside[T]") -> T:
    """Does the work. Nothing here refers to its coroutine, so all it used is freed aside."""
    queue = _queue()
    try:
        await queue.take_place()
    except BaseException:
        work.discard()
        raise
    work.begin(queue)
    try:
        return await work.future
    finally:
        work.close()
        queue.leave_place()


async def call_aside(work: Callable[[], T]) -> T:
    """Calls a function with turns, on a stack of its own, and returns its result."""
    return work() if PAUSES.may_pause else await aside(_called(work))


async def call(work: Callable[[], T]) -> T:
    """Calls a function that has no effects, in the loop or aside, and returns its result."""
    results: list[T] = []

    def try_here() -> None:
        results.append(work())

    return results[0] if done_in_time(try_here) else await call_aside(work)


async def _called(work: Callable[[], T]) -> T:
    return work()


class _Aside(Generic[T]):
    """A coroutine on a thread of its own. The loop and the thread pass control to each other."""

    def __init__(self, coroutine: Coroutine[Any, Any, T], turn_s: float | None) -> None:
        self._loop: Final = asyncio.get_running_loop()
        self.future: Final[asyncio.Future[T]] = self._loop.create_future()
        self._queue = _HERE.queue
        self._coroutine: Coroutine[Any, Any, T] | None = coroutine
        self._turn_s = turn_s
        self._leftovers: list[list[Any]] = []
        self._waits_for: Any = None  # what the coroutine awaits; None if its turn is over
        self._has_ended = False
        self._result: T
        self._failure: Exception | None = None
        self._closed = False
        self._ends_s = 0.0  # when the turn is over
        self._go = Lock()
        self._back = Lock()
        self._go.acquire()
        self._back.acquire()

    def begin(self, queue: _Queue) -> None:
        """Starts the thread. The coroutine begins when it is its turn."""
        self._queue = queue
        Thread(target=self._run, name="jedlik-aside", daemon=True).start()
        queue.add(self._step)

    def discard(self) -> None:
        """Ends the coroutine without having begun it."""
        assert self._coroutine is not None
        self._coroutine.close()

    def close(self) -> None:
        """Ends the coroutine if it has not ended."""
        if not self._has_ended:
            self._closed = True
            self._switch()

    # --- in the loop

    def _step(self) -> None:
        """Lets the coroutine work for one turn."""
        if self._closed:
            return
        turn_s = TUNING.turn_s if self._turn_s is None else self._turn_s
        self._ends_s = TUNING.now_s() + turn_s
        PAUSES.begin(self._look, 0, self._leftovers)
        try:
            self._switch()
        finally:
            PAUSES.end()
        if not self._has_ended:
            if self._waits_for is None:
                self._queue.add(self._step)
            else:
                # This is how tasks use futures. Source: PEP 3156 and asyncio.futures._PyFuture.
                self._waits_for._asyncio_future_blocking = False
                self._waits_for.add_done_callback(self._ready)
        elif not self.future.done():
            if self._failure is None:
                self.future.set_result(self._result)
            else:
                self.future.set_exception(self._failure)

    def _ready(self, _: object) -> None:
        self._queue.add(self._step)

    def _switch(self) -> None:
        self._go.release()
        self._back.acquire()

    # --- in the thread

    def _look(self) -> int:
        if TUNING.now_s() > self._ends_s:
            self._wait(None)
        return TUNING.values_per_look

    def _wait(self, waits_for: Any) -> None:
        """Gives control to the loop until the next turn."""
        self._waits_for = waits_for
        self._back.release()
        self._go.acquire()
        if self._closed:
            raise _Closed

    def _run(self) -> None:
        asyncio._set_running_loop(self._loop)
        self._go.acquire()
        try:
            self._run_to_end()
            with suppress(_Closed):
                for each in self._leftovers:  # the outer ones are the first
                    dispose(each)
        finally:
            self._has_ended = True
            self._back.release()

    def _run_to_end(self) -> None:
        coroutine, self._coroutine = self._coroutine, None
        assert coroutine is not None
        try:
            if not self._closed:
                while True:
                    self._wait(coroutine.send(None))
        except StopIteration as stop:
            self._result = stop.value
        except _Closed:
            pass
        except Exception as error:  # noqa: BLE001  (any exception goes to the caller)
            self._failure = error
        finally:
            coroutine.close()
