"""UpdateItem. Texts, orders, charges: recorded answers, October 2026; Alternator's tests."""

from typing import Any

import pytest

from tests.apis.dynamodb.operations.samples import (
    BAD_METRICS,
    BAD_RETURN_VALUES,
    CONDITION_FAILED,
    EMPTY_KEY,
    MISMATCH,
    NOT_FOUND,
    TABLE_NAMES,
    TOO_DEEP,
    Attributes,
    caller_with,
    item_of_failed_condition,
    nested,
    number,
    sized,
    stored,
    string,
)
from tests.engine.in_memory import ENV, INV, VE, Caller

A = string("a")
KEY = {"pk": A}
TOO_LARGE = VE + "Item size to update has exceeded the maximum allowed size"


def refusal(caller: Caller | None = None, /, **members: object) -> str:
    caller = caller or caller_with()
    return caller.refusal("UpdateItem", **{"TableName": "music", "Key": KEY, **members})


def update(
    caller: Caller, expression: str, values: Attributes | None = None, **members: Any
) -> Any:
    """The attributes returned."""
    if values:
        members["ExpressionAttributeValues"] = values
    given = {"TableName": "music", "Key": KEY, "UpdateExpression": expression, **members}
    answer = caller.call("UpdateItem", **given)
    assert answer.keys() <= {"Attributes"}
    return answer.get("Attributes")


# --- serialization -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"Key": []}, "Unrecognized collection type java.util.Map<java.lang.String, "
         "com.amazonaws.dynamodb.v20120810.AttributeValue>"),
        ({"UpdateExpression": 1}, "NUMBER_VALUE cannot be converted to String"),
        ({"AttributeUpdates": "a"}, "Unexpected field type"),
        ({"AttributeUpdates": {"a": "b"}}, "Unexpected value type in payload"),
        ({"ExpressionAttributeValues": {":v": {"S": 1}}}, (
            "NUMBER_VALUE cannot be converted to String")),
    ],
)  # fmt: skip
def test_values_of_another_type_are_refused(members: dict[str, object], message: str) -> None:
    assert refusal(**members) == f"SerializationException: {message}"


# --- validation ----------------------------------------------------------------------------------

NO_NAME = (
    "Value '' at 'tableName' failed to satisfy constraint: "
    "Member must have length greater than or equal to 1"
)
NO_KEY = "Value null at 'key' failed to satisfy constraint: Member must not be null"
ENUM = "failed to satisfy constraint: Member must satisfy enum value set: "


@pytest.mark.parametrize(("name", "message"), TABLE_NAMES)
def test_table_names(name: str | None, message: str) -> None:
    assert refusal(TableName=name) == ENV + message


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"TableName": "", "Key": {}}, ENV + (
            "Value at 'TableName' failed to satisfy constraint: "
            "Member must have length greater than or equal to 1")),
        ({"TableName": "", "Key": None}, (
            f"{VE}2 validation errors detected: {NO_NAME}; {NO_KEY}")),
        ({"TableName": "", "Key": None, "ReturnConsumedCapacity": "INVALID",
          "ReturnValues": "INVALID"}, (
            f"{VE}4 validation errors detected: "
            f"Value 'INVALID' at 'returnConsumedCapacity' {ENUM}[INDEXES, TOTAL, NONE]; {NO_NAME}; "
            f"Value 'INVALID' at 'returnValues' {ENUM}"
            f"[ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]; {NO_KEY}")),
        ({"Key": None, "ConditionalOperator": "XOR",
          "Expected": {"a": {"Exists": False}, "b": {"Exists": False}}}, (
            f"{VE}2 validation errors detected: "
            f"Value 'XOR' at 'conditionalOperator' {ENUM}[OR, AND]; {NO_KEY}")),
        ({"ReturnValues": "BOGUS", "ReturnConsumedCapacity": "BOGUS"}, ENV + BAD_RETURN_VALUES),
        ({"ReturnItemCollectionMetrics": "BOGUS"}, ENV + BAD_METRICS),
    ],
)  # fmt: skip
def test_members(members: dict[str, object], expected: str) -> None:
    assert refusal(**members) == expected


