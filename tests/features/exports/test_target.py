"""Where the objects of an export are, and the puts into the bucket."""

import asyncio
import re
from typing import Any

import pytest

from jedlik.buckets.interface import BucketError, ServerSideEncryption
from jedlik.engine.jobs import take_lease
from jedlik.features.exports import make_exports, target
from jedlik.features.exports.records import Export
from jedlik.features.exports.target import Target, data_key, file_name, folder_of, manifest_key
from jedlik.storage.interface import FenceLostError
from tests.engine.in_memory import Caller, result_of
from tests.features.exports.samples import MemoryBuckets, exporting
from tests.features.exports.test_records import EXPORT, WINDOW

ID = EXPORT["Id"]


def with_request(export: Export, **members: object) -> Export:
    return {**export, "Request": {**export["Request"], **members}}


@pytest.mark.parametrize(
    ("prefix", "expected"), [(None, ""), ("foo", "foo/"), ("foo/", "foo/"), ("a/b", "a/b/")]
)
def test_keys(prefix: str | None, expected: str) -> None:
    members = {} if prefix is None else {"S3Prefix": prefix}
    export = with_request(EXPORT, **members)
    assert folder_of(export) == f"{expected}AWSDynamoDB/{ID}/"
    assert manifest_key(export) == f"{expected}AWSDynamoDB/{ID}/manifest-summary.json"
    assert data_key(export, "x") == f"{expected}AWSDynamoDB/{ID}/data/x.json.gz"
    window = with_request(WINDOW, ExportFormat="ION", **members)
    assert data_key(window, "x") == f"{expected}AWSDynamoDB/data/x.ion.gz"


def test_names_of_files() -> None:
    first, second = file_name(EXPORT["WorkId"]), file_name(EXPORT["TableId"])
    assert first != second
    assert re.fullmatch("[a-z0-9]{26}", first)


def made(caller: Caller, export: Export = EXPORT) -> Target:
    lease = result_of(take_lease(make_exports.JOB, caller.node, "owner"))
    assert lease is not None
    return Target(caller.node, export, lease)


def test_a_put_passes_the_encryption_on() -> None:
    caller, buckets = exporting()
    assert result_of(made(caller).put("key", b"data")) == "etag-1"
    export = with_request(EXPORT, S3SseAlgorithm="KMS", S3SseKmsKeyId="id")
    result_of(made(caller, export).put("key", b"data"))
    assert buckets.encryption == {
        ServerSideEncryption("AES256", None),
        ServerSideEncryption("KMS", "id"),
    }


class SlowBuckets(MemoryBuckets):
    """Buckets whose puts take until `release` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.release = asyncio.Event()

    async def put(self, bucket: str, key: str, data: bytes, **members: Any) -> str:
        await self.release.wait()
        return await super().put(bucket, key, data, **members)


def test_a_put_that_takes_long_renews_the_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(target, "_RENEWAL_S", 0.001)
    caller, buckets = Caller(), SlowBuckets()
    caller.node.buckets = buckets
    put_at = made(caller)

    async def scenario() -> None:
        first = put_at.lease
        putting = asyncio.create_task(put_at.put("key", b"data"))
        caller.clock.time_ms += 1
        while put_at.lease == first:  # noqa: ASYNC110  (nothing signals the renewal)
            await asyncio.sleep(0)
        assert await take_lease(make_exports.JOB, caller.node, "other") is None
        buckets.release.set()
        await putting

    result_of(scenario())
    assert buckets.objects == {"key": b"data"}


def test_a_put_ends_if_the_lease_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(target, "_RENEWAL_S", 0.001)
    caller, buckets = Caller(), SlowBuckets()
    caller.node.buckets = buckets
    put_at = made(caller)

    async def scenario() -> None:
        caller.clock.time_ms += 60_000
        assert await take_lease(make_exports.JOB, caller.node, "other") is not None
        with pytest.raises(FenceLostError):
            await put_at.put("key", b"data")

    result_of(scenario())
    assert buckets.objects == {}


class RefusingBuckets(MemoryBuckets):
    """Buckets that refuse deletions. retryable: whether they only do not answer."""

    def __init__(self, *, retryable: bool) -> None:
        super().__init__()
        self.retryable = retryable

    async def delete(self, bucket: str, key: str) -> None:
        raise BucketError("AccessDenied", "Access Denied", retryable=self.retryable)


def test_an_object_that_must_not_be_deleted_stays() -> None:
    caller = Caller()
    caller.node.buckets = RefusingBuckets(retryable=False)
    result_of(made(caller).remove("key"))
    caller.node.buckets = RefusingBuckets(retryable=True)
    with pytest.raises(BucketError):
        result_of(made(caller).remove("key"))
