"""The contract between the engine and a storage: ordered keys, opaque values, five verbs.

A storage does not know what an item or a table is. It stores bytes under keys. Indexes, streams and
time to live are keys and values that the engine writes.

The rules for every storage (tests/storage/test_conformance.py checks them):
- A `read` returns the values of one snapshot. Transacts are serializable.
- `decide` is a pure function. It receives the values of `reads`, in order. The storage may call it
  again; what the last call returns is what happens. An exception that `decide` raises goes to its
  caller only, and nothing is written.
- When `transact` returns a Batch with mutations, they are on disk (in the memory storage: in
  memory).
- The mutations of a Batch are applied in their order, all of them or none.

The values that every request creates are plain classes, not named tuples: compiled code creates
them ten times faster.
"""

from collections.abc import Awaitable, Callable, Sequence
from enum import Enum
from itertools import zip_longest
from typing import Final, Generic, NamedTuple, Protocol, TypeVar, final

from jedlik.core.keys.key import Key, Span, make_key
from jedlik.core.keys.position import position_at, position_ms, position_of, position_to_bytes
from jedlik.core.keys.space import Space

# What `decide` returns to its caller: R if it writes, E if it does not.
R = TypeVar("R")
E = TypeVar("E")
R_co = TypeVar("R_co", covariant=True)
E_co = TypeVar("E_co", covariant=True)


@final
class Put:
    """Store `value` under `key` and replace what was there."""

    __slots__ = ("key", "value")

    def __init__(self, key: Key, value: bytes) -> None:
        self.key = key
        self.value = value


@final
class Copy:
    """Store the value of `source` under `key` and replace what was there.

    A storage may store the bytes once for both keys. Whoever writes a copy therefore follows these
    rules:
    - A Batch that puts `source` writes, after that Put, either the Copy again or a Delete of `key`.
      If the new bytes mean the same as the old ones, neither is required: a read of `key` may then
      return the old bytes or the new ones.
    - A Batch that deletes `source` also deletes `key`.
    - `key` is not the source of another copy.

    If a rule is broken, the value under `key` is undefined, and `key` may only be deleted. The
    engine uses this for the entries of an index that is being erased: nobody reads them.
    """

    __slots__ = ("key", "source")

    def __init__(self, key: Key, source: Key) -> None:
        self.key = key
        self.source = source


@final
class Delete:
    """Delete `key` and its value. Deleting an absent key does nothing."""

    __slots__ = ("key",)

    def __init__(self, key: Key) -> None:
        self.key = key


@final
class Add:
    """Add `amounts` to the counters under `key`, one by one. An absent counter is zero.

    An Add reads nothing and never conflicts with another write, like an atomic add of FoundationDB.
    A storage may merge the Adds of several transacts. An Add never fails: a counter wraps around at
    64 bits, so the sum does not depend on the order. `counters_of` decodes the stored value: 8
    bytes for each counter, big-endian, signed.
    """

    __slots__ = ("amounts", "key")

    def __init__(self, key: Key, amounts: tuple[int, ...]) -> None:
        self.key = key
        self.amounts = amounts


@final
class Append:
    """Store `value` under a new key whose sort key the storage chooses when it commits.

    The sort key is a position (`core.keys.position`). Positions rise strictly, in the order of the
    commits, over all Appends of a storage, its processes and its restarts. If the clock goes back,
    they continue from the last position.
    The stored value is the position followed by `value`, so a scan returns the position of each
    entry. All Appends of one Batch have positions of the same millisecond.
    The value under LAST_APPEND is the position of the last Append. A Batch that reads it may
    put a higher position there; then all later positions follow that one.
    """

    __slots__ = ("partition", "space", "table", "value")

    def __init__(self, space: Space, table: int, partition: bytes, value: bytes) -> None:
        self.space = space
        self.table = table
        self.partition = partition
        self.value = value


LAST_APPEND: Final = Key(Space.APPEND, 0, b"", b"")

Mutation = Put | Copy | Delete | Add | Append


