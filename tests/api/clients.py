"""boto3 clients for an endpoint, and unique names for tables and keys."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.config import Config

REGION = "us-east-1"
_PLAIN = Config(retries={"total_max_attempts": 2}, connect_timeout=5, read_timeout=30)


@contextmanager
def client(
    url: str,
    *,
    region: str = REGION,
    keys: tuple[str, str] | None = ("jedlik", "jedlik"),
    verify: str | None = None,
    service: str = "dynamodb",
    attempts: int = 2,
) -> Iterator[Any]:
    """A DynamoDB client that is closed at the end. keys: None lets boto3 find them itself.
    attempts: how often it sends a request that is refused.
    """
    access_key_id, secret_access_key = keys or (None, None)
    made = boto3.client(
        service,
        endpoint_url=url,
        region_name=region,
        aws_access_key_id=access_key_id,
        aws_secret_access_key=secret_access_key,
        config=_PLAIN.merge(Config(retries={"total_max_attempts": attempts})),
        verify=verify,
    )
    try:
        yield made
    finally:
        made.close()


def unique(prefix: str = "key") -> str:
    """Returns a unique name: tests share tables, and an earlier run may have left items."""
    return f"{prefix}-{uuid.uuid4()}"


def create(dynamodb: Any, *key: tuple[str, str], name: str | None = None, **members: object) -> str:
    """Creates a table and waits for it. key: (name, type) of each key attribute, hash first."""
    name = name or unique("jedlik-test")
    roles = zip(key, ("HASH", "RANGE"), strict=False)
    dynamodb.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": each[0], "KeyType": role} for each, role in roles],
        AttributeDefinitions=[
            {"AttributeName": attribute, "AttributeType": tag} for attribute, tag in key
        ],
        BillingMode="PAY_PER_REQUEST",
        **members,
    )
    waiter = dynamodb.get_waiter("table_exists")
    waiter.wait(TableName=name, WaiterConfig={"Delay": 1})
    return name


@contextmanager
def new_table(dynamodb: Any, *key: tuple[str, str], **members: Any) -> Iterator[str]:
    """A table that exists during a `with` block."""
    name = create(dynamodb, *key, **members)
    try:
        yield name
    finally:
        dynamodb.delete_table(TableName=name)
