"""The parameters that expressions replaced, through the operations that still take them.

Texts and orders: recorded answers, October 2026.
"""

from typing import Any

import pytest

from tests.apis.dynamodb.operations.samples import (
    CONDITION_FAILED,
    TOO_DEEP,
    Attributes,
    caller_with,
    nested,
    number,
    stored,
    string,
)
from tests.engine.in_memory import ENV, INV, VE

A = string("a")
KEY = {"pk": A}
ITEM: Attributes = {**KEY, "n": number(5), "s": string("hello"), "ss": {"SS": ["a", "b"]}}
ONLY = ENV + INV.removeprefix(VE)
FEW = "ConditionalOperator can only be used when Filter or Expected has two or more elements"


def compared(operator: str, *values: dict[str, object]) -> dict[str, object]:
    return {"ComparisonOperator": operator, "AttributeValueList": list(values)}


# --- Expected ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        ({"Exists": True}, "Value must be provided when Exists is true for Attribute: a"),
        (
            {"Exists": False, "Value": A},
            "Value cannot be used when Exists is false for Attribute: a",
        ),
        (
            {"Value": A, **compared("EQ", A)},
            "Value and AttributeValueList cannot be used together for Attribute: a",
        ),
        (
            {"ComparisonOperator": "EQ"},
            "Value or AttributeValueList must be used with ComparisonOperator: EQ for Attribute: a",
        ),
        (
            compared("BETWEEN", number(1)),
            "Invalid number of argument(s) for the BETWEEN ComparisonOperator",
        ),
        # Source: dynoxide's captures, October 2026.
        (compared("BOGUS", A), "Invalid comparison operator"),
        (compared("EQ"), "Invalid number of argument(s) for the EQ ComparisonOperator"),
    ],
)
def test_malformed_expectations(expected: dict[str, object], message: str) -> None:
    members = {"TableName": "music", "Expected": {"a": expected}}
    caller = caller_with()
    assert caller.refusal("DeleteItem", Key=KEY, **members) == ONLY + message
    assert caller.refusal("PutItem", Item=KEY, **members) == ONLY + message


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        ({"Exists": "yes"}, "Value must be provided when Exists is true for Attribute: a"),
        (
            {"Exists": "no", "Value": A},
            "Value cannot be used when Exists is false for Attribute: a",
        ),
    ],
)
def test_exists_as_a_text(expected: dict[str, object], message: str) -> None:
    # The older layer reads such a request. Source: dynoxide's captures, October 2026.
    caller = caller_with(ITEM)
    assert caller.refusal("PutItem", TableName="music", Item=KEY, Expected={"a": expected}) == (
        INV + message
    )
    key = {"TableName": "music", "Key": KEY}
    assert caller.refusal("DeleteItem", Expected={"n": {"Exists": "no"}}, **key) == CONDITION_FAILED
    caller.call("DeleteItem", Expected={"absent": {"Exists": "f"}}, **key)


FAILED = "Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]"
NONE_GIVEN = "ConditionalOperator cannot be used without Filter or Expected"


@pytest.mark.parametrize(
    ("expected", "operator", "message"),
    [
        (None, "XOR", NONE_GIVEN),
        (None, "AND", NONE_GIVEN),
        ({"a": {"Exists": False}}, "XOR", FEW),
        ({"a": {"Exists": False}, "b": {"Exists": False}}, "XOR", FAILED),
        ({"a": {"Value": nested(33)}, "b": {"Exists": False}}, "XOR", FAILED),
    ],
)
def test_operators_that_join_nothing(
    expected: dict[str, object] | None, operator: str, message: str
) -> None:
    # Source: dynoxide's captures, October 2026.
    members: dict[str, Any] = {"TableName": "absent", "ConditionalOperator": operator}
    caller = caller_with()
    writes: dict[str, dict[str, Any]] = {
        "PutItem": {"Item": KEY},
        "DeleteItem": {"Key": KEY},
        "UpdateItem": {"Key": KEY, "AttributeUpdates": {"n": {"Value": A}}},
    }
    for operation, own in writes.items():
        given = own if expected is None else {**own, "Expected": expected}
        assert caller.refusal(operation, **members, **given) == ENV + message


@pytest.mark.parametrize(
    ("expected", "operator", "holds"),
    [
        ({"n": {"Value": number("5.0")}}, None, True),
        ({"n": {"Exists": True, "Value": number(6)}}, None, False),
        ({"absent": {"Exists": False}}, None, True),
        ({"n": {"Exists": False}}, None, False),
        ({"s": compared("BEGINS_WITH", string("he"))}, None, True),
        ({"n": compared("GT", number(4)), "s": compared("NULL")}, "AND", False),
        ({"n": compared("GT", number(4)), "s": compared("NULL")}, "OR", True),
        ({"n": compared("GT", number(5)), "s": compared("NULL")}, "OR", False),
    ],
)
def test_expectations(expected: dict[str, object], operator: str | None, holds: bool) -> None:
    caller = caller_with(ITEM)
    members: dict[str, Any] = {"TableName": "music", "Key": KEY, "Expected": expected}
    if operator is not None:
        members["ConditionalOperator"] = operator
    if holds:
        caller.call("DeleteItem", **members)
        assert stored(caller, pk=A) is None
    else:
        assert caller.refusal("DeleteItem", **members) == CONDITION_FAILED
        assert stored(caller, pk=A) == ITEM


# --- AttributeUpdates ----------------------------------------------------------------------------


