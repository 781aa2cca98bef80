"""The memory that the requests of a process hold: how much it is, and who has to wait for it.

    buffers: unfinished requests, requests that have not begun, unread answers
    running: requests that have begun and wait for the storage

A request that does not fit waits in one of three queues, first come first served. When memory is
freed, small requests begin first, then large ones. Large bodies are read only if no complete
request waits. These thresholds let requests end whatever else waits, see
docs/adr/0028-memory-budget.md:

    small requests begin          up to the limit
    large requests begin          up to 3/4 of the limit, or alone up to the limit
    large bodies are read         up to 3/4 of the limit, and buffers up to 1/2 of it
    buffers are freed by force    above 3/4 of the limit, or above 1/8 if the limit is exceeded
"""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final, Protocol, final

# A request with a larger body is estimated before it begins. A larger body is read only if there is
# memory for all of it.
SMALL_BODY_BYTES: Final = 64 * 1024

# The memory of a small request that waits, except for its body.
_REQUEST_BYTES: Final = 8 * 1024

# How long a request waits for memory before it is refused.
WAIT_S: Final = 5.0


class Holder(Protocol):
    """A connection that waits for memory."""

    def proceed(self, granted_bytes: int, /) -> None:
        """Is called when there is memory. granted_bytes: how much is reserved for the request."""

    def give_up(self) -> None:
        """Is called when the connection has waited too long."""


@final
class _Wait:
    """One place in a queue."""

    __slots__ = ("body_bytes", "needed_bytes", "since_s")

    def __init__(self, needed_bytes: int, body_bytes: int, since_s: float) -> None:
        """body_bytes: the part of the buffers that is free when the wait is over."""
        self.needed_bytes = needed_bytes
        self.body_bytes = body_bytes
        self.since_s = since_s


@final
class Memory:
    """The memory of all requests of a process.

    limit_bytes: how much they may hold.
    buffered_bytes, running_bytes: how much they hold.
    shed: how many requests were refused for lack of memory.
    """

    __slots__ = (
        *("_due", "_estimate", "_factor_max", "_large", "_later", "_now_s", "_readers", "_small"),
        *("buffered_bytes", "limit_bytes", "running_bytes", "shed"),
    )

    def __init__(
        self,
        limit_bytes: int,
        *,
        estimate: Callable[[bytes], int],
        factor_max: int,
        later: Callable[[Callable[[], None]], object],
    ) -> None:
        """estimate: returns about how much memory a request with this body takes. factor_max: the
        most that it returns for one byte. later: calls its argument in the next turn of the event
        loop.
        """
        self.limit_bytes = limit_bytes
        self.buffered_bytes = 0
        self.running_bytes = 0
        self.shed = 0
        self._estimate = estimate
        self._factor_max = factor_max
        self._later = later
        self._now_s = 0.0
        self._due = False  # whether `_serve` is about to be called
        self._small: OrderedDict[Holder, _Wait] = OrderedDict()
        self._large: OrderedDict[Holder, _Wait] = OrderedDict()
        self._readers: OrderedDict[Holder, _Wait] = OrderedDict()

    @property
    def held_bytes(self) -> int:
        """Returns how much all requests hold."""
        return self.buffered_bytes + self.running_bytes

    @property
    def is_crowded(self) -> bool:
        """Returns whether buffers must be freed now."""
        limit, buffered = self.limit_bytes, self.buffered_bytes
        if buffered > limit - limit // 4:
            return True
        return buffered > limit // 8 and buffered + self.running_bytes > limit

    @property
    def is_wanted(self) -> bool:
        """Returns whether anyone waits for memory."""
        return bool(self._small or self._large or self._readers)

    def buffer(self, more_bytes: int) -> None:
        """Changes the size of the buffers."""
        self.buffered_bytes += more_bytes
        if more_bytes < 0:
            self._freed()

    @property
    def is_full(self) -> bool:
        """Returns whether not even a small request may begin."""
        return self.buffered_bytes + self.running_bytes > self.limit_bytes

    # --- requests

    def needed_bytes(self, body: bytes) -> int:
        """Returns about how much a running request with this body takes."""
        return self._estimate(body)

    def wait(self, holder: Holder) -> None:
        """Lets `holder` wait until memory is not full."""
        self._small[holder] = _Wait(0, 0, self._now_s)

    def may_begin(self, holder: Holder, needed_bytes: int, body_bytes: int) -> bool:
        """Reserves memory for a large request. If there is none, `holder` waits.

        body_bytes: what the request takes in the buffers until it begins.
        """
        if not self._large and self._fits(needed_bytes, body_bytes):
            self.running_bytes += needed_bytes
            return True
        self._large[holder] = _Wait(needed_bytes, body_bytes, self._now_s)
        return False

    def grow(self, body: bytes) -> int:
        """Reserves memory for a running request, whose decompressed body is `body`. Returns how
        much, or 0 if there is not enough.
        """
        needed_bytes = self._estimate(body)
        if not self._fits(needed_bytes, 0):
            self.shed += 1
            return 0
        self.running_bytes += needed_bytes
        return needed_bytes

    def suspended(self, body_bytes: int) -> int:
        """Counts a small request, which has begun and waits now. Returns what it takes."""
        taken_bytes = _REQUEST_BYTES + self._factor_max * body_bytes
        self.running_bytes += taken_bytes
        return taken_bytes

    def ended(self, held_bytes: int) -> None:
        """Frees the memory of a running request."""
        self.running_bytes -= held_bytes
        self._freed()

    # --- large bodies

    def may_read(self, holder: Holder, rest_bytes: int) -> bool:
        """Returns whether there is memory for the rest of a body. If not, `holder` waits."""
        if not self._large and not self._readers and self._has_room(rest_bytes):
            return True
        self._readers[holder] = _Wait(rest_bytes, 0, self._now_s)
        return False

    # --- waiting

    def leave(self, holder: Holder) -> None:
        """Ends the wait of `holder`."""
        for queue in (self._small, self._large, self._readers):
            queue.pop(holder, None)

    def expire(self, now_s: float) -> None:
        """Gives up those that have waited too long. It is called about once a second."""
        self._now_s = now_s
        for queue in (self._small, self._large, self._readers):
            while queue:
                holder, wait = next(iter(queue.items()))
                if now_s - wait.since_s <= WAIT_S:
                    break
                del queue[holder]
                holder.give_up()
        self._freed()

    def _fits(self, needed_bytes: int, body_bytes: int) -> bool:
        limit = self.limit_bytes
        if self.running_bytes:
            limit -= limit // 4
        return self.held_bytes - body_bytes + needed_bytes <= limit

    def _has_room(self, rest_bytes: int) -> bool:
        limit = self.limit_bytes
        if self.buffered_bytes + rest_bytes > limit // 2:
            return False
        return self.held_bytes + rest_bytes <= limit - limit // 4

    def _freed(self) -> None:
        if not self._due and (self._small or self._large or self._readers):
            self._due = True
            self._later(self._serve)

    def _serve(self) -> None:
        """Lets those continue for whom there is memory now."""
        self._due = False
        small, large, readers = self._small, self._large, self._readers
        while small and self.held_bytes <= self.limit_bytes:
            small.popitem(last=False)[0].proceed(0)
        while large:
            holder, wait = next(iter(large.items()))
            if not self._fits(wait.needed_bytes, wait.body_bytes):
                return
            del large[holder]
            self.running_bytes += wait.needed_bytes
            holder.proceed(wait.needed_bytes)
        while readers:
            holder, wait = next(iter(readers.items()))
            if not self._has_room(wait.needed_bytes):
                return
            del readers[holder]
            holder.proceed(0)
