"""What a group writes.

The members decide in order. Each sees the data as the members before it leave it.
"""

import time
from asyncio import Future
from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeVar, final

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.ranges import holds
from jedlik.core.pauses import spend
from jedlik.storage.interface import (
    LAST_APPEND,
    Abort,
    Add,
    Append,
    Batch,
    Copy,
    Decide,
    Delete,
    E_co,
    Fence,
    FenceLostError,
    Put,
    R_co,
    append_ms,
    appended,
    counters_added,
)
from jedlik.storage.sqlite.entries import Entries, Rows

T_co = TypeVar("T_co", covariant=True)

_UNDECIDED: Final = RuntimeError("the group ended without this member")
_VALUES_PER_MEMBER: Final = 100  # as much work as a small decision, see `spend`
_REMEMBERED_BYTES: Final = 4096  # of one value; a group reads some thousand values at most
# A group ends with the member that brings the values that it has read to more than this. Small
# requests can read much (25 deletes of 400 KB each), and the memory of requests does not count it.
_GROUP_READ_BYTES: Final = 16 * 1024 * 1024


class Member(Generic[T_co]):
    """One call that waits for its group: the future of its caller, and its outcome.

    outcome: what to return to the caller, or the exception to raise.
    joined_s: when it began to wait (time.monotonic).
    """

    __slots__ = ("future", "joined_s", "outcome")

    def __init__(self, future: "Future[T_co]") -> None:
        self.future = future
        self.joined_s = time.monotonic()
        self.outcome: T_co | Exception = _UNDECIDED

    def place(self) -> str:
        """Returns the place in which the call reads, in words for the operator."""
        return "the data file"

    def answer(self) -> None:
        """Passes the outcome to the caller, unless the caller was cancelled."""
        if self.future.done():
            return
        if isinstance(self.outcome, Exception):
            self.future.set_exception(self.outcome)
            self.future.exception()  # asyncio logs it otherwise, if no caller is left at a stop
        else:
            self.future.set_result(self.outcome)


@final
class Transact(Member[Batch[R_co] | Abort[E_co]]):
    """A waiting call of `transact`."""

    __slots__ = ("decide", "reads")

    def __init__(
        self,
        reads: Sequence[Key],
        decide: Decide[R_co, E_co],
        future: "Future[Batch[R_co] | Abort[E_co]]",
    ) -> None:
        super().__init__(future)
        self.reads = reads
        self.decide = decide

    def place(self) -> str:
        """Returns the place of the first key. The other keys usually belong to the same table."""
        return place_of(self.reads[0]) if self.reads else "the data file"


@final
class Erasure(Member[int]):
    """A waiting call of `erase`."""

    __slots__ = ("fence", "limit_items", "span")

    def __init__(
        self, span: Span, limit_items: int, fence: Fence | None, future: "Future[int]"
    ) -> None:
        super().__init__(future)
        self.span = span
        self.limit_items = limit_items
        self.fence = fence

    def place(self) -> str:
        """Returns the place of the span."""
        return place_of(self.span)


