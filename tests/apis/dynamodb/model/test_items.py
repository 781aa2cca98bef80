"""Requests on items: recorded answers, and dynoxide's captures, October 2026, as us-east-1 gives
them.
"""

from typing import Any

import pytest

from jedlik.apis.dynamodb.model.items import (
    BATCH_GET_ITEM,
    BATCH_WRITE_ITEM,
    DELETE_ITEM,
    GET_ITEM,
    PUT_ITEM,
    QUERY,
    SCAN,
    UPDATE_ITEM,
)
from jedlik.wire.shapes.request import Request
from tests.apis.dynamodb.model.faults import (
    AT,
    MIN_1,
    NAME_PATTERN,
    NOT_NULL,
    ONE,
    RCC,
    RICM,
    SET,
    Body,
    message,
    several,
)

RV_CURRENT = (
    "Failed to satisfy constraint: " + SET + "[ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]"
)
RV_OLDER = (
    "Value 'BOGUS' at 'returnValues"
    + AT
    + SET
    + "[ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]"
)
OPERATOR_OLDER = "Value 'XOR' at 'conditionalOperator" + AT + SET + "[OR, AND]"
AT_LEAST_1 = "Member must have value greater than or equal to 1"
SELECT = (
    f"Value 'BOGUS' at 'select{AT}{SET}"
    "[SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]"
)
FAILURE = f"Value 'BOGUS' at 'returnValuesOnConditionCheckFailure{AT}{SET}[ALL_OLD, NONE]"
EMPTY_NAME = "Value at 'TableName" + AT + MIN_1
EMPTY_NAME_OLDER = "Value '' at 'tableName" + AT + MIN_1
NO_KEY = "Value null at 'key" + AT + NOT_NULL
BAD_NAME_CHARACTERS = f"Value 'a!' at 'tableName{AT}{NAME_PATTERN}"
ALL_ENUMS: Body = {
    "ReturnConsumedCapacity": "BOGUS",
    "ReturnValues": "BOGUS",
    "ReturnItemCollectionMetrics": "BOGUS",
}


def short(name: str) -> str:
    return f"Value '{name}' at 'tableName{AT}Member must have length greater than or equal to 3"


def deep(levels: int) -> Body:
    value: Body = {"S": "leaf"}
    for _ in range(levels):
        value = {"M": {"a": value}}
    return value


def put(**members: object) -> Body:
    return {"TableName": "table", "Item": {"pk": {"S": "a"}}, **members}


def key(**members: object) -> Body:
    return {"TableName": "table", "Key": {"pk": {"S": "a"}}, **members}


@pytest.mark.parametrize(
    ("shape", "body"),
    [
        (PUT_ITEM, put()),
        (PUT_ITEM, put(TableName="abc")),
        (PUT_ITEM, put(TableName="arn:aws:dynamodb:us-east-1:123456789012:table/" + "x" * 255)),
        (
            PUT_ITEM,
            put(Unknown={"a": [1]}, ReturnValues=None, ExpressionAttributeNames={"#a": "b"}),
        ),
        (PUT_ITEM, put(Expected={"a": {"ComparisonOperator": "EQ", "Value": {"S": "x"}}})),
        (GET_ITEM, key(AttributesToGet=["a"], ConsistentRead=True)),
        (UPDATE_ITEM, key(AttributeUpdates={"a": {"Action": "ADD", "Value": {"N": "1"}}})),
        (DELETE_ITEM, key(ReturnValues="ALL_OLD", ConditionalOperator="XOR")),
        (PUT_ITEM, put(ReturnValues="ALL_NEW", ConditionalOperator="XOR")),
        (PUT_ITEM, put(Expected={"a": {"ComparisonOperator": "IS"}})),
        (QUERY, {"TableName": "table", "Select": "BOGUS", "ConditionalOperator": "XOR"}),
        (QUERY, {"TableName": "table", "Limit": 1, "Select": "COUNT"}),
        (SCAN, {"TableName": "table", "Segment": 0, "TotalSegments": 1_000_000}),
        (BATCH_GET_ITEM, {"RequestItems": {"table": {"Keys": [{}] * 100}}}),
        (BATCH_WRITE_ITEM, {"RequestItems": {"table": [{}] * 25}}),
    ],
)
def test_sound(shape: Request[Any], body: Body) -> None:
    assert shape.check(body) is body


