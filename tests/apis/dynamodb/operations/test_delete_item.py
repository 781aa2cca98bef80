"""DeleteItem. Texts and orders: recorded answers, October 2026; dynalite's recorded tests."""

import pytest

from tests.apis.dynamodb.operations.samples import (
    BAD_METRICS,
    BAD_RETURN_CONSUMED_CAPACITY,
    BAD_RETURN_VALUES,
    CONDITION_FAILED,
    EMPTY_KEY,
    MISMATCH,
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
from tests.engine.in_memory import ENV, VE, Caller

A = string("a")
KEY = {"pk": A}


def refusal(caller: Caller | None = None, /, **members: object) -> str:
    caller = caller or caller_with()
    return caller.refusal("DeleteItem", **{"TableName": "music", "Key": KEY, **members})


# --- serialization -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"TableName": 1.5}, "DECIMAL_VALUE cannot be converted to String"),
        ({"Key": {"pk": "a"}}, "Unexpected value type in payload"),
        ({"Key": {"pk": {"B": 1}}}, "only base-64-encoded strings are convertible to bytes"),
        ({"Expected": "a"}, "Unexpected field type"),
        ({"ReturnValues": {}}, "Start of structure or map found where not expected"),
    ],
)
def test_values_of_another_type_are_refused(members: dict[str, object], message: str) -> None:
    assert refusal(**members) == f"SerializationException: {message}"


# --- validation ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "message"), TABLE_NAMES)
def test_table_names(name: str | None, message: str) -> None:
    assert refusal(TableName=name) == ENV + message


def test_an_empty_table_name_is_reported_alone() -> None:
    assert refusal(TableName="", Key={}) == ENV + (
        "Value at 'TableName' failed to satisfy constraint: "
        "Member must have length greater than or equal to 1"
    )


def test_enums_are_reported_together() -> None:
    answer = refusal(ReturnValues="BOGUS", ReturnConsumedCapacity="BOGUS")
    found = f"{BAD_RETURN_CONSUMED_CAPACITY}; {BAD_RETURN_VALUES}"
    assert answer == f"{VE}2 validation errors detected: {found}"
    assert refusal(ReturnItemCollectionMetrics="BOGUS") == ENV + BAD_METRICS


DEEP = {"pk": nested(100)}
OLDER_RETURN_VALUES = (
    "Value 'BOGUS' at 'returnValues' failed to satisfy constraint: Member must satisfy enum "
    "value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]"
)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"ReturnValues": "ALL_NEW"}, ENV + "ReturnValues can only be ALL_OLD or NONE"),
        ({"ReturnValues": "UPDATED_NEW"}, ENV + "ReturnValues can only be ALL_OLD or NONE"),
        *(
            (
                {
                    "ReturnValues": "UPDATED_NEW",
                    "ConditionExpression": "a = :v",
                    "ExpressionAttributeValues": {":v": nested(levels)},
                },
                envelope + "ReturnValues can only be ALL_OLD or NONE",
            )
            for levels, envelope in ((62, ENV), (63, VE))
        ),
        # Before expressions and the table. Source: dynoxide's captures, October 2026.
        *(
            (
                {"TableName": "absent", "ReturnValues": "UPDATED_OLD", **members},
                ENV + "ReturnValues can only be ALL_OLD or NONE",
            )
            for members in (
                {"ConditionExpression": "a = = b"},
                {"ExpressionAttributeValues": {":v": A}},
                {"ConditionExpression": "a = b", "Expected": {"a": {"Exists": True}}},
            )
        ),
        ({"Key": DEEP, "ReturnValues": "ALL_NEW"}, VE + "ReturnValues can only be ALL_OLD or NONE"),
        ({"Key": DEEP, "ReturnValues": "BOGUS"}, ENV + OLDER_RETURN_VALUES),
        (
            {"ExpressionAttributeValues": {":v": A}},
            ENV + "ExpressionAttributeValues can only be specified when using expressions",
        ),
        (
            {"ExpressionAttributeNames": {"#a": "a"}, "Expected": {"a": {"Exists": False}}},
            ENV + "ExpressionAttributeNames can only be specified when using expressions",
        ),
        (
            {"ConditionExpression": "attribute_exists(a)", "ExpressionAttributeValues": {}},
            ENV + "ExpressionAttributeValues must not be empty",
        ),
        (
            {"ConditionExpression": "attribute_exists(a)", "ExpressionAttributeNames": {}},
            ENV + "ExpressionAttributeNames must not be empty",
        ),
        (
            {"ConditionExpression": ""},
            ENV + "Invalid ConditionExpression: The expression can not be empty;",
        ),
        (
            {"ConditionExpression": "attribute_exists(status)"},
            ENV + "Invalid ConditionExpression: Attribute name is a reserved keyword; "
            "reserved keyword: status",
        ),
        ({"Key": {"pk": nested(32)}}, ENV + TOO_DEEP),
        ({"Key": {}}, VE + MISMATCH),
        ({"Key": {"pk": number(1)}}, VE + MISMATCH),
        ({"Key": {"pk": A, "sk": A}}, VE + MISMATCH),
        ({"Key": {"pk": string("")}}, VE + EMPTY_KEY.format("string", "pk")),
        ({"TableName": "absent"}, NOT_FOUND),
    ],
)
def test_refusals(members: dict[str, object], expected: str) -> None:
    assert refusal(**members) == expected


# --- behaviour -----------------------------------------------------------------------------------


def test_an_item_is_deleted_and_returned() -> None:
    item = {**KEY, "n": number(1)}
    caller = caller_with(item)
    delete = {"TableName": "music", "Key": KEY, "ReturnValues": "ALL_OLD"}
    assert caller.call("DeleteItem", **delete) == {"Attributes": item}
    assert stored(caller, pk=A) is None
    assert caller.call("DeleteItem", **delete) == {}
    description = caller.describe()
    assert (description["ItemCount"], description["TableSizeBytes"]) == (0, 0)


def test_a_condition_that_fails_deletes_nothing() -> None:
    item = {**KEY, "n": number(1)}
    caller = caller_with(item)
    condition = {
        "ConditionExpression": "n > :n",
        "ExpressionAttributeValues": {":n": number(1)},
    }
    assert refusal(caller, **condition) == CONDITION_FAILED
    assert stored(caller, pk=A) == item
    assert refusal(caller, Key={"pk": string("b")}, **condition) == CONDITION_FAILED
    condition["ConditionExpression"] = "n = :n"
    caller.call("DeleteItem", TableName="music", Key=KEY, **condition)
    assert stored(caller, pk=A) is None


def test_a_failed_condition_shows_the_item_when_asked() -> None:
    old = {**KEY, "n": number(1)}
    caller = caller_with(old)
    condition = {"ConditionExpression": "attribute_exists(absent)"}
    shown = item_of_failed_condition(caller, "DeleteItem", Key=KEY, **condition)
    assert shown == old
    absent = {"pk": string("b")}
    shown = item_of_failed_condition(caller, "DeleteItem", Key=absent, **condition)
    assert shown is None


@pytest.mark.parametrize(("size_bytes", "units"), [(None, 1.0), (1024, 1.0), (1025, 2.0)])
def test_capacity(size_bytes: int | None, units: float) -> None:
    caller = caller_with() if size_bytes is None else caller_with(sized(size_bytes, pk=A))
    answer = caller.call("DeleteItem", TableName="music", Key=KEY, ReturnConsumedCapacity="TOTAL")
    assert answer == {"ConsumedCapacity": {"TableName": "music", "CapacityUnits": units}}