@final
class Batch(Generic[R_co]):
    """What `decide` returns to write `mutations` and to return `result` to the caller.

    raises_epoch: whether the mutations change something that nodes cache (see Epoch).
    """

    __slots__ = ("mutations", "raises_epoch", "result")

    def __init__(
        self, mutations: Sequence[Mutation], result: R_co, *, raises_epoch: bool = False
    ) -> None:
        self.mutations = mutations
        self.result = result
        self.raises_epoch = raises_epoch


@final
class Abort(Generic[E_co]):
    """What `decide` returns to write nothing and to return `reason` to the caller."""

    __slots__ = ("reason",)

    def __init__(self, reason: E_co) -> None:
        self.reason = reason


Decide = Callable[[Sequence[bytes | None]], Batch[R] | Abort[E]]


@final
class Page:
    """The values of a part of a span, in the order of their keys.

    last: partition and sort key of the last value if more values follow, None at the end of the
    span.
    """

    __slots__ = ("last", "values")

    def __init__(self, values: Sequence[bytes], last: tuple[bytes, bytes] | None) -> None:
        self.values = values
        self.last = last


class Fence(NamedTuple):
    """A condition for `erase`: the value under `key` is still exactly `value`.

    The entry is a lease, or a record of work to do. Whoever takes the work over changes the entry.
    A process that was stopped for a while and then continues can therefore delete nothing that its
    successor has written.
    """

    key: Key
    value: bytes


class FenceLostError(Exception):
    """The entry of a Fence has changed, so nothing was deleted. Another process has the work."""


class FailureKind(Enum):
    """The reasons why a storage cannot execute a call. Metrics show these values."""

    FULL = "full"  # no space on the disk
    READ_ONLY = "read_only"  # of the file or the file system
    LOCKED = "locked"  # by another program, for longer than the storage waits
    IO = "io"  # the disk or the file system reports an error
    DAMAGED = "damaged"  # what is read is not what was written
    GONE = "gone"  # the data folder was removed or replaced
    CLOSED = "closed"  # by `Storage.close`
    UNREACHABLE = "unreachable"  # the database does not accept connections, or does not answer


class StorageUnavailableError(Exception):
    """The storage cannot execute a call now. Nothing was written.

    There is one exception: a database may end the connection during a commit, and then not be
    reachable for long enough to find out whether it made the commit (`storage.postgresql`).

    kind: the reason. The text is for the operator's log and must not reach a client. The storage
    logs it, so its callers need not.
    """

    def __init__(self, text: str = "", kind: FailureKind = FailureKind.IO) -> None:
        super().__init__(text)
        self.kind = kind


@final
class Health:
    """What fails in a storage. The storage writes it; the health check and the metrics read it.

    outage: why calls fail at the moment, None if they succeed.
    failures: the number of calls that have failed since the storage was opened, by kind.
    """

    __slots__ = ("failures", "outage")

    def __init__(self) -> None:
        self.outage: FailureKind | None = None
        self.failures: dict[FailureKind, int] = {}


class Epoch:
    """A number that rises with every commit that changes what nodes cache, such as table records.

    A node remembers the epoch of its cache, and drops the cache when `now` returns another number.
    It adds an entry only if `stable` returned that same number before the entry was read.

    A storage counts such a commit twice: `begin` before others can see it, and `finish` after. The
    epoch is the number of commits that have begun, so nobody can see the change without a new
    epoch. Between the two calls a read may still return the old value. It must not be cached:
    `finish` does not raise the epoch, so the old value would never be dropped. That is why `stable`
    returns None meanwhile.

    This class counts the commits of one process; `storage.shared_epoch` counts those of several.
    """

    __slots__ = ("_begun", "_finished")

    def __init__(self) -> None:
        self._begun = 0
        self._finished = 0

    def now(self) -> int:
        """Returns the epoch. Every request calls this."""
        return self._begun

    def stable(self) -> int | None:
        """Returns the epoch, or None while a commit that raised it has not finished."""
        return self._begun if self._begun == self._finished else None

    def begin(self) -> None:
        """Counts a commit that is about to become visible. Only the storage calls this."""
        self._begun += 1

    def finish(self) -> None:
        """Counts the end of that commit, whether it succeeded or failed."""
        self._finished = self._begun


