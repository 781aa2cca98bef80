"""What all storages share: positions, counters as bytes, and the epoch of one process."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.keys.key import Key
from jedlik.core.keys.position import position_at, position_ms, position_of, position_to_bytes
from jedlik.core.keys.space import Space
from jedlik.storage.interface import (
    Append,
    Epoch,
    append_ms,
    appended,
    counters_added,
    counters_of,
    counters_to_bytes,
)

APPEND = Append(Space.CHANGE_LOG, 7, b"partition", b"value")
COUNTERS = st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("last", "position"),
    [
        (None, position_at(1000)),
        (position_at(999), position_at(1000)),
        (position_at(1000), position_at(1000) + 1),
        (position_at(1000) + 5, position_at(1000) + 6),
        (position_at(2000), position_at(2000) + 1),  # the clock went back
    ],
)
def test_positions_rise_and_follow_the_clock(last: int | None, position: int) -> None:
    stored_last = None if last is None else position_to_bytes(last)
    sort = position_to_bytes(position)
    assert appended(APPEND, stored_last, 1000) == (
        Key(Space.CHANGE_LOG, 7, b"partition", sort),
        sort + b"value",
    )


@pytest.mark.parametrize(
    ("last", "count", "ms"),
    [
        (None, 200, 1000),
        (position_at(1000) + 5, 200, 1000),
        (position_at(1001) - 201, 200, 1000),  # exactly as many are left
        (position_at(1001) - 200, 200, 1001),
        (position_at(3000) - 1, 1, 3000),  # the clock went back
        (position_at(3000) - 2, 1, 2999),
    ],
)
def test_a_commit_is_of_one_millisecond(last: int | None, count: int, ms: int) -> None:
    stored_last = None if last is None else position_to_bytes(last)
    assert append_ms(stored_last, 1000, count) == ms
    found = position_of(appended(APPEND, stored_last, ms)[1])
    assert position_ms(found) == position_ms(found + count - 1) == ms


@given(COUNTERS)
def test_counters_are_stored_in_8_bytes_each(amounts: list[int]) -> None:
    stored = counters_to_bytes(amounts)
    assert len(stored) == 8 * len(amounts)
    assert counters_of(stored, len(amounts)) == tuple(amounts)


def test_absent_counters_are_zero() -> None:
    assert counters_of(None, 2) == (0, 0)
    assert counters_added(None, (1, -2)) == counters_to_bytes((1, -2))


def test_an_add_may_have_more_or_fewer_counters_than_are_stored() -> None:
    stored = counters_to_bytes((5, 5))
    assert counters_added(stored, (1,)) == counters_to_bytes((6, 5))
    assert counters_added(stored, (1, -9, 7)) == counters_to_bytes((6, -4, 7))


@given(st.lists(COUNTERS, min_size=2, max_size=4))
def test_the_order_of_adds_does_not_matter(adds: list[list[int]]) -> None:
    def total(amounts: list[list[int]]) -> bytes:
        stored: bytes | None = None
        for each in amounts:
            stored = counters_added(stored, each)
        assert stored is not None
        return stored

    assert total(adds) == total(adds[::-1])
    assert total([[2**63 - 1], [1]]) == counters_to_bytes([-(2**63)])


def test_the_epoch_rises_when_a_commit_begins_and_is_stable_when_it_has_finished() -> None:
    epoch = Epoch()
    first = epoch.now()
    assert epoch.stable() == first
    epoch.begin()
    assert epoch.now() == first + 1
    assert epoch.stable() is None
    epoch.finish()
    assert epoch.stable() == epoch.now() == first + 1


def test_commits_of_one_group_finish_together() -> None:
    epoch = Epoch()
    epoch.begin()
    epoch.begin()
    assert epoch.now() == 2
    assert epoch.stable() is None
    epoch.finish()
    assert epoch.stable() == 2
    epoch.finish()
    assert epoch.stable() == 2