@pytest.mark.parametrize("shape", [PUT_ITEM, GET_ITEM, UPDATE_ITEM, DELETE_ITEM, QUERY])
def test_table_name(shape: Request[Any]) -> None:
    body = {**put(), **key()}
    assert message(shape, {**body, "TableName": ""}) == ONE + EMPTY_NAME
    long = "a" * 256
    assert message(shape, {**body, "TableName": long}) == (
        f"{ONE}Value '{long}' at 'tableName{AT}Member must have length less than or equal to 255"
    )
    assert message(shape, {**body, "TableName": "bad table!@#"}) == (
        f"{ONE}Value 'bad table!@#' at 'tableName{AT}{NAME_PATTERN}"
    )
    assert message(shape, {**body, "TableName": "ab"}) == ONE + short("ab")
    assert message(shape, {**body, "TableName": "a!"}) == (
        several(BAD_NAME_CHARACTERS, short("a!")) if shape is UPDATE_ITEM else ONE + short("a!")
    )
    del body["TableName"]
    assert message(shape, body) == f"{ONE}Value null at 'tableName{AT}{NOT_NULL}"


@pytest.mark.parametrize("action", ["put", "Delete", "BOGUS", ""])
def test_an_unknown_action_of_a_legacy_update_is_reported_alone(action: str) -> None:
    unknown = {"Action": action, "Value": {"N": "1"}}
    for other in ({"Action": "PUT"}, {"Action": "add"}):
        body = key(AttributeUpdates={"a": unknown, "b": other})
        assert message(UPDATE_ITEM, body) == f"{ONE}{SET}[ADD, DELETE, PUT]' for Action"


