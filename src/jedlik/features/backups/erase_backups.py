"""How a backup is deleted, and the job that erases its blocks.

The transaction that deletes the entry stores the work of erasing the blocks. The job also deletes
the objects of a backup in a target, and system backups that have expired.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Final

from jedlik.core.errors import Reject, invalid
from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.engine.context import Node
from jedlik.engine.jobs import Job, Piece, always_due, write
from jedlik.engine.read import pages
from jedlik.features.backups.named import StoredBackup, backup_in_use, backup_not_found
from jedlik.features.backups.records import (
    ERASURE,
    ERASURES,
    Backup,
    all_backups,
    arn_of,
    backup_from_bytes,
    backup_to_bytes,
    blocks_span,
    key_of,
)
from jedlik.features.backups.target import Target, target_of
from jedlik.storage.interface import Abort, Batch, Delete, Fence, Mutation, Put, Storage

_PIECE_BLOCKS: Final = 20
_Run = Callable[[Node, Backup, Fence], Awaitable[None]]


async def delete_backup(node: Node, found: StoredBackup) -> None:
    """Deletes a backup. Raises Reject if it cannot be deleted now.

    Source of the texts: recorded answers, October 2026, except that of a backup that is being made.
    """
    key, arn = key_of(found.backup), arn_of(found.backup)
    if found.backup["Kind"] == "SYSTEM":
        expires = datetime.fromtimestamp(found.backup["ExpiresMs"] / 1000, tz=UTC)
        raise invalid(
            "Invalid Request: User is not allowed to delete the system backup with arn "
            f"{arn}. It will automatically expire on {expires:%Y-%m-%dT%H:%M:%SZ}"
        )
    if found.backup["Kind"] == "AWS_BACKUP":  # DG, "Backup and restore: how it works"; text: ours
        raise invalid(
            f"Invalid Request: User is not allowed to delete the backup with arn {arn}. It is"
            " managed by AWS Backup"
        )

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[Reject]:
        if values[0] is None:
            return Abort(backup_not_found(arn))
        backup = backup_from_bytes(values[0])
        if "RestoreWorkId" in backup:
            return Abort(backup_in_use(f"Backup is being used to restore table: {arn}"))
        if backup["Status"] == "CREATING":
            return Abort(backup_in_use(f"Backup is being created: {arn}"))
        return Batch(deletion(backup), None)

    outcome = await node.storage.transact([key], decide)
    if isinstance(outcome, Abort):
        raise outcome.reason


def deletion(backup: Backup) -> Sequence[Mutation]:
    """Returns the mutations that delete a backup and store the work of erasing its blocks."""
    return (Delete(key_of(backup)), Put(erasure_key(backup), backup_to_bytes(backup)))


def erasure_key(backup: Backup) -> Key:
    """Returns the key of the work of erasing the blocks of a backup."""
    table_id = backup["Source"]["Id"].to_bytes(8, "big")
    return Key(Space.JOB, 0, ERASURE, table_id + backup["Id"].encode())


async def erasures(storage: Storage) -> Sequence[Backup]:
    """Returns the deleted backups whose blocks are not erased yet."""
    found = [each async for values in pages(storage, ERASURES) for each in values]
    return [backup_from_bytes(each) for each in found]


async def pieces(target: Target | None, node: Node) -> Sequence[Piece]:
    """Returns the work on each deleted backup, and on each system backup.

    target: that of the server.
    """
    erase = partial(_erase, target)
    found = [_piece(node, each, erase) for each in await erasures(node.storage)]
    now_ms = node.clock.now_ms()
    async for backup in all_backups(node.storage):
        is_used = backup["Status"] == "CREATING" or "RestoreWorkId" in backup
        if backup.get("ExpiresMs", now_ms + 1) <= now_ms and not is_used:
            found.append(_piece(node, backup, _expire))
    return found


def _piece(node: Node, backup: Backup, run: _Run) -> Piece:
    of = f"backup {backup['Id']} of table {backup['Source']['TableName']}"
    return Piece(of, always_due, partial(run, node, backup))


async def _erase(target: Target | None, node: Node, backup: Backup, lease: Fence) -> None:
    """Erases a backup. Raises PlaceAwayError if its target cannot be used now."""
    if "Outside" in backup:
        await target_of(backup, target).place.delete(backup)
    span = blocks_span(backup)
    if await node.storage.erase(span, limit_items=_PIECE_BLOCKS, fence=lease) < _PIECE_BLOCKS:
        await write(node, lease, [Delete(erasure_key(backup))])


async def _expire(node: Node, backup: Backup, lease: Fence) -> None:
    """Deletes a backup, unless a restore has begun to read it. The entry proves that."""
    del lease
    expected = backup_to_bytes(backup)

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        return Batch(deletion(backup), None) if values[0] == expected else Abort(None)

    await node.storage.transact([key_of(backup)], decide)


def job_for(target: Target | None) -> Job:
    """Returns the job. target: that of the server."""
    return Job(name="erase backups", every_s=5.0, pieces=partial(pieces, target))


JOB: Final = job_for(None)
