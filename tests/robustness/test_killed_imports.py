"""Imports go on where a killed server has left them, and lose and repeat nothing."""

import asyncio
import gzip
from pathlib import Path
from typing import Any

import orjson

from jedlik.features.imports.records import ImportWork, all_works
from jedlik.storage.sqlite import open_folder
from tests.api.clients import client
from tests.app.server import start, verified
from tests.waiting import wait_until

OBJECTS = 4
ITEMS = 2_500  # of an object


def item(number: int) -> dict[str, Any]:
    """Returns an item of 2 KB. Every hundredth has no key."""
    name = "pk" if number % 100 else "no_pk"
    return {name: {"S": str(number)}, "text": {"S": f"{number:08}" * 250}}


def write_objects(bucket: Path) -> None:
    bucket.mkdir(parents=True)
    for at in range(OBJECTS):
        numbers = range(at * ITEMS, (at + 1) * ITEMS)
        data = b"".join(orjson.dumps({"Item": item(each)}) + b"\n" for each in numbers)
        (bucket / f"part-{at}").write_bytes(gzip.compress(data))


def count(dynamodb: Any) -> int:
    """Returns how many items the new table has; 0 if it is not there yet."""
    try:
        return int(dynamodb.describe_table(TableName="music")["Table"]["ItemCount"])
    except dynamodb.exceptions.ResourceNotFoundException:
        return 0


def test_an_import_goes_on_after_a_kill(tmp_path: Path) -> None:
    write_objects(tmp_path / "buckets" / "data")
    folder = tmp_path / "folder"
    flags = ("--data", str(folder), "--buckets", str(tmp_path / "buckets"), "--workers", "2")
    server = start(*flags)
    with client(server.url) as dynamodb:
        arn = begin(dynamodb)
        wait_until(lambda: count(dynamodb))
        server.kill()
    (work,) = works(folder)
    assert 0 < work["Counts"]["Processed"] < OBJECTS * ITEMS, "it was killed in the middle"
    assert verified(folder).endswith("all agree\n")
    server = start(*flags)
    with client(server.url) as dynamodb:
        wait_until(lambda: is_over(dynamodb, arn))
        found = dynamodb.describe_import(ImportArn=arn)["ImportTableDescription"]
        total, bad = OBJECTS * ITEMS, OBJECTS * ITEMS // 100
        assert found["ProcessedItemCount"] == total
        assert found["ImportedItemCount"] == total - bad
        assert found["ErrorCount"] == bad
        assert contents(dynamodb) == {each for each in range(total) if each % 100}
    assert server.stop()[0] == 0
    assert verified(folder).endswith("all agree\n")


def works(folder: Path) -> list[ImportWork]:
    """Returns the works of a folder that no server has open."""

    async def read() -> list[ImportWork]:
        storage = open_folder(folder)
        try:
            return list(await all_works(storage))
        finally:
            await storage.close()

    return asyncio.run(read())


def begin(dynamodb: Any) -> str:
    answer = dynamodb.import_table(
        S3BucketSource={"S3Bucket": "data"},
        InputFormat="DYNAMODB_JSON",
        InputCompressionType="GZIP",
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
