"""Runs a coroutine without a task.

A GetItem on an embedded storage never suspends, and a task would cost more than reading the item:
`asyncio.Task` starts only in the next turn of the event loop. So a connection runs the first step
of the coroutine itself. If the coroutine ends in that step, its answer is there at once. If not,
`Suspended` replaces a task: it waits for the future that the coroutine yielded, and runs the next
step when the future is done.

The result of a coroutine is in an exception, StopIteration. To catch it costs as much as to read an
item, so a coroutine leaves its answer elsewhere, and `next` with a default sees the end.

Inside the coroutine `asyncio.current_task()` is None. The coroutine may await futures, locks,
queues and tasks that it creates. It may not use `asyncio.timeout` and `wait_for`, which need a
task.
"""

import asyncio
from collections.abc import Callable, Generator
from typing import Any, Final

Steps = Generator[Any, None, object]  # what `__await__` of a coroutine returns

ENDED: Final = object()  # what `next` returns after the last step of a coroutine


class Suspended:
    """A coroutine that waits for a future."""

    __slots__ = ("_done", "_future", "_loop", "_steps")

    def __init__(self, steps: Steps, waited_for: Any, done: Callable[[], None]) -> None:
        """steps: a coroutine whose first step has run. waited_for: what that step yielded.
        done: called when the coroutine has ended, also if it raised. The exception goes to the
            exception hook of the event loop.
        """
        self._steps = steps
        self._done = done
        self._loop = asyncio.get_running_loop()
        self._future: asyncio.Future[Any] | None = None
        self._wait_for(waited_for)

    def close(self) -> None:
        """Ends the coroutine where it waits. Its `finally` blocks run. `done` is not called."""
        if self._future is not None:
            self._future.remove_done_callback(self._step)
            self._future.cancel()  # nobody needs its result
        self._done = _ignore
        self._steps.close()

    def _wait_for(self, waited_for: Any) -> None:
        if waited_for is None:  # a bare yield: asyncio.sleep(0)
            self._future = None
            self._loop.call_soon(self._step)
        else:
            # This is how tasks use futures. Source: PEP 3156 and asyncio.futures._PyFuture.
            assert waited_for._asyncio_future_blocking, "awaited something that is not a future"
            waited_for._asyncio_future_blocking = False
            self._future = waited_for
            waited_for.add_done_callback(self._step)

    def _step(self, _: object = None) -> None:
        if self._done is _ignore:  # closed while a step was scheduled
            return
        waited_for: Any = ENDED
        try:
            waited_for = next(self._steps, ENDED)
        finally:
            if waited_for is ENDED:
                self._done()
        if waited_for is not ENDED:
            self._wait_for(waited_for)


def _ignore() -> None:
    """Replaces `done` after `close`."""
