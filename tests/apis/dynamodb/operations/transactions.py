"""Actions and answers of transactions, as their tests write them."""

from typing import Any

import pytest

from jedlik.core.errors import Reject
from tests.apis.dynamodb.operations.samples import Attribute, Attributes, string
from tests.engine.in_memory import Caller

Action = dict[str, dict[str, Any]]

CANCELLED = "Transaction cancelled, please refer cancellation reasons for specific reasons"
SEVERAL_ON_ONE_ITEM = "Transaction request cannot include multiple operations on one item"
TOO_LARGE = "Transaction payload size cannot exceed 4194304 bytes"
A, B = string("a"), string("b")
PK_A, PK_B = {"pk": A}, {"pk": B}


def put(item: Attributes, *, name: str = "music", **members: Any) -> Action:
    """A Put."""
    return {"Put": {"TableName": name, "Item": item, **members}}


def delete(key: Attributes, *, name: str = "music", **members: Any) -> Action:
    """A Delete."""
    return {"Delete": {"TableName": name, "Key": key, **members}}


def update(key: Attributes, expression: str = "SET n = :n", **members: Any) -> Action:
    """An Update in the table `music`; `:n` is 1 unless `members` give values."""
    if ":n" in expression:
        members.setdefault("ExpressionAttributeValues", {":n": {"N": "1"}})
    return {"Update": {"TableName": "music", "Key": key, "UpdateExpression": expression, **members}}


def condition_check(
    key: Attributes, condition: str = "attribute_exists(pk)", *, name: str = "music", **members: Any
) -> Action:
    """A ConditionCheck."""
    members = {"ConditionExpression": condition, **members}
    return {"ConditionCheck": {"TableName": name, "Key": key, **members}}


def get(key: Attributes, *, name: str = "music", **members: Any) -> Action:
    """A Get."""
    return {"Get": {"TableName": name, "Key": key, **members}}


def write(caller: Caller, *actions: Action, **members: Any) -> dict[str, Any]:
    """TransactWriteItems."""
    return caller.call("TransactWriteItems", TransactItems=actions, **members)


def read(caller: Caller, *gets: Action, **members: Any) -> dict[str, Any]:
    """TransactGetItems."""
    return caller.call("TransactGetItems", TransactItems=gets, **members)


def reasons(caller: Caller, *actions: Action, operation: str = "TransactWriteItems") -> list[Any]:
    """Returns the reasons of a cancellation. Its sentence must name their codes in order."""
    with pytest.raises(Reject) as rejected:
        caller.call(operation, TransactItems=actions)
    error = rejected.value.error
    found: Any = error.fields["CancellationReasons"]
    codes = ", ".join(reason["Code"] for reason in found)
    assert error.code == "TransactionCanceledException"
    assert error.message == f"{CANCELLED} [{codes}]"
    assert set(error.fields) == {"CancellationReasons"}
    return list(found)


def cancelled_by(message: str, code: str = "ValidationError") -> dict[str, object]:
    """Returns the reason of an action that was refused."""
    return {"Code": code, "Message": message}


NONE: dict[str, object] = {"Code": "None"}
FAILED = cancelled_by("The conditional request failed", "ConditionalCheckFailed")
NOT_A_KEY: list[Attribute] = [{"N": "5"}, {"L": [A]}]
