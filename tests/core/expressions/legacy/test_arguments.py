"""Tests of operators with their arguments, and of attribute names.

Sources: dynalite test/query.js and test/putItem.js; Alternator test_expected.py,
test_query_filter.py, test_limits.py; recorded answers of October 2026.
"""

from copy import deepcopy

import pytest

from jedlik.core.expressions.legacy.arguments import check_arguments, check_name, request_invalid
from jedlik.core.types.attribute_value import AttributeValue
from jedlik.core.types.structures import ComparisonOperator
from jedlik.core.types.value import OLDER, READ, WRITE, Layer
from tests.core.expressions.refusals import refusal

INV = "One or more parameter values were invalid: "
REVERSED = (
    "The BETWEEN condition was provided a range where the lower bound is greater than the upper "
    "bound"
)
SAME_TYPE = INV + "AttributeValues inside AttributeValueList must be of same type"
VALUES: dict[str, AttributeValue] = {
    "S": {"S": "a"},
    "N": {"N": "1"},
    "B": {"B": "YQ=="},
    "BOOL": {"BOOL": True},
    "NULL": {"NULL": True},
    "SS": {"SS": ["a"]},
    "NS": {"NS": ["1"]},
    "BS": {"BS": ["YQ=="]},
    "M": {"M": {}},
    "L": {"L": []},
}
ALL = " ".join(VALUES)
# The counts of arguments that an operator accepts, and their types.
OPERATORS: dict[ComparisonOperator, tuple[tuple[int, ...], str]] = {
    "EQ": ((1,), ALL),
    "NE": ((1,), ALL),
    "IN": ((1, 2, 3), "S N B"),
    "LE": ((1,), "S N B"),
    "LT": ((1,), "S N B"),
    "GE": ((1,), "S N B"),
    "GT": ((1,), "S N B"),
    "BETWEEN": ((2,), "S N B"),
    "CONTAINS": ((1,), "S N B BOOL NULL"),
    "NOT_CONTAINS": ((1,), "S N B BOOL NULL"),
    "BEGINS_WITH": ((1,), "S B"),
    "NULL": ((0,), ""),
    "NOT_NULL": ((0,), ""),
}


def check(
    operator: ComparisonOperator, *arguments: AttributeValue, layer: Layer = READ
) -> list[AttributeValue]:
    """Returns the arguments as the check leaves them."""
    given = deepcopy(list(arguments))
    check_arguments(operator, given, layer)
    return given


def fault(operator: ComparisonOperator, *arguments: AttributeValue) -> str:
    return refusal(lambda: check(operator, *arguments))


@pytest.mark.parametrize("operator", OPERATORS)
def test_the_number_of_arguments(operator: ComparisonOperator) -> None:
    counts, _ = OPERATORS[operator]
    for count in range(4):
        arguments = [VALUES["S"]] * count
        if count in counts:
            assert check(operator, *arguments) == arguments
        else:
            assert fault(operator, *arguments) == (
                f"{INV}Invalid number of argument(s) for the {operator} ComparisonOperator"
            )


@pytest.mark.parametrize("operator", OPERATORS)
def test_the_types_of_arguments(operator: ComparisonOperator) -> None:
    (*_, count), allowed = OPERATORS[operator]
    for tag, value in VALUES.items():
        arguments = [value] * count
        if tag in allowed.split() or not count:
            assert check(operator, *arguments) == arguments
        else:
            assert fault(operator, *arguments) == (
                f"{INV}ComparisonOperator {operator} is not valid for {tag} AttributeValue type"
            )


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ({"S": "b"}, {"S": "a"}),
        ({"N": "10"}, {"N": "9"}),
        ({"B": "gA=="}, {"B": "fw=="}),
    ],
)
def test_the_bounds_of_between_are_in_order(lower: AttributeValue, upper: AttributeValue) -> None:
    assert fault("BETWEEN", lower, upper) == REVERSED
    check("BETWEEN", upper, lower)
    check("BETWEEN", lower, lower)


def test_faults_are_reported_in_the_order_of_the_rules() -> None:
    s, n = VALUES["S"], VALUES["N"]
    assert fault("EQ", s, {"N": "x"}) == "The parameter cannot be converted to a numeric value: x"
    assert fault("EQ", s, n).startswith(INV + "Invalid number of argument(s)")
    assert fault("IN", n, s) == SAME_TYPE
    assert fault("IN", s, VALUES["BOOL"]).endswith("IN is not valid for BOOL AttributeValue type")
    assert fault("BETWEEN", n, s) == SAME_TYPE
    assert fault("BETWEEN", VALUES["L"], VALUES["L"]).startswith(INV + "ComparisonOperator BETWEEN")


def test_arguments_become_canonical() -> None:
    assert check("BETWEEN", {"N": "1.0"}, {"N": "1e1"}) == [{"N": "1"}, {"N": "10"}]
    assert check("EQ", {"SS": ["b", "a"]}) == [{"SS": ["a", "b"]}]


@pytest.mark.parametrize(
    ("layer", "prefix"),
    [(READ, ""), (OLDER, ""), (WRITE, "1 validation error detected: ")],
)
def test_a_layer_puts_every_error_into_its_form(layer: Layer, prefix: str) -> None:
    one, two = VALUES["N"], VALUES["S"]
    assert refusal(lambda: check("BETWEEN", one, two, layer=layer)) == prefix + SAME_TYPE
    assert refusal(lambda: check("BETWEEN", {"N": "2"}, one, layer=layer)) == prefix + REVERSED
    assert refusal(lambda: check_name("", layer)) == prefix + "Empty attribute name"
    error = request_invalid("a fault", layer).error
    assert (error.code, error.message) == ("ValidationException", f"{prefix}{INV}a fault")


def test_a_name_has_between_1_and_65535_bytes() -> None:
    check_name("a", READ)
    check_name("é" * 32767 + "a", READ)
    assert refusal(lambda: check_name("é" * 32768, READ)) == (
        "Attribute name is too large, must be less than 65536 bytes"
    )
