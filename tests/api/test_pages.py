"""Query and Scan through boto3's paginators, through its resource API, and page by page."""

from collections.abc import Iterator
from typing import Any

import pytest
from boto3.dynamodb.conditions import Attr, Key

from tests.api.clients import new_table, unique

COUNT = 60


@pytest.fixture(scope="module")
def partition(table: Any) -> str:
    """A partition of COUNT items. The batch writer puts them with `sk` from 000."""
    name = unique("partition")
    with table.batch_writer() as batch:
        for at in reversed(range(COUNT)):
            batch.put_item(Item={"pk": name, "sk": f"{at:03}", "n": at, "even": at % 2 == 0})
    return name


@pytest.fixture(scope="module")
def scanned(dynamodb: Any) -> Iterator[str]:
    """A table of items of 50 KB in many partitions: more than two pages."""
    with new_table(dynamodb, ("id", "N")) as name:
        for at in range(45):
            dynamodb.put_item(
                TableName=name, Item={"id": {"N": str(at)}, "fill": {"S": "x" * 50_000}}
            )
        yield name


def numbers(items: list[dict[str, Any]]) -> list[int]:
    return [int(item["n"]) for item in items]


@pytest.mark.parametrize("page_size", [7, 20, 60, 100])
def test_the_paginator_of_query(
    dynamodb: Any, table_name: str, partition: str, page_size: int
) -> None:
    pages = list(
        dynamodb.get_paginator("query").paginate(
            TableName=table_name,
            KeyConditionExpression="pk = :p",
            ExpressionAttributeValues={":p": {"S": partition}},
            PaginationConfig={"PageSize": page_size},
        )
    )
    found = [item["sk"]["S"] for page in pages for item in page["Items"]]
    assert found == [f"{at:03}" for at in range(COUNT)]
    assert len(pages) >= -(-COUNT // page_size)
    assert all(page["Count"] == page["ScannedCount"] <= page_size for page in pages)


@pytest.mark.parametrize("forward", [True, False])
def test_pages_by_hand(table: Any, partition: str, forward: bool) -> None:
    members = {
        "KeyConditionExpression": Key("pk").eq(partition) & Key("sk").between("010", "039"),
        "FilterExpression": Attr("even").eq(True),
        "ScanIndexForward": forward,
        "Limit": 8,
    }
    found: list[int] = []
    scanned_count = 0
    start: dict[str, Any] = {}
    while True:
        page = table.query(**members, **start)
        assert page["Count"] == len(page["Items"])
        scanned_count += page["ScannedCount"]
        found += numbers(page["Items"])
        if "LastEvaluatedKey" not in page:
            break
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
    expected = list(range(10, 40, 2))
    assert found == (expected if forward else expected[::-1])
    assert scanned_count == 30


def test_key_conditions_of_boto3(table: Any, partition: str) -> None:
    own = Key("pk").eq(partition)
    conditions = [
        (Key("sk").eq("007"), [7]),
        (Key("sk").lt("002"), [0, 1]),
        (Key("sk").lte("002"), [0, 1, 2]),
        (Key("sk").gt("057"), [58, 59]),
        (Key("sk").gte("057"), [57, 58, 59]),
        (Key("sk").between("003", "005"), [3, 4, 5]),
        (Key("sk").begins_with("05"), list(range(50, 60))),
    ]
    for condition, expected in conditions:
        assert numbers(table.query(KeyConditionExpression=own & condition)["Items"]) == expected


def test_counting_without_items(table: Any, partition: str) -> None:
    counted = table.query(
        KeyConditionExpression=Key("pk").eq(partition),
        FilterExpression=Attr("n").lt(10),
        Select="COUNT",
    )
    assert (counted["Count"], counted["ScannedCount"]) == (10, COUNT)
    assert "Items" not in counted


def test_a_scan_ends_its_pages_at_1_mb(dynamodb: Any, scanned: str) -> None:
    pages = list(dynamodb.get_paginator("scan").paginate(TableName=scanned))
    assert len(pages) == 3
    assert all(len(page["Items"]) == page["Count"] < 45 for page in pages)
    found = sorted(int(item["id"]["N"]) for page in pages for item in page["Items"])
    assert found == list(range(45))


@pytest.mark.parametrize("total", [1, 2, 5])
def test_segments_divide_the_table(dynamodb: Any, scanned: str, total: int) -> None:
    paginator = dynamodb.get_paginator("scan")
    found: list[int] = []
    for segment in range(total):
        pages = paginator.paginate(
            TableName=scanned,
            Segment=segment,
            TotalSegments=total,
            ProjectionExpression="id",
            PaginationConfig={"PageSize": 6},
        )
        found += [int(item["id"]["N"]) for page in pages for item in page["Items"]]
    assert sorted(found) == list(range(45))


def test_the_order_of_numbers(dynamodb: Any) -> None:
    written = ["-100", "-5", "-1", "0", "1E-130", "1", "5", "10", "100"]
    with new_table(dynamodb, ("pk", "S"), ("sk", "N")) as name:
        for text in sorted(written):
            dynamodb.put_item(TableName=name, Item={"pk": {"S": "a"}, "sk": {"N": text}})
        answer = dynamodb.query(
            TableName=name,
            KeyConditionExpression="pk = :p",
            ExpressionAttributeValues={":p": {"S": "a"}},
            ConsistentRead=True,
        )
    found = [float(item["sk"]["N"]) for item in answer["Items"]]
    assert found == [float(text) for text in written]