SYNTAX = "Invalid UpdateExpression: Syntax error; token: "
UNDEFINED = "An expression attribute value used in expression is not defined; attribute value: :v"
CASES: list[tuple[dict[str, Any], str]] = [
    (
        {"ExpressionAttributeValues": {":v": A}},
        ENV + "ExpressionAttributeValues can only be specified when using expressions",
    ),
    (
        {"ExpressionAttributeNames": {"#a": "a"}},
        ENV + "ExpressionAttributeNames can only be specified when using expressions",
    ),
    ({"UpdateExpression": ""}, (
        ENV + "Invalid UpdateExpression: The expression can not be empty;")),
    # Source: dynoxide's captures, October 2026.
    ({"UpdateExpression": "", "ConditionExpression": ""}, (
        ENV + "Invalid ConditionExpression: The expression can not be empty;")),
    ({"UpdateExpression": "INVALID SYNTAX HERE"}, (
        ENV + SYNTAX + '"INVALID", near: "INVALID SYNTAX"')),
    ({"UpdateExpression": "SET a = = b"}, ENV + SYNTAX + '"=", near: "= = b"'),
    ({"UpdateExpression": "SET a = :v"}, ENV + "Invalid UpdateExpression: " + UNDEFINED),
    (
        {
            "UpdateExpression": "SET a = :w",
            "ConditionExpression": "a = :v",
            "ExpressionAttributeValues": {":w": A},
        },
        ENV + "Invalid ConditionExpression: " + UNDEFINED,
    ),
    ({"UpdateExpression": "REMOVE a", "ExpressionAttributeValues": {":u": A}}, ENV + (
        "Value provided in ExpressionAttributeValues unused in expressions: keys: {:u}")),
    ({"UpdateExpression": "REMOVE status"}, ENV + (
        "Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: status"
    )),
    ({"UpdateExpression": "SET a = b, a.c = b"}, ENV + (
        "Invalid UpdateExpression: Two document paths overlap with each other; must remove or "
        "rewrite one of these paths; path one: [a], path two: [a, c]")),
    ({"UpdateExpression": "REMOVE a", "AttributeUpdates": {"a": {"Action": "DELETE"}}}, ENV + (
        "Can not use both expression and non-expression parameters in the same request: "
        "Non-expression parameters: {AttributeUpdates} Expression parameters: {UpdateExpression}"
    )),
    (
        {"UpdateExpression": "SET a = :v", "ExpressionAttributeValues": {":v": nested(32)}},
        ENV + TOO_DEEP,
    ),
    (
        {"UpdateExpression": "SET a = :deep", "ExpressionAttributeValues": {":deep": nested(63)}},
        f"{VE}ExpressionAttributeValues contains invalid value: {TOO_DEEP} for key :deep",
    ),
    ({"UpdateExpression": "SET pk = :v", "ExpressionAttributeValues": {":v": A}}, INV + (
        "Cannot update attribute pk. This attribute is part of the key")),
    ({"UpdateExpression": "REMOVE pk.a[1]"}, INV + (
        "Cannot update attribute pk. This attribute is part of the key")),
    ({"Key": {}}, VE + MISMATCH),
    ({"Key": {"pk": number(1)}}, VE + MISMATCH),
    ({"Key": {"pk": string("")}}, VE + EMPTY_KEY.format("string", "pk")),
    ({"TableName": "absent"}, NOT_FOUND),
]  # fmt: skip


@pytest.mark.parametrize(("members", "expected"), CASES)
def test_refusals(members: dict[str, object], expected: str) -> None:
    assert refusal(**members) == expected


def test_the_depth_of_a_value_is_checked_before_the_condition_and_the_table() -> None:
    members = {
        "UpdateExpression": "REMOVE b",
        "ConditionExpression": "a = :v",
        "ExpressionAttributeValues": {":v": nested(32)},
    }
    assert refusal(**members) == ENV + TOO_DEEP
    assert refusal(TableName="absent", **members) == ENV + TOO_DEEP


# --- behaviour: sizes ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expression", "pad_bytes"),
    [
        ("SET b = :pad", 409_600 - 3 - 20),
        ("SET b = :pad, c = :one", 409_600 - 3 - 20 - 20 - 2),
        ("SET b = :pad REMOVE r", 409_600 - 3 - 20 - 2),
        ("SET b = :pad, c = :pad", (409_600 - 3 - 40) // 2),  # charged at each use
        ("SET c = if_not_exists(n, :pad)", 409_600 - 3 - 20 - 39 - 16),
        ("SET d.leaf = :pad", 409_600 - 3 - 19 - 1 - 8),
    ],
)
def test_what_a_statement_writes_is_charged(expression: str, pad_bytes: int) -> None:
    caller = caller_with({**KEY, "n": number(1), "d": {"M": {}}})
    values = {":pad": string("x" * pad_bytes)}
    if ":one" in expression:
        values[":one"] = number(1)
    update(caller, expression, values)
    values[":pad"] = string("x" * (pad_bytes + 1))
    answer = refusal(caller, UpdateExpression=expression, ExpressionAttributeValues=values)
    assert answer == TOO_LARGE


