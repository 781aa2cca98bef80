"""Which layer answers a write of one item.

Recorded answers, October 2026: from 63 levels on the older layer refuses the write, without the
envelope of the current one; of DeleteItem that this includes what has nothing to do with depth.
"""

from typing import Any

import pytest

from tests.apis.dynamodb.operations.samples import TOO_DEEP, caller_with, nested, number, string
from tests.engine.in_memory import ENV, VE

KEY = {"pk": string("a")}
WRITES: dict[str, dict[str, Any]] = {
    "PutItem": {"TableName": "music", "Item": KEY},
    "UpdateItem": {"TableName": "music", "Key": KEY},
    "DeleteItem": {"TableName": "music", "Key": KEY},
}
UNUSED = "ExpressionAttributeValues can only be specified when using expressions"
OLD_ALONE = "ReturnValues can only be ALL_OLD or NONE"
VALUE = "ExpressionAttributeValues contains invalid value: {} for key :v"
NOT_A_NUMBER = "The parameter cannot be converted to a numeric value"
SYNTAX = 'Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "("'


def refusal(operation: str, levels: int, **members: object) -> str:
    """The refusal of a write whose condition holds a value of that depth."""
    expected = {"a": {"Value": nested(levels)}}
    if "ConditionExpression" in members:
        members["ExpressionAttributeValues"] = {":v": nested(levels)}
        expected = {}
    given = {"Expected": expected} if expected else {}
    return caller_with().refusal(operation, **{**WRITES[operation], **given, **members})


@pytest.mark.parametrize("operation", WRITES)
def test_errors_without_envelope(operation: str) -> None:
    assert refusal(operation, 61) == ENV + TOO_DEEP
    assert refusal(operation, 63) == VE + TOO_DEEP
    condition = {"ConditionExpression": "a = :v"}
    assert refusal(operation, 61, **condition) == ENV + TOO_DEEP
    assert refusal(operation, 63, **condition) == VE + VALUE.format(TOO_DEEP)
    mixed = {"ConditionExpression": "a = b", "Expected": {"a": {"Exists": False}}}
    assert refusal(operation, 61, **mixed).startswith(ENV + "Can not use both")
    assert refusal(operation, 63, **mixed).startswith(VE + "Can not use both")


@pytest.mark.parametrize("operation", ["PutItem", "DeleteItem"])
def test_return_values_come_before_depth(operation: str) -> None:
    for condition in ({}, {"ConditionExpression": "a = :v"}):
        assert refusal(operation, 61, ReturnValues="UPDATED_NEW", **condition) == ENV + OLD_ALONE
        assert refusal(operation, 63, ReturnValues="UPDATED_NEW", **condition) == VE + OLD_ALONE


@pytest.mark.parametrize("operation", WRITES)
def test_the_older_layer_words_and_orders_as_it_does_elsewhere(operation: str) -> None:
    """As Scan and transactions do: an empty number, values before ConditionalOperator."""
    write = WRITES[operation]
    for levels, of_number, of_operator in (
        (61, f"{ENV}{NOT_A_NUMBER}: ", ENV + "ConditionalOperator can only be used"),
        (63, VE + NOT_A_NUMBER, VE + TOO_DEEP),
    ):
        expected = {"a": {"Value": number("")}, "b": {"Value": nested(levels)}}
        caller = caller_with()
        assert caller.refusal(operation, **write, Expected=expected) == of_number
        assert refusal(operation, levels, ConditionalOperator="AND").startswith(of_operator)


def test_values_without_expression() -> None:
    values = {"ExpressionAttributeValues": {":v": nested(63)}}
    refusal = caller_with().refusal("PutItem", **WRITES["PutItem"], **values)
    assert refusal == f"{VE}{UNUSED}: ConditionExpression is null"


def test_expressions_are_parsed_after_their_values() -> None:
    condition = {"ConditionExpression": "attribute_exists("}
    assert refusal("PutItem", 1, **condition) == ENV + SYNTAX
    assert refusal("PutItem", 63, **condition) == VE + VALUE.format(TOO_DEEP)