class Storage(Protocol):
    """The five verbs, and what work in the background asks in order to give way to other writes.

    Each verb may raise StorageUnavailableError.
    """

    @property
    def epoch(self) -> Epoch:
        """Returns the epoch of everything in the storage."""
        ...

    @property
    def health(self) -> Health:
        """Returns what fails in the storage at the moment."""
        ...

    def others_wait(self) -> bool:
        """Returns whether writes wait for others, or have waited for another process since the last
        call. Then work in the background makes its next commit small.
        """
        ...

    def company(self, wait_s: float) -> Awaitable[bool]:
        """Waits until another write is about to be committed, for at most `wait_s` seconds. Returns
        whether there is one.

        If the caller then writes at once, both writes share one commit, so that the other write
        need not wait for a commit of work in the background. A storage in which writes do not wait
        for each other need not share commits.
        """
        ...

    def read(self, keys: Sequence[Key], *, consistent: bool) -> Awaitable[Sequence[bytes | None]]:
        """Returns the values of `keys` in order, None for an absent key, all of one snapshot.

        consistent: whether the snapshot must contain every commit that was acknowledged before.
        """
        ...

    def scan(
        self,
        span: Span,
        *,
        limit_items: int,
        limit_bytes: int,
        reverse: bool = False,
        consistent: bool = True,
    ) -> Awaitable[Page]:
        """Returns the first values of `span`, or the last ones in reverse order if `reverse`.

        The page ends with `limit_items` values (at least 1), or with the value that brings it to
        `limit_bytes` or more. It has at least one value unless the span is empty.

        consistent: whether the snapshot must contain every commit that was acknowledged before.
        """
        ...

    def transact(
        self, reads: Sequence[Key], decide: Decide[R, E]
    ) -> Awaitable[Batch[R] | Abort[E]]:
        """Reads, calls `decide` and writes, in one transaction. Returns what `decide` returned."""
        ...

    def erase(self, span: Span, *, limit_items: int, fence: Fence | None) -> Awaitable[int]:
        """Deletes the first `limit_items` entries of `span` in one transaction. Returns how many it
        deleted. Fewer than `limit_items` means that the span is empty now.

        Raises FenceLostError, and deletes nothing, if the value under `fence.key` is not
        `fence.value` in that transaction. fence: None if nothing is ever written into the span
        again, such as the span of a deleted table.
        """
        ...

    def close(self) -> Awaitable[None]:
        """Finishes the accepted calls, then releases everything. Every later call fails."""
        ...


def append_ms(last: bytes | None, now_ms: int, count: int) -> int:
    """Returns the millisecond of a commit: positions for `count` Appends are left in it.

    last: the value under LAST_APPEND before the commit. The result is the time of the commit, or
    later if positions are already ahead of the clock.
    """
    first = max(position_of(last) + 1, position_at(now_ms))
    ms = position_ms(first)
    return ms if first + count <= position_at(ms + 1) else ms + 1


def appended(append: Append, last: bytes | None, now_ms: int) -> tuple[Key, bytes]:
    """Returns the key of an Append and the value to store there.

    last: the value under LAST_APPEND before this Append. now_ms: for the first Append of a commit
    what `append_ms` returns, 0 for the others, which follow it.
    """
    position = max(position_of(last) + 1, position_at(now_ms))
    sort = position_to_bytes(position)
    return make_key(append.space, append.table, append.partition, sort), sort + append.value


def counters_of(value: bytes | None, count: int) -> tuple[int, ...]:
    """Returns the `count` counters that are stored under a key; zeros if there is no value."""
    if value is None:
        return (0,) * count
    return tuple(
        int.from_bytes(value[at : at + 8], "big", signed=True) for at in range(0, 8 * count, 8)
    )


def counters_to_bytes(amounts: Sequence[int]) -> bytes:
    """Returns the value to store for counters: 8 bytes for each, big-endian, signed."""
    return b"".join(amount.to_bytes(8, "big", signed=True) for amount in amounts)


def counters_added(value: bytes | None, amounts: Sequence[int]) -> bytes:
    """Returns the stored value after an Add of `amounts`; each sum wraps around at 64 bits."""
    counters = counters_of(value, 0 if value is None else len(value) // 8)
    sums = (one + other for one, other in zip_longest(counters, amounts, fillvalue=0))
    return counters_to_bytes([(total + 2**63) % 2**64 - 2**63 for total in sums])
