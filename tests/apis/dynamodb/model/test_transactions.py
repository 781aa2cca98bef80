"""Requests of the transactions: recorded answers, October 2026, as us-east-1 gives them."""

from typing import Any

import pytest

from jedlik.apis.dynamodb.model.transactions import (
    NO_ACTION,
    TRANSACT_GET_ITEMS,
    TRANSACT_WRITE_ITEMS,
)
from jedlik.wire.shapes.request import Request
from tests.apis.dynamodb.model.faults import (
    AT,
    NAME_PATTERN,
    NOT_NULL,
    ONE,
    RCC,
    RICM,
    Body,
    message,
)

PUT = {"Put": {"TableName": "table", "Item": {}}}


def test_sound() -> None:
    write = {"TransactItems": [PUT, {"Update": {**PUT["Put"], "Key": {}, "UpdateExpression": ""}}]}
    assert TRANSACT_WRITE_ITEMS.check(write)["TransactItems"]
    read = {"TransactItems": [{"Get": {"TableName": "table", "Key": {}}}]}
    assert TRANSACT_GET_ITEMS.check(read)["TransactItems"]


@pytest.mark.parametrize("shape", [TRANSACT_WRITE_ITEMS, TRANSACT_GET_ITEMS])
def test_how_many(shape: Request[Any]) -> None:
    assert message(shape, {}) == f"{ONE}Value null at 'transactItems{AT}{NOT_NULL}"
    assert message(shape, {"TransactItems": []}) == (
        f"{ONE}Value '[]' at 'transactItems{AT}Member must have length greater than or equal to 1"
    )


def test_too_many_are_printed() -> None:
    printed = "TransactWriteItem(conditionCheck=null, put=null, delete=null, update=null)"
    assert message(TRANSACT_WRITE_ITEMS, {"TransactItems": [{}] * 101}) == (
        f"{ONE}Value '[{', '.join([printed] * 101)}]' at 'transactItems{AT}"
        "Member must have length less than or equal to 100"
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"ReturnConsumedCapacity": "BOGUS"}, ONE + RCC),
        (
            {"ReturnConsumedCapacity": "BOGUS", "ReturnItemCollectionMetrics": "BOGUS"},
            f"2 validation errors detected: {RCC}; {RICM}",
        ),
        (
            {"ReturnConsumedCapacity": "BOGUS", "ClientRequestToken": "t" * 37},
            f"2 validation errors detected: Value '{'t' * 37}' at 'clientRequestToken{AT}"
            f"Member must have length less than or equal to 36; {RCC}",
        ),
    ],
)
def test_members_of_the_request(body: Body, expected: str) -> None:
    assert message(TRANSACT_WRITE_ITEMS, {"TransactItems": [PUT], **body}) == expected


@pytest.mark.parametrize(
    ("kind", "own"),
    [
        ("ConditionCheck", {"Key": {}, "ConditionExpression": "a = b"}),
        ("Put", {"Item": {}}),
        ("Delete", {"Key": {}}),
        ("Update", {"Key": {}, "UpdateExpression": "SET a = b"}),
    ],
)
def test_members_of_an_action(kind: str, own: Body) -> None:
    path = f"transactItems.1.member.{kind[0].lower()}{kind[1:]}"
    named = {"TransactItems": [{kind: {"TableName": "bad!name", **own}}]}
    assert message(TRANSACT_WRITE_ITEMS, named) == (
        f"{ONE}Value 'bad!name' at '{path}.tableName{AT}{NAME_PATTERN}"
    )
    for member in own:
        rest = {name: value for name, value in own.items() if name != member}
        body = {"TransactItems": [{kind: {"TableName": "table", **rest}}]}
        assert message(TRANSACT_WRITE_ITEMS, body) == (
            f"{ONE}Value null at '{path}.{member[0].lower()}{member[1:]}{AT}{NOT_NULL}"
        )


def test_members_of_a_read() -> None:
    body = {"TransactItems": [{"Get": {"TableName": "bad!name"}}]}
    assert message(TRANSACT_GET_ITEMS, body) == (
        f"{ONE}Value null at 'transactItems.1.member.get.key{AT}{NOT_NULL}"
    )
    bad: Body = {"Get": {"TableName": "a!", "Key": {}}}
    assert message(TRANSACT_GET_ITEMS, {"TransactItems": [{}, bad]}) == (
        f"{ONE}Value null at 'transactItems.1.member.get{AT}{NOT_NULL}"
    )
    path = "transactItems.1.member.get.tableName"
    assert message(TRANSACT_GET_ITEMS, {"TransactItems": [bad]}) == (
        f"2 validation errors detected: Value 'a!' at '{path}{AT}Member must have length greater "
        f"than or equal to 3; Value 'a!' at '{path}{AT}{NAME_PATTERN}"
    )
    assert message(
        TRANSACT_GET_ITEMS, {"TransactItems": [bad], "ReturnConsumedCapacity": "BOGUS"}
    ) == (ONE + RCC)


BAD_PUT: Body = {"Put": {"TableName": "bad!name", "Item": {}}}
TOKEN = (
    f"Value '{'t' * 37}' at 'clientRequestToken{AT}Member must have length less than or equal to 36"
)


def failure(path: str) -> str:
    return (
        f"Value 'BOGUS' at 'transactItems.{path}.returnValuesOnConditionCheckFailure{AT}"
        "Member must satisfy enum value set: [ALL_OLD, NONE]"
    )


def failing(put: Body) -> Body:
    return {"Put": {**put["Put"], "ReturnValuesOnConditionCheckFailure": "BOGUS"}}


@pytest.mark.parametrize(
    ("items", "members", "faults"),
    [
        ([failing(PUT)], {}, [failure("1.member.put")]),
        (
            [failing(PUT)],
            {
                "ClientRequestToken": "t" * 37,
                "ReturnConsumedCapacity": "BOGUS",
                "ReturnItemCollectionMetrics": "BOGUS",
            },
            [failure("1.member.put"), TOKEN, RCC, RICM],
        ),
        ([failing(BAD_PUT)], {}, [failure("1.member.put")]),
        ([{}, failing(PUT)], {}, [failure("2.member.put")]),
        ([BAD_PUT], {"ClientRequestToken": "t" * 37}, [TOKEN]),
        ([{}], {"ReturnItemCollectionMetrics": "BOGUS"}, [RICM]),
    ],
)
def test_several_faults(items: list[Body], members: Body, faults: list[str]) -> None:
    # Source: dynoxide's captures, October 2026.
    count = f"{len(faults)} validation error{'s' if len(faults) > 1 else ''} detected: "
    refusal = message(TRANSACT_WRITE_ITEMS, {"TransactItems": items, **members})
    assert refusal == count + "; ".join(faults)


def test_an_action_of_no_kind_comes_before_malformed_names() -> None:
    # Source: dynoxide's captures, October 2026.
    assert message(TRANSACT_WRITE_ITEMS, {"TransactItems": [{}, BAD_PUT]}) == NO_ACTION
    assert TRANSACT_WRITE_ITEMS.check({"TransactItems": [{}]}) == {"TransactItems": [{}]}
