"""Bulk operations over HTTP, with boto3's waiter and paginator, on disk with two workers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import pytest

from tests.api.clients import client, create
from tests.app.server import serving, verified

ITEMS = 2_000
NEWER = "attribute_not_exists(pk) OR n < :n"


class World(NamedTuple):
    """The folder of buckets, and a client of the server."""

    buckets: Path
    dynamodb: Any


@pytest.fixture(name="world", scope="module")
def _world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder, buckets = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("buckets")
    for name in ("data", "report"):
        (buckets / name).mkdir()
    flags = ("--data", str(folder), "--buckets", str(buckets), "--workers", "2")
    with serving(*flags) as server, client(server.url) as dynamodb:
        yield World(buckets, dynamodb)
    assert verified(folder).endswith("all agree\n")


def line(number: int, n: int) -> bytes:
    """Returns an item that is put if it is newer."""
    values = {":n": {"N": str(n)}}
    item = {"pk": {"S": str(number)}, "n": {"N": str(n)}}
    written = {"Item": item, "ConditionExpression": NEWER, "ExpressionAttributeValues": values}
    return orjson.dumps(written) + b"\n"


def put(world: World, name: str, prefix: str) -> Any:
    """Puts the objects with a prefix into a table. Returns the description at the end."""
    arn = world.dynamodb.start_bulk_put_items(
        TableName=name,
        InputS3Configuration={
            "S3Bucket": "data",
            "S3KeyPrefix": prefix,
            "InputFormat": "DYNAMODB_JSON",
        },
        OutputS3Configuration={
            "S3Bucket": "report",
            "OutputType": ["ERROR", "CONDITION_CHECK_FAILURE"],
        },
    )["BulkOperationDescription"]["BulkOperationArn"]
    waiter = world.dynamodb.get_waiter("bulk_operation_completed")
    waiter.wait(BulkOperationArn=arn, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    answer = world.dynamodb.describe_bulk_operation(BulkOperationArn=arn)
    return answer["BulkOperationDescription"]


def test_newer_items_are_put_into_a_table_in_use(world: World) -> None:
    name = create(world.dynamodb, ("pk", "S"))
    first = b"".join(line(each, 1) for each in range(ITEMS))
    (world.buckets / "data" / "first").write_bytes(first)
    found = put(world, name, "first")
    assert found["BulkOperationStatus"] == "COMPLETED"
    assert found["ProcessedItemCount"] == ITEMS
    assert found["TotalInputBytes"] == found["ProcessedInputBytes"] == len(first)
    assert world.dynamodb.describe_table(TableName=name)["Table"]["ItemCount"] == ITEMS
    second = [line(each, 1 + each % 2) for each in range(20)] + [b'{"Item":{}}\n', b"no JSON\n"]
    (world.buckets / "data" / "second").write_bytes(b"".join(second))
    found = put(world, name, "second")
    assert found["BulkOperationStatus"] == "COMPLETED_WITH_ERRORS"
    assert (found["ProcessedItemCount"], found["FailedItemCount"]) == (22, 2)
    identity = found["BulkOperationArn"].rpartition("/")[2]
    report = world.buckets / "report" / "AWSDynamoDB" / identity
    manifest = orjson.loads((report / "manifest.json").read_bytes())
    assert manifest["conditionCheckFailureCount"] == 10
    lines = [
        orjson.loads(each)
        for key in manifest["dataFileS3Keys"]
        for each in (world.buckets / "report" / key).read_bytes().splitlines()
    ]
    assert len(lines) == 12
    listed = world.dynamodb.get_paginator("list_bulk_operations").paginate(MaxResults=1)
    assert len([each for page in listed for each in page["BulkOperationsSummaryList"]]) == 2
