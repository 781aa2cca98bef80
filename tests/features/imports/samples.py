"""Buckets in memory, and imports from them."""

import gzip
from collections.abc import Sequence
from typing import Any

import orjson

from jedlik.buckets.interface import (
    NO_SUCH_KEY,
    BucketError,
    ServerSideEncryption,
    StoredObject,
    no_such_bucket,
)
from jedlik.engine.jobs import Job
from tests.engine.in_memory import Caller, is_due, result_of, run_once, table

ITEM = {"pk": {"S": "a"}, "n": {"N": "1"}}


class MemoryBuckets:
    """Buckets whose objects are bytes in memory. failure: what every call raises."""

    def __init__(self, **buckets: dict[str, bytes]) -> None:
        self.buckets = buckets
        self.failure: BucketError | None = None
        self.reads: list[tuple[str, int]] = []

    def _bucket(self, bucket: str) -> dict[str, bytes]:
        if self.failure is not None:
            raise self.failure
        if bucket not in self.buckets:
            raise no_such_bucket(bucket)
        return self.buckets[bucket]

    async def list(
        self, bucket: str, prefix: str, *, after: str = "", limit: int = 1000
    ) -> Sequence[StoredObject]:
        objects = self._bucket(bucket)
        keys = sorted((key for key in objects if key.startswith(prefix)), key=str.encode)
        found = [key for key in keys if key.encode() > after.encode()]
        return [self._stored(objects, key) for key in found[:limit]]

    async def stat(self, bucket: str, key: str) -> StoredObject:
        objects = self._bucket(bucket)
        if key not in objects:
            raise BucketError(NO_SUCH_KEY, "The specified key does not exist.")
        return self._stored(objects, key)

    async def read(self, bucket: str, key: str, *, at: int, size_bytes: int) -> bytes:
        objects = self._bucket(bucket)
        if key not in objects:
            raise BucketError(NO_SUCH_KEY, "The specified key does not exist.")
        self.reads.append((key, at))
        return objects[key][at : at + size_bytes]

    async def put(
        self,
        bucket: str,
        key: str,
        data: bytes,
        *,
        encryption: ServerSideEncryption | None = None,
    ) -> str:
        self._bucket(bucket)[key] = data
        return "etag"

    async def delete(self, bucket: str, key: str) -> None:
        self._bucket(bucket).pop(key, None)

    async def close(self) -> None:
        """Does nothing."""

    def _stored(self, objects: dict[str, bytes], key: str) -> StoredObject:
        return StoredObject(key, len(objects[key]), str(hash(objects[key])))


def lines(*items: object) -> bytes:
    """Returns items in DynamoDB JSON."""
    return b"".join(orjson.dumps({"Item": each}) + b"\n" for each in items)


def numbered(numbers: range) -> bytes:
    """Returns an object with one item for each number."""
    return lines(*({"pk": {"S": str(each)}, "n": {"N": str(each)}} for each in numbers))


def caller_with(buckets: MemoryBuckets, **members: Any) -> Caller:
    """Returns a caller whose server has some buckets."""
    caller = Caller(**members)
    caller.node.buckets = buckets
    return caller


def request(name: str = "music", **members: object) -> dict[str, Any]:
    """Returns a request of ImportTable for the bucket `data`."""
    parameters = {**table(name), **members.pop("Table", {})}  # type: ignore[dict-item]
    return {
        "ClientToken": f"token of {name}",
        "S3BucketSource": {"S3Bucket": "data"},
        "InputFormat": "DYNAMODB_JSON",
        "TableCreationParameters": parameters,
        **members,
    }


def begin(caller: Caller, name: str = "music", **members: object) -> str:
    """Begins an import. Returns its ARN."""
    answer = caller.call("ImportTable", **request(name, **members))
    arn: str = answer["ImportTableDescription"]["ImportArn"]
    return arn


def job_of(caller: Caller, name: str = "import tables") -> Job:
    """Returns a job of the feature."""
    jobs = [job for each in caller.features for job in each.jobs]
    return next(job for job in jobs if job.name == name)


def do_piece(caller: Caller) -> None:
    """Does one piece of the work on imports."""
    result_of(run_once(job_of(caller), caller.node))


def finish(caller: Caller) -> None:
    """Does all work on imports."""

    async def work() -> None:
        job = job_of(caller)
        while await is_due(job, caller.node):
            await run_once(job, caller.node)

    result_of(work())


def described(caller: Caller, arn: str) -> dict[str, Any]:
    """Returns the description of an import."""
    answer: dict[str, Any] = caller.call("DescribeImport", ImportArn=arn)["ImportTableDescription"]
    return answer


def imported(caller: Caller, name: str = "music", **members: object) -> dict[str, Any]:
    """Imports a table to the end. Returns the description of the import."""
    arn = begin(caller, name, **members)
    finish(caller)
    return described(caller, arn)


def counts(description: dict[str, Any]) -> tuple[int, int, int]:
    """Returns how many records were processed, imported and refused."""
    names = ("ProcessedItemCount", "ImportedItemCount", "ErrorCount")
    processed, stored, errors = (int(description[name]) for name in names)
    return processed, stored, errors


def items(caller: Caller, name: str = "music") -> list[dict[str, Any]]:
    """Returns all items of a table, sorted."""
    found: list[dict[str, Any]] = []
    start: dict[str, Any] = {}
    while True:
        page = caller.call("Scan", TableName=name, **start)
        found += page["Items"]
        if "LastEvaluatedKey" not in page:
            return sorted(found, key=str)
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def compressed(data: bytes) -> bytes:
    """Returns bytes in GZIP."""
    return gzip.compress(data, mtime=0)
