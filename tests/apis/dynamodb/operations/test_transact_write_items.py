"""TransactWriteItems: requests that are refused, cancellations, what is written.

Sources: recorded answers, October 2026; Alternator's test_transact.py; moto's and dynalite's tests.
"""

from typing import Any

import orjson
import pytest

from tests.apis.dynamodb.operations.samples import (
    AT,
    BAD_METRICS,
    BAD_RETURN_CONSUMED_CAPACITY,
    EMPTY_KEY,
    MISMATCH,
    NOT_FOUND,
    TOO_DEEP,
    Attribute,
    Attributes,
    caller_with,
    composite,
    nested,
    number,
    sized,
    stored,
    string,
)
from tests.apis.dynamodb.operations.transactions import (
    FAILED,
    NONE,
    NOT_A_KEY,
    PK_A,
    PK_B,
    SEVERAL_ON_ONE_ITEM,
    TOO_LARGE,
    A,
    Action,
    B,
    cancelled_by,
    condition_check,
    delete,
    put,
    reasons,
    update,
    write,
)
from tests.engine.in_memory import ENV, INV, VE, Caller, arn_of


def refusal(*actions: Action, caller: Caller | None = None, **members: object) -> str:
    caller = caller or caller_with()
    return caller.refusal("TransactWriteItems", TransactItems=actions, **members)


# --- serialization -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ("a", "Unexpected field type"),
        ({}, "Start of structure or map found where not expected"),
        (["a"], "Unexpected value type in payload"),
        ([{"Put": "a"}], "Unexpected field type"),
        ([put({"pk": {"S": 1}})], "NUMBER_VALUE cannot be converted to String"),
        (
            [{"Update": {"UpdateExpression": 1}}],
            "NUMBER_VALUE cannot be converted to String",
        ),
        (
            [put(PK_A, ExpressionAttributeNames={"#a": 7})],
            "NUMBER_VALUE cannot be converted to String",
        ),
    ],
)
def test_values_of_another_type_are_refused(items: object, message: str) -> None:
    answer = caller_with().refusal("TransactWriteItems", TransactItems=items)
    assert answer == f"SerializationException: {message}"


# --- member constraints --------------------------------------------------------------------------

LONG_TOKEN = f"Value '{'x' * 37}' at 'clientRequestToken' {AT}have length less than or equal to 36"


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({}, "1 validation error detected: "
            f"Value null at 'transactItems' {AT}not be null"),
        ({"TransactItems": []}, "1 validation error detected: "
            f"Value '[]' at 'transactItems' {AT}have length greater than or equal to 1"),
        ({"TransactItems": [put(PK_A)], "ReturnConsumedCapacity": "BOGUS",
            "ReturnItemCollectionMetrics": "BOGUS"},
            f"2 validation errors detected: {BAD_RETURN_CONSUMED_CAPACITY}; {BAD_METRICS}"),
        ({"TransactItems": [put(PK_A)], "ClientRequestToken": "x" * 37},
            f"1 validation error detected: {LONG_TOKEN}"),
        ({"TransactItems": [put(PK_A)], "ClientRequestToken": "x" * 37,
            "ReturnConsumedCapacity": "BOGUS"},
            f"2 validation errors detected: {LONG_TOKEN}; {BAD_RETURN_CONSUMED_CAPACITY}"),
        ({"TransactItems": [put(PK_A)], "ClientRequestToken": ""},
            "1 validation error detected: "
            f"Value '' at 'clientRequestToken' {AT}have length greater than or equal to 1"),
        ({"TransactItems": [put(PK_A), put(PK_A, name="bad!name")]},
            "1 validation error detected: "
            f"Value 'bad!name' at 'transactItems.2.member.put.tableName' {AT}"
            "satisfy regular expression pattern: [a-zA-Z0-9_.-]+"),
        ({"TransactItems": [condition_check(PK_A, name="bad!name")]},
            "1 validation error detected: "
            f"Value 'bad!name' at 'transactItems.1.member.conditionCheck.tableName' {AT}"
            "satisfy regular expression pattern: [a-zA-Z0-9_.-]+"),
        ({"TransactItems": [{"Update": {"TableName": "music", "Key": PK_A}}]},
            "1 validation error detected: "
            f"Value null at 'transactItems.1.member.update.updateExpression' {AT}not be null"),
        ({"TransactItems": [{"ConditionCheck": {"TableName": "music", "Key": PK_A}}]},
            "1 validation error detected: Value null at "
            f"'transactItems.1.member.conditionCheck.conditionExpression' {AT}not be null"),
        ({"TransactItems": [put(PK_A, ReturnValuesOnConditionCheckFailure="none")]},
            "1 validation error detected: Value 'none' at "
            f"'transactItems.1.member.put.returnValuesOnConditionCheckFailure' {AT}"
            "satisfy enum value set: [ALL_OLD, NONE]"),
        ({"TransactItems": [{"Delete": {}}]},
            "2 validation errors detected: "
            f"Value null at 'transactItems.1.member.delete.key' {AT}not be null; "
            f"Value null at 'transactItems.1.member.delete.tableName' {AT}not be null"),
    ],
)  # fmt: skip
def test_member_constraints(members: dict[str, object], expected: str) -> None:
    assert caller_with().refusal("TransactWriteItems", **members) == VE + expected


