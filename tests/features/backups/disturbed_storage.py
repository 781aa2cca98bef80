"""A storage as one process sees it, which may be killed or stopped at any of its calls."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from jedlik.core.keys.key import Key, Span
from jedlik.storage.interface import (
    Abort,
    Batch,
    Decide,
    E,
    Epoch,
    Fence,
    Health,
    Page,
    R,
    Storage,
)

T = TypeVar("T")


class KilledError(BaseException):
    """The process was killed. Nothing in it runs any more."""


class DisturbedStorage:
    """The storage of one process.

    `kill_at` and `stop_at` choose one of its next calls. A kill raises KilledError before the call
    has any effect, or after it. A stop lets the process wait before the call, until `go_on`.

    die: what a kill does, for processes that can really be killed.
    """

    def __init__(self, storage: Storage) -> None:
        self.inner = storage
        self.die: Callable[[], None] = _die
        self._calls_to_kill = 0
        self._is_after = False
        self._calls_to_stop = 0
        self._may_go_on = asyncio.Event()
        self.is_stopped = asyncio.Event()

    @property
    def epoch(self) -> Epoch:
        """See Storage."""
        return self.inner.epoch

    @property
    def health(self) -> Health:
        """See Storage."""
        return self.inner.health

    def others_wait(self) -> bool:
        """See Storage."""
        return self.inner.others_wait()

    def company(self, wait_s: float) -> Awaitable[bool]:
        """See Storage."""
        return self.inner.company(wait_s)

    def kill_at(self, call: int, *, is_after: bool) -> None:
        """Kills the process at one of its next calls. call: 1 for the next one, 0 for none.

        is_after: whether the call still has its effect.
        """
        self._calls_to_kill, self._is_after = call, is_after

    def stop_at(self, call: int) -> None:
        """Stops the process at one of its next calls."""
        self._calls_to_stop = call

    def go_on(self) -> None:
        """Lets a process that was stopped go on, or never stop."""
        self._calls_to_stop = 0
        self._may_go_on.set()

    async def read(self, keys: Sequence[Key], *, consistent: bool) -> Sequence[bytes | None]:
        """See Storage.read."""
        return await self._call(lambda: self.inner.read(keys, consistent=consistent))

    async def scan(
        self,
        span: Span,
        *,
        limit_items: int,
        limit_bytes: int,
        reverse: bool = False,
        consistent: bool = True,
    ) -> Page:
        """See Storage.scan."""
        return await self._call(
            lambda: self.inner.scan(
                span,
                limit_items=limit_items,
                limit_bytes=limit_bytes,
                reverse=reverse,
                consistent=consistent,
            )
        )

    async def transact(self, reads: Sequence[Key], decide: Decide[R, E]) -> Batch[R] | Abort[E]:
        """See Storage.transact."""
        return await self._call(lambda: self.inner.transact(reads, decide))

    async def erase(self, span: Span, *, limit_items: int, fence: Fence | None) -> int:
        """See Storage.erase."""
        return await self._call(
            lambda: self.inner.erase(span, limit_items=limit_items, fence=fence)
        )

    async def close(self) -> None:
        """See Storage.close."""
        await self.inner.close()

    async def _call(self, work: Callable[[], Awaitable[T]]) -> T:
        self._calls_to_stop -= 1
        if self._calls_to_stop == 0:
            self.is_stopped.set()
            await self._may_go_on.wait()
        self._calls_to_kill -= 1
        if self._calls_to_kill != 0:
            return await work()
        if self._is_after:
            await work()
        self.die()
        raise AssertionError("the process goes on after it was killed")


def _die() -> None:
    raise KilledError
