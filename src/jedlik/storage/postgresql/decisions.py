"""How a group decides, what it writes, and which locks it needs.

The members decide in order. Each sees what was read, changed by what the members before it will
write. The result is one commit.
"""

from asyncio import Future
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Generic, NamedTuple, TypeVar, final

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
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
    Mutation,
    Put,
    R_co,
    counters_added,
)
from jedlik.storage.postgresql.entry_id import append_prefix, id_of, lock_number, prefix_of

T_co = TypeVar("T_co", covariant=True)


@final
class Found:
    """The state of an entry: its value, and the version that a commit proves. 0 if it is absent."""

    __slots__ = ("value", "version")

    def __init__(self, value: bytes | None, version: int) -> None:
        self.value = value
        self.version = version


ABSENT: Final = Found(None, 0)

_UNDECIDED: Final = RuntimeError("the group ended without this member")
_VALUES_PER_MEMBER: Final = 100  # as much work as a small decision, see `spend`
# A group ends with the member that brings the values that it has read to more than this. Small
# requests can read much (25 deletes of 400 KB each), and a commit must have an answer in time.
_GROUP_READ_BYTES: Final = 16 * 1024 * 1024
# A commit with more keys locks whole pairs of space and table, if it has many keys of the pair.
_KEY_LOCKS_MAX: Final = 200
_PAIR_KEYS_MAX: Final = 20
_COARSE_PAIR_KEYS_MAX: Final = 2


class Member(Generic[T_co]):
    """One call that waits for its group: the future of its caller, and its outcome.

    outcome: what to return to the caller, or the exception to raise.
    attempts: how many groups of this member found that a value had changed meanwhile.
    turn: calls that arrived together have the same number. is_alone: whether it must not share a
    group, because its last group failed.
    """

    __slots__ = ("attempts", "future", "is_alone", "outcome", "turn")

    def __init__(self, future: "Future[T_co]") -> None:
        self.future = future
        self.attempts = 0
        self.turn = 0
        self.is_alone = False
        self.outcome: T_co | Exception = _UNDECIDED

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
    """A waiting call of `transact`.

    also: keys whose values its mutations need, in addition to those that it reads.
    """

    __slots__ = ("also", "decide", "reads")

    def __init__(
        self,
        reads: Sequence[Key],
        decide: Decide[R_co, E_co],
        future: "Future[Batch[R_co] | Abort[E_co]]",
    ) -> None:
        super().__init__(future)
        self.reads = reads
        self.also: tuple[Key, ...] = ()
        self.decide = decide


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


class MissingValueError(Exception):
    """A mutation needs a value that was not read. Its key has been added to `Transact.also`."""


class Appended(NamedTuple):
    """An Append to write. mutations: those of its batch if it is the first of them, else 0."""

    prefix: bytes
    value: bytes
    mutations: int


@final
class Decisions:
    """Lets the members of a group decide, and collects what they write.

    rows: what to put, or None to delete. added: what to add to counters that are not in `rows`.
    proven: the keys whose versions the commit must prove. independent: the members that wrote
    nothing and saw nothing that others write. Their snapshot is their place in the order.
    """

    __slots__ = (
        *("_at", "_group", "_read_bytes", "_values", "added", "appended", "independent"),
        *("proven", "raises_epoch", "rows"),
    )

    def __init__(self, group: list[Transact[object, object]], values: Mapping[Key, Found]):
        """values: the states of all keys that the members read."""
        self.rows: dict[Key, bytes | None] = {}
        self.added: dict[Key, tuple[int, ...]] = {}
        self.appended: list[tuple[Append, Appended]] = []
        self.proven: set[Key] = set()
        self.independent: list[Transact[object, object]] = []
        self.raises_epoch = False
        self._group = group
        self._values = values
        self._at = 0  # the first member that has not decided
        self._read_bytes = 0

    def run(self) -> None:
        """Lets the members decide, until they have read much. If it is left in a `decide`, that
        member decides again.

        Raises MissingValueError.
        """
        while self._at < len(self._group):
            if self._at and self._read_bytes > _GROUP_READ_BYTES:
                break
            member = self._group[self._at]
            values = [self._value(key) for key in member.reads]
            self._read_bytes += sum([len(each) for each in values if each is not None])
            spend(_VALUES_PER_MEMBER)
            depends = self._sees_others(member.reads)
            try:
                answer = member.decide(values)
            except StopIteration:  # a future does not accept it
                member.outcome = RuntimeError("decide raised StopIteration")
            except Exception as error:  # noqa: BLE001  (any exception goes to its caller only)
                member.outcome = error
            else:
                member.outcome = answer
                if type(answer) is Batch and answer.mutations:
                    depends = True
                    self._apply(member, answer.mutations)
                    self.raises_epoch = self.raises_epoch or answer.raises_epoch
            if depends:
                self.proven.update(member.reads)
            else:
                self.independent.append(member)
            self._at += 1

    def take_rest(self) -> list[Transact[object, object]]:
        """Takes the members that have not decided out of the group, and returns them."""
        rest = self._group[self._at :]
        del self._group[self._at :]
        return rest

    @property
    def writes(self) -> bool:
        """Returns whether there is anything to commit."""
        return bool(self.rows or self.added or self.appended)

    def written(self) -> set[Key]:
        """Returns the keys that are written, without counters that are only added to."""
        keys = set(self.rows)
        if self.appended:
            keys.add(LAST_APPEND)
        return keys

    def _sees_others(self, reads: Sequence[Key]) -> bool:
        """Returns whether members before this one write one of these keys."""
        rows, added = self.rows, self.added
        return any([key in rows or key in added for key in reads])  # noqa: C419  (faster compiled)

    def _value(self, key: Key) -> bytes | None:
        if key in self.rows:
            return self.rows[key]
        value = self._values[key].value
        return counters_added(value, self.added[key]) if key in self.added else value

    def _apply(self, member: Transact[object, object], mutations: Sequence[Mutation]) -> None:
        """Adds what a member writes. Changes nothing if it raises MissingValueError."""
        missing: list[Key] = []
        for mutation in mutations:
            needed = _needed(mutation)
            if not (
                needed is None
                or needed in self.rows
                or needed in self._values
                or needed in missing
                or _is_put(mutations, needed)
            ):
                missing.append(needed)
        if missing:
            member.also += tuple(missing)
            raise MissingValueError
        count = len(mutations)  # until the first Append
        rows = self.rows
        for mutation in mutations:
            if type(mutation) is Put:
                rows[mutation.key] = mutation.value
                self.added.pop(mutation.key, None)
            elif type(mutation) is Copy:
                if mutation.source not in rows:
                    self.proven.add(mutation.source)
                value = self._value(mutation.source)
                assert value is not None, "a copy of nothing"
                rows[mutation.key] = value
            elif type(mutation) is Add:
                self._add(mutation)
            elif type(mutation) is Append:
                prefix = append_prefix(mutation.space, mutation.table, mutation.partition)
                self.appended.append((mutation, Appended(prefix, mutation.value, count)))
                count = 0
            else:
                assert type(mutation) is Delete
                rows[mutation.key] = None
                self.added.pop(mutation.key, None)

    def _add(self, add: Add) -> None:
        key = add.key
        if key in self.rows:
            self.rows[key] = counters_added(self.rows[key], add.amounts)
        elif key.space is Space.COUNTER:
            before = self.added.get(key)
            self.added[key] = add.amounts if before is None else _sums(before, add.amounts)
        else:
            self.proven.add(key)
            self.rows[key] = counters_added(self._value(key), add.amounts)


