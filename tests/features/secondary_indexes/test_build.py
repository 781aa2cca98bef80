"""The progress of building an index, and the markers of items that a build must skip."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.keys.encode import encode_partition
from jedlik.core.keys.key import Key
from jedlik.core.keys.ranges import holds
from jedlik.core.keys.space import Space
from jedlik.core.types.attribute_value import Item
from jedlik.features.secondary_indexes.build import (
    build_from_bytes,
    build_key,
    build_to_bytes,
    entries_span,
    has_passed,
    marker_key,
    markers_span,
    new_build,
)
from jedlik.features.secondary_indexes.index import secondary_indexes
from jedlik.features.secondary_indexes.spans import index_span
from tests.engine.tables import TABLE_ID, index_record, table_record

RECORD = table_record("pk:S g:S", GlobalSecondaryIndexes=[index_record("i", "g", 3)])
(INDEX,) = secondary_indexes(RECORD)
SORTS = st.binary(max_size=4)
ITEM_KEYS = st.builds(
    lambda partition, sort: Key(Space.ITEM, TABLE_ID, encode_partition("S", partition), sort),
    st.sampled_from(["a", "b", "a\x00"]),
    SORTS,
)


def test_a_new_build_has_passed_no_item() -> None:
    build = new_build(RECORD, 3, not_before_ms=1000)
    assert (build["TableId"], build["IndexId"], build["NotBeforeMs"]) == (TABLE_ID, 3, 1000)
    assert (build["Region"], build["AccountId"]) == (RECORD["Region"], RECORD["AccountId"])
    assert build["TableName"] == "music"
    assert not build["IsDone"]
    stored = build_to_bytes(build)
    assert build_from_bytes(stored) == build
    assert not has_passed(stored, Key(Space.ITEM, TABLE_ID, encode_partition("S", "a"), b""))


@given(ITEM_KEYS, ITEM_KEYS)
def test_a_build_has_passed_the_items_up_to_its_position(reached: Key, item_key: Key) -> None:
    build = new_build(RECORD, 3, not_before_ms=0)
    build["Partition"], build["Sort"] = reached.partition.hex(), reached.sort.hex()
    assert has_passed(build_to_bytes(build), item_key) == (item_key <= reached)


def test_without_a_build_every_item_is_in_the_index() -> None:
    assert has_passed(None, Key(Space.ITEM, TABLE_ID, b"hashhash", b""))


def test_each_index_has_one_build() -> None:
    keys = {build_key(table_id, index_id) for table_id, index_id in product((7, 8), (1, 2))}
    assert len(keys) == 4
    assert {key.space for key in keys} == {Space.JOB}


@given(ITEM_KEYS, ITEM_KEYS)
def test_each_item_has_its_own_mark_apart_from_the_entries(one: Key, other: Key) -> None:
    marks, entries = markers_span(TABLE_ID, INDEX.prefix), entries_span(TABLE_ID, INDEX.prefix)
    mark = marker_key(INDEX, one)
    assert (mark == marker_key(INDEX, other)) == (one == other)
    assert holds(marks, (mark.partition, mark.sort))
    assert not holds(entries, (mark.partition, mark.sort))
    item: Item = {"pk": {"S": "a"}, "g": {"S": "x"}}
    entry = INDEX.entry_key(item, one)
    assert entry is not None
    assert holds(entries, (entry.partition, entry.sort))
    assert not holds(marks, (entry.partition, entry.sort))


def test_marks_and_entries_are_all_of_an_index() -> None:
    marks, entries = markers_span(TABLE_ID, INDEX.prefix), entries_span(TABLE_ID, INDEX.prefix)
    assert (marks.start, marks.end, entries.end) == (
        index_span(TABLE_ID, INDEX.prefix).start,
        entries.start,
        index_span(TABLE_ID, INDEX.prefix).end,
    )
