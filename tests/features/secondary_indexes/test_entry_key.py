"""Keys of index entries sort as the service sorts, and their parts can be separated."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.keys.key import Key
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.keys.space import Space
from jedlik.core.types.attribute_value import Item
from jedlik.features.secondary_indexes.entry_key import index_partition
from jedlik.features.secondary_indexes.index import Index, IndexKey

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


def test_entries_of_equal_attributes_differ_by_the_key_of_the_item() -> None:
    other = ITEM_KEY._replace(partition=b"hashhash\x00p", sort=b"ksk")
    assert sort_key("a", "b") != sort_key("a", "b", other)


def test_hash_attributes_cannot_be_mistaken_for_one_another() -> None:
    assert index_partition(INDEX.prefix, [b"a", b"bc"]) != index_partition(
        INDEX.prefix, [b"ab", b"c"]
    )