def test_the_finished_item_may_have_400_kb() -> None:
    caller = caller_with(sized(400_000, pk=A))
    update(caller, "SET b = :b", {":b": string("x" * 9_599)})
    answer = refusal(
        caller,
        UpdateExpression="SET b = :b",
        ExpressionAttributeValues={":b": string("x" * 9_600)},
    )
    assert answer == TOO_LARGE
    assert caller.describe()["TableSizeBytes"] == 409_600


def test_the_charge_comes_before_the_condition() -> None:
    answer = refusal(
        UpdateExpression="SET c = if_not_exists(c, :huge)",
        ConditionExpression="attribute_exists(pk)",
        ExpressionAttributeValues={":huge": string("x" * 409_700)},
    )
    assert answer == TOO_LARGE


# --- behaviour: what is written ------------------------------------------------------------------


def test_without_an_expression_the_key_is_made_an_item() -> None:
    caller = caller_with()
    assert caller.call("UpdateItem", TableName="music", Key=KEY) == {}
    assert stored(caller, pk=A) == KEY
    given = {**KEY, "n": number(1)}
    caller = caller_with(given)
    assert caller.call("UpdateItem", TableName="music", Key=KEY) == {}
    assert stored(caller, pk=A) == given


START: Attributes = {
    **KEY,
    "n": number(5),
    "s": {"SS": ["a", "b"]},
    "l": {"L": [number(0), number(1), number(2)]},
    "m": {"M": {"x": number(1), "y": number(2)}},
}
ONE = {":v": number(1)}


@pytest.mark.parametrize(
    ("expression", "values", "changed"),
    [
        ("SET a = :v, b = n", ONE, {"a": number(1), "b": number(5)}),
        ("SET n = :v, b = n", ONE, {"n": number(1), "b": number(5)}),  # the old n
        ("SET n = n + :v", ONE, {"n": number(6)}),
        ("SET n = (n - :v)", ONE, {"n": number(4)}),
        ("SET c = if_not_exists(c, :v) - :v", ONE, {"c": number(0)}),
        ("SET n = if_not_exists(n, :v)", ONE, {"n": number(5)}),
        ("SET m.x = m.x + m.y", None, {"m": {"M": {"x": number(3), "y": number(2)}}}),
        (
            "SET m.z = :v",
            ONE,
            {"m": {"M": {"x": number(1), "y": number(2), "z": number(1)}}},
        ),
        ("SET l[7] = :v", {":v": A}, {"l": {"L": [number(0), number(1), number(2), A]}}),
        (
            "SET l = list_append(l, if_not_exists(k, :v))",
            {":v": {"L": [A]}},
            {"l": {"L": [number(0), number(1), number(2), A]}},
        ),
        ("REMOVE l[1], absent, m.absent", None, {"l": {"L": [number(0), number(2)]}}),
        ("REMOVE n", None, {"n": None}),
        ("ADD n :v, fresh :v", ONE, {"n": number(6), "fresh": number(1)}),
        ("ADD s :v, t :v", {":v": {"SS": ["", "b"]}}, {
            "s": {"SS": ["", "a", "b"]}, "t": {"SS": ["", "b"]}}),
        ("DELETE s :v", {":v": {"SS": ["b", "z"]}}, {"s": {"SS": ["a"]}}),
        ("DELETE s :v", {":v": {"SS": ["a", "b"]}}, {"s": None}),
        ("DELETE absent :v", {":v": {"SS": ["a"]}}, {}),
    ],
)  # fmt: skip
def test_updates(expression: str, values: Attributes | None, changed: dict[str, Any]) -> None:
    caller = caller_with(START)
    expected = {name: value for name, value in {**START, **changed}.items() if value is not None}
    assert update(caller, expression, values, ReturnValues="ALL_NEW") == expected
    assert stored(caller, pk=A) == expected


PATH_INVALID = VE + "The document path provided in the update expression is invalid for update"
NOT_THERE = VE + "The provided expression refers to an attribute that does not exist in the item"


