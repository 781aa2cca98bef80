"""PutItem. Texts, orders and sizes: recorded answers, October 2026; dynalite's recorded tests."""

from copy import deepcopy
from typing import Any

import pytest

from jedlik.core.types.value import EMPTY_VALUE, NULL_IS_FALSE, SEVERAL_DATATYPES
from tests.apis.dynamodb.operations.samples import (
    BAD_METRICS,
    BAD_RETURN_CONSUMED_CAPACITY,
    BAD_RETURN_VALUES,
    CONDITION_FAILED,
    EMPTY_KEY,
    NOT_FOUND,
    TABLE_NAMES,
    TOO_DEEP,
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
ITEM = {"pk": A}


def refusal(caller: Caller | None = None, /, **members: object) -> str:
    caller = caller or caller_with()
    return caller.refusal("PutItem", **{"TableName": "music", "Item": ITEM, **members})


# --- serialization -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"TableName": 23}, "NUMBER_VALUE cannot be converted to String"),
        ({"TableName": True}, "TRUE_VALUE cannot be converted to String"),
        ({"TableName": {}}, "Start of structure or map found where not expected"),
        ({"TableName": []}, "Unrecognized collection type class java.lang.String"),
        ({"Item": "a"}, "Unexpected field type"),
        ({"Item": {"pk": "a"}}, "Unexpected value type in payload"),
        ({"Item": {"pk": {"S": 3}}}, "NUMBER_VALUE cannot be converted to String"),
        ({"Item": {"pk": {"N": 3}}}, "NUMBER_VALUE cannot be converted to String"),
        ({"Item": {"pk": {"BOOL": "x"}}}, "Unexpected token received from parser"),
        ({"Item": {"pk": {"L": {}}}}, "Start of structure or map found where not expected"),
        ({"ConditionExpression": 3}, "NUMBER_VALUE cannot be converted to String"),
        ({"ExpressionAttributeNames": "#a"}, "Unexpected field type"),
    ],
)
def test_values_of_another_type_are_refused(members: dict[str, object], message: str) -> None:
    assert refusal(**members) == f"SerializationException: {message}"


# --- validation ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "message"), TABLE_NAMES)
def test_table_names(name: str | None, message: str) -> None:
    assert refusal(TableName=name) == ENV + message


def test_an_empty_table_name_is_reported_alone() -> None:
    message = ENV + (
        "Value at 'TableName' failed to satisfy constraint: "
        "Member must have length greater than or equal to 1"
    )
    assert refusal(TableName="", Item={}) == message
    assert refusal(TableName="", ReturnValues="INVALID") == message


def test_enums_are_reported_together() -> None:
    answer = refusal(
        ReturnValues="BOGUS",
        ReturnConsumedCapacity="BOGUS",
        ReturnItemCollectionMetrics="BOGUS",
    )
    found = f"{BAD_RETURN_CONSUMED_CAPACITY}; {BAD_RETURN_VALUES}; {BAD_METRICS}"
    assert answer == f"{VE}3 validation errors detected: {found}"


CASES: list[tuple[dict[str, Any], str]] = [
    (
        {"ExpressionAttributeValues": {":v": A}},
        ENV + "ExpressionAttributeValues can only be specified when using expressions",
    ),
    (
        {"ExpressionAttributeNames": {"#a": "a"}},
        ENV + "ExpressionAttributeNames can only be specified when using expressions",
    ),
    (
        {"ConditionExpression": ""},
        ENV + "Invalid ConditionExpression: The expression can not be empty;",
    ),
    (
        {"ConditionExpression": "attribute_not_exists("},
        ENV + 'Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "("',
    ),
    (
        {"ConditionExpression": "a = :v"},
        ENV + "Invalid ConditionExpression: An expression attribute value used in expression "
        "is not defined; attribute value: :v",
    ),
    (
        {"ConditionExpression": "#missing = a"},
        ENV + "Invalid ConditionExpression: An expression attribute name used in the document "
        "path is not defined; attribute name: #missing",
    ),
    (
        {"ConditionExpression": "attribute_exists(a)", "ExpressionAttributeNames": {"#u": "a"}},
        ENV + "Value provided in ExpressionAttributeNames unused in expressions: keys: {#u}",
    ),
    (
        {"ConditionExpression": "attribute_exists(a)", "ExpressionAttributeValues": {":u": A}},
        ENV + "Value provided in ExpressionAttributeValues unused in expressions: keys: {:u}",
    ),
    (
        {"ConditionExpression": "((attribute_exists(a)))"},
        ENV + "Invalid ConditionExpression: The expression has redundant parentheses;",
    ),
    (
        {"ConditionExpression": "contains(#d, #d)", "ExpressionAttributeNames": {"#d": "data"}},
        ENV + "Invalid ConditionExpression: The first operand must be distinct from the "
        "remaining operands for this operator or function; operator: contains, "
        "first operand: [data]",
    ),
    (
        {
            "ConditionExpression": "attribute_exists(a)",
            "Expected": {"a": {"Exists": False}},
        },
        ENV + "Can not use both expression and non-expression parameters in the same request: "
        "Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}",
    ),
    ({"ReturnValues": "ALL_NEW"}, ENV + "ReturnValues can only be ALL_OLD or NONE"),
    (
        {"Item": {"pk": {"NULL": False}}},
        ENV + INV.removeprefix(VE) + ("Null attribute value types must have the value of true"),
    ),
    (
        {"Item": {**ITEM, "n": number("abc")}},
        ENV + ("The parameter cannot be converted to a numeric value: abc"),
    ),
    (
        {"Item": {**ITEM, "s": {"SS": ["b", "a", "b"]}}},
        ENV + INV.removeprefix(VE) + ('Input collection ["a", "b", "b"] contains duplicates.'),
    ),
    (
        {"Item": {**ITEM, "s": {"SS": []}}},
        ENV + INV.removeprefix(VE) + ("An string set  may not be empty"),
    ),
    ({"Item": {**ITEM, "d": nested(32)}}, ENV + TOO_DEEP),
    ({"Item": {**ITEM, "d": nested(63)}}, VE + TOO_DEEP),
    ({"Item": {}}, INV + "Missing the key pk in the item"),
    ({"Item": {"pk": number(1)}}, INV + "Type mismatch for key pk expected: S actual: N"),
    ({"Item": {"pk": {"L": []}}}, INV + "Type mismatch for key pk expected: S actual: L"),
    ({"Item": {"pk": string("")}}, VE + EMPTY_KEY.format("string", "pk")),
    (
        {"Item": {"pk": string("x" * 2049)}},
        INV + ("Size of hashkey has exceeded the maximum size limit of2048 bytes"),
    ),
    ({"TableName": "absent"}, NOT_FOUND),
]


