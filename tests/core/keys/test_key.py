"""Keys and spans: however they are made, and the range of a partition."""

from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.keys.key import Key, Span, entries_of_partition, make_key, make_span
from jedlik.core.keys.ranges import holds
from jedlik.core.keys.space import Space

SPACES = st.sampled_from(Space)
TABLES = st.integers(0, 1 << 40)
BOUNDS = st.none() | st.tuples(st.binary(max_size=9), st.binary(max_size=9))


@given(SPACES, TABLES, st.binary(max_size=9), st.binary(max_size=9))
def test_a_key(space: Space, table: int, partition: bytes, sort: bytes) -> None:
    key = make_key(space, table, partition, sort)
    assert type(key) is Key
    assert key == Key(space, table, partition, sort)
    assert (key.space, key.table, key.partition, key.sort) == (space, table, partition, sort)
    assert hash(key) == hash((space, table, partition, sort))


@given(SPACES, TABLES, BOUNDS, BOUNDS)
def test_a_span(
    space: Space, table: int, start: tuple[bytes, bytes] | None, end: tuple[bytes, bytes] | None
) -> None:
    span = make_span(space, table, start, end)
    assert type(span) is Span
    assert span == Span(space, table, start, end)
    assert (span.start, span.end) == (start, end)


@given(SPACES, TABLES, st.binary(max_size=4), st.binary(max_size=4), st.binary(max_size=4))
def test_the_entries_of_a_partition(
    space: Space, table: int, partition: bytes, other: bytes, sort: bytes
) -> None:
    span = entries_of_partition(space, table, partition)
    assert (span.space, span.table) == (space, table)
    assert holds(span, (other, sort)) == (other == partition)


@given(st.binary(max_size=4), st.binary(min_size=1, max_size=4), st.binary(max_size=4))
def test_the_entries_after_a_sort_key(partition: bytes, after: bytes, sort: bytes) -> None:
    span = entries_of_partition(Space.ITEM, 1, partition, after)
    assert holds(span, (partition, sort)) == (sort > after)
