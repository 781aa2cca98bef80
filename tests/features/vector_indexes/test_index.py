"""A vector index: which attributes are vectors, entries, charges and counters.

Sources: recorded answers, October 2026, except for numbers beyond 32 bits.
"""

import struct

import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.core.types.stored_item import Image, item_from_bytes, item_to_bytes, stored_size_bytes
from jedlik.core.types.value import item_size_bytes
from jedlik.features.secondary_indexes.index import index_counter_key
from jedlik.features.vector_indexes.index import (
    VectorEntry,
    VectorIndex,
    VectorSchema,
    check_vector,
    uncharged_bytes,
    vector_indexes,
    vector_of,
    vector_to_bytes,
    vector_write_bytes,
)
from jedlik.storage.interface import Add
from tests.core.expressions.refusals import refusal
from tests.engine.tables import table_record, transition, vector_record

SCHEMA = VectorSchema("v", 3, "COSINE")
ITEM_KEY = Key(Space.ITEM, 7, b"hashhash-a", b"")
INVALID = "One or more parameter values were invalid. Invalid "


def numbers(*texts: str) -> AttributeValue:
    return {"L": [{"N": text} for text in texts]}


def item(value: AttributeValue | None, **members: AttributeValue) -> Item:
    made: Item = {"pk": {"S": "a"}, **members}
    return made if value is None else {**made, "v": value}


def index(**members: object) -> VectorIndex:
    (found,) = vector_indexes(
        table_record("pk:S t:S k:S", VectorIndexes=[vector_record("i", 3, **members)])
    )
    return found


def image(given: Item) -> Image:
    return Image(item_to_bytes(given, item_size_bytes(given)))


@pytest.mark.parametrize(
    ("value", "components"),
    [
        (numbers("1", "-0.5", "0"), (1.0, -0.5, 0.0)),
        (numbers("0.1", "16777217", "1e-50"), (0.1, 16777216.0, 0.0)),
    ],
)
def test_a_vector_has_32_bits_a_component(
    value: AttributeValue, components: tuple[float, ...]
) -> None:
    expected = struct.pack("<3f", *components)
    assert vector_of(SCHEMA, item(value)) == expected
    assert len(expected) == SCHEMA.size_bytes
    check_vector(SCHEMA, "i", item(value))


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"S": "x"}, "type for parameter v, Expected: 32-bit floating point number list"),
        (
            {"NS": ["1", "2", "3"]},
            "type for parameter v, Expected: 32-bit floating point number list",
        ),
        (numbers("1", "2"), "size for parameter v, Expected: 3, Actual: 2"),
        (numbers("1", "2", "3", "4"), "size for parameter v, Expected: 3, Actual: 4"),
        (
            {"L": [{"N": "1"}, {"S": "2"}, {"NULL": True}]},
            "type for parameter v[1], Expected: 32-bit floating point number, Actual: S.",
        ),
        (
            numbers("1", "2", "1E+39"),
            "value for parameter v[2], Value: 1E+39 is outside valid range [-3.4028235E38, "
            "3.4028235E38].",
        ),
        (
            numbers("-" + "123456789" * 4 + "5000", "x", "3"),
            "value for parameter v[0], Value: -1.234567891234567891234567891234567895E+39 is "
            "outside valid range [-3.4028235E38, 3.4028235E38].",
        ),
    ],
)
def test_other_values_are_no_vectors(value: AttributeValue, message: str) -> None:
    assert vector_of(SCHEMA, item(value)) is None
    assert uncharged_bytes(SCHEMA, item(value)) == 0
    assert refusal(lambda: check_vector(SCHEMA, "i", item(value))) == (
        f"{INVALID}{message} IndexName: i"
    )
    assert refusal(lambda: index().check_item(item(value))) == f"{INVALID}{message} IndexName: i"


def test_an_item_may_have_no_vector() -> None:
    assert vector_of(SCHEMA, item(None)) is None
    check_vector(SCHEMA, "i", item(None))
    assert vector_to_bytes([]) == b""


def test_a_vector_counts_four_bytes_a_dimension() -> None:
    value = numbers("1.234567890123456789", "2", "3")
    as_list = item_size_bytes({"v": value}) - len("v")
    assert uncharged_bytes(SCHEMA, item(value)) == as_list - 3 * 4
    assert uncharged_bytes(SCHEMA, item(None)) == 0


