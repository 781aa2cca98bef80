"""How a TableDescription shows indexes. Source: recorded answers, October 2026."""

from typing import Any

import pytest

from jedlik.features.secondary_indexes.description import (
    index_counter_keys,
    secondary_index_members,
    status_members,
)
from jedlik.storage.interface import counters_to_bytes
from tests.engine.tables import index_record, key_elements, table_record, transition

NOW_MS = 1000
ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/music/index/"
THROUGHPUT = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5, "NumberOfDecreasesToday": 0}
WARM = {"ReadUnitsPerSecond": 5, "WriteUnitsPerSecond": 5}


def described(record: Any, now_ms: int | None = NOW_MS) -> dict[str, Any]:
    """Returns the members of a description. Each index has 3 items of 30 bytes together."""
    indexes = [
        *record.get("GlobalSecondaryIndexes", ()),
        *record.get("LocalSecondaryIndexes", ()),
    ]
    values = {key: counters_to_bytes((3, 30)) for key in index_counter_keys(record, indexes)}
    return secondary_index_members(record, values, now_ms)


def global_index(**members: object) -> Any:
    return index_record(
        "g", "g", 1, ProvisionedThroughput=THROUGHPUT, WarmThroughput=WARM, **members
    )


def test_a_table_without_indexes_shows_none() -> None:
    assert described(table_record()) == {}
    assert described(table_record(GlobalSecondaryIndexes=[])) == {}


def test_a_global_index() -> None:
    maxima = {"MaxReadRequestUnits": 3}
    record = table_record(GlobalSecondaryIndexes=[global_index(OnDemandThroughput=maxima)])
    assert described(record) == {
        "GlobalSecondaryIndexes": [
            {
                "IndexName": "g",
                "IndexArn": ARN + "g",
                "KeySchema": key_elements("g"),
                "Projection": {"ProjectionType": "ALL"},
                "IndexStatus": "ACTIVE",
                "IndexSizeBytes": 30,
                "ItemCount": 3,
                "ProvisionedThroughput": THROUGHPUT,
                "WarmThroughput": {**WARM, "Status": "ACTIVE"},
                "OnDemandThroughput": maxima,
            }
        ]
    }


def test_a_local_index_has_no_status_and_no_throughput() -> None:
    record = table_record(LocalSecondaryIndexes=[index_record("l", "pk l", 2)])
    assert described(record) == {
        "LocalSecondaryIndexes": [
            {
                "IndexName": "l",
                "IndexArn": ARN + "l",
                "KeySchema": key_elements("pk l"),
                "Projection": {"ProjectionType": "ALL"},
                "IndexSizeBytes": 30,
                "ItemCount": 3,
            }
        ]
    }


def test_counters_that_do_not_exist_yet_are_zero() -> None:
    record = table_record(LocalSecondaryIndexes=[index_record("l", "pk l", 2)])
    (key,) = index_counter_keys(record, record["LocalSecondaryIndexes"])
    members: Any = secondary_index_members(record, {key: None}, NOW_MS)
    (shown,) = members["LocalSecondaryIndexes"]
    assert (shown["ItemCount"], shown["IndexSizeBytes"]) == (0, 0)


BUILDING = {"IsBuilding": True}


@pytest.mark.parametrize(
    ("table_status", "index", "shown"),
    [
        (None, {}, {"IndexStatus": "ACTIVE"}),
        ("UPDATING", {}, {"IndexStatus": "ACTIVE"}),
        ("CREATING", {}, {"IndexStatus": "CREATING"}),
        (
            None,
            {**BUILDING, "Transition": transition("CREATING", NOW_MS + 1)},
            {"IndexStatus": "CREATING", "Backfilling": False},
        ),
        (None, BUILDING, {"IndexStatus": "CREATING", "Backfilling": True}),
        (
            None,
            {**BUILDING, "Transition": transition("DELETING", NOW_MS + 1)},
            {"IndexStatus": "DELETING"},
        ),
        (
            None,
            {"Transition": transition("UPDATING", NOW_MS + 1, WarmThroughput=1)},
            {"IndexStatus": "UPDATING", "WarmThroughput": 1},
        ),
        (
            None,
            {"Transition": transition("UPDATING", NOW_MS, WarmThroughput=1)},
            {"IndexStatus": "ACTIVE"},
        ),
    ],
)
def test_the_status_of_an_index(
    table_status: str | None, index: dict[str, Any], shown: dict[str, object]
) -> None:
    record: Any = table_record()
    if table_status is not None:
        record["Transition"] = transition(table_status, NOW_MS + 1)
    assert status_members(record, index_record("g", "g", **index), NOW_MS) == shown


def test_the_answer_of_create_table_has_no_warm_throughput() -> None:
    record = table_record(
        GlobalSecondaryIndexes=[global_index()], Transition=transition("CREATING", NOW_MS)
    )
    (index,) = described(record, now_ms=None)["GlobalSecondaryIndexes"]
    assert index["IndexStatus"] == "CREATING"
    assert "WarmThroughput" not in index
