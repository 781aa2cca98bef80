"""A span contains what its operator says, and the segments of a Scan divide the table."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jedlik.core.keys.encode import HASH_BYTES, encode_partition
from jedlik.core.keys.key import Span
from jedlik.core.keys.ranges import (
    after,
    after_prefix,
    holds,
    partition_span,
    segment_span,
    shares_visited,
)
from jedlik.core.keys.space import Space

OPERATORS: dict[str, Callable[[bytes, Sequence[bytes]], bool]] = {
    "=": lambda sort, bounds: sort == bounds[0],
    "<": lambda sort, bounds: sort < bounds[0],
    "<=": lambda sort, bounds: sort <= bounds[0],
    ">": lambda sort, bounds: sort > bounds[0],
    ">=": lambda sort, bounds: sort >= bounds[0],
    "BETWEEN": lambda sort, bounds: bounds[0] <= sort <= bounds[1],
    "begins_with": lambda sort, bounds: sort.startswith(bounds[0]),
}
# Keys and bounds are short and use few different bytes, so that they often coincide.
sorts = st.lists(st.sampled_from([0x00, 0x01, 0x61, 0xFE, 0xFF]), max_size=4).map(bytes)
partitions = st.sampled_from([b"h" * HASH_BYTES + each for each in (b"", b"a", b"a\x00", b"b")])


@given(operator=st.sampled_from(sorted(OPERATORS)), bounds=st.tuples(sorts, sorts), sort=sorts)
@example(operator="begins_with", bounds=(b"\xff\xff", b""), sort=b"\xff\xff\xff")
@example(operator="begins_with", bounds=(b"a\xff", b""), sort=b"b")
def test_a_span_holds_what_its_operator_says(
    operator: str, bounds: tuple[bytes, bytes], sort: bytes
) -> None:
    given_bounds = bounds if operator == "BETWEEN" else bounds[:1]
    span = partition_span(7, b"partition", operator, given_bounds)
    assert (span.space, span.table) == (Space.ITEM, 7)
    assert holds(span, (b"partition", sort)) == OPERATORS[operator](sort, bounds)


@given(
    operator=st.sampled_from([None, *sorted(OPERATORS)]),
    own=partitions,
    other=partitions,
    bounds=st.tuples(sorts, sorts),
    sort=sorts,
)
def test_a_span_holds_nothing_of_another_partition(
    operator: str | None, own: bytes, other: bytes, bounds: tuple[bytes, bytes], sort: bytes
) -> None:
    span = partition_span(7, own, operator, bounds)
    if own != other:
        assert not holds(span, (other, sort))
    elif operator is None:
        assert holds(span, (other, sort))


@pytest.mark.parametrize("total", [1, 2, 3, 7, 256, 999, 1_000_000])
@given(hashed=st.binary(min_size=HASH_BYTES, max_size=HASH_BYTES), sort=sorts)
@example(hashed=b"\x00" * HASH_BYTES, sort=b"")
@example(hashed=b"\xff" * HASH_BYTES, sort=b"\xff")
@example(hashed=b"\x80" + b"\x00" * (HASH_BYTES - 1), sort=b"")
def test_every_item_is_in_one_segment(total: int, hashed: bytes, sort: bytes) -> None:
    position = (hashed + b"a", sort)
    likely = int.from_bytes(hashed, "big") * total >> (8 * HASH_BYTES)
    near = {max(likely - 1, 0), likely, min(likely + 1, total - 1), 0, total - 1}
    assert sum(holds(segment_span(7, at, total), position) for at in near) == 1


@pytest.mark.parametrize("total", [1, 2, 3, 7, 1000])
def test_segments_leave_no_gap(total: int) -> None:
    spans = [segment_span(7, at, total) for at in range(total)]
    assert spans[0].start == (b"\x00" * HASH_BYTES, b"")
    assert spans[-1].end is None
    assert [span.end for span in spans[:-1]] == [span.start for span in spans[1:]]


def test_segments_share_a_table_evenly() -> None:
    spans = [segment_span(7, at, 4) for at in range(4)]
    positions = [(encode_partition("S", f"user {at}"), b"") for at in range(4000)]
    held = [sum(holds(span, position) for position in positions) for span in spans]
    assert sum(held) == 4000
    assert all(900 < count < 1100 for count in held)


@given(st.lists(st.tuples(partitions, sorts), min_size=1, unique=True), st.data(), st.booleans())
def test_after_an_entry_the_rest_of_a_span_is_left(
    positions: list[tuple[bytes, bytes]], data: st.DataObject, reverse: bool
) -> None:
    span = Span(Space.ITEM, 7)
    last = data.draw(st.sampled_from(positions))
    rest = after(span, *last, reverse=reverse)
    for position in positions:
        assert holds(rest, position) == (position < last if reverse else position > last)


@given(sorts, sorts)
def test_after_a_prefix_is_the_first_bytes_that_sort_behind_it(prefix: bytes, other: bytes) -> None:
    end = after_prefix(prefix)
    if other.startswith(prefix):
        assert end is None or other < end
    elif other > prefix:
        assert end is not None
        assert other >= end


def at(share: int, shares: int) -> bytes:
    """Returns a partition whose hash is in the middle of one of `shares` equal parts."""
    return ((2 * share + 1) * 2**63 // shares).to_bytes(HASH_BYTES, "big") + b"a"


@pytest.mark.parametrize(
    ("first", "last", "visited"),
    [
        (None, None, 10),
        (None, at(0, 10), 1),
        (None, at(9, 10), 10),
        (at(3, 10), at(3, 10), 1),
        (at(3, 10), at(5, 10), 3),
        (at(3, 10), None, 7),
        (at(9, 10), None, 1),
    ],
)
def test_the_shares_of_a_table_that_a_read_visits(
    first: bytes | None, last: bytes | None, visited: int
) -> None:
    span = Span(Space.ITEM, 7, None if first is None else (first, b""))
    assert shares_visited(span, last, 10) == visited


def test_a_segment_visits_its_own_shares() -> None:
    assert [shares_visited(segment_span(7, at, 4), None, 8) for at in range(4)] == [2, 2, 2, 2]
    assert [shares_visited(segment_span(7, at, 4), None, 1) for at in range(4)] == [1, 1, 1, 1]