def test_101_actions_are_too_many() -> None:
    actions = [put({"pk": string(str(at))}) for at in range(101)]
    answer = refusal(*actions)
    assert answer.startswith(ENV + "Value '[TransactWriteItem(conditionCheck=null, put=Put(item={")
    assert answer.endswith(f"]' at 'transactItems' {AT}have length less than or equal to 100")


# --- what the request alone decides --------------------------------------------------------------

SYNTAX = 'Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "("'
UNUSED = "Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}"
V = {":v": A}
ABSENT = put(PK_A, name="absent")
BROKEN = put(PK_A, ConditionExpression="attribute_not_exists(")


def deep(levels: int) -> dict[str, Any]:
    return {"ExpressionAttributeValues": {":n": nested(levels)}}


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ([{}], "Invalid Request: TransactWriteRequest should contain Delete or Put or Update "
            "request"),
        ([{**put(PK_A), **delete(PK_B)}],
            "TransactItems can only contain one of Check, Put, Update or Delete"),
        ([put(PK_A, ConditionExpression="")],
            "Invalid ConditionExpression: The expression can not be empty;"),
        ([condition_check(PK_A, "")],
            "Invalid ConditionExpression: The expression can not be empty;"),
        ([BROKEN], SYNTAX),
        ([ABSENT, BROKEN], SYNTAX),
        ([BROKEN, ABSENT], SYNTAX),
        ([put(PK_A, ConditionExpression="attribute_exists(pk)", ExpressionAttributeValues=V)],
            UNUSED),
        ([delete(PK_A, ConditionExpression="attribute_exists(pk)", ExpressionAttributeValues=V)],
            UNUSED),
        ([condition_check(PK_A, ExpressionAttributeValues=V)], UNUSED),
        ([update(PK_A, "REMOVE x", ExpressionAttributeValues=V)], UNUSED),
        ([put(PK_A), put(PK_A), condition_check(PK_B, ExpressionAttributeValues=V)], UNUSED),
        ([put(PK_A, ExpressionAttributeValues={":v": {"N": "x"}})],
            "ExpressionAttributeValues contains invalid value: The parameter cannot be converted "
            "to a numeric value: x for key :v"),
        ([put(PK_A, ExpressionAttributeNames={"a": "a"})],
            'ExpressionAttributeNames contains invalid key: Syntax error; key: "a"'),
        ([put(PK_A, ConditionExpression="a = :xyz")],
            "Invalid ConditionExpression: An expression attribute value used in expression is not "
            "defined; attribute value: :xyz"),
        ([put(PK_A), put(PK_B, ConditionExpression="x" * 4097)],
            "Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; "
            "expression size: 4097"),
        ([update(PK_A, "x" * 4097)],
            "Invalid UpdateExpression: Expression size has exceeded the maximum allowed size;"),
        ([put({**PK_A, "d": nested(32)})], TOO_DEEP),
        ([delete({"pk": nested(32)}, ConditionExpression="attribute_not_exists(")],
            SYNTAX),
        ([delete({"pk": nested(32)})], TOO_DEEP),
        ([put({**PK_A, "d": nested(100), "": A})], "Empty attribute name"),
        ([put({**PK_A, "d": {"M": {"": A}}, "e": nested(40)})], TOO_DEEP),
        ([update(PK_A, **deep(33))],
            f"ExpressionAttributeValues contains invalid value: {TOO_DEEP} for key :n"),
        ([condition_check(PK_A, "d = :n", **deep(33))],
            f"ExpressionAttributeValues contains invalid value: {TOO_DEEP} for key :n"),
        ([put({**PK_A, "n": number("1e2147483647")})],
            "Number underflow. Attempting to store a number with magnitude smaller than "
            "supported range"),
        ([put({**PK_A, "s": {"SS": ["b", "a", "b"]}})],
            "One or more parameter values were invalid: "
            "Input collection [b, a, b] contains duplicates."),
        ([update(PK_A, ExpressionAttributeValues={":n": number("abc")})],
            "ExpressionAttributeValues contains invalid value: "
            "The parameter cannot be converted to a numeric value: abc for key :n"),
        ([put(sized(409_601, pk=A))], "Item size has exceeded the maximum allowed size"),
        ([put(sized(350_000, pk=string(str(at)))) for at in range(12)], TOO_LARGE),
    ],
)  # fmt: skip
def test_the_first_fault_of_the_first_action_is_answered(
    actions: list[Action], expected: str
) -> None:
    assert refusal(*actions) == VE + expected