@pytest.mark.parametrize(("members", "expected"), CASES)
def test_refusals(members: dict[str, object], expected: str) -> None:
    assert refusal(**members) == expected


@pytest.mark.parametrize(
    "members",
    [
        {"ConditionExpression": ""},
        {"ExpressionAttributeValues": {":v": A}},
        {"Item": {**ITEM, "d": nested(32)}},
        {"Item": {**ITEM, "n": number("abc")}},
    ],
)
def test_the_request_is_judged_before_the_table_is_looked_up(members: dict[str, object]) -> None:
    assert refusal(TableName="absent", **members).startswith(ENV)


@pytest.mark.parametrize(
    ("sort", "message"),
    [
        (None, INV + "Missing the key sk in the item"),
        ({"S": "1"}, INV + "Type mismatch for key sk expected: B actual: S"),
        ({"B": ""}, VE + EMPTY_KEY.format("binary", "sk")),
        (
            {"B": "AAAA" * 342},
            INV + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes",
        ),
    ],
)
def test_sort_keys(sort: dict[str, object] | None, message: str) -> None:
    caller = caller_with(range_type="B")
    item = {"pk": A} if sort is None else {"pk": A, "sk": sort}
    assert refusal(caller, TableName="albums", Item=item) == message


def test_an_item_may_have_400_kb_and_not_a_byte_more() -> None:
    caller = caller_with()
    caller.call("PutItem", TableName="music", Item=sized(409_600, pk=A))
    assert caller.describe()["ItemCount"] == 1
    answer = refusal(caller, Item=sized(409_601, pk=A))
    assert answer == ENV + "Item size has exceeded the maximum allowed size"


def test_expressions_may_have_4096_bytes_and_not_one_more() -> None:
    caller = caller_with()
    fits = "attribute_not_exists(pk)".ljust(4096)
    caller.call("PutItem", TableName="music", Item=ITEM, ConditionExpression=fits)
    answer = refusal(caller, ConditionExpression=fits + " ")
    assert answer.startswith(ENV + "Invalid ConditionExpression: Expression size has exceeded the ")


# --- behaviour -----------------------------------------------------------------------------------


def test_an_item_replaces_the_whole_of_another() -> None:
    caller = caller_with({"pk": A, "old": number(1), "both": number(1)})
    answer = caller.call(
        "PutItem", TableName="music", Item={"pk": A, "both": number(2)}, ReturnValues="ALL_OLD"
    )
    assert answer == {"Attributes": {"pk": A, "old": number(1), "both": number(1)}}
    assert stored(caller, pk=A) == {"pk": A, "both": number(2)}


def test_where_there_was_no_item_none_is_returned() -> None:
    caller = caller_with()
    assert caller.call("PutItem", TableName="music", Item=ITEM, ReturnValues="ALL_OLD") == {}
    assert caller.call("PutItem", TableName="music", Item=ITEM) == {}