@pytest.mark.parametrize(
    ("expression", "values", "expected"),
    [
        ("SET absent.a = :v", ONE, PATH_INVALID),
        ("SET n.a = :v", ONE, PATH_INVALID),
        ("SET m[0] = :v", ONE, PATH_INVALID),
        ("SET a = absent", None, NOT_THERE),
        ("SET n = absent + :v", ONE, NOT_THERE),
        ("SET n = s + :v", ONE, VE + "An operand in the update expression has an incorrect data "
         "type"),
        ("ADD s :v", ONE, VE + (
            "An operand in the update expression has an incorrect data type")),
        ("SET n = :a + :b", {":a": number("9.9e125"), ":b": number("9.9e125")}, VE + (
            "Number overflow. Attempting to store a number with magnitude larger than "
            "supported range")),
    ],
)  # fmt: skip
def test_updates_that_do_not_fit_the_item(
    expression: str, values: Attributes | None, expected: str
) -> None:
    caller = caller_with(START)
    members = {"ExpressionAttributeValues": values} if values else {}
    assert refusal(caller, UpdateExpression=expression, **members) == expected
    assert stored(caller, pk=A) == START


@pytest.mark.parametrize(
    ("returned", "attributes"),
    [
        ("NONE", None),
        ("ALL_OLD", START),
        ("UPDATED_OLD", {"n": number(5), "m": {"M": {"x": number(1)}}}),
        ("UPDATED_NEW", {"n": number(6), "m": {"M": {"x": number(6)}}}),
    ],
)
def test_return_values(returned: str, attributes: Attributes | None) -> None:
    expression = "SET m.x = :six, n = :six"
    answer = update(caller_with(START), expression, {":six": number(6)}, ReturnValues=returned)
    assert answer == attributes


@pytest.mark.parametrize(
    ("expression", "returned", "attributes"),
    [
        ("SET a = :v", "ALL_OLD", None),
        ("SET a = :v", "UPDATED_OLD", None),
        ("SET a = :v", "UPDATED_NEW", {"a": number(1)}),
        ("SET a = :v", "ALL_NEW", {**KEY, "a": number(1)}),
    ],
)
def test_return_values_of_a_new_item(
    expression: str, returned: str, attributes: Attributes | None
) -> None:
    assert update(caller_with(), expression, ONE, ReturnValues=returned) == attributes


def test_what_was_removed_is_old_and_never_new() -> None:
    assert update(caller_with(START), "REMOVE n", ReturnValues="UPDATED_NEW") is None
    old = update(caller_with(START), "REMOVE n", ReturnValues="UPDATED_OLD")
    assert old == {"n": number(5)}


def test_conditions() -> None:
    caller = caller_with(START)
    members: dict[str, object] = {"UpdateExpression": "REMOVE n"}
    for condition in ("attribute_not_exists(pk)", "n > m.x AND n < m.x", "size(absent) < n"):
        answer = refusal(caller, ConditionExpression=condition, **members)
        assert answer == CONDITION_FAILED
    absent = {"Key": {"pk": string("b")}, "ConditionExpression": "attribute_exists(pk)"}
    assert refusal(caller, **absent, **members) == CONDITION_FAILED
    assert stored(caller, pk=string("b")) is None
    update(caller, "REMOVE n", ConditionExpression="absent <> n")
    assert "n" not in (stored(caller, pk=A) or {})


def test_a_failed_condition_shows_the_item_when_asked() -> None:
    old = {**KEY, "n": number(1)}
    caller = caller_with(old)
    condition = {"ConditionExpression": "attribute_exists(absent)"}
    shown = item_of_failed_condition(
        caller, "UpdateItem", Key=KEY, UpdateExpression="REMOVE n", **condition
    )
    assert shown == old
    absent = {"pk": string("b")}
    shown = item_of_failed_condition(
        caller, "UpdateItem", Key=absent, UpdateExpression="REMOVE n", **condition
    )
    assert shown is None


@pytest.mark.parametrize(("old_bytes", "new_bytes"), [(1024, 2049), (2049, 1024)])
def test_capacity_is_that_of_the_larger_item(old_bytes: int, new_bytes: int) -> None:
    caller = caller_with(sized(old_bytes, pk=A))
    answer = caller.call(
        "UpdateItem",
        TableName="music",
        Key=KEY,
        UpdateExpression="SET fill = :fill",
        ExpressionAttributeValues={":fill": string("x" * (new_bytes - 7))},
        ReturnConsumedCapacity="INDEXES",
    )
    assert answer["ConsumedCapacity"] == {
        "TableName": "music",
        "CapacityUnits": 3.0,
        "Table": {"CapacityUnits": 3.0},
    }
    assert caller.describe()["TableSizeBytes"] == new_bytes