def test_scan_is_in_the_older_wording() -> None:
    assert message(SCAN, {"TableName": ""}) == ONE + EMPTY_NAME_OLDER
    assert message(SCAN, {"TableName": "table", "Limit": 0, "Segment": -1}) == several(
        f"Value '-1' at 'segment{AT}Member must have value greater than or equal to 0",
        f"Value '0' at 'limit{AT}Member must have value greater than or equal to 1",
    )
    assert message(SCAN, {"TableName": "table", "TotalSegments": 1_000_001}) == (
        f"{ONE}Value '1000001' at 'totalSegments{AT}"
        "Member must have value less than or equal to 1000000"
    )
    assert (
        message(SCAN, {"TableName": "table", "ConditionalOperator": "XOR"}) == ONE + OPERATOR_OLDER
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"TableName": "", "Item": {}}, ONE + EMPTY_NAME),
        ({"TableName": "", "Item": {}, **ALL_ENUMS}, ONE + EMPTY_NAME),
        (put(**ALL_ENUMS), several(RCC, RV_CURRENT, RICM)),
        (
            put(**ALL_ENUMS, TableName="a!", ReturnValuesOnConditionCheckFailure="BOGUS"),
            several(short("a!"), RCC, RV_CURRENT, RICM, FAILURE),
        ),
        (
            {
                "TableName": "table",
                "Expected": {"a": {"ComparisonOperator": "IS"}},
                "ConditionalOperator": "XOR",
            },
            several(
                f"Value null at 'item{AT}{NOT_NULL}",
                OPERATOR_OLDER,
                f"Value 'IS' at 'expected.a.member.comparisonOperator{AT}{SET}[IN, NULL, BETWEEN, "
                "LT, NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS]",
            ),
        ),
        ({"TableName": "ab"}, f"{ONE}Value null at 'item{AT}{NOT_NULL}"),
        (
            {},
            several(
                f"Value null at 'tableName{AT}{NOT_NULL}", f"Value null at 'item{AT}{NOT_NULL}"
            ),
        ),
        (
            put(ReturnValuesOnConditionCheckFailure="BOGUS"),
            ONE + FAILURE,
        ),
    ],
)
def test_put_item(body: Body, expected: str) -> None:
    assert message(PUT_ITEM, body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"TableName": "", "Key": {}}, ONE + EMPTY_NAME),
        ({"TableName": "", "Key": {}, **ALL_ENUMS}, ONE + EMPTY_NAME),
        ({"TableName": ""}, several(EMPTY_NAME_OLDER, NO_KEY)),
        (
            {"TableName": "", "ReturnValues": "BOGUS", "ReturnConsumedCapacity": "BOGUS"},
            several(RCC, EMPTY_NAME_OLDER, RV_OLDER, NO_KEY),
        ),
        (
            {"TableName": "table", "ConditionalOperator": "XOR", "Expected": {"a": {}, "b": {}}},
            several(OPERATOR_OLDER, NO_KEY),
        ),
        (key(ReturnValues="BOGUS", ReturnConsumedCapacity="BOGUS"), ONE + RV_CURRENT),
        (key(ReturnConsumedCapacity="BOGUS"), RCC),
        (key(TableName="ab", **ALL_ENUMS), ONE + short("ab")),
        (key(ReturnItemCollectionMetrics="BOGUS", ReturnConsumedCapacity="BOGUS"), ONE + RICM),
        (
            key(
                ReturnValuesOnConditionCheckFailure="BOGUS",
                ReturnItemCollectionMetrics="BOGUS",
                ReturnConsumedCapacity="BOGUS",
            ),
            FAILURE,
        ),
        (key(**ALL_ENUMS, ReturnValuesOnConditionCheckFailure="BOGUS"), ONE + RV_CURRENT),
        (
            {"TableName": "ab", "ReturnValuesOnConditionCheckFailure": "BOGUS"}
            | {"ReturnItemCollectionMetrics": "BOGUS"},
            several(FAILURE, RICM, NO_KEY),
        ),
    ],
)
def test_update_item(body: Body, expected: str) -> None:
    assert message(UPDATE_ITEM, body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"TableName": "", "Key": {}}, ONE + EMPTY_NAME),
        (key(ReturnValues="BOGUS", ReturnConsumedCapacity="BOGUS"), several(RCC, RV_CURRENT)),
        (
            key(ReturnValues="BOGUS", Expected={"a": {"Value": deep(63)}}),
            ONE + RV_OLDER,
        ),
        (key(ReturnValues="BOGUS", Expected={"a": {"Value": deep(40)}}), ONE + RV_CURRENT),
        (
            key(ConditionalOperator="XOR", Expected={"a": {"Value": deep(100)}}),
            ONE + OPERATOR_OLDER,
        ),
        (
            key(TableName="ab", ReturnValues="UPDATED_OLD", ReturnConsumedCapacity="BOGUS"),
            several(short("ab"), RCC, "ReturnValues can only be ALL_OLD or NONE"),
        ),
        (key(ReturnValues="ALL_NEW"), ONE + "ReturnValues can only be ALL_OLD or NONE"),
        ({"TableName": "table", "ReturnValues": "ALL_NEW"}, ONE + NO_KEY),
    ],
)
def test_delete_item(body: Body, expected: str) -> None:
    assert message(DELETE_ITEM, body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            {"Limit": 0},
            f"{ONE}Value at 'Limit{AT}Member must have value greater than or equal to 1",
        ),
        (
            {"Limit": 0, "TableName": "", "ReturnConsumedCapacity": "BOGUS"},
            several(f"Value at 'Limit{AT}{AT_LEAST_1}", EMPTY_NAME),
        ),
        (
            {"TableName": "ab", "Select": "BOGUS", "ReturnConsumedCapacity": "BOGUS"},
            several(short("ab"), RCC),
        ),
        ({"Select": "BOGUS", "ReturnConsumedCapacity": "BOGUS"}, ONE + RCC),
        (
            {"Limit": 0.5, "Select": "BOGUS", "ReturnConsumedCapacity": "BOGUS"},
            several(SELECT, RCC, f"Value '0' at 'limit{AT}{AT_LEAST_1}"),
        ),
        ({"Limit": 1.5, "Select": "BOGUS"}, ONE + SELECT),
        ({"Limit": 2**32, "TableName": ""}, ONE + EMPTY_NAME_OLDER),
        (
            {"KeyConditions": {"a": {}}},
            f"{ONE}Value null at 'keyConditions.a.member.comparisonOperator{AT}{NOT_NULL}",
        ),
        (
            {"IndexName": "ab"},
            f"{ONE}Value 'ab' at 'indexName{AT}Member must have length greater than or equal to 3",
        ),
        ({"AttributesToGet": []}, f"{ONE}Value '[]' at 'attributesToGet{AT}{MIN_1}"),
    ],
)
def test_query(body: Body, expected: str) -> None:
    assert message(QUERY, {"TableName": "table", **body}) == expected


def test_no_more_than_ten_faults_are_reported() -> None:
    filters: Body = {f"a{at}": {"ComparisonOperator": "IS"} for at in range(20)}
    refusal = message(SCAN, {"TableName": "table", "ScanFilter": filters})
    assert refusal is not None
    assert refusal.startswith("10 validation errors detected: ")
    assert refusal.count("; ") == 9
