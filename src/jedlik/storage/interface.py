"""What an engine needs of a storage: partitioned ordered keys and five verbs.

A storage knows neither items nor tables; it keeps opaque values under keys. All semantics of the
service (indexes, streams, expiry) are keys that the engine writes.

Rules every storage keeps (tests/storage/test_conformance.py):
- `read` sees one snapshot; `transact` is serializable: no two overlap in effect.
- `decide` is pure, gets the values of `reads` in order, may be called again, and runs at most
  once for the Batch that is kept. What it raises goes to its caller alone and writes nothing.
- When `transact` returns a Batch with mutations, they are on disk (unless kept in memory).
- Mutations of a Batch are applied all or none, in their order.

What every request makes is a plain class: compiled, it is made in a tenth of the time that a named
tuple takes.
"""

from collections.abc import Awaitable, Callable, Sequence
from itertools import zip_longest
from typing import Final, NamedTuple, Protocol, final

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.position import position_at, position_of, position_to_bytes
from jedlik.core.keys.space import Space


@final
class Put:
    """Keep `value` under `key`, over whatever is there."""

    __slots__ = ("key", "value")

    def __init__(self, key: Key, value: bytes) -> None:
        self.key = key
        self.value = value


@final
class Copy:
    """Keep under `key` what is kept under `of`, over whatever is there.

    A storage may keep the value once. So whoever puts `of` anew says in the same Batch, after it,
    that `key` is its copy again, or deletes `key`; and whoever deletes `of` deletes `key`. Where
    that is left undone, what is under `key` is undefined and may only be forgotten: so are entries
    of an index that is being erased, which nobody reads. An `of` put anew with bytes that mean the
    same may do without: `key` shows either. `key` is itself the `of` of none.
    """

    __slots__ = ("key", "of")

    def __init__(self, key: Key, of: Key) -> None:
        self.key = key
        self.of = of


@final
class Delete:
    """Forget `key`; nothing happens if it is not there."""

    __slots__ = ("key",)

    def __init__(self, key: Key) -> None:
        self.key = key


@final
class Add:
    """Add `amounts` to the counters under `key`, elementwise; an absent counter is zero.

    Needs no read and conflicts with no one, as FoundationDB's atomic add: a storage may merge the
    Adds of a group of transacts. Never fails: a counter wraps around at 64 bits, so that the sum is
    the same in any order. The value under such a key is what `counters_of` reads: each counter as 8
    bytes, big-endian, signed.
    """

    __slots__ = ("amounts", "key")

    def __init__(self, key: Key, amounts: tuple[int, ...]) -> None:
        self.key = key
        self.amounts = amounts


@final
class Append:
    """Keep `value` under a new key, whose sort key the storage gives when it commits.

    That sort key is a position (`core.keys.position`). Positions rise strictly, over all Appends of
    a storage, its processes and restarts, in the order of their commits; should the clock go back,
    they go on from the last.
    What is kept begins with the position, followed by `value`, so that a scan tells where each
    entry stands. The position of the last Append is the value under LAST_APPEND.
    """

    __slots__ = ("partition", "space", "table", "value")

    def __init__(self, space: Space, table: int, partition: bytes, value: bytes) -> None:
        self.space = space
        self.table = table
        self.partition = partition
        self.value = value


LAST_APPEND: Final = Key(Space.APPEND, 0, b"", b"")

Mutation = Put | Copy | Delete | Add | Append
Reason = object


@final
class Batch:
    """What `decide` returns to write: the mutations, and the result for the caller."""

    __slots__ = ("mutations", "result")

    def __init__(self, mutations: Sequence[Mutation], result: object) -> None:
        self.mutations = mutations
        self.result = result


class Abort(NamedTuple):
    """What `decide` returns to write nothing: the reason, for the caller."""

    reason: Reason


Decide = Callable[[Sequence[bytes | None]], Batch | Abort]


@final
class Page:
    """Values of a span in order of their keys.

    last: (partition, sort) of the last of them if more follow, None if the span ends there.
    """

    __slots__ = ("last", "values")

    def __init__(self, values: Sequence[bytes], last: tuple[bytes, bytes] | None) -> None:
        self.values = values
        self.last = last


class StorageUnavailableError(Exception):
    """The storage cannot do what was asked now: disk full, read-only, closed. Nothing was written.

    The text is for the operator's log and never reaches a client.
    """


class Storage(Protocol):
    """The five verbs. All raise StorageUnavailableError and nothing else of their own."""

    def read(self, keys: Sequence[Key], *, consistent: bool) -> Awaitable[Sequence[bytes | None]]:
        """The values of `keys`, in order, of one snapshot; None where there is none."""
        ...

    def scan(
        self, span: Span, *, limit_items: int, limit_bytes: int, reverse: bool = False
    ) -> Awaitable[Page]:
        """Up to `limit_items` (>= 1) values of `span`, ending early once those returned have
        `limit_bytes` or more; at least one if there is one. `reverse` starts at the end.
        """
        ...

    def transact(self, reads: Sequence[Key], decide: Decide) -> Awaitable[Batch | Abort]:
        """Read, decide, write, as one step; returns what `decide` returned."""
        ...

    def erase(self, span: Span, *, limit_items: int) -> Awaitable[int]:
        """Forget up to `limit_items` entries of `span`; returns how many there were."""
        ...

    def close(self) -> Awaitable[None]:
        """Finish what was accepted, then release everything. Verbs fail afterwards."""
        ...


def appended(append: Append, last: bytes | None, now_ms: int) -> tuple[Key, bytes]:
    """The key of an Append, and the value to keep. last: the value under LAST_APPEND before it."""
    position = max(position_of(last) + 1, position_at(now_ms))
    sort = position_to_bytes(position)
    return Key(append.space, append.table, append.partition, sort), sort + append.value


def counters_of(value: bytes | None, count: int) -> tuple[int, ...]:
    """The `count` counters that Add keeps under a key; zeros where there is no value."""
    if value is None:
        return (0,) * count
    return tuple(
        int.from_bytes(value[at : at + 8], "big", signed=True) for at in range(0, 8 * count, 8)
    )


def counters_to_bytes(amounts: Sequence[int]) -> bytes:
    """The value under a counter key: each amount as 8 bytes, big-endian, signed."""
    return b"".join(amount.to_bytes(8, "big", signed=True) for amount in amounts)


def counters_added(value: bytes | None, amounts: Sequence[int]) -> bytes:
    """The value that an Add of `amounts` leaves where `value` is; wraps around at 64 bits."""
    kept = counters_of(value, 0 if value is None else len(value) // 8)
    sums = (one + other for one, other in zip_longest(kept, amounts, fillvalue=0))
    return counters_to_bytes([(total + 2**63) % 2**64 - 2**63 for total in sums])
