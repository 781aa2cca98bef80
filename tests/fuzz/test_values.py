"""Random requests and values: each is valid or raises Reject, and nothing else is raised."""

import copy
from typing import Any, cast

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from jedlik.apis.dynamodb.model import items as data
from jedlik.apis.dynamodb.model import table_settings as tables
from jedlik.core.errors import Reject
from jedlik.core.types import number, value
from jedlik.core.types.attribute_value import Item
from jedlik.wire.shapes.request import Request

WORDS = [
    *("S", "N", "B", "SS", "NS", "BS", "M", "L", "BOOL", "NULL", "", "a", ":v"),
    *(
        "TableName",
        "Item",
        "Key",
        "Keys",
        "RequestItems",
        "Expected",
        "Value",
        "KeySchema",
        "Limit",
    ),
    *("AttributeName", "ReturnValues", "PutRequest", "ExpressionAttributeValues", "Tags", "table"),
]
SHAPES = [
    *(data.PUT_ITEM, data.GET_ITEM, data.UPDATE_ITEM, data.QUERY, data.SCAN),
    *(data.BATCH_GET_ITEM, data.BATCH_WRITE_ITEM, tables.CREATE_TABLE, tables.UPDATE_TABLE),
]
texts = st.one_of(
    st.sampled_from([*WORDS, "1", "-1e5", "AA==", "1e999999999999", "HASH"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)
numerals = st.text(alphabet="0123456789+-.eE x", max_size=50)
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), texts, numerals
)
bodies = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(WORDS), inner, max_size=5),
    ),
    max_leaves=30,
)
attribute_values = st.recursive(
    st.one_of(
        st.dictionaries(st.sampled_from(["S", "N"]), st.one_of(texts, numerals), max_size=2),
        st.fixed_dictionaries({"NS": st.lists(numerals, max_size=4)}),
        st.fixed_dictionaries({"SS": st.lists(texts, max_size=4)}),
        st.fixed_dictionaries({"BS": st.lists(st.sampled_from(["", "AA==", "AQ=="]), max_size=3)}),
    ),
    lambda inner: st.one_of(
        st.fixed_dictionaries({"L": st.lists(inner, max_size=3)}),
        st.fixed_dictionaries({"M": st.dictionaries(texts, inner, max_size=3)}),
    ),
)


@settings(max_examples=300)
@given(bodies, st.sampled_from(SHAPES))
def test_requests_are_valid_or_rejected(body: object, shape: Request[Any]) -> None:
    try:
        shape.check(body)
    except Reject as reject:
        assert reject.error.code in {"SerializationException", "ValidationException"}  # noqa: PT017
        assert reject.error.message  # noqa: PT017
        return
    checked_once = copy.deepcopy(body)
    shape.check(body)
    assert body == checked_once
    assert isinstance(body, dict)
    assert None not in body.values()


@settings(max_examples=300)
@given(st.dictionaries(texts, attribute_values, max_size=4))
def test_items_are_canonical_or_rejected(sent: dict[str, object]) -> None:
    data.PUT_ITEM.check({"TableName": "table", "Item": sent})
    item = cast(Item, sent)
    for layer in (value.OLDER, value.READ, value.WRITE):
        try:
            size_bytes = value.normalise_item(item, layer)
        except Reject as reject:
            assert reject.error.code == "ValidationException"  # noqa: PT017
            continue
        assert size_bytes == value.item_size_bytes(item)
        assert orjson.loads(orjson.dumps(item)) == item


@settings(max_examples=300)
@given(numerals)
def test_numbers_are_canonical_or_rejected(text: str) -> None:
    try:
        canonical = number.canonical(text)
    except Reject:
        return
    assert number.canonical(canonical) == canonical == number.canonical(text, current=False)
    assert number.add(canonical, "0") == canonical
