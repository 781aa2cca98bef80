"""The storage in memory: one ordered map, for `--memory` and as the model for tests of other
storages.

No verb awaits anything between its first read of the map and its last change. So the verbs of one
event loop never interleave: every verb sees a snapshot, and transacts are serializable. Only a
decision about large values takes turns with others. It is made again if a value that it read has
changed meanwhile. The values are lost when the process ends.
"""

import time
from collections.abc import Callable, Sequence
from functools import partial
from operator import is_
from typing import Final

from sortedcontainers import SortedDict

from jedlik.core.keys.key import Key, Span
from jedlik.core.pauses import without_pauses
from jedlik.storage.interface import (
    LAST_APPEND,
    Abort,
    Add,
    Append,
    Batch,
    Copy,
    Decide,
    Delete,
    E,
    Epoch,
    FailureKind,
    Fence,
    FenceLostError,
    Health,
    Mutation,
    Page,
    Put,
    R,
    StorageUnavailableError,
    append_ms,
    appended,
    counters_added,
)
from jedlik.turns import call

# A decision about larger values takes turns with other requests.
_LARGE_BYTES: Final = 64 * 1024
# So often a decision is made with turns. The next one is made in one piece, so it comes to its end.
_ATTEMPTS_MAX: Final = 3


class MemoryStorage:
    """All entries of one process, in the order of their keys."""

    def __init__(self, *, now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000) -> None:
        """now_ms: Unix time in milliseconds, for the positions of Appends."""
        self.epoch: Final = Epoch()
        self.health: Final = Health()
        self._now_ms = now_ms
        self._values: SortedDict[Key, bytes] = SortedDict()
        self._get = self._values.get
        self._closed = False

    def others_wait(self) -> bool:
        """See Storage.others_wait. No write waits for another one."""
        return False

    async def company(self, wait_s: float) -> bool:
        """See Storage.company. No write waits for another one, so there is nothing to share."""
        return False

    async def read(self, keys: Sequence[Key], *, consistent: bool) -> Sequence[bytes | None]:
        """See Storage.read. Every read is consistent."""
        if self._closed:
            raise _closed()
        if len(keys) == 1:
            return (self._get(keys[0]),)
        return [self._get(key) for key in keys]

    async def scan(
        self,
        span: Span,
        *,
        limit_items: int,
        limit_bytes: int,
        reverse: bool = False,
        consistent: bool = True,
    ) -> Page:
        """See Storage.scan. Every scan is consistent."""
        if self._closed:
            raise _closed()
        found: list[bytes] = []
        last: Key | None = None
        size_bytes = 0
        values = self._values
        for key in values.irange(*_bounds(span), inclusive=(True, False), reverse=reverse):
            if last is not None and (len(found) == limit_items or size_bytes >= limit_bytes):
                return Page(found, (last.partition, last.sort))
            value = values[key]
            size_bytes += len(value)
            found.append(value)
            last = key
        return Page(found, None)

    async def transact(self, reads: Sequence[Key], decide: Decide[R, E]) -> Batch[R] | Abort[E]:
        """See Storage.transact."""
        if self._closed:
            raise _closed()
        values = [self._get(key) for key in reads]
        if sum([len(value) for value in values if value is not None]) <= _LARGE_BYTES:
            decision = without_pauses(lambda: decide(values))
        else:
            decision = await self._decided_in_turns(reads, decide)
        if isinstance(decision, Batch):
            if decision.raises_epoch:
                self.epoch.begin()
            self._apply(decision.mutations)
            self.epoch.finish()
        return decision

    async def _decided_in_turns(
        self, reads: Sequence[Key], decide: Decide[R, E]
    ) -> Batch[R] | Abort[E]:
        """Returns the decision about the current values. Others get their turn meanwhile."""
        for _ in range(_ATTEMPTS_MAX):
            values = [self._get(key) for key in reads]
            decision = await call(partial(decide, values))
            if self._closed:
                raise _closed()
            # A value that was written meanwhile is another object.
            if all(map(is_, map(self._get, reads), values)):
                return decision
        return without_pauses(lambda: decide([self._get(key) for key in reads]))

    async def erase(self, span: Span, *, limit_items: int, fence: Fence | None) -> int:
        """See Storage.erase."""
        if self._closed:
            raise _closed()
        if fence is not None and self._get(fence.key) != fence.value:
            raise FenceLostError
        in_span = self._values.irange(*_bounds(span), inclusive=(True, False))
        keys = [key for key, _ in zip(in_span, range(limit_items), strict=False)]
        for key in keys:
            del self._values[key]
        return len(keys)

    async def close(self) -> None:
        """See Storage.close. Closing twice is harmless."""
        self._closed = True
        self._values.clear()

    def _apply(self, mutations: Sequence[Mutation]) -> None:
        ms: int | None = None  # of the first Append
        values = self._values
        for mutation in mutations:
            if type(mutation) is Put:
                values[mutation.key] = mutation.value
            elif type(mutation) is Copy:
                values[mutation.key] = values[mutation.source]
            elif type(mutation) is Add:
                values[mutation.key] = counters_added(self._get(mutation.key), mutation.amounts)
            elif type(mutation) is Append:
                last = self._get(LAST_APPEND)
                ms = append_ms(last, self._now_ms(), len(mutations)) if ms is None else 0
                key, values[key] = appended(mutation, last, ms)
                values[LAST_APPEND] = key.sort
            else:
                assert type(mutation) is Delete
                values.pop(mutation.key, None)


def _bounds(span: Span) -> tuple[tuple[object, ...], tuple[object, ...]]:
    """Returns the first key of `span` and the first one after it, as tuples.

    A tuple sorts before every longer tuple that begins with it.
    """
    first = (span.space, span.table, *(span.start or ()))
    beyond = (span.space, span.table, *span.end) if span.end else (span.space, span.table + 1)
    return first, beyond


def _closed() -> StorageUnavailableError:
    return StorageUnavailableError("The storage is closed.", FailureKind.CLOSED)
