"""FilterSpecification. Rules: API Reference; Developer Guide, "Filtering a table export"."""

from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.core.keys.key_schema import KeyAttribute, KeySchema
from jedlik.features.exports.item_filter import EVERYTHING, check_fits, parsed

KEY = KeySchema(1, (KeyAttribute("pk", "S"), KeyAttribute("sk", "N")))
HASH_ONLY = KeySchema(1, (KeyAttribute("pk", "S"),))
BEGIN = "ValidationException: Invalid Request: Invalid FilterSpecification: "
ITEM: Any = {"pk": {"S": "a"}, "sk": {"N": "5"}, "n": {"N": "1"}, "m": {"M": {"x": {"S": "y"}}}}


def refused(specification: Any, key: KeySchema = KEY) -> str:
    with pytest.raises(Reject) as found:
        check_fits(parsed(specification), key)
    error = f"{found.value.error.code}: {found.value.error.message}"
    assert error.startswith(BEGIN)
    return error.removeprefix(BEGIN)


def accepts(item: Any = ITEM, **specification: Any) -> bool:
    item_filter = parsed(specification)  # type: ignore[arg-type]
    check_fits(item_filter, KEY)
    return item_filter.accepts(item)


def test_without_a_specification() -> None:
    assert parsed(None) is EVERYTHING
    assert not EVERYTHING.decodes
    assert EVERYTHING.accepts(ITEM)
    assert EVERYTHING.shown(ITEM) is ITEM


def test_filters() -> None:
    values = {":n": {"N": "1.0"}}
    assert accepts(FilterExpression="n = :n", ExpressionAttributeValues=values)
    assert not accepts(FilterExpression="n > :n", ExpressionAttributeValues=values)
    assert values == {":n": {"N": "1.0"}}  # what DescribeExport shows
    assert accepts(FilterExpression="attribute_exists(pk)")
    names = {"#m": "m"}
    assert accepts(FilterExpression="attribute_exists(#m.x)", ExpressionAttributeNames=names)


def test_key_conditions() -> None:
    values = {":p": {"S": "a"}, ":s": {"N": "5"}}
    for operator, expected in (("=", True), (">=", True), ("<", False)):
        condition = f"pk = :p AND sk {operator} :s"
        found = accepts(KeyConditionExpression=condition, ExpressionAttributeValues=values)
        assert found == expected
    other = {":p": {"S": "b"}}
    assert not accepts(KeyConditionExpression="pk = :p", ExpressionAttributeValues=other)
    both = accepts(
        KeyConditionExpression="pk = :p",
        FilterExpression="n = :n",
        ExpressionAttributeValues={":p": {"S": "a"}, ":n": {"N": "1"}},
    )
    assert both


def test_projections() -> None:
    item_filter = parsed({"ProjectionExpression": "pk, m.x, nothing"})
    assert item_filter.decodes
    assert item_filter.shown(ITEM) == {"pk": {"S": "a"}, "m": {"M": {"x": {"S": "y"}}}}
    assert parsed({"ProjectionExpression": "nothing"}).shown(ITEM) == {}


VALUES: Any = {":p": {"S": "a"}, ":n": {"N": "1"}}


@pytest.mark.parametrize(
    ("specification", "expected"),
    [
        ({}, "The specification can not be empty"),
        ({"FilterExpression": "a ="}, "Invalid FilterExpression: Syntax error"),
        ({"ProjectionExpression": "a,,b"}, "Invalid ProjectionExpression: Syntax error"),
        (
            {"FilterExpression": "a = :b"},
            "Invalid FilterExpression: An expression attribute value used in expression is not "
            "defined; attribute value: :b",
        ),
        (
            {"ExpressionAttributeNames": {"#a": "a"}},
            "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a}",
        ),
        (
            {"FilterExpression": "attribute_exists(a)", "ExpressionAttributeValues": VALUES},
            "Value provided in ExpressionAttributeValues unused in expressions: keys: {",
        ),
        (
            {
                "KeyConditionExpression": "pk > :p",
                "ExpressionAttributeValues": {":p": {"S": "a"}},
            },
            "Query key condition not supported",
        ),
        (
            {
                "KeyConditionExpression": "sk = :n",
                "ExpressionAttributeValues": {":n": {"N": "1"}},
            },
            "Query condition missed key schema element: pk",
        ),
        (
            {
                "KeyConditionExpression": "pk = :p OR pk = :n",
                "ExpressionAttributeValues": VALUES,
            },
            "Invalid operator used in KeyConditionExpression: OR",
        ),
        (
            {
                "KeyConditionExpression": "pk = :p",
                "FilterExpression": "sk = :n",
                "ExpressionAttributeValues": VALUES,
            },
            "Filter Expression can only contain non-primary key attributes: Primary key "
            "attribute: sk",
        ),
        (
            {
                "KeyConditionExpression": "pk = :n",
                "ExpressionAttributeValues": {":n": {"N": "1"}},
            },
            "One or more parameter values were invalid: Condition parameter type does not match "
            "schema type",
        ),
        ({"ProjectionExpression": "pk.x"}, "Key attributes must be scalars"),
        (
            {
                "FilterExpression": "a = :b",
                "ExpressionAttributeValues": {":b": {"S": "x" * (2 * 1024 * 1024)}},
            },
            "ExpressionAttributeValues exceed 2097152 bytes",
        ),
        (
            {
                "FilterExpression": "a = :b",
                "ExpressionAttributeValues": {":b": {"N": "x"}},
            },
            "",
        ),
    ],
)
def test_specifications_that_are_refused(specification: Any, expected: str) -> None:
    assert expected in refused(specification)


def test_a_key_of_one_attribute() -> None:
    specification = {
        "KeyConditionExpression": "pk = :p",
        "ExpressionAttributeValues": {":p": {"S": "a"}},
    }
    check_fits(parsed(specification), HASH_ONLY)  # type: ignore[arg-type]
