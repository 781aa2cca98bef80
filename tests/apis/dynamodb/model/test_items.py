"""Requests on items: recorded answers, October 2026, as us-east-1 gives them."""

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
from jedlik.core.errors import Reject
from jedlik.wire.shapes.request import Request

Body = dict[str, object]

ONE = "1 validation error detected: "
AT = "' failed to satisfy constraint: "
SET = "Member must satisfy enum value set: "
NOT_NULL = "Member must not be null"
MIN_1 = "Member must have length greater than or equal to 1"
RCC = "Value 'BOGUS' at 'returnConsumedCapacity" + AT + SET + "[INDEXES, TOTAL, NONE]"
RICM = "Value 'BOGUS' at 'returnItemCollectionMetrics" + AT + SET + "[SIZE, NONE]"
RV_CURRENT = (
    "Failed to satisfy constraint: " + SET + "[ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]"
)
RV_OLDER = (
    "Value 'BOGUS' at 'returnValues"
    + AT
    + SET
    + "[ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]"
)
OPERATOR_CURRENT = "Failed to satisfy constraint: " + SET + "[ALL, OR]"
OPERATOR_OLDER = "Value 'XOR' at 'conditionalOperator" + AT + SET + "[OR, AND]"
EMPTY_NAME = "Value at 'TableName" + AT + MIN_1
EMPTY_NAME_OLDER = "Value '' at 'tableName" + AT + MIN_1
NO_KEY = "Value null at 'key" + AT + NOT_NULL
NAME_PATTERN = "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"
MAP_KEYS = (
    AT + "Map keys must satisfy constraint: [Member must have length less than or equal to 255, "
    "Member must have length greater than or equal to 3, " + NAME_PATTERN + "]"
)
MAP_VALUE = (
    AT + "Map value must satisfy constraint: [Member must have length less than or equal to 25, "
    + MIN_1 + "]"
)  # fmt: skip
ALL_ENUMS: Body = {
    "ReturnConsumedCapacity": "BOGUS",
    "ReturnValues": "BOGUS",
    "ReturnItemCollectionMetrics": "BOGUS",
}


def message(shape: Request[Any], body: Body) -> str | None:
    with pytest.raises(Reject) as reject:
        shape.check(body)
    assert reject.value.error.code == "ValidationException"
    return reject.value.error.message


def several(*parts: str) -> str:
    return f"{len(parts)} validation errors detected: {'; '.join(parts)}"


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
        (PUT_ITEM, put(TableName="a")),
        (PUT_ITEM, put(TableName="arn:aws:dynamodb:us-east-1:123456789012:table/" + "x" * 255)),
        (
            PUT_ITEM,
            put(Unknown={"a": [1]}, ReturnValues=None, ExpressionAttributeNames={"#a": "b"}),
        ),
        (PUT_ITEM, put(Expected={"a": {"ComparisonOperator": "EQ", "Value": {"S": "x"}}})),
        (GET_ITEM, key(AttributesToGet=["a"], ConsistentRead=True)),
        (UPDATE_ITEM, key(AttributeUpdates={"a": {"Action": "ADD", "Value": {"N": "1"}}})),
        (DELETE_ITEM, key(ReturnValues="ALL_NEW")),
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
        (put(ConditionalOperator="XOR"), ONE + OPERATOR_CURRENT),
        (
            put(Expected={"a": {"ComparisonOperator": "IS"}}),
            f"{ONE}Value 'IS' at 'expected.a.member.comparisonOperator{AT}{SET}[IN, NULL, BETWEEN, "
            "LT, NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS]",
        ),
        (
            {},
            several(
                f"Value null at 'tableName{AT}{NOT_NULL}", f"Value null at 'item{AT}{NOT_NULL}"
            ),
        ),
        (
            put(ReturnValuesOnConditionCheckFailure="BOGUS"),
            f"{ONE}Value 'BOGUS' at 'returnValuesOnConditionCheckFailure{AT}{SET}[ALL_OLD, NONE]",
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
        (key(ReturnConsumedCapacity="BOGUS"), ONE + RCC),
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
            key(ConditionalOperator="XOR", Expected={"a": {"Value": deep(33)}}),
            ONE + OPERATOR_CURRENT,
        ),
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
            {"Select": "INVALID_VALUE"},
            f"{ONE}Value 'INVALID_VALUE' at 'select{AT}{SET}"
            "[SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]",
        ),
        (
            {"ConditionalOperator": "XOR", "Select": "BOGUS", "ReturnConsumedCapacity": "BOGUS"},
            OPERATOR_CURRENT,
        ),
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


