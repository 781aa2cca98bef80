"""Requests of the batches on items: recorded answers, and dynoxide's captures, October 2026."""

import pytest

from jedlik.apis.dynamodb.model.items import BATCH_GET_ITEM, BATCH_WRITE_ITEM
from tests.apis.dynamodb.model.faults import (
    AT,
    MIN_1,
    NAME_PATTERN,
    NOT_NULL,
    ONE,
    RCC,
    RICM,
    Body,
    message,
    several,
)

MAP_KEYS = (
    AT + "Map keys must satisfy constraint: [Member must have length less than or equal to 255, "
    "Member must have length greater than or equal to 3, " + NAME_PATTERN + "]"
)
MAP_VALUE = (
    AT + "Map value must satisfy constraint: [Member must have length less than or equal to 25, "
    + MIN_1 + "]"
)  # fmt: skip

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
            {"RequestItems": {"bad!name": {"Keys": []}}},
            f"{ONE}Value at 'RequestItems.bad!name.member.Keys{AT}{MIN_1}",
        ),
        (
            {
                "RequestItems": {
                    "b!name": {"Keys": [{}], "ProjectionExpression": "a", "ConsistentRead": True},
                    "A": {"Keys": [{}]},
                }
            },
            ONE + 'Value \'{"A":{"Keys":[{}]},"b!name":{"ConsistentRead":true,"Keys":[{}],'
            '"ProjectionExpression":"a"}}\' at \'requestItems' + MAP_KEYS,
        ),
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
        ({"RequestItems": {"b!": []}}, f"{ONE}Value '{{b!=[]}}' at 'requestItems{MAP_VALUE}"),
        (
            {"RequestItems": {"table": []}, "ReturnConsumedCapacity": "BOGUS"},
            several(f"Value '{{table=[]}}' at 'requestItems{MAP_VALUE}", RCC),
        ),
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
            several(f"Value null at 'requestItems{AT}{NOT_NULL}", RCC, RICM),
        ),
        (
            {"RequestItems": {"aa;": [{"PutRequest": {}, "DeleteRequest": {}}]}},
            several(
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
