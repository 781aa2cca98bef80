"""Query: its pages, counts and capacity. Recorded answers, October 2026; Developer Guide."""

from typing import Any

import pytest

from tests.apis.dynamodb.operations.samples import (
    Attribute,
    Attributes,
    caller_with,
    number,
    sized,
    string,
)
from tests.engine.in_memory import Caller

A, N = string("a"), string("n")
ALL: dict[str, Any] = {
    "TableName": "albums",
    "KeyConditionExpression": "pk = :p",
    "ExpressionAttributeValues": {":p": A},
}


def row(sort: Attribute, **attributes: Attribute) -> Attributes:
    return {"pk": A, "sk": sort, **attributes}


def sort_keys(answer: dict[str, Any]) -> list[str]:
    return [item["sk"]["S"] for item in answer["Items"]]


def numbered(count: int, size_bytes: int = 100) -> Caller:
    rows = [sized(size_bytes, pk=A, sk=string(f"{at:04}")) for at in range(count)]
    return caller_with(*rows, range_type="S")


@pytest.mark.parametrize("forward", [True, False])
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
def test_pages_hold_every_item_once(limit: int, forward: bool) -> None:
    caller = numbered(7)
    seen: list[str] = []
    start: dict[str, object] = {}
    for _ in range(9):
        answer = caller.call("Query", **ALL, Limit=limit, ScanIndexForward=forward, **start)
        assert answer["Count"] == answer["ScannedCount"] == len(answer["Items"]) <= limit
        seen += sort_keys(answer)
        if "LastEvaluatedKey" not in answer:
            break
        assert answer["LastEvaluatedKey"] == row(string(seen[-1]))
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
    expected = [f"{at:04}" for at in range(7)]
    assert seen == (expected if forward else expected[::-1])
    assert ("LastEvaluatedKey" in caller.call("Query", **ALL, Limit=7)) is True
    assert ("LastEvaluatedKey" in caller.call("Query", **ALL, Limit=8)) is False


@pytest.mark.parametrize(
    ("size_bytes", "count"),
    [(1024 * 4, 256), (1024 * 4 - 16, 258), (400 * 1024, 3), (300 * 1024, 4)],
)
def test_a_page_ends_with_the_item_that_reaches_1_mb(size_bytes: int, count: int) -> None:
    caller = numbered(count + 5, size_bytes)
    answer = caller.call("Query", **ALL)
    assert answer["ScannedCount"] == count
    assert answer["LastEvaluatedKey"] == row(string(f"{count - 1:04}"))


def test_the_filter_comes_after_the_limit() -> None:
    rows = [row(string(str(at)), n=number(at % 2)) for at in range(4)]
    caller = caller_with(*rows, range_type="S")
    members = {
        **ALL,
        "FilterExpression": "n = :n",
        "ExpressionAttributeValues": {":p": A, ":n": number(1)},
    }
    answer = caller.call("Query", **members, Limit=3)
    assert (answer["Count"], answer["ScannedCount"]) == (1, 3)
    assert answer["Items"] == [rows[1]]
    assert answer["LastEvaluatedKey"] == row(string("2"))
    counted = caller.call("Query", **members, Select="COUNT")
    assert counted == {"Count": 2, "ScannedCount": 4}
    nothing = {**members, "ExpressionAttributeValues": {":p": A, ":n": number(7)}}
    assert caller.call("Query", **nothing) == {"Items": [], "Count": 0, "ScannedCount": 4}


def test_only_what_is_projected_comes_back() -> None:
    caller = caller_with(row(A, n=number(1), m={"M": {"x": A, "y": A}}), row(N), range_type="S")
    answer = caller.call("Query", **ALL, ProjectionExpression="m.x, sk")
    assert answer["Items"] == [{"sk": A, "m": {"M": {"x": A}}}, {"sk": N}]


@pytest.mark.parametrize(
    ("members", "units"),
    [
        ({}, 2.0),  # 13,000 bytes are 4 blocks of 4 KB
        ({"ConsistentRead": True}, 4.0),
        ({"ConsistentRead": True, "Limit": 1}, 1.0),
        ({"ConsistentRead": True, "ProjectionExpression": "pk"}, 4.0),
        ({"ConsistentRead": True, "FilterExpression": "attribute_exists(absent)"}, 4.0),
        ({"ConsistentRead": True, "Select": "COUNT"}, 4.0),
        ({"ConsistentRead": True, "ExpressionAttributeValues": {":p": N}}, 1.0),
        ({"ExpressionAttributeValues": {":p": N}}, 0.5),
    ],
)
def test_capacity_is_that_of_all_that_was_read(members: dict[str, Any], units: float) -> None:
    caller = numbered(13, 1000)
    asked = {**ALL, **members}
    answer = caller.call("Query", **asked, ReturnConsumedCapacity="TOTAL")
    assert answer["ConsumedCapacity"] == {"TableName": "albums", "CapacityUnits": units}
    answer = caller.call("Query", **asked, ReturnConsumedCapacity="INDEXES")
    assert answer["ConsumedCapacity"]["Table"] == {"CapacityUnits": units}
    assert "ConsumedCapacity" not in caller.call("Query", **asked, ReturnConsumedCapacity="NONE")
