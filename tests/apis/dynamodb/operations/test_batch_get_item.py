"""BatchGetItem. Texts, orders and shapes: recorded answers, October 2026; API Reference."""

from typing import Any

import pytest

from tests.apis.dynamodb.operations.samples import (
    BAD_RETURN_CONSUMED_CAPACITY,
    DUPLICATES,
    EMPTY_KEY,
    MISMATCH,
    NOT_FOUND,
    Attributes,
    caller_with,
    composite,
    number,
    put,
    sized,
    string,
)
from tests.engine.in_memory import ENV, VE, Caller, arn_of

A, B = string("a"), string("b")


def ask(caller: Caller, *keys: Attributes, **block: Any) -> dict[str, Any]:
    return caller.call("BatchGetItem", RequestItems={"music": {"Keys": keys, **block}})


def refusal(request_items: object, caller: Caller | None = None, **members: object) -> str:
    caller = caller or caller_with()
    return caller.refusal("BatchGetItem", RequestItems=request_items, **members)


def keys(count: int) -> list[Attributes]:
    return [{"pk": string(f"{at:03}")} for at in range(count)]


# --- serialization -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_items", "message"),
    [
        ("a", "Unexpected field type"),
        ({"music": {"Keys": {}}}, "Start of structure or map found where not expected"),
        ({"music": {"Keys": [{"pk": "a"}]}}, "Unexpected value type in payload"),
        ({"music": {"Keys": [{"pk": {"S": 1}}]}}, "NUMBER_VALUE cannot be converted to String"),
        ({"music": {"ConsistentRead": "x"}}, "Unexpected token received from parser"),
    ],
)
def test_values_of_another_type_are_refused(request_items: object, message: str) -> None:
    assert refusal(request_items) == f"SerializationException: {message}"


# --- validation ----------------------------------------------------------------------------------

BAD_KEYS = (
    'Value \'{"bad!name":{"Keys":[{"pk":{"S":"a"}}]}}\' at \'requestItems\' failed to satisfy '
    "constraint: Map keys must satisfy constraint: [Member must have length less than or equal to "
    "255, Member must have length greater than or equal to 3, "
    "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+]"
)
KEYS = "Value at 'RequestItems.music.member.Keys' failed to satisfy constraint: Member must have "
BAD_NAME = {"bad!name": {"Keys": [{"pk": A}]}}


@pytest.mark.parametrize(
    ("request_items", "expected"),
    [
        ({}, ENV + (
            "Value at 'RequestItems' failed to satisfy constraint: "
            "Member must have length greater than or equal to 1")),
        (None, ENV + (
            "Value null at 'requestItems' failed to satisfy constraint: Member must not be null")),
        ({"music": {"Keys": []}}, ENV + KEYS + "length greater than or equal to 1"),
        ({"music": {"Keys": keys(101)}}, ENV + KEYS + "length less than or equal to 100"),
        (BAD_NAME, ENV + BAD_KEYS),
        ({"music": {"Keys": [{"pk": A}, {"pk": A}]}}, VE + DUPLICATES),
        ({"music": {"Keys": [{"pk": number(1)}]}}, VE + MISMATCH),
        ({"music": {"Keys": [{}]}}, VE + MISMATCH),
        ({"music": {"Keys": [{"pk": A, "sk": A}]}}, VE + MISMATCH),
        ({"music": {"Keys": [{"pk": string("")}]}}, VE + EMPTY_KEY.format("string", "pk")),
        ({"music": {"Keys": [{"pk": number("abc")}]}}, VE + (
            "The parameter cannot be converted to a numeric value: abc")),
        ({"music": {"Keys": [{"pk": {"NS": ["1", "1"]}}]}}, VE + (
            "One or more parameter values were invalid: Input collection contains duplicates.")),
        ({"absent": {"Keys": [{"pk": A}]}}, NOT_FOUND),
        ({"music": {"Keys": [{"pk": A}], "ProjectionExpression": "a, a.b"}}, VE + (
            "Invalid ProjectionExpression: Two document paths overlap with each other; must "
            "remove or rewrite one of these paths; path one: [a], path two: [a, b]")),
        ({"music": {"Keys": [{"pk": A}], "ProjectionExpression": "a", "AttributesToGet": ["a"]}},
         VE + "Can not use both expression and non-expression parameters in the same request: "
         "Non-expression parameters: {AttributesToGet} "
         "Expression parameters: {ProjectionExpression}"),
    ],
)  # fmt: skip
def test_refusals(request_items: object, expected: str) -> None:
    assert refusal(request_items) == expected


def test_member_constraints_are_reported_together() -> None:
    answer = refusal(BAD_NAME, ReturnConsumedCapacity="BOGUS")
    found = f"{BAD_KEYS}; {BAD_RETURN_CONSUMED_CAPACITY}"
    assert answer == f"{VE}2 validation errors detected: {found}"