@final
class Overlay:
    """The entries of the file, changed by what the members so far have decided.

    rows: what to write.
    raises_epoch: whether one of the batches raises the epoch.
    read_bytes: the size of the values that were read from the file.
    """

    __slots__ = ("_entries", "_seen", "raises_epoch", "read_bytes", "rows")

    def __init__(self, entries: Entries) -> None:
        self.rows: Rows = {}
        self.raises_epoch = False
        self.read_bytes = 0
        self._entries = entries
        self._seen: dict[Key, bytes | None] = {}

    def value(self, key: Key) -> bytes | None:
        """Returns the value under a key. A small value is read from the file only once per group,
        because all writes of a table read the record of the table.
        """
        if key in self.rows:
            row = self.rows[key]
            return row if row is None or isinstance(row, bytes) else self.value(row)
        if key in self._seen:
            return self._seen[key]
        value = self._entries.read(key)
        if value is not None:
            self.read_bytes += len(value)
        if value is None or len(value) <= _REMEMBERED_BYTES:
            self._seen[key] = value
        return value

    def keys(self, span: Span, limit: int) -> list[Key]:
        """Returns the first `limit` keys of `span`."""
        changed = [
            key
            for key in self.rows
            if key.space == span.space
            and key.table == span.table
            and holds(span, (key.partition, key.sort))
        ]
        if not changed:
            return self._entries.keys(span, limit)
        keys = set(self._entries.keys(span, limit + len(changed)))
        keys.difference_update(changed)
        keys.update([key for key in changed if self.rows[key] is not None])
        return sorted(keys)[:limit]

    def apply(self, batch: Batch[object], now_ms: Callable[[], int]) -> None:
        """Adds the decision of a member. now_ms: returns the time of the commit."""
        rows = self.rows
        ms: int | None = None  # of the first Append
        if batch.raises_epoch:
            self.raises_epoch = True
        for mutation in batch.mutations:
            if type(mutation) is Put:
                rows[mutation.key] = mutation.value
            elif type(mutation) is Copy:
                rows[mutation.key] = mutation.source
            elif type(mutation) is Add:
                key = mutation.key
                rows[key] = counters_added(self.value(key), mutation.amounts)
            elif type(mutation) is Append:
                last = self.value(LAST_APPEND)
                ms = append_ms(last, now_ms(), len(batch.mutations)) if ms is None else 0
                key, rows[key] = appended(mutation, last, ms)
                self._entries.is_new(key)
                rows[LAST_APPEND] = key.sort
            else:
                assert type(mutation) is Delete
                rows[mutation.key] = None


def place_of(where: Key | Span) -> str:
    """Returns a place in words for the operator. They do not contain keys, which may be
    confidential.
    """
    return f"{where.space.name} of table number {where.table}"


@final
class Decisions:
    """Lets each member of a group decide, in order.

    Puts of one key, or Adds to one counter, become one row, however many members made them.
    overlay: what the whole group writes.
    """

    __slots__ = ("_at", "_group", "_now_ms", "overlay")

    def __init__(
        self, group: list[Member[object]], entries: Entries, now_ms: Callable[[], int]
    ) -> None:
        """entries: the file before the group; `run` raises the exceptions of its methods.
        now_ms: the time of the commit.
        """
        self.overlay = Overlay(entries)
        self._group = group
        self._at = 0  # the first member that has not decided
        self._now_ms = now_ms

    def run(self) -> None:
        """Lets the members decide, until they have read much. If it is left in a `decide`, that
        member decides again.
        """
        overlay = self.overlay
        while self._at < len(self._group):
            if self._at and overlay.read_bytes > _GROUP_READ_BYTES:
                break
            member = self._group[self._at]
            if type(member) is Transact:
                values = [overlay.value(key) for key in member.reads]
                spend(_VALUES_PER_MEMBER)
                try:
                    answer = member.decide(values)
                except StopIteration:  # a future does not accept it
                    member.outcome = RuntimeError("decide raised StopIteration")
                except Exception as error:  # noqa: BLE001  (any exception goes to its caller only)
                    member.outcome = error
                else:
                    member.outcome = answer
                    if type(answer) is Batch:
                        overlay.apply(answer, self._now_ms)
            else:
                assert type(member) is Erasure
                _erase(member, overlay)
            self._at += 1

    def take_rest(self) -> list[Member[object]]:
        """Takes the members that have not decided out of the group, and returns them."""
        rest = self._group[self._at :]
        del self._group[self._at :]
        return rest


def _erase(erasure: Erasure, overlay: Overlay) -> None:
    fence = erasure.fence
    if fence is not None and overlay.value(fence.key) != fence.value:
        erasure.outcome = FenceLostError()
        return
    keys = overlay.keys(erasure.span, erasure.limit_items)
    overlay.rows.update(dict.fromkeys(keys))
    erasure.outcome = len(keys)
