"""How a backup is deleted, and the job that erases its blocks.

The transaction that deletes the entry stores the work of erasing the blocks. The job also deletes
system backups that have expired.
"""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Final

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.engine.context import Node
from jedlik.engine.jobs import Job, Piece, write
from jedlik.engine.read import pages
from jedlik.features.backups.records import (
    Backup,
    all_backups,
    backup_from_bytes,
    backup_to_bytes,
    blocks_span,
    key_of,
)
from jedlik.storage.interface import Abort, Batch, Delete, Fence, Mutation, Put

_PARTITION: Final = b"erase backup"
_ERASURES: Final = Span(Space.JOB, 0, (_PARTITION, b""), (_PARTITION + b"\x00", b""))
_PIECE_BLOCKS: Final = 20
_Run = Callable[[Node, Backup, Fence], Awaitable[None]]


async def delete_backup(node: Node, backup: Backup) -> bool:
    """Deletes a backup. Returns whether it was there."""
    key = key_of(backup)

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        return Abort(None) if values[0] is None else Batch(deletion(backup), None)

    return isinstance(await node.storage.transact([key], decide), Batch)


def deletion(backup: Backup) -> Sequence[Mutation]:
    """Returns the mutations that delete a backup and store the work of erasing its blocks."""
    return (Delete(key_of(backup)), Put(_erasure_key(backup), backup_to_bytes(backup)))


async def pieces(node: Node) -> Sequence[Piece]:
    """Returns the work on each deleted backup, and on each system backup."""
    stored = [each async for values in pages(node.storage, _ERASURES) for each in values]
    found = [_piece(node, backup_from_bytes(each), _erase) for each in stored]
    now_ms = node.clock.now_ms()
    async for backup in all_backups(node.storage):
        if backup.get("ExpiresMs", now_ms + 1) <= now_ms and backup["Status"] == "AVAILABLE":
            found.append(_piece(node, backup, _expire))
    return found


def _piece(node: Node, backup: Backup, run: _Run) -> Piece:
    of = f"backup {backup['Id']} of table {backup['Source']['TableName']}"
    return Piece(of, _is_due, partial(run, node, backup))


async def _is_due() -> bool:
    """Returns True: work that is stored has not ended."""
    return True


async def _erase(node: Node, backup: Backup, lease: Fence) -> None:
    span = blocks_span(backup)
    if await node.storage.erase(span, limit_items=_PIECE_BLOCKS, fence=lease) < _PIECE_BLOCKS:
        await write(node, lease, [Delete(_erasure_key(backup))])


async def _expire(node: Node, backup: Backup, lease: Fence) -> None:
    await write(node, lease, deletion(backup))


def _erasure_key(backup: Backup) -> Key:
    table_id = backup["Source"]["Id"].to_bytes(8, "big")
    return Key(Space.JOB, 0, _PARTITION, table_id + backup["Id"].encode())


JOB: Final = Job(name="erase backups", every_s=5.0, pieces=pieces)
