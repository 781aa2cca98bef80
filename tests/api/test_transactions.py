"""Transactions through boto3, which sends a token with every TransactWriteItems."""

from typing import Any

import pytest

from tests.api.clients import new_table, unique

CANCELLED = "Transaction cancelled, please refer cancellation reasons for specific reasons"


def key(partition: str, sort: str = "1") -> dict[str, Any]:
    return {"pk": {"S": partition}, "sk": {"S": sort}}


def test_writes_and_reads_of_two_tables(dynamodb: Any, table_name: str) -> None:
    mine = key(unique())
    with new_table(dynamodb, ("id", "S")) as other:
        actions = [
            {"Put": {"TableName": table_name, "Item": {**mine, "n": {"N": "1"}}}},
            {
                "Update": {
                    "TableName": other,
                    "Key": {"id": {"S": "a"}},
                    "UpdateExpression": "ADD n :n",
                    "ExpressionAttributeValues": {":n": {"N": "2"}},
                }
            },
        ]
        answer = dynamodb.transact_write_items(
            TransactItems=actions, ReturnConsumedCapacity="TOTAL"
        )
        units = {
            each["TableName"]: each["WriteCapacityUnits"] for each in answer["ConsumedCapacity"]
        }
        assert units == {table_name: 2.0, other: 2.0}
        gets = [
            {"Get": {"TableName": other, "Key": {"id": {"S": "a"}}}},
            {"Get": {"TableName": table_name, "Key": key(unique())}},
            {"Get": {"TableName": table_name, "Key": mine, "ProjectionExpression": "n"}},
        ]
        answer = dynamodb.transact_get_items(TransactItems=gets, ReturnConsumedCapacity="TOTAL")
        units = {
            each["TableName"]: each["ReadCapacityUnits"] for each in answer["ConsumedCapacity"]
        }
        assert units == {table_name: 4.0, other: 2.0}
        assert answer["Responses"] == [
            {"Item": {"id": {"S": "a"}, "n": {"N": "2"}}},
            {},
            {"Item": {"n": {"N": "1"}}},
        ]


def test_a_cancellation_reports_its_reasons(dynamodb: Any, table_name: str) -> None:
    item = {**key(unique()), "n": {"N": "1"}}
    dynamodb.put_item(TableName=table_name, Item=item)
    check = {
        "TableName": table_name,
        "Key": {name: item[name] for name in ("pk", "sk")},
        "ConditionExpression": "attribute_not_exists(pk)",
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }
    put = {"TableName": table_name, "Item": key(unique())}
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException) as cancelled:
        dynamodb.transact_write_items(TransactItems=[{"Put": put}, {"ConditionCheck": check}])
    answer = cancelled.value.response
    assert answer["Error"]["Message"] == f"{CANCELLED} [None, ConditionalCheckFailed]"
    failed = {
        "Code": "ConditionalCheckFailed",
        "Message": "The conditional request failed",
        "Item": item,
    }
    assert answer["CancellationReasons"] == [{"Code": "None"}, failed]
    assert "Item" not in dynamodb.get_item(TableName=table_name, Key=put["Item"])


def test_a_token_identifies_one_request(dynamodb: Any, table_name: str) -> None:
    token = unique("")[:36]
    put = {"TableName": table_name, "Item": key(unique())}
    for _ in range(2):
        dynamodb.transact_write_items(TransactItems=[{"Put": put}], ClientRequestToken=token)
    other = {"TableName": table_name, "Item": key(unique())}
    with pytest.raises(dynamodb.exceptions.IdempotentParameterMismatchException):
        dynamodb.transact_write_items(TransactItems=[{"Put": other}], ClientRequestToken=token)
