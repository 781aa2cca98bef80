"""Tests of the evaluation of conditions.

Sources: Alternator test_condition_expression.py (its assertions, type by type); recorded answers of
October 2026.
"""

import pytest

from jedlik.core.expressions.evaluate import evaluate
from jedlik.core.expressions.nodes import Comparison, Literal, Path
from jedlik.core.types.attribute_value import AttributeValue, Item

from .refusals import condition

VALUES: dict[str, AttributeValue] = {
    "S": {"S": "hello"},
    "N": {"N": "1"},
    "B": {"B": "aGVsbG8="},
    "BOOL": {"BOOL": True},
    "NULL": {"NULL": True},
    "L": {"L": [{"S": "hello"}, {"N": "42"}]},
    "M": {"M": {"hello": {"S": "world"}, "x": {"N": "1"}}},
    "SS": {"SS": ["hello", "world"]},
    "NS": {"NS": ["1", "2", "3"]},
    "BS": {"BS": ["aGk=", "eHl6"]},
}


def holds(text: str, item: Item | None = None, **values: AttributeValue) -> bool:
    given: Item = {f":{name}": value for name, value in values.items()}
    return evaluate(condition(text, given or None), item)


@pytest.mark.parametrize("left", VALUES)
@pytest.mark.parametrize("right", VALUES)
def test_equality_of_all_types(left: str, right: str) -> None:
    item: Item = {"a": VALUES[left], "b": VALUES[right]}
    same = left == right
    assert holds("a = b", item) is same
    assert holds("a <> b", item) is not same
    assert holds("a = :v", item, v=VALUES[right]) is same
    assert holds("a IN (b)", item) is same
    assert holds("attribute_type(a, :t)", item, t={"S": right}) is same


def test_absent_attributes() -> None:
    item: Item = {"a": {"N": "1"}, "b": {"N": "2"}, "t": {"BOOL": True}}
    for text in ("x = y", "a = y", "x < a", "a >= x", "x IN (a)", "x BETWEEN a AND b",
                 "a BETWEEN x AND b", "size(x) = a", "size(a) = a", "size(t) = a",
                 "begins_with(x, y)", "begins_with(a, y)", "contains(x, a)", "contains(a, y)",
                 "attribute_exists(x)", "attribute_exists(a.x)", "a < t", "t <= a"):  # fmt: skip
        assert not holds(text, item), text
        assert holds(f"NOT {text}", item), text
    for text in ("x <> y", "a <> y", "x <> a", "attribute_not_exists(a.b[1])", "size(x) <> a"):
        assert holds(text, item), text


def test_no_item_is_an_item_without_attributes() -> None:
    assert holds("attribute_not_exists(pk)")
    assert not holds("attribute_exists(pk)")
    assert holds("pk <> :v", None, v={"S": "x"})


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ({"N": "-5"}, {"N": "-1"}),
        ({"N": "9"}, {"N": "10"}),
        ({"N": "0"}, {"N": "0." + "0" * 129 + "1"}),
        ({"N": "12345678901234567"}, {"N": "12345678901234568"}),
        ({"S": "cat"}, {"S": "dog"}),
        ({"S": ""}, {"S": "a"}),
        ({"S": "z"}, {"S": "\u00bf"}),
        ({"S": "\uffff"}, {"S": "\U0001d11e"}),
        ({"B": "fw=="}, {"B": "gA=="}),  # 127 < 128: bytes are unsigned
        ({"B": "AQ=="}, {"B": "AQI="}),
        ({"B": "+/8="}, {"B": "//8="}),  # the base64 texts sort in the opposite order
    ],
)
def test_order(less: AttributeValue, more: AttributeValue) -> None:
    item: Item = {"l": less, "m": more}
    for text in ("l < m", "l <= m", "m > l", "m >= l", "l <> m", "l BETWEEN l1 AND m",
                 "m BETWEEN l AND m1"):  # fmt: skip
        assert holds(text, item | {"l1": less, "m1": more}), text
    for text in ("m < l", "m <= l", "l > m", "l >= m", "l = m", "l BETWEEN m AND m1",
                 "m BETWEEN l AND l1"):  # fmt: skip
        assert not holds(text, item | {"l1": less, "m1": more}), text
    assert holds(":v <= l AND :v >= l", item, v=less)


@pytest.mark.parametrize("tag", ["BOOL", "NULL", "L", "M", "SS", "NS", "BS"])
def test_types_without_order(tag: str) -> None:
    item: Item = {"a": VALUES[tag], "b": VALUES[tag]}
    assert not holds("a <= b", item)
    assert not holds("a BETWEEN b AND b1", item | {"b1": VALUES[tag]})


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ({"S": "hello"}, 5),
        ({"S": ""}, 0),
        ({"S": "é\U0001d11e"}, 3),  # UTF-16 code units
        ({"B": "aGkgdGhlcmU="}, 8),
        ({"B": ""}, 0),
        ({"SS": ["a", "b"]}, 2),
        ({"NS": ["1", "2", "3"]}, 3),
        ({"BS": ["AA=="]}, 1),
        ({"L": [{"N": "1"}, {"L": []}]}, 2),
        ({"M": {}}, 0),
        ({"M": {"x": {"N": "1"}, "y": {"M": {"m": {"N": "1"}}}}}, 2),
    ],
)
def test_size(value: AttributeValue, size: int) -> None:
    assert holds("size(a) = :n", {"a": value}, n={"N": str(size)})
    assert holds("size(:v) >= :n", None, v=value, n={"N": str(size)})
    assert not holds("size(a) = :n", {"a": value}, n={"S": str(size)})


