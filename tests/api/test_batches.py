"""Tests of batches: boto3's batch writer, and direct calls of BatchWriteItem and BatchGetItem."""

from typing import Any

import pytest

from tests.api.clients import new_table, unique


def test_the_batch_writer_puts_and_deletes(table: Any, resource: Any, table_name: str) -> None:
    partition = unique()
    with table.batch_writer(overwrite_by_pkeys=["pk", "sk"]) as batch:
        for at in range(70):
            batch.put_item(Item={"pk": partition, "sk": str(at), "n": at})
        batch.put_item(Item={"pk": partition, "sk": "1", "n": -1})
        for at in range(2, 70):
            batch.delete_item(Key={"pk": partition, "sk": str(at)})
    wanted = [{"pk": partition, "sk": str(at)} for at in range(70)]
    answer = resource.batch_get_item(RequestItems={table_name: {"Keys": wanted}})
    assert answer["UnprocessedKeys"] == {}
    found = sorted(int(item["n"]) for item in answer["Responses"][table_name])
    assert found == [-1, 0]


def test_batches_over_two_tables(dynamodb: Any, table_name: str) -> None:
    key = {"pk": {"S": unique()}, "sk": {"S": "1"}}
    with new_table(dynamodb, ("id", "S")) as other:
        requests = {
            table_name: [{"PutRequest": {"Item": key}}],
            other: [{"PutRequest": {"Item": {"id": {"S": str(at)}}}} for at in range(24)],
        }
        answer = dynamodb.batch_write_item(RequestItems=requests, ReturnConsumedCapacity="TOTAL")
        assert answer["UnprocessedItems"] == {}
        units = {each["TableName"]: each["CapacityUnits"] for each in answer["ConsumedCapacity"]}
        assert units == {table_name: 1.0, other: 24.0}
        wanted = {
            table_name: {"Keys": [key], "ConsistentRead": True},
            other: {"Keys": [{"id": {"S": "7"}}, {"id": {"S": "99"}}], "ConsistentRead": True},
        }
        found = dynamodb.batch_get_item(RequestItems=wanted)["Responses"]
        assert found == {table_name: [key], other: [{"id": {"S": "7"}}]}


def test_duplicates_are_refused(dynamodb: Any, table_name: str) -> None:
    message = "Provided list of item keys contains duplicates"
    key = {"pk": {"S": unique()}, "sk": {"S": "1"}}
    with pytest.raises(dynamodb.exceptions.ClientError, match=message):
        dynamodb.batch_get_item(RequestItems={table_name: {"Keys": [key, key]}})
    with pytest.raises(dynamodb.exceptions.ClientError, match=message):
        dynamodb.batch_write_item(RequestItems={table_name: [{"DeleteRequest": {"Key": key}}] * 2})