def test_the_payload_is_that_of_the_request() -> None:
    """Large items may be deleted; the values of an update count where they are given."""
    large = [sized(400_000, pk=string(str(at))) for at in range(11)]
    caller = caller_with(*large)
    values = {":n": string("x" * 400_000)}
    updates = [update({"pk": each["pk"]}, ExpressionAttributeValues=values) for each in large]
    assert refusal(*updates, caller=caller) == VE + TOO_LARGE
    assert write(caller, *(delete({"pk": each["pk"]}) for each in large)) == {}


# --- what the tables decide ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ([ABSENT], NOT_FOUND),
        ([put(PK_A), put(PK_A), ABSENT], NOT_FOUND),
        ([put(PK_A), put(PK_A)], VE + SEVERAL_ON_ONE_ITEM),
        ([put(PK_A), condition_check(PK_A)], VE + SEVERAL_ON_ONE_ITEM),
        ([put(PK_A), update(PK_B), delete(PK_B)], VE + SEVERAL_ON_ONE_ITEM),
        ([put(PK_A), delete(PK_A, name=arn_of())], VE + SEVERAL_ON_ONE_ITEM),
        ([put({"pk": {"N": "5"}}), put(PK_A), put(PK_A)], VE + SEVERAL_ON_ONE_ITEM),
        ([put({"pk": string("")})], VE + EMPTY_KEY.format("string", "pk")),
        ([delete({"pk": string("")})], VE + EMPTY_KEY.format("string", "pk")),
        ([update({"pk": string("")})], VE + EMPTY_KEY.format("string", "pk")),
        ([put({"pk": {"N": "5"}}), condition_check({"pk": string("")})],
            VE + EMPTY_KEY.format("string", "pk")),
    ],
)  # fmt: skip
def test_refusals_that_are_no_cancellations(actions: list[Action], expected: str) -> None:
    assert refusal(*actions) == expected


def test_an_empty_binary_key_is_no_cancellation() -> None:
    caller = Caller()
    definitions = [{"AttributeName": "pk", "AttributeType": "B"}]
    caller.create(AttributeDefinitions=definitions)
    answer = refusal(put({"pk": {"B": ""}}), caller=caller)
    assert answer == VE + EMPTY_KEY.format("binary", "pk")


@pytest.mark.parametrize("value", NOT_A_KEY)
def test_keys_of_another_type_cancel(value: Attribute) -> None:
    caller, key = caller_with(), {"pk": value}
    tag = next(iter(value))
    mismatch = f"{INV.removeprefix(VE)}Type mismatch for key pk expected: S actual: {tag}"
    assert reasons(caller, put(key)) == [cancelled_by(mismatch)]
    for action in (update(key), delete(key), condition_check(key)):
        assert reasons(caller, action) == [cancelled_by(MISMATCH)]


@pytest.mark.parametrize(
    ("action", "message"),
    [
        (put({"n": A}), "Missing the key pk in the item"),
        (
            put({"pk": string("x" * 2049)}),
            "Size of hashkey has exceeded the maximum size limit of2048 bytes",
        ),
        (
            update(PK_A, "SET pk = :n"),
            "Cannot update attribute pk. This attribute is part of the key",
        ),
    ],
)
def test_other_faults_of_keys_cancel(action: Action, message: str) -> None:
    sentence = INV.removeprefix(VE) + message
    assert reasons(caller_with(), action) == [cancelled_by(sentence)]


def test_the_first_fault_of_keys_is_the_only_reason() -> None:
    """Alternator: later actions are not looked at, and no condition is evaluated."""
    caller = caller_with()
    failing = put(PK_A, ConditionExpression="attribute_exists(pk)")
    found = reasons(caller, failing, delete({"pk": {"N": "7"}}), put({"pk": {"N": "8"}}))
    assert found == [NONE, cancelled_by(MISMATCH), NONE]


# --- what the items decide -----------------------------------------------------------------------


