"""The entries of backups and of their blocks."""

from collections.abc import AsyncIterator
from typing import Final, Literal, NotRequired, TypedDict, cast

import orjson

from jedlik.core.keys.key import Key, Span, entries_of_partition
from jedlik.core.keys.space import Space
from jedlik.core.types.arn import table_arn
from jedlik.engine.read import pages
from jedlik.engine.table_record import TableRecord
from jedlik.engine.work_records import works_span
from jedlik.storage.interface import Storage

_RESOURCE: Final = "backup/"
ERASURE: Final = b"erase backup"  # the partition of deleted backups whose blocks are to be erased
ERASURES: Final = works_span(ERASURE)
# The name of a system backup is that of its table and this. Its id ends with these digits. Source:
# recorded answers, October 2026.
SYSTEM_NAME: Final = "$DeletedTableBackup"
_SYSTEM_ID: Final = "00000000"


class Outside(TypedDict):
    """A backup in a target, outside of the storage.

    Target: as the option names it. Sent: how many blocks have been sent. State: SENT: all is there,
    and in the storage; ERASING, AWAY: the blocks are there only, and those in the storage are being
    erased, or are gone.
    """

    Target: str
    Sent: int
    State: Literal["SENDING", "SENT", "ERASING", "AWAY"]


class Backup(TypedDict):
    """A backup. Id: the last part of its ARN, which begins with the time of its creation.

    Source: the record of the table at the moment. Items, Bytes: what the backup contains; sizes are
    those of the service's rules. StoredBytes: the size of its blocks. ExpiresMs: when a system
    backup is deleted. RestoreWorkId: the restore that reads it now; a backup feeds one at a time.
    Outside: absent if nothing of it was sent to a target.
    """

    Id: str
    Name: str
    Kind: Literal["USER", "SYSTEM", "AWS_BACKUP"]
    Status: Literal["CREATING", "AVAILABLE"]
    CreatedMs: int
    Source: TableRecord
    Blocks: int
    Items: int
    Bytes: int
    StoredBytes: int
    ExpiresMs: NotRequired[int]
    RestoreWorkId: NotRequired[str]
    Outside: NotRequired[Outside]


def is_away(backup: Backup) -> bool:
    """Returns whether the blocks of a backup may not be in the storage any more."""
    return "Outside" in backup and backup["Outside"]["State"] in {"ERASING", "AWAY"}


def backup_id(created_ms: int, suffix: str = _SYSTEM_ID) -> str:
    """Returns the id of a backup: the time in 14 digits, and 8 hexadecimal digits."""
    return f"{created_ms:014d}-{suffix}"


def new_backup(source: TableRecord, name: str, identity: str, created_ms: int) -> Backup:
    """Returns a backup that a user makes. It has no blocks yet."""
    return {
        "Id": identity,
        "Name": name,
        "Kind": "USER",
        "Status": "CREATING",
        "CreatedMs": created_ms,
        "Source": source,
        "Blocks": 0,
        "Items": 0,
        "Bytes": 0,
        "StoredBytes": 0,
    }


def arn_of(backup: Backup) -> str:
    """Returns the ARN of a backup."""
    source = backup["Source"]
    arn = table_arn(source["Region"], source["AccountId"], source["TableName"])
    return f"{arn}/{_RESOURCE}{backup['Id']}"


def id_in(resource: str) -> str | None:
    """Returns the id in what follows the table in an ARN: `backup/ID`. None if it is no backup."""
    return resource.removeprefix(_RESOURCE) if resource.startswith(_RESOURCE) else None


def backup_key(region: str, account_id: str, table_name: str, identity: str) -> Key:
    """Returns the key of the entry of a backup. Entries are in the order of their creation."""
    partition = f"{region}/{account_id}".encode()
    return Key(Space.BACKUP, 0, partition, f"{identity}\x00{table_name}".encode())


def key_of(backup: Backup) -> Key:
    """Returns the key of the entry of `backup`."""
    source = backup["Source"]
    place = source["Region"], source["AccountId"], source["TableName"]
    return backup_key(*place, backup["Id"])


def backups_span(region: str, account_id: str, *, after: bytes = b"") -> Span:
    """Returns the span of the entries of one Region and account. after: the sort key before it."""
    partition = f"{region}/{account_id}".encode()
    return entries_of_partition(Space.BACKUP, 0, partition, after)


async def all_backups(storage: Storage) -> AsyncIterator[Backup]:
    """Yields every backup of every Region and account."""
    async for values in pages(storage, Span(Space.BACKUP, 0)):
        for stored in values:
            yield backup_from_bytes(stored)


def block_key(backup: Backup, number: int) -> Key:
    """Returns the key of a block. Blocks lie under the id of the table, with whose data key they
    are encrypted if it has one.
    """
    partition = backup["Id"].encode()
    return Key(Space.BACKUP_BLOCK, backup["Source"]["Id"], partition, number.to_bytes(4, "big"))


def blocks_span(backup: Backup) -> Span:
    """Returns the span of the blocks of a backup."""
    return entries_of_partition(Space.BACKUP_BLOCK, backup["Source"]["Id"], backup["Id"].encode())


def backup_from_bytes(stored: bytes) -> Backup:
    """Returns the entry of a backup, decoded."""
    return cast(Backup, orjson.loads(stored))


def backup_to_bytes(backup: Backup) -> bytes:
    """Returns the bytes of the entry of a backup."""
    return orjson.dumps(backup)
