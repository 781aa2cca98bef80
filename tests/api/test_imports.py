"""Imports over HTTP from a folder of buckets, on disk with two workers.

Cases that pass against the service are restated here: Alternator (test_import.py, September 2026)
and the Parity suite (export/exportImport.test.ts).
"""

import gzip
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
import pytest
import zstandard
from boto3.dynamodb.types import Binary, TypeSerializer
from botocore.exceptions import ClientError

from tests.api.clients import client, unique
from tests.app.server import serving, verified
from tests.waiting import wait_until

SCHEMA = {
    "KeySchema": [
        {"AttributeName": "p", "KeyType": "HASH"},
        {"AttributeName": "c", "KeyType": "RANGE"},
    ],
    "AttributeDefinitions": [
        {"AttributeName": "p", "AttributeType": "S"},
        {"AttributeName": "c", "AttributeType": "N"},
    ],
}
VALUES: list[dict[str, Any]] = [
    {"p": "minimal", "c": 1},
    {"p": "strings", "c": 2, "s": 'quote" backslash\\ newline\n tab\t', "e": "", "u": "日本語 🦑"},
    {
        "p": "numbers",
        "c": 3,
        "d": Decimal("1" * 38),
        "s": Decimal("0.000001"),
        "n": Decimal("-17.5"),
    },
    {"p": "binary", "c": 4, "b": Binary(b"\x00\x01\xfe\xff"), "e": Binary(b"")},
    {"p": "scalars", "c": 5, "yes": True, "no": False, "nothing": None},
    {
        "p": "sets",
        "c": 6,
        "ss": {"a", "b"},
        "ns": {Decimal(1), Decimal("3.5")},
        "bs": {Binary(b"\x00")},
    },
    {"p": "documents", "c": 7, "l": ["s", 1, None, [], {}], "m": {"a": {"b": {"c": "leaf"}}}},
    {"p": "names", "c": 8, "Size": "reserved", "a.b": "dotted", "n" * 255: "long"},
    {"p": "big", "c": 9, "blob": "y" * 380_000},
]


def typed(item: dict[str, Any]) -> dict[str, Any]:
    """Returns an item as boto3's client sends it."""
    return {name: TypeSerializer().serialize(value) for name, value in item.items()}


def as_text(value: Any) -> Any:
    """Returns bytes as the service's JSON has them."""
    import base64

    return base64.b64encode(bytes(value)).decode()


def lines(items: list[dict[str, Any]]) -> bytes:
    """Returns items as an export writes them."""
    return b"".join(orjson.dumps({"Item": typed(each)}, default=as_text) + b"\n" for each in items)


class World:
    """A server with buckets, and a client."""

    def __init__(self, buckets: Path, dynamodb: Any) -> None:
        self.folder = buckets / "data"
        self.folder.mkdir(parents=True)
        self.dynamodb = dynamodb

    def put(self, key: str, data: bytes) -> None:
        """Writes an object."""
        path = self.folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def begin(self, prefix: str, name: str, **members: Any) -> Any:
        """Begins an import. Returns its description."""
        answer = self.dynamodb.import_table(
            S3BucketSource={"S3Bucket": "data", "S3KeyPrefix": prefix},
            InputFormat="DYNAMODB_JSON",
            TableCreationParameters={"TableName": name, "BillingMode": "PAY_PER_REQUEST", **SCHEMA},
            **members,
        )
        return answer["ImportTableDescription"]

    def done(self, prefix: str, **members: Any) -> Any:
        """Imports a table to the end. Returns the description of the import."""
        arn = self.begin(prefix, unique("imported"), **members)["ImportArn"]
        wait_until(lambda: self.described(arn)["ImportStatus"] != "IN_PROGRESS")
        return self.described(arn)

    def described(self, arn: str) -> Any:
        """Returns the description of an import."""
        return self.dynamodb.describe_import(ImportArn=arn)["ImportTableDescription"]

    def items(self, description: Any) -> list[Any]:
        """Returns the items of the table of an import."""
        name = description["TableCreationParameters"]["TableName"]
        pages = self.dynamodb.get_paginator("scan").paginate(TableName=name)
        return [each for page in pages for each in page["Items"]]


