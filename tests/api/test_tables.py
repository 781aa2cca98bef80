"""Tests of tables: life cycle, waiters, tags, time to live, ARNs."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.api.clients import create, new_table, unique


def test_the_life_of_a_table(dynamodb: Any) -> None:
    name = create(dynamodb, ("pk", "S"), ("sk", "N"))
    table = dynamodb.describe_table(TableName=name)["Table"]
    assert table["TableStatus"] == "ACTIVE"
    assert table["KeySchema"] == [
        {"AttributeName": "pk", "KeyType": "HASH"},
        {"AttributeName": "sk", "KeyType": "RANGE"},
    ]
    assert table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert (table["ItemCount"], table["TableSizeBytes"]) == (0, 0)
    assert table["TableArn"].startswith("arn:aws:dynamodb:us-east-1:")
    assert table["TableArn"].endswith(f":table/{name}")
    names = [
        each
        for page in dynamodb.get_paginator("list_tables").paginate(PaginationConfig={"PageSize": 2})
        for each in page["TableNames"]
    ]
    assert name in names
    assert names == sorted(names)
    dynamodb.delete_table(TableName=name)
    dynamodb.get_waiter("table_not_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    with pytest.raises(dynamodb.exceptions.ResourceNotFoundException):
        dynamodb.delete_table(TableName=name)


def test_a_recreated_table_is_empty(dynamodb: Any) -> None:
    name = unique("jedlik-test")
    for _ in range(2):
        create(dynamodb, ("pk", "S"), name=name)
        assert dynamodb.scan(TableName=name)["Items"] == []
        dynamodb.put_item(TableName=name, Item={"pk": {"S": "a"}})
        dynamodb.delete_table(TableName=name)
        dynamodb.get_waiter("table_not_exists").wait(TableName=name, WaiterConfig={"Delay": 1})


def test_tags(dynamodb: Any) -> None:
    with new_table(dynamodb, ("pk", "S"), Tags=[{"Key": "a", "Value": "1"}]) as name:
        arn = dynamodb.describe_table(TableName=name)["Table"]["TableArn"]
        added = [{"Key": "a", "Value": "2"}, {"Key": "b", "Value": ""}]
        dynamodb.tag_resource(ResourceArn=arn, Tags=added)
        listed = dynamodb.list_tags_of_resource(ResourceArn=arn)["Tags"]
        assert sorted(listed, key=lambda tag: str(tag["Key"])) == added
        dynamodb.untag_resource(ResourceArn=arn, TagKeys=["a"])
        assert dynamodb.list_tags_of_resource(ResourceArn=arn)["Tags"] == added[1:]


def test_expiry_is_set(dynamodb: Any) -> None:
    with new_table(dynamodb, ("pk", "S")) as name:
        described = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
        assert described == {"TimeToLiveStatus": "DISABLED"}
        specification = {"Enabled": True, "AttributeName": "expires"}
        answer = dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=specification)
        assert answer["TimeToLiveSpecification"] == specification
        described = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
        assert described["AttributeName"] == "expires"
        assert described["TimeToLiveStatus"] in {"ENABLING", "ENABLED"}


def test_an_arn_names_a_table(dynamodb: Any, table_name: str) -> None:
    arn = dynamodb.describe_table(TableName=table_name)["Table"]["TableArn"]
    key = {"pk": {"S": unique()}, "sk": {"S": "1"}}
    dynamodb.put_item(TableName=arn, Item=key)
    assert dynamodb.get_item(TableName=table_name, Key=key, ConsistentRead=True)["Item"] == key
    found = dynamodb.batch_get_item(RequestItems={arn: {"Keys": [key]}})["Responses"]
    assert list(found.values()) == [[key]]


def test_protection_from_deletion(dynamodb: Any) -> None:
    with new_table(dynamodb, ("pk", "S"), DeletionProtectionEnabled=True) as name:
        with pytest.raises(ClientError, match="protected against deletion"):
            dynamodb.delete_table(TableName=name)
        dynamodb.update_table(TableName=name, DeletionProtectionEnabled=False)
        dynamodb.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