def test_every_failed_condition_is_a_reason_in_its_place() -> None:
    caller = caller_with({**PK_A, "n": number(1)})
    old = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    found = reasons(
        caller,
        put(PK_B),
        update(PK_A, ConditionExpression="n > :n", **old),
        condition_check({"pk": string("c")}, **old),
        delete({"pk": string("d")}, ConditionExpression="attribute_exists(pk)"),
        condition_check({"pk": string("e")}, "attribute_not_exists(pk)"),
    )
    item = orjson.loads(orjson.dumps(found[1].pop("Item")))
    assert item == {**PK_A, "n": number(1)}
    assert found == [NONE, FAILED, FAILED, FAILED, NONE]
    assert stored(caller, pk=B) is None


def test_without_all_old_a_reason_shows_no_item() -> None:
    caller = caller_with(PK_A)
    assert reasons(caller, put(PK_A, ConditionExpression="attribute_not_exists(pk)")) == [FAILED]


@pytest.mark.parametrize(
    ("action", "message"),
    [
        (update(PK_A, ExpressionAttributeValues={":n": string("x" * 409_600)}),
            "Item size to update has exceeded the maximum allowed size"),
        (update(PK_B, ExpressionAttributeValues={":n": string("x" * 409_600)}),
            "Item size to update has exceeded the maximum allowed size"),
        (update(PK_A, **deep(32)), "Nesting Levels have exceeded supported limits"),
        (update(PK_A, "SET d.m = :n", **deep(31)),
            "Nesting Levels have exceeded supported limits"),
        (update(PK_A, "SET n = absent + :n"),
            "The provided expression refers to an attribute that does not exist in the item"),
        (update(PK_A, "SET n = fill + :n"),
            "An operand in the update expression has an incorrect data type"),
    ],
)  # fmt: skip
def test_updates_that_the_item_does_not_allow_cancel(action: Action, message: str) -> None:
    item: Attributes = {**PK_A, "d": {"M": {}}, "fill": A}
    assert reasons(caller_with(item), put({"pk": string("c")}), action) == [
        NONE,
        cancelled_by(message),
    ]


def test_the_largest_item_of_an_update_is_larger_than_UpdateItem_allows() -> None:  # noqa: N802
    """The charge of UpdateItem is not taken (recorded: `SET b = :pad` at a short key)."""
    caller = caller_with()
    pad = {":b": string("x" * (409_600 - len("pk") - len("a") - len("b")))}
    members = {"UpdateExpression": "SET b = :b", "ExpressionAttributeValues": pad}
    alone = caller.refusal("UpdateItem", TableName="music", Key=PK_A, **members)
    assert alone == VE + "Item size to update has exceeded the maximum allowed size"
    assert write(caller, {"Update": {"TableName": "music", "Key": PK_A, **members}}) == {}
    assert stored(caller, pk=A) == {**PK_A, "b": pad[":b"]}


def test_a_deep_value_that_is_only_compared_is_accepted() -> None:
    caller = caller_with(PK_A)
    found = reasons(caller, condition_check(PK_A, "d = :n", **deep(32)))
    assert found == [FAILED]


# --- what is written -----------------------------------------------------------------------------


def test_all_kinds_of_actions_in_two_tables() -> None:
    caller = caller_with({**PK_A, "n": number(1)}, PK_B)
    caller.call("CreateTable", **composite())
    key = {**PK_A, "sk": B}
    answer = write(
        caller,
        update(PK_A, "SET n = n + :n REMOVE absent", ConditionExpression="n = :n"),
        delete(PK_B, name=arn_of()),
        put({**key, "n": number("1.0")}, name="albums"),
        condition_check({"pk": string("c")}, "attribute_not_exists(pk)"),
        update({"pk": string("d")}),
    )
    assert answer == {}
    assert stored(caller, pk=A) == {**PK_A, "n": number(2)}
    assert stored(caller, pk=B) is None
    assert stored(caller, "albums", pk=A, sk=B) == {**key, "n": number(1)}
    assert stored(caller, pk=string("c")) is None
    assert stored(caller, pk=string("d")) == {"pk": string("d"), "n": number(1)}
    assert caller.describe()["ItemCount"] == 2


def test_100_actions() -> None:
    caller = caller_with()
    assert write(caller, *(put({"pk": string(str(at))}) for at in range(100))) == {}
    assert caller.describe()["ItemCount"] == 100


def test_members_that_no_action_has_do_nothing() -> None:
    caller = caller_with(PK_A)
    never: dict[str, Any] = {"Expected": {"pk": {"Exists": False}}, "ReturnValues": "BOGUS"}
    assert write(caller, put({**PK_A, "n": A}, **never), update(PK_B, AttributeUpdates=0)) == {}
    assert stored(caller, pk=A) == {**PK_A, "n": A}
