"""What a group decides, and which locks it needs."""

from collections.abc import Sequence
from concurrent.futures import Future

import pytest

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.storage.interface import (
    LAST_APPEND,
    Abort,
    Add,
    Append,
    Batch,
    Copy,
    Decide,
    Delete,
    Fence,
    Mutation,
    Put,
    counters_to_bytes,
)
from jedlik.storage.postgresql.decisions import (
    ABSENT,
    Decisions,
    Found,
    MissingValueError,
    Transact,
    erasure_locks,
    first_locks_of,
    locks_of,
)
from jedlik.storage.postgresql.entry_id import id_of, lock_number, prefix_of
from tests.storage.scenarios import key, writing

A, B, COUNTER = key(b"a"), key(b"b"), key(b"c", space=Space.COUNTER)


def member(reads: Sequence[Key], decide: Decide[object, object]) -> Transact[object, object]:
    return Transact(reads, decide, Future())  # type: ignore[arg-type]


def decided(*members: Transact[object, object], **values: Found) -> Decisions:
    states = {A: ABSENT, B: ABSENT, COUNTER: ABSENT}
    states.update({{"a": A, "b": B}[name]: found for name, found in values.items()})
    decisions = Decisions([*members], states)
    decisions.run()
    return decisions


def writes(reads: Sequence[Key], *mutations: Mutation) -> Transact[object, object]:
    return member(reads, writing(*mutations))


def lock(found: Key) -> int:
    return lock_number(id_of(found))


def pair(found: Key) -> int:
    return lock_number(prefix_of(found.space, found.table))


def test_a_commit_proves_what_writes_depend_on() -> None:
    looks = member([B], lambda values: Abort(values[0]))
    found = decided(looks, writes([A], Put(A, b"1")), b=Found(b"2", 5))
    assert found.proven == {A}
    assert found.independent == [looks]
    assert looks.outcome.reason == b"2"  # type: ignore[union-attr]
    # Who reads what another member writes depends on the commit.
    looks = member([A], lambda values: Abort(values[0]))
    found = decided(writes([], Put(A, b"1")), looks)
    assert found.independent == []
    assert looks.outcome.reason == b"1"  # type: ignore[union-attr]


def test_adds_of_a_group_become_one() -> None:
    found = decided(writes([], Add(COUNTER, (1,))), writes([], Add(COUNTER, (2, 3))))
    assert found.added == {COUNTER: (3, 3)}
    assert found.rows == {}
    found = decided(writes([], Add(COUNTER, (1,)), Delete(COUNTER), Add(COUNTER, (5,))))
    assert found.rows == {COUNTER: counters_to_bytes((5,))}
    assert found.added == {}


def test_a_value_that_nobody_reads_is_asked_for() -> None:
    other = key(b"other")
    copies = writes([], Copy(A, other))
    with pytest.raises(MissingValueError):
        decided(copies)
    assert copies.also == (other,)
    # The source of a copy that is put before is known.
    assert decided(writes([], Put(other, b"1"), Copy(A, other))).rows[A] == b"1"
    assert decided(writes([], Add(A, (4,)))).rows[A] == counters_to_bytes((4,))


def test_a_group_that_has_read_much_ends() -> None:
    """Small requests can read large values. Those that have not decided wait for the next group."""
    group = [writes([each], Put(each, b"")) for each in (A, B, COUNTER)]
    large = Found(bytes(10 * 1024 * 1024), 5)
    decisions = Decisions(group, {A: large, B: large, COUNTER: large})
    decisions.run()
    rest = decisions.take_rest()
    assert (len(group), len(rest)) == (2, 1)
    assert decisions.rows == {A: b"", B: b""}
    assert decisions.proven == {A, B}
    # A member that has read more by itself decides all the same.
    huge = Found(bytes(20 * 1024 * 1024), 5)
    decisions = Decisions(rest, {COUNTER: huge})
    decisions.run()
    assert decisions.take_rest() == []
    assert decisions.rows == {COUNTER: b""}


def test_locks_of_a_commit() -> None:
    found = decided(writes([A, B], Put(A, b"1"), Add(COUNTER, (1,))))
    expected = {
        lock(A): True,
        lock(B): False,
        lock(COUNTER): False,
        pair(A): False,
        pair(COUNTER): False,
    }
    assert locks_of(found) == sorted(expected.items())
    # A counter that is read is locked against those that add to it.
    reads = decided(writes([COUNTER], Put(A, b"1")))
    assert dict(locks_of(reads))[lock(COUNTER)] is True
    appends = dict(locks_of(decided(writes([], Append(Space.CHANGE_LOG, 7, b"p", b"")))))
    assert appends == {
        lock(LAST_APPEND): True,
        pair(LAST_APPEND): False,
        lock_number(prefix_of(Space.CHANGE_LOG, 7)): False,
    }


def test_many_keys_share_a_lock() -> None:
    puts = [Put(key(b"p", b"%d" % n), b"") for n in range(300)]
    found = dict(locks_of(decided(writes([A], *puts, Add(COUNTER, (1,))))))
    assert found == {pair(A): True, pair(COUNTER): False, lock(COUNTER): False}
    few = decided(writes([], *puts[:3]))
    assert dict(locks_of(few, coarse=True)) == {pair(A): True}
    assert len(locks_of(few)) == 4


def test_locks_of_other_attempts() -> None:
    assert first_locks_of([A]) == sorted({lock(A): True, pair(A): False}.items())
    lease = key(b"lease", space=Space.JOB)
    assert erasure_locks(Span(Space.ITEM, 1), None) == [(pair(A), False)]
    fenced = dict(erasure_locks(Span(Space.ITEM, 1), Fence(lease, b"")))
    assert fenced == {pair(A): True, pair(lease): False, lock(lease): False}
    same = dict(erasure_locks(Span(Space.JOB, 1), Fence(lease, b"")))
    assert same[pair(lease)] is True


def test_the_epoch_rises_with_what_is_written() -> None:
    raising: Batch[object] = Batch([Put(A, b"1")], None, raises_epoch=True)
    assert decided(member([], lambda _: raising), writes([], Put(B, b""))).raises_epoch
    assert not decided(writes([], Put(B, b""))).raises_epoch
