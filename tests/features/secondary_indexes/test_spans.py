"""A span of an index holds exactly the entries that satisfy its condition."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.keys.key import Key
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.keys.ranges import holds
from jedlik.core.keys.space import Space
from jedlik.features.secondary_indexes.entry_key import index_partition
from jedlik.features.secondary_indexes.index import Index, IndexKey
from jedlik.features.secondary_indexes.spans import (
    index_partition_span,
    index_segment_span,
    index_span,
)

TABLE: Any = {"Id": 7}
RECORD: Any = {"Id": 300, "IndexName": "index", "Projection": {"ProjectionType": "ALL"}}
KEY = IndexKey((KeyAttribute("h", "S"),), (KeyAttribute("a", "S"), KeyAttribute("b", "S")))
INDEX = Index(TABLE, RECORD, KEY, is_global=True)
ITEM_KEY = Key(Space.ITEM, 7, b"hashhash\x00pk", b"sk")
TEXTS = st.text(st.sampled_from("\x00\x01ab\u00ff"), min_size=1, max_size=4)


def sort_key(a: str, b: str) -> bytes:
    key = INDEX.entry_key({"h": {"S": "h"}, "a": {"S": a}, "b": {"S": b}}, ITEM_KEY)
    assert key is not None
    return key.sort


OPERATORS: dict[str | None, Callable[[bytes, bytes, bytes], bool]] = {
    "=": lambda value, low, high: value == low,
    "<": lambda value, low, high: value < low,
    "<=": lambda value, low, high: value <= low,
    ">": lambda value, low, high: value > low,
    ">=": lambda value, low, high: value >= low,
    "BETWEEN": lambda value, low, high: low <= value <= high,
    "begins_with": lambda value, low, high: value.startswith(low),
    None: lambda value, low, high: True,
}


@given(TEXTS, TEXTS, TEXTS, TEXTS, st.sampled_from([*OPERATORS]))
def test_a_span_holds_exactly_the_entries_that_satisfy_its_condition(
    value: str, low: str, high: str, second: str, operator: str | None
) -> None:
    partition = index_partition(INDEX.prefix, [b"h"])
    bounds = [low.encode(), high.encode()] if operator == "BETWEEN" else [low.encode()]
    satisfied = OPERATORS[operator](value.encode(), low.encode(), high.encode())
    span = index_partition_span(7, partition, [], operator, bounds)
    assert holds(span, (partition, sort_key(value, second))) == satisfied
    span = index_partition_span(7, partition, [second.encode()], operator, bounds)
    assert holds(span, (partition, sort_key(second, value))) == satisfied
    if second != low:
        assert not holds(span, (partition, sort_key(low, value)))


def test_segments_of_an_index_cover_it_once() -> None:
    whole = index_span(7, INDEX.prefix)
    for total in (1, 2, 3, 7):
        spans = [index_segment_span(7, INDEX.prefix, at, total) for at in range(total)]
        assert spans[0].start == (INDEX.prefix + bytes(8), b"")
        assert spans[-1].end == whole.end
        for one, following in pairwise(spans):
            assert one.end == following.start
    assert index_span(7, b"\xff\xff").end is None


@given(st.integers(0, 2**16 - 1), TEXTS, TEXTS)
def test_the_span_of_an_index_holds_its_entries_and_no_others(
    other_id: int, a: str, b: str
) -> None:
    other = other_id.to_bytes(2, "big")
    partition = index_partition(other, [a.encode()])
    assert holds(index_span(7, INDEX.prefix), (partition, b.encode())) == (other == INDEX.prefix)
