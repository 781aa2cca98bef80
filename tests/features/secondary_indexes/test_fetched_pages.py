"""Pages of a local index whose items are read from the table: 1 MB of these items, not of entries.

Otherwise one page of small entries would answer with gigabytes. dynalite counts the same way.
"""

from typing import Any

import pytest

from tests.apis.dynamodb.operations.samples import sized, string
from tests.engine.in_memory import Caller
from tests.features.secondary_indexes.samples import index, indexed_table

MUSIC = indexed_table(
    "pk:S sk:S n:S",
    "pk sk",
    LocalSecondaryIndexes=[index("local", "pk HASH", "n RANGE", projection="KEYS_ONLY")],
)
QUERY = {
    "KeyConditionExpression": "pk = :pk",
    "ExpressionAttributeValues": {":pk": string("p")},
}
REPORT = {"ReturnConsumedCapacity": "INDEXES", "ConsistentRead": True}


def caller(*sizes: int, pk: str = "p") -> Caller:
    """Returns a caller with a table of items 0, 1, ... of these sizes."""
    made = Caller()
    made.call("CreateTable", **MUSIC)
    put(made, *sizes, pk=pk)
    return made


def put(made: Caller, *sizes: int, pk: str) -> None:
    for at, size_bytes in enumerate(sizes):
        place = string(f"{at:03}")
        item = sized(size_bytes, pk=string(pk), sk=place, n=place)
        made.call("PutItem", TableName="music", Item=item)


def pages(made: Caller, operation: str, **members: Any) -> list[dict[str, Any]]:
    request = {"TableName": "music", "IndexName": "local", **members}
    answers = [made.call(operation, **request)]
    while "LastEvaluatedKey" in answers[-1]:
        request["ExclusiveStartKey"] = answers[-1]["LastEvaluatedKey"]
        answers.append(made.call(operation, **request))
    return answers


def places(page: dict[str, Any]) -> list[int]:
    return [int(item["sk"]["S"]) for item in page["Items"]]


WHOLE = {"Select": "ALL_ATTRIBUTES"}


@pytest.mark.parametrize(
    ("operation", "members", "expected"),
    [
        ("Query", {**QUERY, **WHOLE}, [[0, 1, 2, 3], [4, 5, 6, 7], [8]]),
        ("Query", {**QUERY, "ProjectionExpression": "sk, a"}, [[0, 1, 2, 3], [4, 5, 6, 7], [8]]),
        (
            "Query",
            {**QUERY, **WHOLE, "ScanIndexForward": False},
            [[8, 7, 6, 5], [4, 3, 2, 1], [0]],
        ),
        ("Query", {**QUERY, **WHOLE, "Limit": 7}, [[0, 1, 2, 3], [4, 5, 6, 7], [8]]),
        ("Query", {**QUERY, **WHOLE, "Limit": 3}, [[0, 1, 2], [3, 4, 5], [6, 7, 8], []]),
        ("Scan", WHOLE, [[0, 1, 2, 3], [4, 5, 6, 7], [8]]),
        ("Query", QUERY, [[0, 1, 2, 3, 4, 5, 6, 7, 8]]),  # nothing is fetched
    ],
)
def test_a_page_ends_with_the_item_that_fills_1_mb(
    operation: str, members: dict[str, Any], expected: list[list[int]]
) -> None:
    answers = pages(caller(*[262_144] * 9), operation, **members)
    assert [places(page) for page in answers] == expected


def test_what_is_read_is_counted_and_charged() -> None:
    first, second, third = pages(
        caller(*[262_144] * 9),
        "Query",
        **QUERY,
        **WHOLE,
        **REPORT,
        FilterExpression="fill = absent",
    )
    assert [first["Items"], first["Count"], first["ScannedCount"]] == [[], 0, 4]
    assert first["ConsumedCapacity"] == {
        "TableName": "music",
        "CapacityUnits": 4 * 64 + 1.0,
        "Table": {"CapacityUnits": 4 * 64.0},
        "LocalSecondaryIndexes": {"local": {"CapacityUnits": 1.0}},
    }
    assert [second["ScannedCount"], third["ScannedCount"]] == [4, 1]


def test_small_items_all_fit() -> None:
    (page,) = pages(caller(*[100] * 250), "Query", **QUERY, **WHOLE)
    assert places(page) == list(range(250))


def test_a_page_over_several_partitions_counts_what_it_fetched() -> None:
    made = caller(*[300_000] * 2, pk="p")
    for pk in ("q", "r"):
        put(made, *[300_000] * 2, pk=pk)
    statement = "SELECT sk, fill FROM music.\"local\" WHERE pk IN ['p', 'q', 'r']"
    page = made.call("ExecuteStatement", Statement=statement)
    assert places(page) == [0, 1, 0, 1]
    page = made.call("ExecuteStatement", Statement=statement, NextToken=page["NextToken"])
    assert places(page) == [0, 1]
    assert "NextToken" not in page
