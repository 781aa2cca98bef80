"""Buckets in a folder: each folder in it is a bucket, each file below that an object.

The key `2026/data.json.gz` of the bucket `exports` is the file FOLDER/exports/2026/data.json.gz, so
every tool can read and write objects. To create a bucket, make its folder.

A key that is not the name of a file, such as one with `..` or `//`, cannot be stored. Symbolic
links inside a bucket are not objects, and have none below them. Encryption that a request asks for
is that of the disk.
"""

import errno
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar, final

from jedlik.buckets.interface import (
    ACCESS_DENIED,
    INVALID_KEY,
    NO_SUCH_KEY,
    UNAVAILABLE,
    BucketError,
    ServerSideEncryption,
    StoredObject,
    no_such_bucket,
    sdk_message,
)
from jedlik.concurrency import in_thread

T = TypeVar("T")

# Files that are being written. They are no objects.
_UNFINISHED: Final = ".jedlik-unfinished-"

_IS_NO_OBJECT: Final = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EISDIR)
_IS_DENIED: Final = (errno.EACCES, errno.EPERM, errno.EROFS)


@final
class FolderBuckets:
    """The buckets in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def list(
        self, bucket: str, prefix: str, *, after: str = "", limit: int = 1000
    ) -> Sequence[StoredObject]:
        """Returns the next objects in order."""

        def work() -> Sequence[StoredObject]:
            root = self._bucket(bucket)
            wanted = (prefix.encode(), after.encode())
            return list(islice(_objects(os.fsencode(root), b"", *wanted), limit))

        return await self._run(bucket, prefix, work)

    async def stat(self, bucket: str, key: str) -> StoredObject:
        """Returns the size and the version of an object."""

        def work() -> StoredObject:
            path = self._path(bucket, key)
            if not path.is_file() or path.is_symlink():
                raise FileNotFoundError(errno.ENOENT, key)
            return _stored(key, path.stat())

        return await self._run(bucket, key, work)

    async def read(self, bucket: str, key: str, *, at: int, size_bytes: int) -> bytes:
        """Returns a part of an object."""

        def work() -> bytes:
            file = os.open(self._path(bucket, key), os.O_RDONLY | os.O_NOFOLLOW)
            try:
                return os.pread(file, size_bytes, at)
            finally:
                os.close(file)

        return await self._run(bucket, key, work)

    async def put(
        self,
        bucket: str,
        key: str,
        data: bytes,
        *,
        encryption: ServerSideEncryption | None = None,
    ) -> str:
        """Writes a file beside the object, syncs it, and renames it. The ETag is the MD5."""
        await self._run(bucket, key, lambda: _write(self._path(bucket, key), data))
        digest = hashlib.md5(usedforsecurity=False)
        await in_thread(partial(digest.update, data))
        return digest.hexdigest()

    async def delete(self, bucket: str, key: str) -> None:
        """Deletes a file. Folders that are empty then remain."""

        def work() -> None:
            path = self._path(bucket, key)
            try:
                path.unlink()
            except FileNotFoundError:
                return
            _sync_folder(path.parent)

        await self._run(bucket, key, work)

    async def close(self) -> None:
        """Does nothing: no file is open between two calls."""

    async def _run(self, bucket: str, key: str, work: Callable[[], T]) -> T:
        try:
            return await in_thread(work)
        except OSError as error:
            raise _bucket_error(bucket, key, error) from error

    def _bucket(self, bucket: str) -> Path:
        path = self._folder / bucket
        if "/" in bucket or "\0" in bucket or bucket in ("", ".", "..") or not path.is_dir():
            raise no_such_bucket(bucket)
        return path

    def _path(self, bucket: str, key: str) -> Path:
        root, elements = self._bucket(bucket), key.split("/")
        for each in elements:
            if each in ("", ".", "..") or "\0" in each or each.startswith(_UNFINISHED):
                raise _invalid(key)
        path = root.joinpath(*elements)
        # `list` does not follow links. So what is put through one could not be found again, and it
        # would be outside of the bucket, whose name is what policies decide about.
        if any(each.is_symlink() for each in islice(path.parents, len(elements) - 1)):
            raise _invalid(key)
        return path


def _objects(folder: bytes, at: bytes, prefix: bytes, after: bytes) -> Iterator[StoredObject]:
    """Returns the objects below a folder in the order of their keys. at: the key of the folder.

    A folder is sorted as if its name ended with a slash, as it does in the keys of its objects.
    """
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            is_folder = entry.is_dir(follow_symlinks=False)
            if is_folder or entry.is_file(follow_symlinks=False):
                found.append((entry.name + b"/" if is_folder else entry.name, entry))
    for name, entry in sorted(found, key=lambda each: each[0]):
        key = at + name
        if name.endswith(b"/"):
            may_have = prefix.startswith(key) or key.startswith(prefix)
            if may_have and (key > after or after.startswith(key)):
                yield from _objects(entry.path, key, prefix, after)
        elif key > after and key.startswith(prefix) and not name.startswith(_UNFINISHED.encode()):
            try:
                text, stat = key.decode(), entry.stat(follow_symlinks=False)
            except (UnicodeDecodeError, FileNotFoundError):  # no key, or deleted meanwhile
                continue
            yield _stored(text, stat)


def _stored(key: str, stat: os.stat_result) -> StoredObject:
    return StoredObject(key, stat.st_size, f"{stat.st_ino:x}-{stat.st_mtime_ns:x}")


def _write(path: Path, data: bytes) -> None:
    _make_folder(path.parent)
    if path.is_dir():
        raise FileExistsError(errno.EEXIST, "objects begin with this key and a slash")
    unfinished = path.with_name(_UNFINISHED + secrets.token_hex(8))
    try:
        with unfinished.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _invalid(key: str) -> BucketError:
    text = "A folder of buckets cannot store an object under this key"
    return BucketError(INVALID_KEY, sdk_message(text, 400, INVALID_KEY, key))


def _bucket_error(bucket: str, key: str, error: OSError) -> BucketError:
    if error.errno in _IS_NO_OBJECT:
        text = "The specified key does not exist."
        return BucketError(NO_SUCH_KEY, sdk_message(text, 404, NO_SUCH_KEY, key))
    if error.errno in _IS_DENIED:
        return BucketError(ACCESS_DENIED, sdk_message("Access Denied", 403, ACCESS_DENIED, bucket))
    if error.errno in (errno.ENAMETOOLONG, errno.EEXIST, errno.ENOTEMPTY):
        return _invalid(key)
    text = f"The folder of buckets does not work: {error.strerror}"
    return BucketError(UNAVAILABLE, sdk_message(text, 503, UNAVAILABLE, bucket), retryable=True)
