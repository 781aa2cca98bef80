"""Tests of values. Source: recorded answers, October 2026."""

import copy
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.errors import Reject
from jedlik.core.types import number, value
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.core.types.value import OLDER, READ, WRITE, Layer

ENVELOPE = "1 validation error detected: "
INVALID = "One or more parameter values were invalid: "
DEEP = value.TOO_DEEP


def rejection(item: Item, layer: Layer) -> str | None:
    with pytest.raises(Reject) as reject:
        value.normalise_item(item, layer)
    assert reject.value.error.code == "ValidationException"
    return reject.value.error.message


def nested(levels: int, tag: str = "M") -> AttributeValue:
    wrapped: AttributeValue = {"S": "leaf"}
    for _ in range(levels):
        wrapped = {"M": {"a": wrapped}} if tag == "M" else {"L": [wrapped]}
    return wrapped


@pytest.mark.parametrize(
    ("sent", "canonical", "size_bytes"),
    [
        ({"S": ""}, {"S": ""}, 0),
        ({"S": "é𝄞"}, {"S": "é𝄞"}, 6),
        ({"N": "1E2"}, {"N": "100"}, 2),
        ({"B": ""}, {"B": ""}, 0),
        ({"B": "AAE="}, {"B": "AAE="}, 2),
        ({"BOOL": False}, {"BOOL": False}, 1),
        ({"NULL": True}, {"NULL": True}, 1),
        ({"SS": ["b", "", "a"]}, {"SS": ["", "a", "b"]}, 2),
        ({"SS": ["\U0001d11e", "\uffff"]}, {"SS": ["\uffff", "\U0001d11e"]}, 7),
        ({"NS": ["10", "9.0", "-1e1"]}, {"NS": ["-10", "9", "10"]}, 7),
        ({"NS": ["1.5", "1", "-2.25"]}, {"NS": ["-2.25", "1", "1.5"]}, 9),
        ({"BS": ["/w==", "AA==", ""]}, {"BS": ["", "AA==", "/w=="]}, 2),
        ({"L": []}, {"L": []}, 3),
        ({"M": {}}, {"M": {}}, 3),
        ({"L": [{"S": "0123456789"}]}, {"L": [{"S": "0123456789"}]}, 14),
        ({"M": {"a": {"S": "x" * 100}}}, {"M": {"a": {"S": "x" * 100}}}, 105),
        ({"L": [{"NS": ["2", "1"]}, {"N": "+1"}]}, {"L": [{"NS": ["1", "2"]}, {"N": "1"}]}, 11),
    ],
)
def test_canonical_form_and_size(
    sent: AttributeValue, canonical: AttributeValue, size_bytes: int
) -> None:
    for layer in (WRITE, READ, OLDER):
        normalised = copy.deepcopy(sent)
        assert value.normalise(normalised, layer) == size_bytes
        assert normalised == canonical
        item: Item = {"né": copy.deepcopy(sent)}
        assert value.normalise_item(item, layer) == size_bytes + 3
        assert item == {"né": canonical}
    assert value.size_bytes(canonical) == size_bytes
    assert value.item_size_bytes({"né": canonical}) == size_bytes + 3


