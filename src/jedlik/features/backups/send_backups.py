"""The job that sends backups to the target of the server (docs/adr/0040).

    (nothing) -> SENDING -> SENT                the blocks stay in the storage too
                         -> ERASING -> AWAY     they are erased from it

Blocks never change. So a process that was killed, or lost its lease, sends the same again. The
object with the entry comes last, and makes the objects a backup. Only then the blocks in the
storage are erased.
"""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Final

from jedlik.engine.context import Node
from jedlik.engine.jobs import Job, Piece, always_due
from jedlik.features.backups.blocks import DamagedBlockError
from jedlik.features.backups.objects import entry_name
from jedlik.features.backups.records import (
    Backup,
    Outside,
    all_backups,
    backup_from_bytes,
    backup_to_bytes,
    blocks_span,
    key_of,
)
from jedlik.features.backups.target import Target
from jedlik.storage.interface import Abort, Batch, Fence, FenceLostError, Put

_PIECE_BLOCKS: Final = 8


async def pieces(target: Target, node: Node) -> Sequence[Piece]:
    """Returns the work on each backup that is not where it should be."""
    found: list[Piece] = []
    async for backup in all_backups(node.storage):
        if backup["Status"] == "AVAILABLE":
            outside = backup.get("Outside")
            if outside is None or outside["State"] == "SENDING":
                found.append(_piece(f"to {target.name}", partial(_send, target, node), backup))
            elif outside["State"] == "ERASING":
                found.append(_piece("from the storage", partial(_erase, node), backup))
    return found


def _piece(what: str, run: Callable[[Backup, Fence], Awaitable[None]], backup: Backup) -> Piece:
    of = f"backup {backup['Id']} of table {backup['Source']['TableName']} {what}"
    return Piece(of, always_due, partial(run, backup))


async def _send(target: Target, node: Node, backup: Backup, lease: Fence) -> None:
    """Sends some blocks, or what makes them a backup.

    If the backup was deleted meanwhile, what was sent after its objects were deleted is deleted.
    """
    try:
        await _send_some(target, node, backup, lease)
    except (DamagedBlockError, FenceLostError):
        (stored,) = await node.storage.read([key_of(backup)], consistent=True)
        if stored is None:
            await target.place.delete(backup)
        raise


async def _send_some(target: Target, node: Node, backup: Backup, lease: Fence) -> None:
    outside = backup.get("Outside")
    if outside is None or outside["Target"] != target.name:
        new: Outside = {"Target": target.name, "Sent": 0, "State": "SENDING"}
        await _change(node, lease, backup, new)  # before the first object, so that it is found
        return
    sent = outside["Sent"]
    if sent < backup["Blocks"]:
        until = min(sent + _PIECE_BLOCKS, backup["Blocks"])
        for number in range(sent, until):
            await target.send_block(backup, number)
        await _change(node, lease, backup, {**outside, "Sent": until})
        return
    await target.place.put_entry(backup)
    await target.place.entry(entry_name(backup))  # it can be read
    state: Outside = {**outside, "State": "SENT" if target.stays else "ERASING"}
    await _change(node, lease, backup, state)


async def _erase(node: Node, backup: Backup, lease: Fence) -> None:
    """Erases some blocks from the storage. They are in the target."""
    span = blocks_span(backup)
    if await node.storage.erase(span, limit_items=_PIECE_BLOCKS, fence=lease) < _PIECE_BLOCKS:
        await _change(node, lease, backup, {**backup["Outside"], "State": "AWAY"})


async def _change(node: Node, lease: Fence, backup: Backup, outside: Outside) -> None:
    """Changes where a backup is. Raises FenceLostError if somebody else has this work, or the
    backup was deleted.
    """
    key, before = key_of(backup), backup.get("Outside")

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        held, stored = values
        if held != lease.value or stored is None:
            return Abort(None)
        current = backup_from_bytes(stored)  # a restore may use it by now
        if current.get("Outside") != before:
            return Abort(None)
        current["Outside"] = outside
        return Batch((Put(key, backup_to_bytes(current)),), None)

    if isinstance(await node.storage.transact([lease.key, key], decide), Abort):
        raise FenceLostError


def job_for(target: Target) -> Job:
    """Returns the job of a server with a target."""
    return Job(name="send backups", every_s=1.0, pieces=partial(pieces, target))
