"""Whole answers that LocalStack recorded from the service as snapshots for its own tests.

Source: localstack/localstack, tests/aws/services/dynamodb/test_dynamodb.snapshot.json, recorded
July 2025 to January 2026. The names are ours. Values that differ from run to run are left out.
"""

import pytest

from tests.apis.dynamodb.operations.samples import string
from tests.captures.asked import ENV, INV, Members, Row, caller, refused
from tests.engine.in_memory import Caller, keys
from tests.features.secondary_indexes.samples import defined, index

BY_TIME = ("CreationDateTime", "TableArn", "TableId", "LatestStreamArn", "LatestStreamLabel")
PROVISIONED = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}
TABLE: Members = {
    "TableName": "songs",
    "AttributeDefinitions": defined("id:S"),
    "KeySchema": keys("id HASH"),
    "ProvisionedThroughput": PROVISIONED,
}
DESCRIBED: Members = {
    "DeletionProtectionEnabled": False,
    "ItemCount": 0,
    "ProvisionedThroughput": {"NumberOfDecreasesToday": 0, **PROVISIONED},
    "TableName": "songs",
    "TableSizeBytes": 0,
}
SCHEMA: Members = {"AttributeDefinitions": defined("id:S"), "KeySchema": keys("id HASH")}
WARM: Members = {"ReadUnitsPerSecond": 5, "Status": "ACTIVE", "WriteUnitsPerSecond": 5}
REFUSED = [
    Row("CreateTable", {**TABLE, "TableName": "music"},
        "ResourceInUseException: Table already exists: music"),
    Row("CreateTable", {**TABLE, "BillingMode": "PAY_PER_REQUEST"},
        INV + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode "
        "is PAY_PER_REQUEST"),
    Row("DeleteTable", {"TableName": "absent"},
        "ResourceNotFoundException: Requested resource not found: Table: absent not found"),
    Row("ExecuteStatement", {"Statement": 'SELECT * FROM "music" WHERE pk = ?', "Parameters": []},
        ENV + "Value '[]' at 'parameters' failed to satisfy constraint: Member must have length "
        "greater than or equal to 1"),
    Row("TransactWriteItems", {"TransactItems": [{"Put": {
        "TableName": "absent", "Item": {"pk": string("p")}}}]},
        "ResourceNotFoundException: Requested resource not found"),
    Row("BatchWriteItem", {"RequestItems": {"music": [{"PutRequest": {"Item": {
        "spam": string("eggs")}}}]}},
        "ValidationException: The provided key element does not match the schema"),
    Row("TransactWriteItems", {"TransactItems": [
        {"ConditionCheck": {"TableName": "hashed", "Key": {"pk": string("absent")},
                            "ConditionExpression": "attribute_exists(pk)"}},
        {"Put": {"TableName": "hashed", "Item": {"pk": string("new")}}}]},
        "TransactionCanceledException: Transaction cancelled, please refer cancellation reasons "
        "for specific reasons [ConditionalCheckFailed, None]"),
]  # fmt: skip


@pytest.mark.parametrize("row", REFUSED)
def test_refusals(row: Row) -> None:
    assert refused(row) == row.refusal


def lasting(description: Members) -> Members:
    """Returns the part of an answer that does not differ from run to run."""
    return {name: each for name, each in description.items() if name not in BY_TIME}


def test_life_of_a_table() -> None:
    made = Caller(delay_ms=1)
    created = made.call("CreateTable", **TABLE)["TableDescription"]
    assert lasting(created) == {**DESCRIBED, **SCHEMA, "TableStatus": "CREATING"}
    made.clock.time_ms += 1
    active = {**DESCRIBED, **SCHEMA, "TableStatus": "ACTIVE", "WarmThroughput": WARM}
    assert lasting(made.describe("songs")) == active
    deleted = made.call("DeleteTable", TableName="songs")["TableDescription"]
    assert lasting(deleted) == {**DESCRIBED, "TableStatus": "DELETING"}


