"""A coroutine run without a task for as long as it does not suspend.

A GetItem on the embedded engine never suspends, and creating a task for it would cost more than
reading the item: `asyncio.Task` needs a trip through the event loop even to start. So the protocol
steps the coroutine once itself; if that ends it, the answer is there. If not, `Suspended` does what
a task does: it waits for the future the coroutine yielded and steps on when that is done.

What it does not do: be `asyncio.current_task()`. Code under it may await futures, locks, queues and
tasks it creates, but `asyncio.timeout` and `wait_for` need a task around them.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final, Generic, TypeVar

Answer = TypeVar("Answer")

_ENDED: Final = object()  # stands for what a coroutine yields when it yields nothing more


class Suspended(Generic[Answer]):
    """A coroutine that waits for a future.

    coroutine: stepped once already. waited_for: what that step yielded, a future or None.
    done: called with the coroutine's result, or with None if it raised; the exception goes on to
    the event loop's exception hook.
    """

    __slots__ = ("_coroutine", "_done", "_future", "_loop")

    def __init__(
        self,
        coroutine: Coroutine[Any, None, Answer],
        waited_for: Any,
        done: Callable[[Answer | None], None],
    ) -> None:
        self._coroutine = coroutine
        self._done = done
        self._loop = asyncio.get_running_loop()
        self._future: asyncio.Future[Any] | None = None
        self._wait_for(waited_for)

    def close(self) -> None:
        """Stop the coroutine where it stands: its `finally` blocks run, `done` is not called."""
        if self._future is not None:
            self._future.remove_done_callback(self._step)
            self._future.cancel()  # nobody is left to look at what it will be
        self._done = _ignore
        self._coroutine.close()

    def _wait_for(self, waited_for: Any) -> None:
        if waited_for is None:  # a bare yield: asyncio.sleep(0)
            self._future = None
            self._loop.call_soon(self._step)
        else:
            # The protocol between futures and tasks: PEP 3156 and asyncio.futures._PyFuture.
            assert waited_for._asyncio_future_blocking, "awaited something that is not a future"
            waited_for._asyncio_future_blocking = False
            self._future = waited_for
            waited_for.add_done_callback(self._step)

    def _step(self, _: object = None) -> None:
        if self._done is _ignore:  # closed with a step still scheduled
            return
        waited_for: Any = _ENDED
        answer: Answer | None = None
        try:
            waited_for = self._coroutine.send(None)
        except StopIteration as stop:
            answer = stop.value
        finally:
            if waited_for is _ENDED:
                self._done(answer)
        if waited_for is not _ENDED:
            self._wait_for(waited_for)


def _ignore(_: object) -> None:
    """What `done` becomes after `close`."""
