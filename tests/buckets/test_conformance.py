"""What every kind of buckets does."""

import asyncio
import hashlib
import random

import pytest

from jedlik.buckets.interface import BucketError, Buckets, ServerSideEncryption

BUCKET = "bucket"
KEYS = ("a", "a.b", "a/b", "a/b/c", "a0", "b/\u00e9", "b/\U0001f600", "b/z", "\uffee")


async def keys_of(
    buckets: Buckets, prefix: str = "", after: str = "", limit: int = 1000
) -> list[str]:
    return [each.key for each in await buckets.list(BUCKET, prefix, after=after, limit=limit)]


def test_an_object_is_written_read_and_deleted(buckets: Buckets) -> None:
    async def run() -> None:
        data = random.Random(1).randbytes(100_000)
        tag = await buckets.put(BUCKET, "x/data.gz", data)
        assert tag == hashlib.md5(data, usedforsecurity=False).hexdigest()
        found = await buckets.stat(BUCKET, "x/data.gz")
        assert (found.key, found.size_bytes) == ("x/data.gz", len(data))
        assert await buckets.list(BUCKET, "x/") == [found]
        assert await buckets.read(BUCKET, "x/data.gz", at=0, size_bytes=10) == data[:10]
        assert await buckets.read(BUCKET, "x/data.gz", at=99_990, size_bytes=100) == data[-10:]
        assert await buckets.read(BUCKET, "x/data.gz", at=100_000, size_bytes=100) == b""
        assert await buckets.read(BUCKET, "x/data.gz", at=5, size_bytes=0) == b""
        encryption = ServerSideEncryption("AES256")
        await buckets.put(BUCKET, "x/data.gz", b"new", encryption=encryption)
        assert (await buckets.stat(BUCKET, "x/data.gz")).version != found.version
        assert await buckets.read(BUCKET, "x/data.gz", at=0, size_bytes=9) == b"new"
        await buckets.put(BUCKET, "empty", b"")
        assert await buckets.read(BUCKET, "empty", at=0, size_bytes=9) == b""
        await buckets.delete(BUCKET, "x/data.gz")
        await buckets.delete(BUCKET, "x/data.gz")
        assert await keys_of(buckets) == ["empty"]
        await buckets.close()

    asyncio.run(run())


def test_objects_are_listed_in_order(buckets: Buckets) -> None:
    """By the bytes of their keys: `a.b` comes before `a/b`."""

    async def run() -> None:
        keys = [
            key for key in KEYS if key not in ("a", "a/b")
        ]  # a folder cannot have both a and a/b/c
        for key in random.Random(2).sample(keys, len(keys)):
            await buckets.put(BUCKET, key, key.encode())
        ordered = sorted(keys, key=str.encode)
        assert await keys_of(buckets) == ordered
        for prefix in ("", "a", "a/", "a/b/c", "b/", "nothing", "b/\u00e9"):
            wanted = [key for key in ordered if key.startswith(prefix)]
            assert await keys_of(buckets, prefix) == wanted
            for after in (*ordered, "a/b", "a/", "zzz", "0"):
                rest = [key for key in wanted if key.encode() > after.encode()]
                assert await keys_of(buckets, prefix, after) == rest
                assert await keys_of(buckets, prefix, after, 2) == rest[:2]
        await buckets.close()

    asyncio.run(run())


def test_what_does_not_exist(buckets: Buckets) -> None:
    async def run() -> None:
        for call, code in (
            (buckets.list("none", ""), "NoSuchBucket"),
            (buckets.put("none", "k", b""), "NoSuchBucket"),
            (buckets.read("none", "k", at=0, size_bytes=1), "NoSuchBucket"),
            (buckets.read(BUCKET, "k", at=0, size_bytes=1), "NoSuchKey"),
            (buckets.stat(BUCKET, "k"), "NoSuchKey"),
        ):
            with pytest.raises(BucketError) as caught:
                await call
            assert caught.value.code == code
            assert not caught.value.retryable
            assert "(Service: Amazon S3; Status Code: 404;" in caught.value.message
        await buckets.close()

    asyncio.run(run())
