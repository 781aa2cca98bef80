"""Imports go on where a killed server has left them, and lose and repeat nothing."""

import gzip
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.api.clients import client
from tests.app.server import start, verified
from tests.waiting import wait_until

OBJECTS = 3
ITEMS = 1_500  # of an object
_KILLS = 3


def item(number: int) -> dict[str, Any]:
    """Returns an item of 2 KB. Every hundredth has no key."""
    name = "pk" if number % 100 else "no_pk"
    return {name: {"S": str(number)}, "text": {"S": f"{number:08}" * 250}}


def write_objects(bucket: Path, compression: str) -> None:
    bucket.mkdir(parents=True)
    for at in range(OBJECTS):
        numbers = range(at * ITEMS, (at + 1) * ITEMS)
        data = b"".join(orjson.dumps({"Item": item(each)}) + b"\n" for each in numbers)
        path = bucket / f"part-{at}"
        path.write_bytes(gzip.compress(data) if compression == "GZIP" else data)


def count(dynamodb: Any) -> int:
    """Returns how many items the new table has; 0 if it is not there yet."""
    try:
        return int(dynamodb.describe_table(TableName="music")["Table"]["ItemCount"])
    except dynamodb.exceptions.ResourceNotFoundException:
        return 0


@pytest.mark.parametrize("compression", ["NONE", "GZIP"])
def test_an_import_goes_on_after_kills(tmp_path: Path, compression: str) -> None:
    write_objects(tmp_path / "buckets" / "data", compression)
    flags = ("--data", str(tmp_path / "folder"), "--buckets", str(tmp_path / "buckets"))
    arn = ""
    for kill in range(_KILLS):
        server = start(*flags, "--workers", "2")
        with client(server.url) as dynamodb:
            if not arn:
                arn = begin(dynamodb, compression)
            before = count(dynamodb)
            wait_until(lambda: count(dynamodb) > before or is_over(dynamodb, arn))  # noqa: B023
            server.kill()
        assert verified(tmp_path / "folder").endswith("all agree\n"), f"after kill {kill}"
    server = start(*flags, "--workers", "2")
    with client(server.url) as dynamodb:
        wait_until(lambda: is_over(dynamodb, arn))
        found = dynamodb.describe_import(ImportArn=arn)["ImportTableDescription"]
        total, bad = OBJECTS * ITEMS, OBJECTS * ITEMS // 100
        assert found["ProcessedItemCount"] == total
        assert found["ImportedItemCount"] == total - bad
        assert found["ErrorCount"] == bad
        assert contents(dynamodb) == {each for each in range(total) if each % 100}
    assert server.stop()[0] == 0
    assert verified(tmp_path / "folder").endswith("all agree\n")


def begin(dynamodb: Any, compression: str) -> str:
    answer = dynamodb.import_table(
        S3BucketSource={"S3Bucket": "data"},
        InputFormat="DYNAMODB_JSON",
        InputCompressionType=compression,
        TableCreationParameters={
            "TableName": "music",
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
            "BillingMode": "PAY_PER_REQUEST",
        },
    )
    return str(answer["ImportTableDescription"]["ImportArn"])


def is_over(dynamodb: Any, arn: str) -> bool:
    found = dynamodb.describe_import(ImportArn=arn)["ImportTableDescription"]
    return bool(found["ImportStatus"] != "IN_PROGRESS")


def contents(dynamodb: Any) -> set[int]:
    found: set[int] = set()
    for page in dynamodb.get_paginator("scan").paginate(TableName="music"):
        for each in page["Items"]:
            assert each == item(int(each["pk"]["S"]))
            found.add(int(each["pk"]["S"]))
    return found