@pytest.mark.parametrize("tag", ["N", "BOOL", "NULL"])
def test_values_without_a_size(tag: str) -> None:
    assert not holds("size(a) >= :n", {"a": VALUES[tag]}, n={"N": "0"})


@pytest.mark.parametrize(
    ("value", "prefix", "expected"),
    [
        ({"S": "hello"}, {"S": "hell"}, True),
        ({"S": "hello"}, {"S": "dog"}, False),
        ({"B": "aGkgdGhlcmU="}, {"B": "aGk="}, True),
        ({"B": "aGkgdGhlcmU="}, {"B": "aG4="}, False),
        ({"S": "hello"}, {"B": "aGk="}, False),
        ({"B": "aGk="}, {"S": "hi"}, False),
        ({"N": "12"}, {"S": "1"}, False),
    ],
)
def test_begins_with(value: AttributeValue, prefix: AttributeValue, expected: bool) -> None:
    assert holds("begins_with(a, :p)", {"a": value}, p=prefix) is expected
    assert holds("begins_with(a, b)", {"a": value, "b": prefix}) is expected


@pytest.mark.parametrize(
    ("value", "operand", "expected"),
    [
        ({"S": "hello"}, {"S": "ell"}, True),
        ({"S": "hello"}, {"N": "1"}, False),
        ({"B": "aGkgdGhlcmU="}, {"B": "aGVyZQ=="}, True),
        ({"B": "aGkgdGhlcmU="}, {"B": "ZG9n"}, False),
        ({"B": "aGkgdGhlcmU="}, {"NS": ["1"]}, False),
        ({"SS": ["", "a"]}, {"S": ""}, True),
        ({"SS": ["1"]}, {"N": "1"}, False),
        ({"NS": ["2", "4", "7"]}, {"N": "4"}, True),
        ({"NS": ["2", "4", "7"]}, {"S": "4"}, False),
        ({"BS": ["aGk="]}, {"B": "aGk="}, True),
        ({"BS": ["aGk="]}, {"S": "aGk="}, False),
        ({"L": [{"S": "hi"}, {"NS": ["1", "2"]}, {"L": [{"N": "3"}]}]}, {"NS": ["1", "2"]}, True),
        ({"L": [{"L": [{"N": "3"}]}]}, {"L": [{"N": "3"}]}, True),
        ({"L": [{"L": [{"N": "3"}]}]}, {"N": "3"}, False),
        ({"N": "12"}, {"N": "1"}, False),
        ({"M": {"a": {"N": "1"}}}, {"S": "a"}, False),
    ],
)
def test_contains(value: AttributeValue, operand: AttributeValue, expected: bool) -> None:
    assert holds("contains(a, :o)", {"a": value}, o=operand) is expected


def test_nested_paths() -> None:
    item: Item = {"b": {"M": {"x": {"N": "1"}, "y": {"L": [{"N": "-1"}, {"N": "2"}, {"N": "0"}]}}}}
    assert holds("b.x < b.y[1]", item)
    assert not holds("b.x < b.y[0]", item)
    for text in ("b.z", "b.y[100]", "b[0]", "b.y.x", "b.x.y", "b.x[0]", "c.d.e", "b.y[0].x"):
        assert holds(f"attribute_not_exists({text})", item), text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a < b AND b < c", True),
        ("a < b AND c < b", False),
        ("b < a OR b < c", True),
        ("b < a OR c < b", False),
        ("a < b OR c < b AND b < c", True),
        ("a < b OR c < b AND c < a", True),
        ("(a < b OR c < b) AND c < a", False),
        ("NOT a < b AND c < b", False),
        ("NOT (a < b AND c < b)", True),
        ("NOT NOT NOT NOT a < b", True),
        ("b BETWEEN a AND c AND a < b", True),
        ("(a < b OR b < a) AND (b < c AND (a < b OR b < c))", True),
    ],
)
def test_logic(text: str, expected: bool) -> None:
    assert holds(text, {"a": {"N": "1"}, "b": {"N": "2"}, "c": {"N": "3"}}) is expected


def test_the_deepest_condition() -> None:
    item: Item = {"a": {"N": "1"}, "b": {"N": "2"}}
    assert holds("b<a " + "or (b<a " * 148 + "or (a<b " + ")" * 149, item)
    assert not holds("not " * 299 + "a<b", item)


def test_values_and_attributes_mix() -> None:
    assert evaluate(condition("a IN (b, :v)", {":v": {"N": "3"}}), {"a": {"N": "3"}})
    assert condition("a = :v", {":v": {"N": "3"}}) == Comparison(
        "=", Path("a"), Literal({"N": "3"})
    )