def test_values_are_stored_in_the_form_the_service_gives_them() -> None:
    given = {
        "pk": A,
        "n": number("+1.50E2"),
        "ss": {"SS": ["b", "", "a"]},
        "ns": {"NS": ["10", "9", "-1"]},
        "bs": {"BS": ["/w==", "AA==", ""]},
        "empty": {"L": [{"S": ""}, {"B": ""}, {"M": {}}, {"NULL": True}]},
    }
    caller = caller_with(given)
    assert stored(caller, pk=A) == {
        **given,
        "n": number(150),
        "ss": {"SS": ["", "a", "b"]},
        "ns": {"NS": ["-1", "9", "10"]},
        "bs": {"BS": ["", "AA==", "/w=="]},
    }


def test_a_condition_that_fails_writes_nothing() -> None:
    old = {"pk": A, "n": number(1)}
    caller = caller_with(old)
    condition = {"ConditionExpression": "attribute_not_exists(pk)"}
    assert refusal(caller, **condition) == CONDITION_FAILED
    assert stored(caller, pk=A) == old
    caller.call("PutItem", TableName="music", Item={"pk": string("b")}, **condition)


def test_a_failed_condition_shows_the_item_when_asked() -> None:
    old = {**ITEM, "n": number(1)}
    caller = caller_with(old)
    condition = {"ConditionExpression": "attribute_exists(absent)"}
    shown = item_of_failed_condition(caller, "PutItem", Item={"pk": A, "n": number(9)}, **condition)
    assert shown == old
    absent = {"pk": string("b")}
    shown = item_of_failed_condition(caller, "PutItem", Item=absent, **condition)
    assert shown is None


@pytest.mark.parametrize(
    ("members", "units"),
    [
        ({"Item": ITEM}, 1.0),
        ({"Item": sized(1024, pk=A)}, 1.0),
        ({"Item": sized(1025, pk=A)}, 2.0),
        ({"Item": {"pk": string("big")}}, 4.0),  # the larger of old and new counts
    ],
)
def test_capacity(members: dict[str, object], units: float) -> None:
    caller = caller_with(sized(4096, pk=string("big")))
    total = {"TableName": "music", "CapacityUnits": units}
    assert consumed(caller, "TOTAL", members) == total
    caller = caller_with(sized(4096, pk=string("big")))
    assert consumed(caller, "INDEXES", members) == {**total, "Table": {"CapacityUnits": units}}
    assert consumed(caller, "NONE", members) is None


def consumed(caller: Caller, report: str, members: dict[str, object]) -> object:
    answer = caller.call("PutItem", TableName="music", ReturnConsumedCapacity=report, **members)
    return answer.get("ConsumedCapacity")


def test_a_table_may_be_named_by_its_arn() -> None:
    caller = caller_with()
    arn = "arn:aws:dynamodb:us-east-1:123456789012:table/music"
    caller.call("PutItem", TableName=arn, Item=ITEM)
    assert stored(caller, pk=A) == ITEM


# --- values that bring the older layer (dynoxide-rs 3.2.0: recorded in us-east-1, 2026-10-10) -----


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ({"NULL": "no"}, NULL_IS_FALSE),
        ({"S": "x", "NULL": False}, NULL_IS_FALSE),
        ({"S": None}, EMPTY_VALUE),
        ({"S": "x", "N": "1"}, SEVERAL_DATATYPES),
    ],
)
def test_a_value_of_no_single_type(value: dict[str, object], fault: str) -> None:
    caller = caller_with()
    assert refusal(caller, Item={**ITEM, "a": deepcopy(value)}) == VE + fault
    named = f"{VE}ExpressionAttributeValues contains invalid value: {fault} for key :v"
    others: list[tuple[str, dict[str, object]]] = [
        ("UpdateItem", {"Key": ITEM, "UpdateExpression": "SET a = :v"}),
        ("DeleteItem", {"Key": ITEM, "ConditionExpression": "a = :v"}),
        ("Query", {"KeyConditionExpression": "pk = :v"}),
    ]
    for operation, members in others:
        values = {":v": deepcopy(value)}
        members |= {"TableName": "music", "ExpressionAttributeValues": values}
        assert caller.refusal(operation, **members) == named, operation


def test_a_boolean_as_a_text_changes_the_answer_to_every_value() -> None:
    fault = "The parameter cannot be converted to a numeric value: abc"
    for boolean, prefix in (("no", VE), (False, ENV)):
        item = {**ITEM, "a": {"N": "abc"}, "b": {"BOOL": boolean}}
        assert refusal(Item=item) == prefix + fault
        condition = {"ComparisonOperator": "IN", "AttributeValueList": [{"BOOL": boolean}]}
        assert refusal(Expected={"a": condition}) == (
            f"{prefix}{INV.removeprefix(VE)}ComparisonOperator IN is not valid for BOOL "
            "AttributeValue type"
        )


def test_a_boolean_as_a_text_is_stored_as_what_it_means() -> None:
    caller = caller_with()
    item = {**ITEM, "a": {"BOOL": "no"}, "b": {"L": [{"NULL": "yes"}]}}
    caller.call("PutItem", TableName="music", Item=item)
    assert stored(caller, pk=A) == {**ITEM, "a": {"BOOL": False}, "b": {"L": [{"NULL": True}]}}
