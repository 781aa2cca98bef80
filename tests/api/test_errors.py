"""Errors as botocore raises them. Source of the texts: recorded answers, October 2026."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.api.clients import unique

KEY = {"pk": {"S": "a"}, "sk": {"S": "1"}}


def test_a_missing_table(dynamodb: Any) -> None:
    absent = unique("absent")
    with pytest.raises(dynamodb.exceptions.ResourceNotFoundException) as refused:
        dynamodb.get_item(TableName=absent, Key=KEY)
    answer = refused.value.response
    assert answer["Error"]["Message"] == "Requested resource not found"
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 400
    with pytest.raises(dynamodb.exceptions.ResourceNotFoundException) as refused:
        dynamodb.describe_table(TableName=absent)
    message = f"Requested resource not found: Table: {absent} not found"
    assert refused.value.response["Error"]["Message"] == message


def test_an_existing_table(dynamodb: Any, table_name: str) -> None:
    with pytest.raises(dynamodb.exceptions.ResourceInUseException) as refused:
        dynamodb.create_table(
            TableName=table_name,
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
    message = f"Table already exists: {table_name}"
    assert refused.value.response["Error"]["Message"] == message


@pytest.mark.parametrize(
    ("method", "members", "message"),
    [
        (
            "get_item",
            {"Key": {"pk": {"S": "a"}}},
            "The provided key element does not match the schema",
        ),
        (
            "put_item",
            {"Item": KEY, "ReturnValues": "ALL_NEW"},
            "1 validation error detected: ReturnValues can only be ALL_OLD or NONE",
        ),
        (
            "update_item",
            {"Key": KEY, "UpdateExpression": "SET pk = sk"},
            "One or more parameter values were invalid: Cannot update attribute pk. "
            "This attribute is part of the key",
        ),
        (
            "query",
            {
                "KeyConditionExpression": "sk = :v",
                "ExpressionAttributeValues": {":v": {"S": "1"}},
            },
            "Query condition missed key schema element: pk",
        ),
        (
            "scan",
            {"Select": "ALL_PROJECTED_ATTRIBUTES"},
            "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName",
        ),
    ],
)
def test_invalid_requests(
    dynamodb: Any, table_name: str, method: str, members: dict[str, object], message: str
) -> None:
    with pytest.raises(ClientError) as refused:
        getattr(dynamodb, method)(TableName=table_name, **members)
    error = refused.value.response["Error"]
    assert (error["Code"], error["Message"]) == ("ValidationException", message)
