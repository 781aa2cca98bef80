"""Tests of KeyConditions. Sources: dynalite test/query.js; Alternator test_key_conditions.py."""

import pytest

from jedlik.core.expressions.legacy.key_conditions import key_clauses
from jedlik.core.expressions.parse_key_condition import Clause, KeyCondition, key_condition
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.types.attribute_value import AttributeValue
from jedlik.core.types.structures import ComparisonOperator, Condition
from tests.core.expressions.refusals import refusal

INV = "One or more parameter values were invalid: "
NOT_INDEXABLE = "Attempted conditional constraint is not an indexable operation"
HASH, RANGE = KeyAttribute("h", "S"), KeyAttribute("r", "N")


def entry(operator: ComparisonOperator, *arguments: AttributeValue) -> Condition:
    return {"ComparisonOperator": operator, "AttributeValueList": list(arguments)}


def select(conditions: dict[str, Condition]) -> object:
    clauses = key_clauses(conditions)
    return key_condition(clauses, hash_attributes=(HASH,), range_attributes=(RANGE,))


@pytest.mark.parametrize(
    ("operator", "meant", "arguments"),
    [
        ("EQ", "=", [{"N": "1.0"}]),
        ("LE", "<=", [{"N": "1"}]),
        ("LT", "<", [{"N": "1"}]),
        ("GE", ">=", [{"N": "1"}]),
        ("GT", ">", [{"N": "1"}]),
        ("BETWEEN", "BETWEEN", [{"N": "1"}, {"N": "1e1"}]),
        ("BEGINS_WITH", "begins_with", [{"S": "1"}]),
    ],
)
def test_operators_that_have_an_index(
    operator: ComparisonOperator, meant: str, arguments: list[AttributeValue]
) -> None:
    clauses = key_clauses({"r": entry(operator, *arguments)})
    assert clauses == {"r": Clause("r", meant, tuple(arguments))}
    first = clauses["r"].values[0]
    assert first.get("N", "1") == "1"  # the value has become canonical


@pytest.mark.parametrize(
    ("operator", "arguments"),
    [
        ("NULL", []),
        ("NOT_NULL", []),
        ("NE", [{"N": "1"}]),
        ("CONTAINS", [{"S": "a"}]),
        ("NOT_CONTAINS", [{"S": "a"}]),
        ("IN", [{"S": "a"}]),
    ],
)
def test_operators_that_only_filters_allow(
    operator: ComparisonOperator, arguments: list[AttributeValue]
) -> None:
    of_hash = {"h": entry(operator, *arguments)}
    of_range = {"h": entry("EQ", {"S": "a"}), "r": entry(operator, *arguments)}
    assert refusal(lambda: select(of_hash)) == NOT_INDEXABLE
    assert refusal(lambda: select(of_range)) == NOT_INDEXABLE
    alone = {"r": entry(operator, *arguments)}
    assert refusal(lambda: select(alone)) == "Query condition missed key schema element: h"


@pytest.mark.parametrize("operator", ["LE", "LT", "GE", "GT", "BEGINS_WITH"])
def test_operators_that_a_hash_key_does_not_take(operator: ComparisonOperator) -> None:
    given = {"h": entry(operator, {"S": "a"})}
    assert refusal(lambda: select(given)) == "Query key condition not supported"


def test_a_type_that_does_not_fit_the_schema() -> None:
    mismatch = INV + "Condition parameter type does not match schema type"
    assert refusal(lambda: select({"h": entry("EQ", {"N": "1"})})) == mismatch


def test_what_fits_no_schema() -> None:
    assert refusal(lambda: key_clauses({})) == "Conditions can be of length 1 or 2 only"
    assert refusal(lambda: key_clauses({"h": {"ComparisonOperator": "EQ"}})) == (
        INV + "Invalid number of argument(s) for the EQ ComparisonOperator"
    )
    assert refusal(lambda: key_clauses({"r": entry("BEGINS_WITH", {"N": "1"})})) == (
        INV + "ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type"
    )
    assert refusal(lambda: key_clauses({"r": entry("BETWEEN", {"N": "2"}, {"N": "1"})})) == (
        "The BETWEEN condition was provided a range where the lower bound is greater than the "
        "upper bound"
    )
    bad = {"h": entry("EQ", {"N": "1"}, {"SS": ["a", "a"]}, {})}
    assert refusal(lambda: key_clauses(bad), INV).endswith("contains duplicates.")


def test_both_attributes_of_the_key() -> None:
    conditions = {"r": entry("GE", {"N": "1"}), "h": entry("EQ", {"S": "a"})}
    assert select(conditions) == KeyCondition(
        hash_values=({"S": "a"},), range_operator=">=", range_values=({"N": "1"},)
    )
