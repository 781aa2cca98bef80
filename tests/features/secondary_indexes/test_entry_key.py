"""Keys of index entries sort as the service sorts, and their parts can be told apart."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.keys.key import Key
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.keys.ranges import holds
from jedlik.core.keys.space import Space
from jedlik.core.types.attribute_value import Item
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


def item(a: str, b: str) -> Item:
    return {"h": {"S": "h"}, "a": {"S": a}, "b": {"S": b}}


def sort_key(a: str, b: str, item_key: Key = ITEM_KEY) -> bytes:
    key = INDEX.entry_key(item(a, b), item_key)
    assert key is not None
    return key.sort


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_entries_order_by_their_attributes_one_after_another(
    a: str, b: str, c: str, d: str
) -> None:
    first, second = (a.encode(), b.encode()), (c.encode(), d.encode())
    assert (sort_key(a, b) < sort_key(c, d)) == (first < second)
    assert (sort_key(a, b) == sort_key(c, d)) == (first == second)


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


def test_entries_of_equal_attributes_differ_by_the_key_of_the_item() -> None:
    other = ITEM_KEY._replace(partition=b"hashhash\x00p", sort=b"ksk")
    assert sort_key("a", "b") != sort_key("a", "b", other)


def test_hash_attributes_cannot_be_mistaken_for_one_another() -> None:
    assert index_partition(INDEX.prefix, [b"a", b"bc"]) != index_partition(
        INDEX.prefix, [b"ab", b"c"]
    )


def test_segments_of_an_index_cover_it_once() -> None:
    whole = index_span(7, INDEX.prefix)
    for total in (1, 2, 3, 7):
        spans = [index_segment_span(7, INDEX.prefix, at, total) for at in range(total)]
        assert spans[0].start == (INDEX.prefix + bytes(8), b"")
        assert spans[-1].end == whole.end
        for one, following in pairwise(spans):
            assert one.end == following.start
    assert index_span(7, b"\xff\xff").end is None


def test_items_that_are_not_in_the_index() -> None:
    assert INDEX.entry_key({"h": {"S": "h"}, "a": {"S": "a"}}, ITEM_KEY) is None
    assert INDEX.entry_key({**item("a", "b"), "h": {"N": "1"}}, ITEM_KEY) is None
    assert INDEX.entry_key(item("", "b"), ITEM_KEY) is None
    assert INDEX.entry_key(item("a" * 600, "b" * 600), ITEM_KEY) is None
    assert INDEX.entry_key({**item("a", "b"), "h": {"S": "h" * 2049}}, ITEM_KEY) is None