def test_warm_throughput_of_a_new_table() -> None:
    made = Caller()
    asked = {"ReadUnitsPerSecond": 1000, "WriteUnitsPerSecond": 1200}
    members: Members = {**TABLE, "ProvisionedThroughput": PROVISIONED, "WarmThroughput": asked}
    warm = made.call("CreateTable", **members)["TableDescription"]["WarmThroughput"]
    assert warm == {**asked, "Status": "UPDATING"}


def test_an_index_of_a_table_billed_per_request() -> None:
    made = Caller()
    made.create(
        "songs",
        AttributeDefinitions=defined("TID:S TRID:S"),
        KeySchema=keys("TID HASH"),
        GlobalSecondaryIndexes=[index("Record", "TRID HASH")],
    )
    described = made.describe("songs")
    none = {"NumberOfDecreasesToday": 0, "ReadCapacityUnits": 0, "WriteCapacityUnits": 0}
    warm = {"ReadUnitsPerSecond": 12000, "Status": "ACTIVE", "WriteUnitsPerSecond": 4000}
    assert described["ProvisionedThroughput"] == none
    assert described["WarmThroughput"] == warm
    assert described["BillingModeSummary"].keys() == {
        "BillingMode",
        "LastUpdateToPayPerRequestDateTime",
    }
    (found,) = described["GlobalSecondaryIndexes"]
    found.pop("IndexArn")
    assert found == {
        "IndexName": "Record",
        "IndexSizeBytes": 0,
        "IndexStatus": "ACTIVE",
        "ItemCount": 0,
        "KeySchema": keys("TRID HASH"),
        "Projection": {"ProjectionType": "ALL"},
        "ProvisionedThroughput": none,
        "WarmThroughput": warm,
    }


def test_answers_to_statements() -> None:
    made = caller()
    insert = "INSERT INTO hashed VALUE {{'pk': '{}'}}"
    statements = [{"Statement": insert.format(name)} for name in ("one", "two")]
    assert made.call("ExecuteTransaction", TransactStatements=statements) == {"Responses": []}
    batch = [
        {"Statement": insert.format("three")},
        {"Statement": "UPDATE hashed SET Age = 20 WHERE pk = 'two'"},
    ]
    answer = made.call("BatchExecuteStatement", Statements=batch)
    assert answer == {"Responses": [{"TableName": "hashed"}, {"TableName": "hashed"}]}


STREAMED: list[tuple[str, str, Members, int]] = [
    ("NEW_AND_OLD_IMAGES", "INSERT", {"id": string("Fred")}, 12),
    ("NEW_AND_OLD_IMAGES", "MODIFY", {"id": string("Fred"), "name": string("Fred")}, 26),
    ("KEYS_ONLY", "INSERT", {"id": string("Alice")}, 7),
    ("KEYS_ONLY", "MODIFY", {"id": string("Alice"), "data": string("x")}, 7),
]


@pytest.mark.parametrize(("view", "event", "item", "size_bytes"), STREAMED)
def test_sizes_of_stream_records(view: str, event: str, item: Members, size_bytes: int) -> None:
    made = Caller()
    made.call(
        "CreateTable",
        **TABLE,
        StreamSpecification={"StreamEnabled": True, "StreamViewType": view},
    )
    if event == "MODIFY":
        made.call("PutItem", TableName="songs", Item={"id": item["id"]})
    made.call("PutItem", TableName="songs", Item=item)
    arn = made.describe("songs")["LatestStreamArn"]
    records = []
    for shard in made.call("DescribeStream", StreamArn=arn)["StreamDescription"]["Shards"]:
        iterator = made.call(
            "GetShardIterator",
            StreamArn=arn,
            ShardId=shard["ShardId"],
            ShardIteratorType="TRIM_HORIZON",
        )["ShardIterator"]
        records += made.call("GetRecords", ShardIterator=iterator)["Records"]
    last = records[-1]
    assert (last["eventName"], last["dynamodb"]["SizeBytes"]) == (event, size_bytes)
    assert last.keys() == {
        "awsRegion", "dynamodb", "eventID", "eventName", "eventSource", "eventVersion",
    }  # fmt: skip
