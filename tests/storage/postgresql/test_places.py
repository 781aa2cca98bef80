"""Places: one for each partition, in the order of keys where a scan relies on it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.ranges import after_prefix
from jedlik.core.keys.space import Space
from jedlik.storage.postgresql.entry_id import bounds_of, id_of
from jedlik.storage.postgresql.places import Places, is_distributed

VALUES = (17, 4, 33, 2, 90, 41, 8)
PLACES = Places(VALUES)
DISTRIBUTED = (
    *(Space.ITEM, Space.INDEX, Space.CHANGE_LOG, Space.EXPIRY, Space.OVERLAY),
    Space.BACKUP_BLOCK,
)
# Prefixes of one another, zeros, and partitions that are longer than an id.
PARTS = st.one_of(
    st.binary(max_size=20),
    st.lists(st.sampled_from([b"\x00", b"\xff", b"a"]), max_size=20).map(b"".join),
    st.sampled_from([b"\x00" * 1300, b"a" * 2553 + b"\x00", b"a" * 2554 + b"\x00", b"a" * 3000]),
)
KEYS = st.builds(Key, st.sampled_from(DISTRIBUTED), st.sampled_from([0, 1, 2**40]), PARTS, PARTS)


def place(key: Key) -> int:
    return PLACES.place_of(id_of(key))


def test_spaces_that_grow_with_the_data_are_distributed() -> None:
    found = {space for space in Space if is_distributed(id_of(Key(space, 1, b"p", b"")))}
    assert found == set(DISTRIBUTED)


@given(KEYS, PARTS)
def test_the_entries_of_a_partition_have_one_place(key: Key, sort: bytes) -> None:
    assert place(key) == place(key._replace(sort=sort))


@given(KEYS, KEYS, KEYS)
def test_a_span_visits_the_place_of_each_of_its_entries(low: Key, key: Key, high: Key) -> None:
    key = key._replace(space=low.space, table=low.table)
    start, end = sorted([low[2:], high[2:]])
    for span in (
        Span(low.space, low.table, start, end),
        Span(low.space, low.table, start, None),
        Span(low.space, low.table, None, end),
        Span(low.space, low.table, (key.partition, b""), (key.partition + b"\x00", b"")),
        Span(low.space, low.table, key[2:], (key.partition, key.sort + b"\x00")),
    ):
        if (span.start is None or span.start <= key[2:]) and (
            span.end is None or key[2:] < span.end
        ):
            assert place(key) in PLACES.visit(span, bounds_of(span).low).places


@given(KEYS, KEYS, st.booleans())
def test_ordered_places_have_the_order_of_keys(one: Key, other: Key, is_open: bool) -> None:
    other = other._replace(space=one.space, table=one.table)
    first, last = sorted([one, other])
    end = None if is_open else (last.partition, last.sort + b"\x00")
    span = Span(one.space, one.table, first[2:], end)
    visit = PLACES.visit(span, bounds_of(span).low)
    if visit.is_ordered:
        assert visit.places.index(place(first)) <= visit.places.index(place(last))


@pytest.mark.parametrize("prefix", [b"\x00\x01", b"\x00\xff", b"\xff\xfe"])
def test_the_scan_of_an_index_visits_its_places_in_order(prefix: bytes) -> None:
    beyond = after_prefix(prefix)  # as features make the span of an index, or of an overlay
    assert beyond is not None
    span = Span(Space.INDEX, 1, (prefix, b""), (beyond, b""))
    visit = PLACES.visit(span, bounds_of(span).low)
    assert (tuple(visit.places), visit.is_ordered) == (VALUES, True)
    keys = [Key(Space.INDEX, 1, prefix + bytes([n, 0, 0, 0]), b"") for n in range(256)]
    assert len({place(each) for each in keys}) == len(VALUES)


def test_one_partition_has_one_place() -> None:
    for space in DISTRIBUTED:
        span = Span(space, 1, (b"partition", b"1"), (b"partition", b"9"))
        visit = PLACES.visit(span, bounds_of(span).low)
        assert list(visit.places) == [place(Key(space, 1, b"partition", b"5"))]