@pytest.mark.parametrize(
    ("bad", "current", "older"),
    [
        ({"N": "1e126"}, number.NUMBER_OVERFLOW, number.NUMBER_OVERFLOW),
        ({"N": ""}, number.NOT_A_NUMBER + ": ", number.NOT_A_NUMBER),
        ({"NS": ["1", ""]}, number.NOT_A_NUMBER + ": ", number.NOT_A_NUMBER),
        ({"SS": []}, INVALID + "An string set  may not be empty", None),
        ({"NS": []}, INVALID + "An number set  may not be empty", None),
        ({"BS": []}, INVALID + "Binary sets should not be empty", None),
        (
            {"SS": ["b", "a", "b"]},
            INVALID + 'Input collection ["a", "b", "b"] contains duplicates.',
            INVALID + "Input collection [b, a, b] contains duplicates.",
        ),
        (
            {"SS": ["c", "b", "c", "a"]},
            INVALID + 'Input collection ["b", "c", "c", "a"] contains duplicates.',
            INVALID + "Input collection [c, b, c, a] contains duplicates.",
        ),
        (
            {"SS": ['q"q', "é\\", 'q"q']},
            INVALID + r"""Input collection ["q\"q", "é\\", "q\"q"] contains duplicates.""",
            INVALID + r"""Input collection [q"q, é\, q"q] contains duplicates.""",
        ),
        (
            {"BS": ["/w==", "AA==", "AA=="]},
            INVALID + 'Input collection ["AA==","/w==","AA=="]of type BS contains duplicates.',
            INVALID + "Input collection [/w==, AA==, AA==]of type BS contains duplicates.",
        ),
        (
            {"NS": ["2", "1", "2.0"]},
            INVALID + "Input collection contains duplicates.",
            "Input collection contains duplicates",
        ),
        ({"NULL": False}, INVALID + "Null attribute value types must have the value of true", None),
        ({}, value.EMPTY_VALUE, None),
        ({"S": "a", "N": "1"}, value.SEVERAL_DATATYPES, None),
        ({"S": "a", "N": "b"}, number.NOT_A_NUMBER + ": b", None),
        ({"N": "b", "SS": []}, value.EMPTY_SET["SS"], None),
        ({"NULL": False, "N": "b"}, number.NOT_A_NUMBER + ": b", None),
        ({"S": "a", "NULL": False}, value.NULL_IS_FALSE, None),
        ({"L": [{"M": {"x": {}}}]}, value.EMPTY_VALUE, None),
        ({"M": {"": {"S": ""}}}, value.EMPTY_ATTRIBUTE_NAME, None),
        ({"M": {"x" * 65536: {"S": ""}}}, value.ATTRIBUTE_NAME_TOO_LONG, None),
    ],
)
def test_refused_in_the_wording_of_the_layer(
    bad: AttributeValue, current: str, older: str | None
) -> None:
    older = older or current
    for inside in (bad, {"M": {"m": bad}}, {"L": [{"S": "x"}, bad]}):
        held = cast(AttributeValue, inside)
        assert rejection({"a": copy.deepcopy(held)}, WRITE) == ENVELOPE + current
        assert rejection({"a": copy.deepcopy(held)}, READ) == current
        assert rejection({"a": copy.deepcopy(held)}, OLDER) == older
        for layer, message in (
            (WRITE, ENVELOPE + current),
            (READ, current),
            (OLDER, f"ExpressionAttributeValues contains invalid value: {older} for key :v"),
        ):
            with pytest.raises(Reject) as reject:
                value.normalise_expression_values({":v": copy.deepcopy(held)}, layer)
            assert reject.value.error.message == message
    with pytest.raises(Reject) as reject:
        value.normalise(copy.deepcopy(bad), WRITE)
    assert reject.value.error.message == ENVELOPE + current


@pytest.mark.parametrize("layer", [WRITE, READ, OLDER])
@pytest.mark.parametrize(
    ("bad", "is_malformed"),
    [
        ({}, True),
        ({"S": "a", "N": "1"}, True),
        ({"L": [{"M": {"x": {}}}]}, True),
        ({"NULL": False}, True),
        ({"SS": []}, True),
        ({"BS": []}, True),
        ({"NS": []}, False),
        ({"N": "b"}, False),
        ({"S": "a", "N": "b"}, False),
        ({"SS": ["a", "a"]}, False),
        ({"M": {"": {"S": ""}}}, False),
    ],
)
def test_a_wrong_data_type_is_a_malformed_value(
    bad: AttributeValue, layer: Layer, is_malformed: bool
) -> None:
    with pytest.raises(Reject) as reject:
        value.normalise_item({"a": copy.deepcopy(bad)}, layer)
    assert isinstance(reject.value, value.MalformedValue) is is_malformed


def test_names() -> None:
    deep = nested(100)
    assert rejection({"a": deep, "": {"S": ""}}, OLDER) == value.EMPTY_ATTRIBUTE_NAME
    assert rejection({"": {"S": ""}, "a": deep}, OLDER) == value.EMPTY_ATTRIBUTE_NAME
    assert rejection({"b": {"M": {"": {"S": ""}}}, "a": nested(40)}, OLDER) == DEEP
    assert rejection({"x" * 65536: {"S": ""}}, READ) == value.ATTRIBUTE_NAME_TOO_LONG
    assert rejection({"é" * 32768: {"S": ""}}, READ) == value.ATTRIBUTE_NAME_TOO_LONG
    assert value.normalise_item({"x" * 65535: {"S": ""}}, WRITE) == 65535