BAD_NAME: Body = {"bad!name": {"Keys": [{"pk": {"S": "a"}}]}}
BAD_NAME_FAULT = 'Value \'{"bad!name":{"Keys":[{"pk":{"S":"a"}}]}}\' at \'requestItems' + MAP_KEYS


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"RequestItems": {}}, f"{ONE}Value at 'RequestItems{AT}{MIN_1}"),
        (
            {"RequestItems": {"table": {"Keys": []}}},
            f"{ONE}Value at 'RequestItems.table.member.Keys{AT}{MIN_1}",
        ),
        (
            {"RequestItems": {"table": {"Keys": [{}] * 101}}},
            f"{ONE}Value at 'RequestItems.table.member.Keys{AT}"
            "Member must have length less than or equal to 100",
        ),
        ({"RequestItems": BAD_NAME}, ONE + BAD_NAME_FAULT),
        (
            {"RequestItems": BAD_NAME, "ReturnConsumedCapacity": "BOGUS"},
            several(BAD_NAME_FAULT, RCC),
        ),
        (
            {"RequestItems": {"table": {}}},
            f"{ONE}Value null at 'requestItems.table.member.keys{AT}{NOT_NULL}",
        ),
        (
            {"RequestItems": {"table": {"Keys": [{"pk": {"S": "a"}}, None]}}},
            f"{ONE}Value null at 'requestItems.table.member.keys.2.member{AT}{NOT_NULL}",
        ),
        ({}, f"{ONE}Value null at 'requestItems{AT}{NOT_NULL}"),
    ],
)
def test_batch_get_item(body: Body, expected: str) -> None:
    assert message(BATCH_GET_ITEM, body) == expected


def printed(**members: str) -> str:
    fields = ["s", "n", "b", "iNT", "dECIMAL", "dOUBLE", "sS", "nS", "bS"]
    fields += ["iNTSET", "dECIMALSET", "dOUBLESET", "m", "l", "nULL", "bOOL"]
    content = ", ".join(f"{name}={members.get(name, 'null')}" for name in fields)
    return f"AttributeValue({content})"


def write(pk: str) -> Body:
    return {"PutRequest": {"Item": {"pk": {"S": pk}}}}


def printed_write(pk: str) -> str:
    put_request = f"PutRequest(item={{pk={printed(s=pk)}}}, workloadProfileName=null)"
    return f"WriteRequest(putRequest={put_request}, deleteRequest=null)"


PRINTED_WRITES = ", ".join(printed_write(f"bw-{at}") for at in range(26))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"RequestItems": {}}, "The requestItems parameter is required for BatchWriteItem"),
        ({"RequestItems": {"table": []}}, f"{ONE}Value '{{table=[]}}' at 'requestItems{MAP_VALUE}"),
        (
            {"RequestItems": {"table": [write(f"bw-{at}") for at in range(26)]}},
            f"{ONE}Value '{{table=[{PRINTED_WRITES}]}}' at 'requestItems{MAP_VALUE}",
        ),
        (
            {"RequestItems": {"bad!name": [write("a")]}},
            f"{ONE}Value '{{bad!name=[{printed_write('a')}]}}' at 'requestItems{MAP_KEYS}",
        ),
        (
            {"RequestItems": BAD_NAME, "ReturnConsumedCapacity": "BOGUS"}
            | {"RequestItems": {"bad!name": [write("a")]}},
            ONE + RCC,
        ),
        (
            {
                "RequestItems": {"table": [write("a")]},
                "ReturnItemCollectionMetrics": "BOGUS",
                "ReturnConsumedCapacity": "BOGUS",
            },
            several(RCC, RICM),
        ),
        (
            {"ReturnConsumedCapacity": "BOGUS", "ReturnItemCollectionMetrics": "BOGUS"},
            several(RCC, RICM, f"Value null at 'requestItems{AT}{NOT_NULL}"),
        ),
        (
            {"RequestItems": {"aa;": [{"PutRequest": {}, "DeleteRequest": {}}]}},
            several(
                "Value '{aa;=[WriteRequest(putRequest=PutRequest(item=null, "
                "workloadProfileName=null), deleteRequest=DeleteRequest(key=null, "
                f"workloadProfileName=null))]}}' at 'requestItems{MAP_KEYS}",
                f"Value null at 'requestItems.aa;.member.1.member.deleteRequest.key{AT}{NOT_NULL}",
                f"Value null at 'requestItems.aa;.member.1.member.putRequest.item{AT}{NOT_NULL}",
            ),
        ),
    ],
)
def test_batch_write_item(body: Body, expected: str) -> None:
    assert message(BATCH_WRITE_ITEM, body) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"N": "1"}, printed(n="1")),
        ({"B": "AAE="}, printed(b="java.nio.HeapByteBuffer[pos=0 lim=2 cap=2]")),
        ({"BS": ["AA=="]}, printed(bS="[java.nio.HeapByteBuffer[pos=0 lim=1 cap=1]]")),
        ({"SS": ["a", "b"]}, printed(sS="[a, b]")),
        ({"BOOL": True}, printed(bOOL="true")),
        ({"NULL": True}, printed(nULL="true")),
        ({"L": [{"S": "a"}]}, printed(l=f"[{printed(s='a')}]")),
        ({"M": {"a": {"S": "b"}}}, printed(m=f"{{a={printed(s='b')}}}")),
    ],
)
def test_printed_values(value: Body, expected: str) -> None:
    body: Body = {"RequestItems": {"t!": [{"DeleteRequest": {"Key": {"pk": value}}}]}}
    assert f"DeleteRequest(key={{pk={expected}}}, workloadProfileName=null)" in str(
        message(BATCH_WRITE_ITEM, body)
    )


def test_no_more_than_ten_faults_are_reported() -> None:
    expected: Body = {f"a{at}": {"ComparisonOperator": "IS"} for at in range(20)}
    refusal = message(PUT_ITEM, put(Expected=expected))
    assert refusal is not None
    assert refusal.startswith("10 validation errors detected: ")
    assert refusal.count("; ") == 9
