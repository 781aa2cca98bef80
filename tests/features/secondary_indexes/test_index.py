"""A secondary index, and the entries that items have in it.

Sources: Developer Guide, "Global secondary indexes" and "Local secondary indexes"; recorded
answers, October 2026.
"""

from typing import Any

import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import Image, item_from_bytes, item_to_bytes, stored_size_bytes
from jedlik.core.types.value import item_size_bytes
from jedlik.features.secondary_indexes.index import (
    Index,
    collection_counter_key,
    index_counter_key,
    secondary_indexes,
)
from jedlik.storage.interface import Add
from tests.engine.tables import index_record, table_record, transition

ITEM_KEY = Key(Space.ITEM, 7, b"hashhash-a", b"")
ITEM: Item = {"pk": {"S": "a"}, "g": {"S": "x"}, "n": {"N": "5"}, "p": {"S": "y"}, "q": {"S": "z"}}


def index(key: str = "g n", projection: str = "ALL", *, is_global: bool = True) -> Index:
    """Returns an index of a table with the key pk. projection: a type, then NonKeyAttributes."""
    kind, *attributes = projection.split()
    declared = {"ProjectionType": kind, **({"NonKeyAttributes": attributes} if attributes else {})}
    member = "GlobalSecondaryIndexes" if is_global else "LocalSecondaryIndexes"
    indexes: dict[str, Any] = {member: [index_record("i", key, 3, Projection=declared)]}
    (found,) = secondary_indexes(table_record("pk:S g:S n:N b:B", **indexes))
    return found


def image(item: Item) -> Image:
    return Image(item_to_bytes(item, item_size_bytes(item)))


def test_indexes_are_listed_global_first_without_those_that_are_deleted() -> None:
    record = table_record(
        "pk:S g:S n:N",
        LocalSecondaryIndexes=[index_record("local", "pk n", 4)],
        GlobalSecondaryIndexes=[
            index_record("going", "g", 1, Transition=transition("DELETING", 1000)),
            index_record("first", "g", 2, IsBuilding=True),
            index_record("second", "g n", 3, Transition=transition("UPDATING", 1000)),
        ],
    )
    found = secondary_indexes(record)
    assert [(each.name, each.id) for each in found] == [("first", 2), ("second", 3), ("local", 4)]
    assert [each.is_global for each in found] == [True, True, False]
    assert [each.is_building for each in found] == [True, False, False]
    assert [each.capacity_member for each in found] == [
        "GlobalSecondaryIndexes",
        "GlobalSecondaryIndexes",
        "LocalSecondaryIndexes",
    ]
    assert [each.name for each in found[1].key_attributes] == ["g", "n"]
    assert secondary_indexes(table_record()) == ()


@pytest.mark.parametrize(
    ("changes", "is_indexed"),
    [
        ({}, True),
        ({"other": {"N": "1"}}, True),
        ({"g": None}, False),
        ({"n": None}, False),
        # Items that are older than the index may have any value.
        ({"g": {"N": "1"}}, False),
        ({"g": {"S": ""}}, False),
        ({"g": {"S": "x" * 2048}}, True),
        ({"g": {"S": "x" * 2049}}, False),
    ],
)
def test_an_item_with_all_key_attributes_is_indexed(
    changes: dict[str, object], is_indexed: bool
) -> None:
    item: Item = {name: each for name, each in {**ITEM, **changes}.items() if each}  # type: ignore[misc]
    assert (index().entry_key(item, ITEM_KEY) is not None) is is_indexed
    assert (index().entry(ITEM_KEY, image(item)) is not None) is is_indexed


def test_a_sort_key_is_at_most_1024_bytes_long() -> None:
    for length, is_indexed in ((1024, True), (1025, False)):
        item: Item = {"pk": {"S": "a"}, "g": {"S": "x" * length}}
        key = index("pk g", is_global=False).entry_key(item, ITEM_KEY)
        assert (key is not None) is is_indexed


@pytest.mark.parametrize(
    ("projection", "shown"),
    [
        ("ALL", "pk g n p q"),
        ("KEYS_ONLY", "pk g n"),
        ("INCLUDE p absent", "pk g n p"),
    ],
)
def test_an_entry_shows_what_is_projected(projection: str, shown: str) -> None:
    given = index(projection=projection)
    entry = given.entry(ITEM_KEY, image(ITEM))
    assert entry is not None
    assert list(entry.item) == shown.split()
    assert entry.size_bytes == item_size_bytes(entry.item)
    stored = given.stored_entry(entry)
    if projection == "ALL":
        assert stored is None  # the entry is a copy of the stored item
    else:
        assert stored is not None
        assert item_from_bytes(stored) == entry.item
        assert stored_size_bytes(stored) == entry.size_bytes


def test_no_item_has_no_entry() -> None:
    assert index().entry(ITEM_KEY, None) is None


def test_a_known_key_is_not_made_again() -> None:
    known = Key(Space.INDEX, 7, b"known", b"key")
    entry = index().entry(ITEM_KEY, image(ITEM), known)
    assert entry is not None
    assert entry.key is known


def test_entries_show_the_same_if_their_items_are_equal() -> None:
    given = index(projection="INCLUDE p")
    entry = given.entry(ITEM_KEY, image(ITEM))
    same = given.entry(ITEM_KEY, image({**ITEM, "q": {"S": "other"}}))
    other = given.entry(ITEM_KEY, image({**ITEM, "p": {"S": "other"}}))
    assert entry is not None
    assert same is not None
    assert other is not None
    assert entry.shows_the_same(same)
    assert not entry.shows_the_same(other)


def test_states_with_the_same_key() -> None:
    assert index().has_same_key(ITEM, {**ITEM, "p": {"S": "other"}})
    assert index().has_same_key({"pk": {"S": "a"}}, {"pk": {"S": "a"}, "p": {"S": "b"}})
    assert not index().has_same_key(ITEM, {**ITEM, "n": {"N": "6"}})
    assert not index().has_same_key(ITEM, {**ITEM, "n": {"S": "5"}})


def test_the_counters_of_an_index() -> None:
    given = index()
    counted = given.counted(1, 30)
    assert isinstance(counted, Add)
    assert (counted.key, counted.amounts) == (index_counter_key(7, 3), (1, 30))
    assert given.counted(0, 0) is None
    assert given.counted_passed(ITEM) is None
    assert given.charge(0, 1025) == 2


def test_an_index_and_a_collection_have_counters_of_their_own() -> None:
    other_item = ITEM_KEY._replace(partition=b"hashhash-b")
    same_partition = ITEM_KEY._replace(sort=b"other")
    assert collection_counter_key(ITEM_KEY) == collection_counter_key(same_partition)
    found = {
        index_counter_key(7, 3),
        index_counter_key(7, 4),
        index_counter_key(8, 3),
        collection_counter_key(ITEM_KEY),
        collection_counter_key(other_item),
    }
    assert len(found) == 5
    assert {key.space for key in found} == {Space.COUNTER}


def test_an_index_accepts_every_item_that_its_rule_accepts() -> None:
    index().check_item({"pk": {"S": "a"}, "v": {"L": []}})
