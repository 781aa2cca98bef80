"""A folder or a bucket with backups: the target of a server, or copies that an operator made."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Final, final

from jedlik.buckets.interface import BucketError, Buckets
from jedlik.concurrency import in_thread
from jedlik.engine.setbacks import AwayError
from jedlik.features.backups.blocks import DamagedBlockError
from jedlik.features.backups.objects import (
    VALUE_BYTES_MAX,
    Envelope,
    block_name,
    entry_in,
    entry_name,
    entry_value,
    folder_of,
    is_entry_name,
)
from jedlik.features.backups.records import Backup

_PART_BYTES: Final = 8 << 20
_PAGE: Final = 1_000
_MISSING: Final = "NoSuchKey"


class PlaceAwayError(AwayError):
    """A place cannot be used now. The text names it."""


@final
class Place:
    """The backups of one bucket, under one prefix.

    name: how the option named it. prefix: empty, or it ends with a slash.
    """

    def __init__(
        self, name: str, buckets: Buckets, bucket: str, prefix: str, envelope: Envelope
    ) -> None:
        self.name = name
        self._buckets = buckets
        self._bucket = bucket
        self._prefix = prefix
        self._envelope = envelope

    async def put_block(self, backup: Backup, number: int, stored: bytes) -> None:
        """Stores a block. Raises PlaceAwayError."""
        await self._put(block_name(backup, number), stored)

    async def put_entry(self, backup: Backup) -> None:
        """Stores the entry of a backup, whose blocks are all there. Raises PlaceAwayError."""
        await self._put(entry_name(backup), entry_value(backup))

    async def block(self, backup: Backup, number: int) -> bytes:
        """Returns a block. Raises PlaceAwayError and DamagedBlockError."""
        return await self._get(block_name(backup, number))

    async def entry(self, name: str) -> Backup:
        """Returns the entry in an object. Raises PlaceAwayError and DamagedBlockError."""
        return entry_in(name, await self._get(name))

    async def has_entry(self, backup: Backup) -> bool:
        """Returns whether the entry of a backup is there. Raises PlaceAwayError."""
        try:
            await self._buckets.stat(self._bucket, self._prefix + entry_name(backup))
        except BucketError as error:
            if error.code == _MISSING:
                return False
            raise self._away(error) from error
        return True

    async def entry_names(self) -> AsyncIterator[str]:
        """Yields the names of the objects with the entries of backups. Raises PlaceAwayError."""
        async for name in self._names(""):
            if is_entry_name(name):
                yield name

    async def delete(self, backup: Backup) -> None:
        """Deletes the objects of a backup, its entry first. Raises PlaceAwayError."""
        await self._delete(entry_name(backup))
        async for name in self._names(folder_of(backup)):
            await self._delete(name)

    async def close(self) -> None:
        """Releases everything."""
        await self._buckets.close()

    async def _names(self, prefix: str) -> AsyncIterator[str]:
        """Yields the names that begin with `prefix`, in order."""
        after = ""
        while True:
            try:
                found = await self._buckets.list(
                    self._bucket, self._prefix + prefix, after=after, limit=_PAGE
                )
            except BucketError as error:
                raise self._away(error) from error
            for each in found:
                yield each.key.removeprefix(self._prefix)
            if len(found) < _PAGE:
                return
            after = found[-1].key

    async def _put(self, name: str, value: bytes) -> None:
        data = await in_thread(partial(self._envelope.sealed, name, value))
        try:
            await self._buckets.put(self._bucket, self._prefix + name, data)
        except BucketError as error:
            raise self._away(error) from error

    async def _get(self, name: str) -> bytes:
        parts: list[bytes] = []
        size = 0
        try:
            while part := await self._buckets.read(
                self._bucket, self._prefix + name, at=size, size_bytes=_PART_BYTES
            ):
                parts.append(part)
                size += len(part)
                if size > VALUE_BYTES_MAX:
                    raise DamagedBlockError(f"{name} is damaged: it is too large")
        except BucketError as error:
            if error.code == _MISSING:
                raise DamagedBlockError(f"{name} is missing in {self.name}") from error
            raise self._away(error) from error
        return await in_thread(partial(self._envelope.opened, name, b"".join(parts)))

    async def _delete(self, name: str) -> None:
        try:
            await self._buckets.delete(self._bucket, self._prefix + name)
        except BucketError as error:
            if error.code != _MISSING:
                raise self._away(error) from error

    def _away(self, error: BucketError) -> PlaceAwayError:
        return PlaceAwayError(f"{self.name} cannot be used: {error}")
