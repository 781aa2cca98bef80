"""Buckets in a folder. What every kind of bucket does is in test_conformance.py."""

import asyncio
import os
from pathlib import Path

import pytest

from jedlik.buckets.folder import FolderBuckets
from jedlik.buckets.interface import BucketError


@pytest.fixture
def buckets(tmp_path: Path) -> FolderBuckets:
    (tmp_path / "b").mkdir()
    return FolderBuckets(tmp_path)


def code_of(call: object) -> str:
    with pytest.raises(BucketError) as caught:
        asyncio.run(call)  # type: ignore[arg-type]
    return caught.value.code


def test_an_object_is_a_file(buckets: FolderBuckets, tmp_path: Path) -> None:
    asyncio.run(buckets.put("b", "2026/one.json", b"{}"))
    assert (tmp_path / "b/2026/one.json").read_bytes() == b"{}"
    (tmp_path / "b/2026/two.json").write_bytes(b"[]")
    assert asyncio.run(buckets.read("b", "2026/two.json", at=0, size_bytes=9)) == b"[]"
    assert [each.name for each in (tmp_path / "b/2026").iterdir() if each.name[0] == "."] == []


@pytest.mark.parametrize("key", ["", "/a", "a//b", "a/", "../x", "a/../../x", "./a", "a\0b"])
def test_keys_that_are_no_names_of_files(buckets: FolderBuckets, key: str, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    assert code_of(buckets.put("b", key, b"x")) == "InvalidKey"
    assert code_of(buckets.read("b", key, at=0, size_bytes=1)) == "InvalidKey"
    assert code_of(buckets.delete("b", key)) == "InvalidKey"
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("bucket", ["", ".", "..", "a/b", "none", "b\0"])
def test_buckets_that_do_not_exist(buckets: FolderBuckets, bucket: str) -> None:
    assert code_of(buckets.put(bucket, "k", b"x")) == "NoSuchBucket"
    assert code_of(buckets.list(bucket, "")) == "NoSuchBucket"


def test_a_key_in_the_way_of_another(buckets: FolderBuckets) -> None:
    """On S3 both may exist. A folder cannot store both."""
    asyncio.run(buckets.put("b", "a", b"x"))
    assert code_of(buckets.put("b", "a/b", b"x")) == "InvalidKey"
    asyncio.run(buckets.put("b", "c/d", b"x"))
    assert code_of(buckets.put("b", "c", b"x")) == "InvalidKey"
    assert code_of(buckets.put("b", "n" * 300, b"x")) == "InvalidKey"


def test_symbolic_links_and_unfinished_files_are_no_objects(
    buckets: FolderBuckets, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "b/link").symlink_to(tmp_path / "secret")
    (tmp_path / "b/loop").symlink_to(tmp_path / "b")
    (tmp_path / "b/.jedlik-unfinished-1").write_bytes(b"half")
    Path(os.fsdecode(os.fsencode(tmp_path / "b") + b"/\xff")).write_bytes(b"no text")
    assert asyncio.run(buckets.list("b", "")) == []
    assert code_of(buckets.read("b", "link", at=0, size_bytes=9)) == "NoSuchKey"
    assert code_of(buckets.stat("b", "link")) == "NoSuchKey"
    assert code_of(buckets.read("b", ".jedlik-unfinished-1", at=0, size_bytes=9)) == "InvalidKey"


def test_no_key_leads_through_a_symbolic_link(buckets: FolderBuckets, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret").write_bytes(b"secret")
    (tmp_path / "b/out").symlink_to(tmp_path / "outside")
    assert code_of(buckets.put("b", "out/new/k", b"v")) == "InvalidKey"
    assert code_of(buckets.read("b", "out/secret", at=0, size_bytes=9)) == "InvalidKey"
    assert code_of(buckets.stat("b", "out/secret")) == "InvalidKey"
    assert code_of(buckets.delete("b", "out/secret")) == "InvalidKey"
    assert [each.name for each in (tmp_path / "outside").iterdir()] == ["secret"]


def test_a_bucket_may_be_a_symbolic_link(buckets: FolderBuckets, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "linked").symlink_to(tmp_path / "disk")
    asyncio.run(buckets.put("linked", "a/k", b"v"))
    assert [each.key for each in asyncio.run(buckets.list("linked", ""))] == ["a/k"]


def test_errors_of_the_disk(
    buckets: FolderBuckets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(BucketError) as caught:
        asyncio.run(buckets.put("b", "k", b"x"))
    assert caught.value.code == "Unavailable"
    assert caught.value.retryable
    assert "No space left on device" in caught.value.message
    assert list((tmp_path / "b").iterdir()) == []

    def deny(descriptor: int) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "fsync", deny)
    with pytest.raises(BucketError) as denied:
        asyncio.run(buckets.put("b", "k", b"x"))
    assert denied.value.failure_code == "S3AccessDenied"
    # Recorded answer of an export, October 2026.
    assert denied.value.message.startswith(
        "Access Denied (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied; "
    )