@pytest.mark.parametrize(
    ("old_bytes", "new_bytes", "charged"),
    [(0, 1, 1024), (0, 1025, 1025), (5000, 0, 5000), (2000, 3000, 3000)],
)
def test_a_write_is_charged_by_the_larger_entry(
    old_bytes: int, new_bytes: int, charged: float
) -> None:
    assert vector_write_bytes(old_bytes, new_bytes) == charged
    assert index().charge(old_bytes, new_bytes) == charged


def test_indexes_are_listed_without_those_that_are_deleted() -> None:
    elements = [
        {"AttributeName": "t", "SearchSchemaElementType": "HASH"},
        {"AttributeName": "k", "SearchSchemaElementType": "INLINE_FILTER"},
    ]
    record = table_record(
        "pk:S t:S k:S",
        VectorIndexes=[
            vector_record("going", 1, Transition=transition("DELETING", 1000)),
            vector_record("i", 2, SearchSchema=elements, DistanceFunction="EUCLIDEAN"),
        ],
    )
    (found,) = vector_indexes(record)
    assert (found.name, found.id, found.is_global) == ("i", 2, True)
    assert found.vector == VectorSchema("v", 3, "EUCLIDEAN")
    assert [each.name for each in found.hash_key] == ["t"]
    assert [each.name for each in found.filters] == ["k"]
    assert not found.range_key
    assert (found.capacity_member, found.unit_member) == (
        "VectorIndexes",
        "VectorWriteRequestBytes",
    )
    assert not found.is_read_by_key


@pytest.mark.parametrize(
    ("projection", "shown"),
    [
        ({"ProjectionType": "ALL"}, ["pk", "x", "y"]),
        ({"ProjectionType": "KEYS_ONLY"}, ["pk"]),
        ({"ProjectionType": "INCLUDE", "NonKeyAttributes": ["x"]}, ["pk", "x"]),
    ],
)
def test_an_entry_is_the_vector_and_what_is_projected(projection: object, shown: list[str]) -> None:
    given = index(Projection=projection)
    stored_item = item(numbers("1", "2", "3"), x={"S": "x"}, y={"S": "y"})
    entry = given.entry(ITEM_KEY, image(stored_item))
    assert isinstance(entry, VectorEntry)
    assert list(entry.item) == shown
    assert entry.vector == struct.pack("<3f", 1, 2, 3)
    assert entry.size_bytes == item_size_bytes(entry.item) + len("v") + 12
    stored = given.stored_entry(entry)
    assert stored is not None
    assert stored[:12] == entry.vector
    assert item_from_bytes(stored[12:]) == entry.item
    assert stored_size_bytes(stored[12:]) == entry.size_bytes


def test_an_item_without_a_vector_or_with_a_wrong_filter_has_no_entry() -> None:
    filters = [{"AttributeName": "k", "SearchSchemaElementType": "INLINE_FILTER"}]
    given = index(SearchSchema=filters)
    vector = numbers("1", "2", "3")
    assert given.entry(ITEM_KEY, image(item(vector))) is not None
    assert given.entry(ITEM_KEY, image(item(vector, k={"S": ""}))) is not None
    assert given.entry(ITEM_KEY, image(item(vector, k={"N": "1"}))) is None
    assert given.entry(ITEM_KEY, image(item(numbers("1")))) is None
    assert given.entry(ITEM_KEY, None) is None


def test_entries_show_the_same_if_vector_and_item_are_equal() -> None:
    given = index(Projection={"ProjectionType": "KEYS_ONLY"})
    first, same, other = (
        given.entry(ITEM_KEY, image(item(numbers("1", "2", last), x={"S": last})))
        for last in ("3", "3.00000001", "4")
    )
    assert first is not None
    assert same is not None
    assert other is not None
    assert first.shows_the_same(same)  # in 32 bits
    assert not first.shows_the_same(other)


def test_counters() -> None:
    given = index()
    long = item(numbers("1.234567890123456789", "2", "3"))
    for counted, amounts in (
        (given.counted(1, 30), (1, 30, 1)),
        (given.counted(0, 0), (0, 0, 1)),  # the third counter rises with each change
        (given.counted_uncharged(5), (0, 0, 0, 5)),
        (given.counted_passed(long), (0, 0, 0, uncharged_bytes(SCHEMA, long))),
    ):
        assert isinstance(counted, Add)
        assert (counted.key, counted.amounts) == (index_counter_key(7, 3), amounts)
    assert given.counted_uncharged(0) is None
    assert given.counted_passed(item(None)) is None
