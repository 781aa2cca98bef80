"""What a change of an item does to its entry in an index.

Source of the units: recorded answers, October 2026 ("Writes with indexes").
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import Image, item_to_bytes
from jedlik.core.types.value import item_size_bytes
from jedlik.features.secondary_indexes.entries import index_change, index_mutations
from jedlik.features.secondary_indexes.index import Index, secondary_indexes
from jedlik.storage.interface import Add, Copy, Delete, Put
from tests.engine.tables import index_record, table_record

ITEM_KEY = Key(Space.ITEM, 7, b"hashhash-a", b"")


def index(projection: str) -> Index:
    kind, *attributes = projection.split()
    declared = {"ProjectionType": kind, "NonKeyAttributes": attributes}
    indexes = [index_record("i", "g", Projection=declared)]
    (found,) = secondary_indexes(table_record("pk:S g:S", GlobalSecondaryIndexes=indexes))
    return found


ALL, SOME = index("ALL"), index("INCLUDE p")


def image(item: Item | None) -> Image | None:
    return None if item is None else Image(item_to_bytes(item, item_size_bytes(item)))


def item(g: str | None, p: str = "p", q: str = "q") -> Item:
    made: Item = {"pk": {"S": "a"}, "p": {"S": p}, "q": {"S": q}}
    return made if g is None else {**made, "g": {"S": g}}


@pytest.mark.parametrize(
    ("old", "new", "all_units", "some_units"),
    [
        (None, None, 0, 0),
        (None, item(None), 0, 0),
        (item(None), item(None, p="other"), 0, 0),
        (None, item("x"), 1, 1),
        (item("x"), None, 1, 1),
        (item(None), item("x"), 1, 1),
        (item("x"), item(None), 1, 1),
        (item("x"), item("x"), 0, 0),
        (item("x"), item("x", q="other"), 1, 0),  # q is not projected
        (item("x"), item("x", p="other"), 1, 1),
        (item("x"), item("y"), 2, 2),  # the old entry is deleted and a new one is put
        (None, item("x", p="x" * 1500), 2, 2),
        (item("x", p="x" * 1500), item("x"), 2, 2),
        (item("x", q="x" * 1500), item("y"), 3, 2),
    ],
)
def test_an_index_is_charged_if_what_it_shows_changes(
    old: Item | None, new: Item | None, all_units: int, some_units: int
) -> None:
    for given_index, units in ((ALL, all_units), (SOME, some_units)):
        change = index_change(given_index, ITEM_KEY, image(old), image(new))
        assert (0 if change is None else change.units) == units


TEXTS = st.sampled_from(["a", "b", "c" * 600])
ITEMS = st.none() | st.builds(item, st.none() | TEXTS, TEXTS, TEXTS)


@given(st.lists(ITEMS, min_size=1, max_size=6), st.sampled_from([ALL, SOME]))
def test_an_index_holds_what_its_item_says_after_any_changes(
    states: list[Item | None], given_index: Index
) -> None:
    stored: dict[Key, bytes] = {}
    counters = [0, 0]
    old: Image | None = None
    for new in map(image, states):
        change = index_change(given_index, ITEM_KEY, old, new)
        for mutation in [] if change is None else index_mutations(change, ITEM_KEY):
            if isinstance(mutation, Delete):
                del stored[mutation.key]
            elif isinstance(mutation, Put):
                stored[mutation.key] = mutation.value
            elif isinstance(mutation, Copy):
                assert mutation.source == ITEM_KEY
                assert new is not None
                stored[mutation.key] = new.stored
            else:
                assert isinstance(mutation, Add)
                assert mutation.key == given_index.counter_key
                counters = [sum(pair) for pair in zip(counters, mutation.amounts, strict=True)]
        old = new
    entry = given_index.entry(ITEM_KEY, old)
    if entry is None:
        assert (stored, counters) == ({}, [0, 0])
        return
    assert old is not None
    assert stored == {entry.key: given_index.stored_entry(entry) or old.stored}
    assert counters == [1, entry.size_bytes]
