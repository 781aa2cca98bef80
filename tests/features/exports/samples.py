"""Buckets in memory, and exports into them."""

import gzip
import json
from collections.abc import Sequence
from typing import Any

from jedlik.buckets.interface import (
    BucketError,
    ServerSideEncryption,
    StoredObject,
    no_such_bucket,
)
from jedlik.features.exports import make_exports
from tests.engine.in_memory import START_MS, Caller, arn_of, is_due, result_of, run_once

BUCKET = "exported"
SECOND = START_MS // 1000


class MemoryBuckets:
    """Buckets in memory, with one bucket. errors: what the next puts raise, in this order."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.errors: list[BucketError] = []
        self.encryption: set[ServerSideEncryption | None] = set()
        self.puts: list[str] = []

    async def list(
        self, bucket: str, prefix: str, *, after: str = "", limit: int = 1000
    ) -> Sequence[StoredObject]:
        found = sorted(key for key in self.objects if key.startswith(prefix) and key > after)
        return [StoredObject(key, len(self.objects[key]), "") for key in found[:limit]]

    async def stat(self, bucket: str, key: str) -> StoredObject:
        return StoredObject(key, len(self.objects[key]), "")

    async def read(self, bucket: str, key: str, *, at: int, size_bytes: int) -> bytes:
        return self.objects[key][at : at + size_bytes]

    async def put(
        self,
        bucket: str,
        key: str,
        data: bytes,
        *,
        encryption: ServerSideEncryption | None = None,
    ) -> str:
        if self.errors:
            raise self.errors.pop(0)
        if bucket != BUCKET:
            raise no_such_bucket(bucket)
        self.objects[key] = data
        self.puts.append(key)
        self.encryption.add(encryption)
        return f"etag-{len(self.puts)}"

    async def delete(self, bucket: str, key: str) -> None:
        self.objects.pop(key, None)

    async def close(self) -> None:
        pass

    def named(self, end: str) -> bytes:
        """Returns the only object whose key has this end."""
        (found,) = [data for key, data in self.objects.items() if key.endswith(end)]
        return found

    def data_keys(self) -> Sequence[str]:
        """Returns the keys of the data files."""
        return [key for key in self.objects if "/data/" in key]

    def lines(self) -> Sequence[Any]:
        """Returns the lines of all data files that the manifest lists."""
        found = []
        for line in self.named("manifest-files.json").splitlines():
            listed = json.loads(line)
            data = gzip.decompress(self.objects[listed["dataFileS3Key"]])
            lines = [json.loads(each) for each in data.splitlines()]
            assert len(lines) == listed["itemCount"]
            found += lines
        return found


def exporting(caller: Caller | None = None) -> tuple[Caller, MemoryBuckets]:
    """Returns a caller of a node with buckets."""
    caller, buckets = caller or Caller(), MemoryBuckets()
    caller.node.buckets = buckets
    return caller, buckets


def recovery(caller: Caller, name: str = "music", *, enabled: bool = True) -> None:
    """Enables or disables point-in-time recovery."""
    specification = {"PointInTimeRecoveryEnabled": enabled}
    caller.call(
        "UpdateContinuousBackups", TableName=name, PointInTimeRecoverySpecification=specification
    )


def with_items(count: int = 5, name: str = "music") -> tuple[Caller, MemoryBuckets]:
    """Returns a caller with a table with point-in-time recovery, and its buckets."""
    caller, buckets = exporting()
    caller.create(name)
    recovery(caller, name)
    for number in range(count):
        put(caller, number, name=name)
    return caller, buckets


def item(number: int, text: str = "first") -> dict[str, Any]:
    """Returns an item."""
    return {"pk": {"S": f"p{number}"}, "text": {"S": text}, "n": {"N": str(number)}}


def put(caller: Caller, number: int, text: str = "first", name: str = "music") -> None:
    """Stores an item."""
    caller.call("PutItem", TableName=name, Item=item(number, text))


def delete(caller: Caller, number: int) -> None:
    """Deletes an item."""
    caller.call("DeleteItem", TableName="music", Key={"pk": {"S": f"p{number}"}})


def begin(caller: Caller, name: str = "music", **members: Any) -> Any:
    """Begins an export. Returns its description."""
    request = {"TableArn": arn_of(name), "S3Bucket": BUCKET, **members}
    return caller.call("ExportTableToPointInTime", **request)["ExportDescription"]


def begin_window(caller: Caller, from_s: float, to_s: float, **members: Any) -> Any:
    """Begins an incremental export."""
    view = members.pop("view", "NEW_AND_OLD_IMAGES")
    specification = {"ExportFromTime": from_s, "ExportToTime": to_s, "ExportViewType": view}
    return begin(
        caller,
        ExportType="INCREMENTAL_EXPORT",
        IncrementalExportSpecification=specification,
        **members,
    )


async def work(caller: Caller) -> int:
    """Does the job until nothing is due. Returns the number of pieces."""
    done = 0
    while await is_due(make_exports.JOB, caller.node):
        await run_once(make_exports.JOB, caller.node)
        done += 1
    return done


def finish(caller: Caller) -> int:
    """Does the job until nothing is due. Returns the number of pieces."""
    return result_of(work(caller))


def described(caller: Caller, arn: str) -> Any:
    """Returns the description of an export."""
    return caller.call("DescribeExport", ExportArn=arn)["ExportDescription"]


def exported(caller: Caller, name: str = "music", **members: object) -> Any:
    """Makes an export. Returns its description."""
    arn = begin(caller, name, **members)["ExportArn"]
    finish(caller)
    return described(caller, arn)
