"""Tests of Expected, QueryFilter and ScanFilter.

Sources: recorded answers of October 2026 (Expected, ConditionalOperator); dynalite test/query.js,
test/putItem.js, test/deleteItem.js; Alternator test_expected.py, test_query_filter.py; ExtendDB's
tests of ConditionalOperator, run on the real service.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.expressions.evaluate import evaluate
from jedlik.core.expressions.legacy.condition import expected_condition, filter_condition
from jedlik.core.expressions.nodes import Comparison, Literal, Path
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.core.types.structures import (
    ComparisonOperator,
    Condition,
    ConditionalOperator,
    ExpectedAttributeValue,
)
from jedlik.core.types.value import OLDER, READ
from tests.core.expressions.refusals import refusal

INV = "One or more parameter values were invalid: "
ENV = "1 validation error detected: "
WITHOUT = "ConditionalOperator cannot be used without Filter or Expected"
TWO = "ConditionalOperator can only be used when Filter or Expected has two or more elements"
REVERSED = (
    "The BETWEEN condition was provided a range where the lower bound is greater than the upper "
    "bound"
)
EMPTY = "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
NEST = (
    "Nesting Levels have exceeded supported limits: "
    "Attributes in the item have nested levels beyond supported limit"
)
ITEM: Item = {
    "s": {"S": "hello"},
    "n": {"N": "3"},
    "b": {"B": "aGVsbG8="},
    "bool": {"BOOL": True},
    "null": {"NULL": True},
    "l": {"L": [{"S": "x"}, {"N": "42"}]},
    "m": {"M": {"k": {"N": "1"}}},
    "ss": {"SS": ["a", "b"]},
    "ns": {"NS": ["1", "2"]},
    "a.b[0]": {"N": "7"},
}
S: AttributeValue = {"S": "b"}
N: AttributeValue = {"N": "1"}


def entry(operator: ComparisonOperator, *arguments: AttributeValue) -> Condition:
    return {"ComparisonOperator": operator, "AttributeValueList": list(arguments)}


def holds(name: str, operator: ComparisonOperator, *arguments: AttributeValue) -> bool:
    condition = filter_condition({name: entry(operator, *arguments)}, None, READ)
    assert condition is not None
    return evaluate(condition, ITEM)


def fault(name: str, operator: ComparisonOperator, *arguments: AttributeValue) -> str:
    given = {name: entry(operator, *arguments)}
    message = refusal(lambda: filter_condition(given, None, READ))
    expected: ExpectedAttributeValue = {
        "ComparisonOperator": operator,
        "AttributeValueList": list(arguments),
    }
    assert refusal(lambda: expected_condition({name: expected}, None), ENV) == message
    return message


@pytest.mark.parametrize("name", ITEM)
def test_equality_takes_every_type_and_whole_names(name: str) -> None:
    assert holds(name, "EQ", ITEM[name])
    assert not holds(name, "NE", ITEM[name])
    assert not holds(name, "EQ", {"S": "another"})
    assert holds(name, "NE", {"S": "another"})


@pytest.mark.parametrize(
    ("operator", "arguments"),
    [
        ("LE", [{"N": "3.0"}]),
        ("LT", [{"N": "10"}]),
        ("GE", [{"N": "3"}]),
        ("GT", [{"N": "-3"}]),
        ("BETWEEN", [{"N": "1"}, {"N": "30"}]),
        ("IN", [{"N": "1"}, {"N": "03"}]),
        ("NOT_NULL", []),
    ],
)
def test_operators_on_a_number(
    operator: ComparisonOperator, arguments: list[AttributeValue]
) -> None:
    assert holds("n", operator, *arguments)
    assert not holds("absent", operator, *arguments)
    if operator != "NOT_NULL":
        assert not holds("s", operator, *arguments)
        assert not holds("l", operator, *arguments)


@pytest.mark.parametrize(
    ("name", "argument", "found"),
    [
        ("s", {"S": "ell"}, True),
        ("s", {"S": "x"}, False),
        ("s", {"N": "1"}, False),
        ("b", {"B": "ZWxs"}, True),
        ("l", {"S": "x"}, True),
        ("l", {"N": "42"}, True),
        ("l", {"BOOL": True}, False),
        ("l", {"NULL": True}, False),
        ("ss", {"S": "a"}, True),
        ("ns", {"N": "2.0"}, True),
        ("ns", {"S": "2"}, False),
        ("n", {"N": "3"}, False),
    ],
)
def test_contains(name: str, argument: AttributeValue, found: bool) -> None:
    assert holds(name, "CONTAINS", argument) is found
    assert holds(name, "NOT_CONTAINS", argument) is not found


def test_absent_attributes() -> None:
    assert holds("absent", "NE", N)
    assert holds("absent", "NULL")
    assert not holds("absent", "CONTAINS", S)
    assert not holds("absent", "NOT_CONTAINS", S)
    assert not holds("null", "NULL")
    assert holds("null", "NOT_NULL")


def test_begins_with() -> None:
    assert holds("s", "BEGINS_WITH", {"S": "he"})
    assert holds("b", "BEGINS_WITH", {"B": "aGU="})
    assert not holds("n", "BEGINS_WITH", {"S": "3"})


@given(st.text(max_size=5), st.text(max_size=5))
def test_order_of_strings_is_that_of_the_type(left: str, right: str) -> None:
    conditions: dict[str, Condition] = {"a": entry("LT", {"S": right})}
    condition = filter_condition(conditions, None, READ)
    assert condition is not None
    assert evaluate(condition, {"a": {"S": left}}) is (left.encode() < right.encode())


@pytest.mark.parametrize(("operator", "holding"), [(None, False), ("AND", False), ("OR", True)])
def test_several_conditions_are_joined(operator: ConditionalOperator | None, holding: bool) -> None:
    conditions = {"n": entry("EQ", {"N": "3"}), "s": entry("EQ", {"S": "no"})}
    condition = filter_condition(conditions, operator, READ)
    assert condition is not None
    assert evaluate(condition, ITEM) is holding
    expected: dict[str, ExpectedAttributeValue] = {
        "n": {"Value": {"N": "3"}},
        "absent": {"Exists": True, "Value": S},
        "gone": {"Exists": False},
    }
    condition = expected_condition(expected, operator)
    assert condition is not None
    assert evaluate(condition, ITEM) is holding
    assert evaluate(condition, None) is (operator == "OR")


def test_nothing_is_no_condition() -> None:
    assert filter_condition({}, None, OLDER) is None
    assert expected_condition({}, None) is None


def test_numbers_become_canonical() -> None:
    condition = filter_condition({"a": {**entry("EQ", {"N": "1.0e1"})}}, None, OLDER)
    assert condition == Comparison("=", Path("a"), Literal({"N": "10"}))


@pytest.mark.parametrize("operator", ["AND", "OR"])
@pytest.mark.parametrize(("count", "message"), [(0, WITHOUT), (1, TWO)])
def test_conditional_operator_joins_two_or_more(
    operator: ConditionalOperator, count: int, message: str
) -> None:
    conditions = {"n": entry("NULL")} if count else {}
    expected: dict[str, ExpectedAttributeValue] = {"n": {"Exists": False}} if count else {}
    assert refusal(lambda: filter_condition(conditions, operator, READ)) == message
    assert refusal(lambda: filter_condition(conditions, operator, OLDER)) == message
    assert refusal(lambda: expected_condition(expected, operator)) == ENV + message


def test_the_older_layer_reads_values_before_it_counts_conditions() -> None:
    deep: AttributeValue = {"S": "x"}
    for _ in range(40):
        deep = {"L": [deep]}
    conditions = {"a": entry("EQ", deep)}
    assert refusal(lambda: filter_condition(conditions, "OR", OLDER)) == NEST
    assert refusal(lambda: filter_condition(conditions, "OR", READ)) == TWO
    assert refusal(lambda: expected_condition({"a": {"Value": deep}}, None)) == ENV + NEST


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        ({}, "Value must be provided when Exists is null"),
        ({"Exists": True}, "Value must be provided when Exists is true"),
        ({"Exists": False, "Value": S}, "Value cannot be used when Exists is false"),
        (
            {"Value": S, "AttributeValueList": [S]},
            "Value and AttributeValueList cannot be used together",
        ),
        (
            {"Value": S, "AttributeValueList": [S], "ComparisonOperator": "EQ", "Exists": True},
            "Value and AttributeValueList cannot be used together",
        ),
        (
            {"Exists": True, "ComparisonOperator": "LT"},
            "Exists and ComparisonOperator cannot be used together",
        ),
        (
            {"ComparisonOperator": "EQ"},
            "Value or AttributeValueList must be used with ComparisonOperator: EQ",
        ),
        (
            {"Exists": True, "AttributeValueList": [S]},
            "AttributeValueList can only be used with a ComparisonOperator",
        ),
        (
            {"AttributeValueList": []},
            "AttributeValueList can only be used with a ComparisonOperator",
        ),
    ],
)
def test_members_of_expected_that_do_not_go_together(
    expected: ExpectedAttributeValue, message: str
) -> None:
    text = refusal(lambda: expected_condition({"a": expected}, None), ENV + INV)
    assert text == f"{message} for Attribute: a"


@pytest.mark.parametrize(
    ("expected", "holding"),
    [
        ({"Value": {"N": "3.00"}}, True),
        ({"Value": {"N": "4"}}, False),
        ({"Exists": True, "Value": {"N": "3"}}, True),
        ({"Exists": False}, False),
        ({"ComparisonOperator": "GE", "Value": {"N": "3"}}, True),
        ({"ComparisonOperator": "NULL"}, False),
        ({"ComparisonOperator": "NOT_NULL", "AttributeValueList": []}, True),
    ],
)
def test_forms_of_expected(expected: ExpectedAttributeValue, holding: bool) -> None:
    condition = expected_condition({"n": expected}, None)
    assert condition is not None
    assert evaluate(condition, ITEM) is holding


@pytest.mark.parametrize("operator", ["NULL", "BETWEEN"])
def test_a_value_is_one_argument(operator: ComparisonOperator) -> None:
    expected: ExpectedAttributeValue = {"ComparisonOperator": operator, "Value": S}
    text = refusal(lambda: expected_condition({"a": expected}, None), ENV + INV)
    assert text == f"Invalid number of argument(s) for the {operator} ComparisonOperator"


def test_other_faults_of_arguments_in_their_order() -> None:
    mixed = INV + "AttributeValues inside AttributeValueList must be of same type"
    assert fault("a", "BEGINS_WITH", N) == (
        f"{INV}ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type"
    )
    assert fault("a", "IN", S, N) == mixed
    assert fault("a", "IN", S, {"BOOL": True}) == (
        f"{INV}ComparisonOperator IN is not valid for BOOL AttributeValue type"
    )
    assert fault("a", "BETWEEN", N, S) == mixed
    assert fault("a", "BETWEEN", S, {"S": "a"}) == REVERSED
    assert fault("a", "BETWEEN", {"N": "10"}, {"N": "9"}) == REVERSED
    assert fault("a", "BETWEEN", {"B": "gA=="}, {"B": "fw=="}) == REVERSED
    assert fault("a", "EQ", {}, S) == EMPTY
    assert fault("a", "EQ", {"N": "x"}, S) == (
        "The parameter cannot be converted to a numeric value: x"
    )


def test_names_of_attributes() -> None:
    assert fault("", "NULL") == "Empty attribute name"
    assert fault("é" * 32768, "NULL") == (
        "Attribute name is too large, must be less than 65536 bytes"
    )
    assert not holds("é" * 32767, "NOT_NULL")
