"""Tables through boto3, over HTTP, against a server of its own in memory.

Set JEDLIK_TEST_ENDPOINT to run against another server; each test leaves nothing behind.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    given = os.environ.get("JEDLIK_TEST_ENDPOINT")
    if given is not None:
        yield given
        return
    command = [sys.executable, "-m", "jedlik", "serve", "--memory", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        yield next(word for word in line.split() if word.startswith("http://"))
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="module")
def client(endpoint: str) -> Any:
    return boto3.client(
        "dynamodb",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="any",
        config=Config(retries={"total_max_attempts": 1}),
    )


SCHEMA: dict[str, Any] = {
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "BillingMode": "PAY_PER_REQUEST",
}


@pytest.fixture
def table(client: Any) -> Iterator[str]:
    name = f"jedlik-test-{uuid4()}"
    client.create_table(TableName=name, **SCHEMA)
    client.get_waiter("table_exists").wait(TableName=name)
    yield name
    client.delete_table(TableName=name)
    client.get_waiter("table_not_exists").wait(TableName=name)


def test_a_table_lives_and_dies(client: Any) -> None:
    name = f"jedlik-test-{uuid4()}"
    created = client.create_table(TableName=name, **SCHEMA)["TableDescription"]
    assert created["TableStatus"] == "CREATING"
    client.get_waiter("table_exists").wait(TableName=name)
    described = client.describe_table(TableName=created["TableArn"])["Table"]
    assert described["TableStatus"] == "ACTIVE"
    assert described["TableId"] == created["TableId"]
    pages = client.get_paginator("list_tables").paginate(PaginationConfig={"PageSize": 1})
    assert name in [listed for page in pages for listed in page["TableNames"]]
    deleted = client.delete_table(TableName=name)["TableDescription"]
    assert deleted["TableStatus"] == "DELETING"
    client.get_waiter("table_not_exists").wait(TableName=name)
    with pytest.raises(client.exceptions.ResourceNotFoundException, match=name):
        client.describe_table(TableName=name)


def test_a_name_is_taken_once(client: Any, table: str) -> None:
    with pytest.raises(client.exceptions.ResourceInUseException, match="Table already exists"):
        client.create_table(TableName=table, **SCHEMA)


def test_protection_from_deletion(client: Any) -> None:
    name = f"jedlik-test-{uuid4()}"
    client.create_table(TableName=name, DeletionProtectionEnabled=True, **SCHEMA)
    client.get_waiter("table_exists").wait(TableName=name)
    with pytest.raises(ClientError, match="protected against deletion"):
        client.delete_table(TableName=name)
    client.update_table(TableName=name, DeletionProtectionEnabled=False)
    client.delete_table(TableName=name)
    client.get_waiter("table_not_exists").wait(TableName=name)


def test_tags(client: Any, table: str) -> None:
    arn = client.describe_table(TableName=table)["Table"]["TableArn"]
    tags = [{"Key": "ключ", "Value": ""}, {"Key": "owner", "Value": "me"}]
    client.tag_resource(ResourceArn=arn, Tags=tags)
    assert client.list_tags_of_resource(ResourceArn=arn)["Tags"] == tags
    client.untag_resource(ResourceArn=arn, TagKeys=["owner"])
    assert client.list_tags_of_resource(ResourceArn=arn)["Tags"] == tags[:1]


def test_time_to_live(client: Any, table: str) -> None:
    description = client.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    assert description == {"TimeToLiveStatus": "DISABLED"}
    specification = {"Enabled": True, "AttributeName": "expires"}
    client.update_time_to_live(TableName=table, TimeToLiveSpecification=specification)
    description = client.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    assert description == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"}


def test_limits_and_endpoints(client: Any) -> None:
    limits = client.describe_limits()
    assert limits["AccountMaxReadCapacityUnits"] >= limits["TableMaxReadCapacityUnits"] > 0
    (found, *_) = client.describe_endpoints()["Endpoints"]
    assert found["CachePeriodInMinutes"] == 1440
    assert found["Address"]