def _sums(amounts: Sequence[int], others: Sequence[int]) -> tuple[int, ...]:
    """Returns the sums of two lists. The shorter one is continued with zeros."""
    longer, shorter = (amounts, others) if len(amounts) >= len(others) else (others, amounts)
    sums = list(longer)
    for at, each in enumerate(shorter):
        sums[at] += each
    return tuple(sums)


def keys_of(group: Iterable[Transact[Any, Any]]) -> list[Key]:
    """Returns the keys that a group reads, each once."""
    keys: set[Key] = set()
    for member in group:
        keys.update(member.reads)
        keys.update(member.also)
    return list(keys)


class Prepared(NamedTuple):
    """A group that has decided: what to write, and the states of the keys that it has read."""

    decisions: Decisions
    values: Mapping[Key, Found]


def _needed(mutation: Mutation) -> Key | None:
    """Returns the key whose value is needed to make a row of a mutation."""
    if type(mutation) is Copy:
        return mutation.source
    if type(mutation) is Add and mutation.key.space is not Space.COUNTER:
        return mutation.key
    return None


def _is_put(mutations: Sequence[Mutation], key: Key) -> bool:
    """Returns whether `key` is put or deleted before its value is needed."""
    for mutation in mutations:
        if isinstance(mutation, (Put, Delete)) and mutation.key == key:
            return True
        if _needed(mutation) == key:
            return False
    return False


def locks_of(decisions: Decisions, *, coarse: bool = False) -> list[tuple[int, bool]]:
    """Returns the locks of a commit in their order: numbers, and whether they are exclusive.

    coarse: whether to lock pairs of space and table wherever that saves locks.
    """
    exclusive = decisions.written()
    exclusive.update(key for key in decisions.proven if key.space is Space.COUNTER)
    keys = exclusive | decisions.proven | set(decisions.added)
    most = len(keys)
    if coarse:
        most = _COARSE_PAIR_KEYS_MAX
    elif len(keys) > _KEY_LOCKS_MAX:
        most = _PAIR_KEYS_MAX
    pairs: dict[bytes, list[Key]] = {}
    for key in keys:
        pairs.setdefault(prefix_of(key.space, key.table), []).append(key)
    locks: dict[int, bool] = {}
    for prefix, members in pairs.items():
        is_whole = len(members) > most
        _lock(locks, prefix, is_exclusive=is_whole)
        if not is_whole:
            for key in members:
                _lock(locks, id_of(key), is_exclusive=key in exclusive)
    for append, _ in decisions.appended:
        _lock(locks, prefix_of(append.space, append.table), is_exclusive=False)
    return sorted(locks.items())


def _lock(locks: dict[int, bool], locked: bytes, *, is_exclusive: bool) -> None:
    """Adds the lock of an id or a prefix. Two of them may have one number."""
    number = lock_number(locked)
    locks[number] = locks.get(number, False) or is_exclusive


def first_locks_of(keys: Iterable[Key]) -> list[tuple[int, bool]]:
    """Returns the locks of an attempt that locks all keys before it reads them."""
    locks: dict[int, bool] = {}
    for key in keys:
        _lock(locks, id_of(key), is_exclusive=True)
        _lock(locks, prefix_of(key.space, key.table), is_exclusive=False)
    return sorted(locks.items())


def erasure_locks(span: Span, fence: Fence | None) -> list[tuple[int, bool]]:
    """Returns the locks of an erasure. With a fence nobody may write into the span meanwhile."""
    locks: dict[int, bool] = {}
    _lock(locks, prefix_of(span.space, span.table), is_exclusive=fence is not None)
    if fence is not None:
        _lock(locks, prefix_of(fence.key.space, fence.key.table), is_exclusive=False)
        _lock(locks, id_of(fence.key), is_exclusive=False)
    return sorted(locks.items())