def test_100_keys_are_too_many_when_two_tables_have_them() -> None:
    caller = caller_with()
    caller.create("other")
    wanted = {"music": {"Keys": keys(51)}, "other": {"Keys": keys(50)}}
    answer = refusal(wanted, caller)
    assert answer == VE + "Too many items requested for the BatchGetItem call"


# --- behaviour -----------------------------------------------------------------------------------


def test_what_is_there_is_answered_table_by_table() -> None:
    caller = caller_with({"pk": A, "n": number(1)}, {"pk": B})
    caller.call("CreateTable", **composite())
    album = {"pk": A, "sk": B}
    put(caller, album, name="albums")
    answer = caller.call(
        "BatchGetItem",
        RequestItems={
            "music": {"Keys": [{"pk": B}, {"pk": string("c")}, {"pk": A}]},
            "albums": {"Keys": [album], "ConsistentRead": True},
        },
    )
    assert sorted(answer) == ["Responses", "UnprocessedKeys"]
    assert answer["UnprocessedKeys"] == {}
    found = answer["Responses"]["music"]
    assert sorted(found, key=lambda item: str(item["pk"])) == [{"pk": A, "n": number(1)}, {"pk": B}]
    assert answer["Responses"]["albums"] == [album]


def test_a_table_without_hits_has_an_empty_list() -> None:
    assert ask(caller_with(), {"pk": A}) == {"Responses": {"music": []}, "UnprocessedKeys": {}}


def test_projections_leave_the_key_out_and_empty_items_in() -> None:
    caller = caller_with({"pk": A, "n": number(1)}, {"pk": B})
    names = {"#n": "n"}
    answer = ask(
        caller, {"pk": A}, {"pk": B}, ProjectionExpression="#n", ExpressionAttributeNames=names
    )
    found = answer["Responses"]["music"]
    assert sorted(found, key=len) == [{}, {"n": number(1)}]


def test_a_key_spelled_in_two_ways_is_a_duplicate() -> None:
    caller = Caller()
    caller.call("CreateTable", **composite(range_type="N"))
    pair = [{"pk": A, "sk": number("5")}, {"pk": A, "sk": number("+5.0")}]
    assert refusal({"albums": {"Keys": pair}}, caller) == VE + DUPLICATES


def test_what_exceeds_16_mb_is_left_unprocessed() -> None:
    wanted = keys(42)
    caller = caller_with(*(sized(400 * 1024, **key) for key in wanted))
    block: dict[str, Any] = {"ConsistentRead": True, "ProjectionExpression": "pk"}
    answer = ask(caller, *wanted, **block)
    first = answer["Responses"]["music"]
    assert len(first) == 40
    left = answer["UnprocessedKeys"]["music"]
    assert {name: left[name] for name in block} == block
    again = caller.call("BatchGetItem", RequestItems={"music": left})
    assert again["UnprocessedKeys"] == {}
    assert sorted([*first, *again["Responses"]["music"]], key=str) == wanted


@pytest.mark.parametrize(("consistent", "units"), [(True, 5.0), (False, 2.5)])
def test_capacity_is_counted_key_by_key(consistent: bool, units: float) -> None:
    """1 for 10 bytes, 3 for 9,000, 1 for an item that is not there."""
    caller = caller_with({"pk": A}, sized(9000, pk=B))
    caller.create("other")
    block = {"Keys": [{"pk": A}, {"pk": B}, {"pk": string("c")}], "ConsistentRead": consistent}
    wanted = {"music": block, "other": {"Keys": [{"pk": A}]}}
    total = [
        {"TableName": "music", "CapacityUnits": units},
        {"TableName": "other", "CapacityUnits": 0.5},
    ]
    answer = caller.call("BatchGetItem", RequestItems=wanted, ReturnConsumedCapacity="TOTAL")
    assert answer["ConsumedCapacity"] == total
    answer = caller.call("BatchGetItem", RequestItems=wanted, ReturnConsumedCapacity="INDEXES")
    with_tables = [{**each, "Table": {"CapacityUnits": each["CapacityUnits"]}} for each in total]
    assert answer["ConsumedCapacity"] == with_tables


def test_the_name_and_the_arn_of_a_table_are_one_entry() -> None:
    # Source: ExtendDB's tests, made to run on the service as well. Which entry counts is ours.
    caller = caller_with({"pk": A}, {"pk": B})
    wanted = {arn_of(): {"Keys": [{"pk": A}]}, "music": {"Keys": [{"pk": A}]}}
    answer = caller.call("BatchGetItem", RequestItems=wanted)
    assert answer == {"Responses": {"music": [{"pk": A}]}, "UnprocessedKeys": {}}
    wanted = {"music": {"Keys": [{"pk": A}]}, arn_of(): {"Keys": [{"pk": B}]}}
    answer = caller.call("BatchGetItem", RequestItems=wanted)
    assert answer == {"Responses": {arn_of(): [{"pk": B}]}, "UnprocessedKeys": {}}