@pytest.mark.parametrize("tag", ["M", "L"])
def test_depth(tag: str) -> None:
    for layer in (WRITE, READ, OLDER):
        value.normalise_item({"a": nested(31, tag)}, layer)
        value.normalise(nested(31, tag), layer)
        value.normalise_expression_values({":deep": nested(31, tag)}, layer)
    for levels in (32, 500, 5000):
        assert rejection({"a": nested(levels, tag)}, WRITE) == ENVELOPE + DEEP
        for layer in (READ, OLDER):
            assert rejection({"a": nested(levels, tag)}, layer) == DEEP


@pytest.mark.parametrize(
    ("levels", "layer", "message"),
    [
        (32, WRITE, ENVELOPE + DEEP),
        (500, WRITE, ENVELOPE + DEEP),
        (32, READ, DEEP),
        (63, READ, DEEP),
        (32, OLDER, None),
        (33, OLDER, f"ExpressionAttributeValues contains invalid value: {DEEP} for key :deep"),
        (500, OLDER, f"ExpressionAttributeValues contains invalid value: {DEEP} for key :deep"),
    ],
)
def test_depth_of_expression_values(levels: int, layer: Layer, message: str | None) -> None:
    values: Item = {":a": {"S": "x"}, ":deep": nested(levels)}
    if message is None:
        value.normalise_expression_values(values, layer)
        return
    with pytest.raises(Reject) as reject:
        value.normalise_expression_values(values, layer)
    assert reject.value.error.message == message


def test_levels() -> None:
    assert value.levels([]) == -1
    assert value.levels([{"S": "x"}]) == 0
    assert value.levels([{"S": "x"}, nested(3), nested(2, "L")]) == 3
    assert value.levels([{"M": {}}]) == 0


def test_the_size_of_an_item_is_that_of_its_attributes() -> None:
    item: Item = {"pk": {"S": "é"}, "n": {"N": "12"}, "long name": {"L": [{"BOOL": True}]}}
    sizes = [value.attribute_size_bytes(name, each) for name, each in item.items()]
    assert sizes == [2 + 2, 1 + 2, 9 + 3 + 1 + 1]
    assert value.item_size_bytes(item) == sum(sizes)


def test_a_large_set_with_a_repeat_takes_bounded_time() -> None:
    members = [str(at) for at in range(100_000)]
    assert "contains duplicates." in str(rejection({"a": {"SS": [*members, "99999"]}}, WRITE))


def test_compare() -> None:
    ordered: list[list[AttributeValue]] = [
        [{"S": ""}, {"S": "Z"}, {"S": "a"}, {"S": "aa"}, {"S": "\uffff"}, {"S": "\U0001d11e"}],
        [{"N": "-10"}, {"N": "-9.5"}, {"N": "0"}, {"N": "0.001"}, {"N": "9"}, {"N": "10"}],
        [{"B": ""}, {"B": "AQ=="}, {"B": "AQI="}, {"B": "Ag=="}, {"B": "/w=="}],
    ]
    for values in ordered:
        for at, left in enumerate(values):
            for place, right in enumerate(values):
                assert value.compare(left, right) == (at > place) - (at < place)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
leaves: st.SearchStrategy[object] = st.one_of(
    st.builds(lambda text: {"S": text}, texts),
    st.builds(lambda whole: {"N": str(whole)}, st.integers()),
    st.builds(lambda decimal: {"N": str(decimal)}, st.decimals(allow_nan=False, places=2)),
    st.builds(lambda members: {"SS": members}, st.lists(texts, unique=True, min_size=1)),
    st.sampled_from([{"BOOL": True}, {"NULL": True}, {"B": "AA=="}, {"BS": ["AA==", ""]}]),
)
values = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda elements: {"L": elements}, st.lists(inner, max_size=3)),
        st.builds(
            lambda members: {"M": members},
            st.dictionaries(texts.filter(bool), inner, max_size=3),
        ),
    ),
)


@given(values)
def test_normalising_twice_changes_nothing_and_sizes_agree(sent: object) -> None:
    held = cast(AttributeValue, sent)
    try:
        size_bytes = value.normalise(held, WRITE)
    except Reject:
        return
    once = copy.deepcopy(held)
    assert value.normalise(held, OLDER) == size_bytes == value.size_bytes(held)
    assert held == once