@pytest.fixture(name="world", scope="module")
def _world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A server on disk with two workers."""
    folder, buckets = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("buckets")
    flags = ("--data", str(folder), "--buckets", str(buckets), "--workers", "2")
    with serving(*flags) as server, client(server.url) as dynamodb:
        yield World(buckets, dynamodb)
    assert verified(folder).endswith("all agree\n")


def sorted_items(items: list[Any]) -> list[Any]:
    """Returns items in an order, with sets as sorted lists."""

    def ordered(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                name: sorted(each, key=str) if name in {"SS", "NS", "BS"} else ordered(each)
                for name, each in value.items()
            }
        return [ordered(each) for each in value] if isinstance(value, list) else value

    return sorted(map(ordered, items), key=lambda each: str(each["p"]))


@pytest.mark.parametrize("compression", ["NONE", "GZIP", "ZSTD"])
def test_an_export_comes_back(world: World, compression: str) -> None:
    # Recorded: the folder `data/` of an export can be imported; its manifests are elsewhere.
    compress = {"GZIP": gzip.compress, "ZSTD": zstandard.ZstdCompressor().compress}
    prefix = f"export-{compression}/AWSDynamoDB/01791500000123-0badf00d/"
    data = lines(VALUES[:4]), lines(VALUES[4:]), b""
    for number, each in enumerate(data):
        stored = compress.get(compression, bytes)(each)
        world.put(f"{prefix}data/part{number}.json.gz", stored)
    world.put(f"{prefix}manifest-summary.json", b'{"version":"2020-06-30"}')
    found = world.done(prefix + "data/", InputCompressionType=compression)
    assert found["ImportStatus"] == "COMPLETED"
    assert found["ProcessedItemCount"] == found["ImportedItemCount"] == len(VALUES)
    assert found["ErrorCount"] == 0
    assert found["ProcessedSizeBytes"] == sum(map(len, data)), "decompressed, as recorded"
    assert found["EndTime"] >= found["StartTime"]
    expected = [typed(each) for each in VALUES]
    assert sorted_items(world.items(found)) == sorted_items(expected)
    table = world.dynamodb.describe_table(TableName=found["TableCreationParameters"]["TableName"])[
        "Table"
    ]
    assert (table["TableStatus"], table["TableId"]) == ("ACTIVE", found["TableId"])


def test_the_example_of_the_parity_suite(world: World) -> None:
    world.put("parity/one.json", b'{"Item":{"p":{"S":"imported1"},"c":{"N":"1"}}}\n')
    found = world.done("parity/")
    assert world.items(found) == [{"p": {"S": "imported1"}, "c": {"N": "1"}}]
    listed = world.dynamodb.list_imports(TableArn=found["TableArn"])["ImportSummaryList"]
    assert [each["ImportArn"] for each in listed] == [found["ImportArn"]]
    with pytest.raises(ClientError, match="Table already exists"):
        world.begin("parity/", found["TableCreationParameters"]["TableName"])


def test_one_defect_in_each_object(world: World) -> None:
    # Alternator, test_invalid_items.
    defects = [
        '{"NotAnItem": {"p": {"S": "x"}, "c": {"N": "1"}}}',
        '{"Item": {"c": {"N": "1"}}}',
        '{"Item": {"p": {"S": "x"}}}',
        '{"Item": {"p": {"S": "x"}, "c": {"S": "1"}}}',
        '{"Item": ',
        '{"Item": {"p": {"S": "x"}, "c": {"N": "1"}, "": {"S": "v"}}}',
    ]
    good = [{"p": "good", "c": 1}, {"p": "good", "c": 2}]
    world.put("bad/00000", lines(good) + b"\n   \n")
    for number, line in enumerate(defects, 1):
        world.put(f"bad/{number:05}", line.encode() + b"\n")
    found = world.done("bad/")
    assert (found["ImportStatus"], found["FailureCode"]) == ("FAILED", "ItemValidationError")
    assert found["ProcessedItemCount"] == 2 + len(defects)
    assert found["ImportedItemCount"] == 2
    assert found["ErrorCount"] == len(defects)
    assert len(world.items(found)) == 2


def test_duplicates_are_no_errors(world: World) -> None:
    # Alternator, test_duplicate_items.
    world.put("same/one", lines([{"p": "same", "c": 1, "v": each} for each in "abcde"]))
    found = world.done("same/")
    assert found["ImportedItemCount"] == 5
    assert len(world.items(found)) == 1


def test_an_import_that_is_under_way_is_listed(world: World) -> None:
    # Alternator, test_import_in_flight.
    world.put("long/one", lines([{"p": str(each), "c": each} for each in range(5_000)]))
    name = unique("imported")
    begun = world.begin("long/", name)
    assert begun["ImportStatus"] == "IN_PROGRESS"
    assert not {"EndTime", "FailureCode", "ProcessedSizeBytes"} & begun.keys()
    listed = world.dynamodb.list_imports(TableArn=begun["TableArn"])["ImportSummaryList"]
    assert len(listed) == 1
    wait_until(lambda: world.described(begun["ImportArn"])["ImportStatus"] == "COMPLETED")
    assert world.dynamodb.describe_table(TableName=name)["Table"]["ItemCount"] == 5_000
