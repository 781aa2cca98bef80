"""The job that makes backups: each piece reads a page of a table as it was, and writes a block.

A backup whose table is damaged, or has lost its encryption key, is deleted.

The transaction of the last block makes the backup AVAILABLE. Then the log of the table is closed if
nobody else reads it, and the overlay of the work is erased.
"""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Final

from jedlik.concurrency import in_thread
from jedlik.core.errors import Reject
from jedlik.core.principal import account_root
from jedlik.core.types.stored_item import stored_size_bytes
from jedlik.engine.context import Context, Node
from jedlik.engine.jobs import Job, Piece, always_due, write
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.backups.blocks import block_of
from jedlik.features.backups.erase_backups import deletion
from jedlik.features.backups.new_backup import KIND, backup_of
from jedlik.features.backups.records import backup_to_bytes, block_key, key_of
from jedlik.features.encryption_keys.deleted_table import with_data_key
from jedlik.features.history.partitions import end
from jedlik.features.history.reader import SourceLostError, erase_overlay, read_page
from jedlik.features.history.work import Work, key_of_work, pieces_of_works, work_to_bytes
from jedlik.features.tables.change import change_table
from jedlik.storage.interface import (
    Delete,
    FailureKind,
    Fence,
    Mutation,
    Put,
    StorageUnavailableError,
)


async def pieces(node: Node) -> Sequence[Piece]:
    """Returns the work on each backup that is being made."""
    return await pieces_of_works(node, (KIND,), _piece)


def _piece(node: Node, work: Work) -> Piece:
    source = work["Source"]
    of = f"backup {backup_of(work)['Id']} of table {source['TableName']} in {source['Region']}"
    return Piece(of, always_due, partial(_run, node, work))


async def _run(node: Node, work: Work, lease: Fence) -> None:
    """Writes a block, or does a part of what follows the last one."""
    if not work["IsRead"]:
        try:
            await _write_block(node, work, lease)
        except SourceLostError:
            await _give_up(node, work, lease)
            raise
        except StorageUnavailableError as error:
            if error.kind is FailureKind.DAMAGED:
                await _give_up(node, work, lease)
            raise
        return
    await _close_log(node, work)
    if await erase_overlay(node, work, lease):
        await write(node, lease, [Delete(key_of_work(work))])


async def _write_block(node: Node, work: Work, lease: Fence) -> None:
    page = await read_page(node, work, lease)
    backup = backup_of(page.work).copy()
    mutations: list[Mutation] = []
    if page.items:
        block = await in_thread(partial(block_of, page.items))
        mutations.append(Put(block_key(backup, backup["Blocks"]), block))
        backup["Blocks"] += 1
        backup["Items"] += len(page.items)
        backup["Bytes"] += sum(map(stored_size_bytes, page.items))
        backup["StoredBytes"] += len(block)
    if page.work["IsRead"]:
        backup["Status"] = "AVAILABLE"
        # Blocks are encrypted if the table got its first key in the meantime.
        backup["Source"] = await with_data_key(node, backup["Source"])
        mutations.append(Put(key_of(backup), backup_to_bytes(backup)))
    moved: Work = {**page.work, "For": backup}
    await write(node, lease, [*mutations, Put(key_of_work(work), work_to_bytes(moved))])


async def _give_up(node: Node, work: Work, lease: Fence) -> None:
    """Deletes a backup whose table cannot be read."""
    given_up = Put(key_of_work(work), work_to_bytes({**work, "IsRead": True}))
    await write(node, lease, [*deletion(backup_of(work)), given_up])


async def _close_log(node: Node, work: Work) -> None:
    """Removes the backup from the record of the table, unless the table is gone."""
    source = work["Source"]

    def change(record: TableRecord, moment: Moment) -> None:
        if record["Id"] == source["Id"]:
            others = [
                each for each in record.get("BackupsUnderWay", ()) if each["WorkId"] != work["Id"]
            ]
            if others:
                record["BackupsUnderWay"] = others
            else:
                record.pop("BackupsUnderWay", None)
            end(record)

    with suppress(Reject):  # the table was deleted
        context = Context(node, source["Region"], account_root(source["AccountId"]))
        await change_table(context, source["TableName"], change)


JOB: Final = Job(name="make backups", every_s=0.2, pieces=pieces)
