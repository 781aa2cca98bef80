"""Types of members that requests share. Source: recorded answers, October 2026."""

from typing import Any, TypedDict

import pytest

from jedlik.apis.dynamodb.model.members import (
    AttributesToGet,
    ClientRequestToken,
    DataTableName,
    PlainTableName,
    QueryConditionalOperator,
    ReadTableName,
    ReturnValues,
    ReturnValuesAlone,
    TableName,
    request,
)
from jedlik.core.types.attribute_value import Item
from tests.core.expressions.refusals import refusal

ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/music"
AT = " failed to satisfy constraint: "
PATTERN = "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"
LENGTH = "Member must have length {} than or equal to {}"


def checked(declared: Any, value: object) -> object:
    """Returns the value of a member of this type, in a request that has no other."""

    class Members(TypedDict):
        """A request with one member."""

        Value: declared

    found: Any = request(Members).check({"Value": value})
    return found.get("Value")


def faults(declared: Any, value: object) -> str:
    return refusal(lambda: checked(declared, value))


@pytest.mark.parametrize(
    ("declared", "accepted"),
    [
        (DataTableName, ["a", "music", "A-b_c.9", "x" * 255, ARN, ARN + "x" * 250]),
        (ReadTableName, ["a", "music", "x" * 255, ARN]),
        (TableName, ["abc", "x" * 255, ARN]),
        (PlainTableName, ["abc", "x" * 255]),
    ],
)
def test_names_of_tables(declared: Any, accepted: list[str]) -> None:
    for name in accepted:
        assert checked(declared, name) == name


ONE = "1 validation error detected: "


@pytest.mark.parametrize(
    ("declared", "name", "message"),
    [
        (DataTableName, "", f"{ONE}Value at 'Value'{AT}{LENGTH.format('greater', 1)}"),
        (ReadTableName, "", f"{ONE}Value '' at 'value'{AT}{LENGTH.format('greater', 1)}"),
        (TableName, "ab", f"{ONE}Value 'ab' at 'value'{AT}{LENGTH.format('greater', 3)}"),
        (PlainTableName, ARN, f"{ONE}Value '{ARN}' at 'value'{AT}{PATTERN}"),
        (TableName, "a b", f"{ONE}Value 'a b' at 'value'{AT}{PATTERN}"),
        (
            DataTableName,
            "x" * 256,
            f"{ONE}Value '{'x' * 256}' at 'value'{AT}{LENGTH.format('less', 255)}",
        ),
        (
            TableName,
            "!",
            f"2 validation errors detected: Value '!' at 'value'{AT}{PATTERN}; "
            f"Value '!' at 'value'{AT}{LENGTH.format('greater', 3)}",
        ),
    ],
)
def test_names_that_no_table_has(declared: Any, name: str, message: str) -> None:
    assert faults(declared, name) == message


def test_words_are_listed_as_the_service_lists_them() -> None:
    words = "enum value set: [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]"
    for declared in (ReturnValues, ReturnValuesAlone):
        assert checked(declared, "UPDATED_NEW") == "UPDATED_NEW"
        assert faults(declared, "UPDATE_NEW").endswith(words)
    assert checked(QueryConditionalOperator, "AND") == "AND"
    assert faults(QueryConditionalOperator, "ALL").endswith("enum value set: [ALL, OR]")


@pytest.mark.parametrize(
    ("declared", "least", "most"),
    [(AttributesToGet, ["a"], ["a"] * 255), (ClientRequestToken, "a", "a" * 36)],
)
def test_lengths(declared: Any, least: Any, most: Any) -> None:
    assert checked(declared, least) == least
    assert checked(declared, most) == most
    assert LENGTH.format("greater", 1) in faults(declared, least[:0])
    assert LENGTH.format("less", len(most)) in faults(declared, most + least)


def test_a_request_may_contain_items() -> None:
    assert checked(Item, {"a": {"BOOL": "yes"}}) == {"a": {"BOOL": True}}
    assert checked(list[Item], [{}, {"a": {"S": "x"}}]) == [{}, {"a": {"S": "x"}}]