def test_attribute_updates() -> None:
    caller = caller_with(ITEM)
    answer = caller.call(
        "UpdateItem",
        TableName="music",
        Key=KEY,
        AttributeUpdates={
            "n": {"Action": "ADD", "Value": number(2)},
            "s": {"Action": "DELETE"},
            "ss": {"Action": "DELETE", "Value": {"SS": ["a"]}},
            "fresh": {"Value": string("x")},
        },
        ReturnValues="ALL_NEW",
    )
    expected = {**KEY, "n": number(7), "ss": {"SS": ["b"]}, "fresh": string("x")}
    assert answer == {"Attributes": expected}
    assert stored(caller, pk=A) == expected


def test_attribute_updates_leave_the_key_alone() -> None:
    answer = caller_with().refusal(
        "UpdateItem", TableName="music", Key=KEY, AttributeUpdates={"pk": {"Value": A}}
    )
    assert answer == INV + "Cannot update attribute pk. This attribute is part of the key"


def test_attribute_updates_are_sized_by_the_finished_item() -> None:
    """409,600 bytes and no charge of a statement: UpdateExpression would allow 19 fewer."""
    caller = caller_with()
    members = {"TableName": "music", "Key": KEY}
    largest = {"b": {"Value": string("x" * (409_600 - 4))}}
    caller.call("UpdateItem", AttributeUpdates=largest, **members)
    assert caller.describe()["TableSizeBytes"] == 409_600
    larger = {"b": {"Value": string("x" * (409_600 - 3))}}
    answer = caller.refusal("UpdateItem", AttributeUpdates=larger, **members)
    assert answer == VE + "Item size to update has exceeded the maximum allowed size"


# --- reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (compared("EQ", string("b")), ["b"]),
        (compared("BEGINS_WITH", string("a")), ["a", "ab"]),
        (compared("BETWEEN", string("ab"), string("b")), ["ab", "b"]),
        (compared("GT", string("ab")), ["b"]),
    ],
)
def test_key_conditions(condition: dict[str, object], expected: list[str]) -> None:
    rows = [{"pk": A, "sk": string(text), "n": number(1)} for text in ("a", "ab", "b")]
    caller = caller_with(*rows, range_type="S")
    members: dict[str, Any] = {
        "TableName": "albums",
        "KeyConditions": {"pk": compared("EQ", A), "sk": condition},
    }
    answer = caller.call("Query", **members, AttributesToGet=["sk"])
    assert answer["Items"] == [{"sk": string(text)} for text in expected]
    answer = caller.call("Query", **members, ScanIndexForward=False)
    assert [item["sk"]["S"] for item in answer["Items"]] == expected[::-1]
    answer = caller.call("Query", **members, QueryFilter={"n": compared("NE", number(1))})
    assert (answer["Count"], answer["ScannedCount"]) == (0, len(expected))


def test_a_scan_filter() -> None:
    caller = caller_with(ITEM, {"pk": string("b"), "n": number(9)})
    both = {"n": compared("GT", number(4)), "s": compared("CONTAINS", string("ll"))}
    members: dict[str, Any] = {"TableName": "music", "ScanFilter": both}
    assert caller.call("Scan", ConditionalOperator="AND", **members)["Items"] == [ITEM]
    assert caller.call("Scan", ConditionalOperator="OR", **members)["Count"] == 2


def test_the_depth_of_a_scan_filter_is_reported_before_a_needless_operator() -> None:
    members = {"TableName": "music", "ConditionalOperator": "AND"}
    caller = caller_with()
    deep = caller.refusal("Scan", ScanFilter={"a": compared("EQ", nested(40))}, **members)
    assert deep == VE + TOO_DEEP
    flat = caller.refusal("Scan", ScanFilter={"a": compared("EQ", A)}, **members)
    assert flat == VE + FEW


def test_attributes_to_get_are_those_and_no_others() -> None:
    caller = caller_with(ITEM)
    names = ["n", "absent"]
    members: dict[str, Any] = {"TableName": "music", "Key": KEY}
    assert caller.call("GetItem", AttributesToGet=names, **members) == {"Item": {"n": number(5)}}
    found = caller.call("Scan", TableName="music", AttributesToGet=names)
    assert found["Items"] == [{"n": number(5)}]
    block = {"Keys": [KEY], "AttributesToGet": names}
    batch = caller.call("BatchGetItem", RequestItems={"music": block})
    assert batch["Responses"] == {"music": [{"n": number(5)}]}


# --- with expressions ----------------------------------------------------------------------------


def test_a_batch_is_either_old_or_new() -> None:
    caller = caller_with()
    caller.create("other")
    blocks = {
        "music": {"Keys": [KEY], "ProjectionExpression": "a"},
        "other": {"Keys": [KEY], "AttributesToGet": ["a"]},
    }
    assert caller.refusal("BatchGetItem", RequestItems=blocks).startswith(VE)


MIXED = "Can not use both expression and non-expression parameters in the same request: "


@pytest.mark.parametrize(
    ("operation", "members", "start"),
    [
        ("PutItem", {"Item": KEY, "Expected": {}, "ConditionExpression": "a = b"}, ENV),
        ("DeleteItem", {"Key": KEY, "Expected": {}, "ConditionExpression": "a = b"}, ENV),
        ("UpdateItem", {"Key": KEY, "Expected": {}, "UpdateExpression": "REMOVE a"}, ENV),
        ("GetItem", {"Key": KEY, "AttributesToGet": ["a"], "ProjectionExpression": "a"}, VE),
        ("Query", {"KeyConditions": {}, "KeyConditionExpression": "a = b"}, VE),
        ("Scan", {"ScanFilter": {}, "FilterExpression": "a = b"}, VE),
    ],
)
def test_old_and_new_parameters_do_not_mix(
    operation: str, members: dict[str, object], start: str
) -> None:
    answer = caller_with().refusal(operation, TableName="music", **members)
    assert answer.startswith(start + MIXED)
