"""The job that fills restored tables.

Each piece reads a page of the source as it was, or a block of the backup, and commits its items to
the new table. The last one makes the table ACTIVE. If the backup or the source is damaged, or has
lost its encryption key, or is in a target that the server does not have, the new table is deleted,
so that nothing half-restored stays. While the target cannot be reached, the restore waits.

Each commit of items proves the lease. So a process that was stopped while another one went on with
the restore cannot write into the table after it is ACTIVE, when it may have newer items.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final, NamedTuple, cast

from jedlik.concurrency import in_thread
from jedlik.core.errors import Reject, ServiceError
from jedlik.core.keys.primary_key import fitting_key
from jedlik.core.principal import account_root
from jedlik.core.types.stored_item import item_from_bytes, stored_size_bytes
from jedlik.engine.commit import TransactionOptions, Write, commit
from jedlik.engine.context import Context, Node
from jedlik.engine.jobs import Job, Piece
from jedlik.engine.pace import Pace
from jedlik.engine.table import Table, catalog_key
from jedlik.engine.table_record import record_from_bytes, table_to_bytes
from jedlik.features.backups.blocks import DamagedBlockError, items_in
from jedlik.features.backups.records import Backup, backup_from_bytes, block_key, is_away, key_of
from jedlik.features.backups.restore import (
    FROM_BACKUP,
    TO_POINT_IN_TIME,
    RestoreWork,
    forget,
    is_late,
    release,
)
from jedlik.features.backups.target import OtherTargetError, Target, target_of
from jedlik.features.encryption_keys.deleted_table import with_data_key
from jedlik.features.history.reader import SourceLostError, erase_overlay, read_page
from jedlik.features.history.readers import stop_reading
from jedlik.features.history.work import Work, key_of_work, pieces_of_works, work_to_bytes
from jedlik.features.items.writes import Precondition, PutWrite
from jedlik.features.tables.erasure import table_erasure
from jedlik.storage.interface import (
    Abort,
    Batch,
    Delete,
    FailureKind,
    Fence,
    FenceLostError,
    Mutation,
    Put,
    StorageUnavailableError,
)

_COMMIT_ITEMS: Final = 100  # at most, if nobody else writes
_SMALL_COMMIT_ITEMS: Final = 8
_CALM_COMMITS: Final = 16
_ITEM_BYTES: Final = 2048  # so many bytes of a commit count as an item
_ALWAYS: Final = Precondition(None, returns_item=False)
_LOST: Final = ServiceError("InternalServerError", "another process has the lease")


async def pieces(target: Target | None, pace: Pace, node: Node) -> Sequence[Piece]:
    """Returns the work on each table that is being restored.

    target: that of the backups of the server. pace: that of all restores of the process.
    """
    piece = partial(_piece, target, pace)
    return await pieces_of_works(node, (TO_POINT_IN_TIME, FROM_BACKUP), piece)


def _piece(target: Target | None, pace: Pace, node: Node, work: Work) -> Piece:
    purpose = _purpose(work)
    of = f"restore of table {purpose['TableName']} in {purpose['Region']}"
    return Piece(of, partial(_is_due, node, work), partial(_run, target, pace, node, work))


async def _is_due(node: Node, work: Work) -> bool:
    """Returns whether the new table is there, or is complete, or will never be there."""
    purpose = _purpose(work)
    if purpose["IsDone"] or is_late(purpose, node.clock.now_ms()):
        return True
    return await _new_table(node, work) is not None


async def _run(target: Target | None, pace: Pace, node: Node, work: Work, lease: Fence) -> None:
    """Restores a page, or does a part of what follows the last one."""
    table = await _new_table(node, work)
    if table is None and not _purpose(work)["IsDone"]:  # it was never created, or was deleted
        await _end_without_table(node, work)
        return
    if table is None:  # it is complete, or was given up
        await stop_reading(node, work)
        if await erase_overlay(node, work, lease):
            await forget(node, key_of_work(work), _purpose(work)["Backup"])
        return
    if _purpose(work)["IsDone"]:  # a node of a version before did not prove the work
        await _give_up(node, work, table)
        return
    try:
        if work["Kind"] == FROM_BACKUP:
            await _restore_block(_Restore(node, work, table, pace), lease, target)
        elif work["IsRead"]:
            await _activate(node, work, table)
        else:
            await _restore_page(_Restore(node, work, table, pace), lease)
    except (DamagedBlockError, OtherTargetError, SourceLostError):
        await _give_up(node, work, table)
        raise
    except StorageUnavailableError as error:
        if error.kind is FailureKind.DAMAGED:
            await _give_up(node, work, table)
        raise


class _Restore(NamedTuple):
    """A restore. work: its record, in `_store` the one to store with the items. table: the new
    table. pace: see `pieces`.
    """

    node: Node
    work: Work
    table: Table
    pace: Pace


async def _restore_page(restore: _Restore, lease: Fence) -> None:
    page = await read_page(restore.node, restore.work, lease)
    await _store(restore._replace(work=page.work), page.items, lease)


async def _restore_block(restore: _Restore, lease: Fence, target: Target | None) -> None:
    node, work, table, _ = restore
    purpose = _purpose(work)
    backup, number = purpose["Backup"], purpose["Block"]
    assert backup is not None
    if number == backup["Blocks"]:
        await _activate(node, work, table)
        return
    await _open(node, backup)
    which = f"block {number} of backup {backup['Id']}"
    block = await _block(restore, target, which)
    items = await in_thread(partial(items_in, block, which))
    moved: RestoreWork = {**purpose, "Block": number + 1}
    await _store(restore._replace(work={**work, "For": moved}), items, lease)


async def _block(restore: _Restore, target: Target | None, which: str) -> bytes | None:
    """Returns the next block: from the storage, or from the target if it is away.

    Raises DamagedBlockError, and PlaceAwayError.
    """
    node, purpose = restore.node, _purpose(restore.work)
    backup, number = purpose["Backup"], purpose["Block"]
    assert backup is not None
    keys = [block_key(backup, number), key_of(backup)]
    try:
        block, entry = await node.storage.read(keys, consistent=True)
    except StorageUnavailableError as error:
        if error.kind is not FailureKind.DAMAGED:
            raise
        raise DamagedBlockError(f"{which} is damaged: {error}") from error
    current = backup if entry is None else backup_from_bytes(entry)
    if block is None and is_away(current):
        return await target_of(current, target).block(backup, number)
    return block


async def _open(node: Node, backup: Backup) -> None:
    """Lets the blocks be read if they are encrypted. Raises Reject and SourceLostError."""
    source = backup["Source"]
    locked = await node.catalog.data_keys.open_earlier(await with_data_key(node, source))
    if locked is None or "DataKey" not in source:  # a table without a key has plain blocks
        return
    if locked.is_lost:
        raise SourceLostError(f"backup {backup['Id']} cannot be read: {locked.error.message}")
    raise Reject(locked.error)


async def _store(restore: _Restore, items: Sequence[bytes], lease: Fence) -> None:
    """Stores items in the new table, and the record of the work with the last of them.

    While others write, its commits are small, and it shares theirs (`engine.pace`). Storing items
    again changes nothing. Raises FenceLostError if the lease is lost.
    """
    node, work, table, pace = restore
    record = table.record
    context = Context(node, record["Region"], account_root(record["AccountId"]))
    start = 0
    while True:
        pace.choose_size(node.storage)
        end = end_of_commit(items, start, pace.items)
        writes: list[Write] = []
        for stored in items[start:end]:
            item = item_from_bytes(stored)
            key = fitting_key(table.key, item)
            writes.append(PutWrite(table, key, item, stored_size_bytes(stored), _ALWAYS))
        moved = () if end < len(items) else (Put(key_of_work(work), work_to_bytes(work)),)
        try:
            async with pace.turn(node):
                await commit(context, writes, _under(lease, moved))
        except Reject as rejected:
            if rejected.error is _LOST:
                raise FenceLostError from None
            raise
        if end == len(items):
            return
        start = end


def end_of_commit(items: Sequence[bytes], start: int, most_items: int) -> int:
    """Returns where the items of the next commit end. It has one item at least, if there is one."""
    end, left_bytes = start, most_items * _ITEM_BYTES
    while end < min(len(items), start + most_items) and left_bytes > 0:
        left_bytes -= len(items[end])
        end += 1
    return end


def _under(lease: Fence, mutations: Sequence[Mutation]) -> TransactionOptions:
    """Returns the options of a commit that proves a lease. mutations: what it writes too."""

    def begin(values: Sequence[bytes | None]) -> Sequence[Mutation] | ServiceError:
        return mutations if values[0] == lease.value else _LOST

    def refusal(reasons: Sequence[ServiceError | None], _: object) -> ServiceError:
        return next(each for each in reasons if each is not None)

    return TransactionOptions((lease.key,), begin, refusal)


async def _activate(node: Node, work: Work, table: Table) -> None:
    """Makes the new table ACTIVE. From then on it is a table like all others."""
    record = record_from_bytes(table.stored)
    del record["Restore"]
    del record["Transition"]
    await _finish(node, work, table, [Put(table.catalog_key, table_to_bytes(record))])


async def _give_up(node: Node, work: Work, table: Table) -> None:
    """Deletes the new table with all that it has."""
    record = record_from_bytes(table.stored)
    record["Transition"] = {"Status": "DELETING", "EndsAtMs": node.clock.now_ms()}
    await _finish(node, work, table, [Delete(table.catalog_key), table_erasure(record)])


async def _end_without_table(node: Node, work: Work) -> None:
    """Stores that a restore has ended, unless its table was created meanwhile."""
    purpose, here = _purpose(work), key_of_work(work)
    record_key = catalog_key(purpose["Region"], purpose["AccountId"], purpose["TableName"])
    done: RestoreWork = {**purpose, "IsDone": True}
    ended = Put(here, work_to_bytes({**work, "IsRead": True, "For": done}))

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        stored = values[0]
        record = None if stored is None else record_from_bytes(stored)
        if record is not None and record.get("Restore", {}).get("WorkId") == work["Id"]:
            return Abort(None)
        return Batch((ended,), None) if values[1] == work_to_bytes(work) else Abort(None)

    await node.storage.transact([record_key, here], decide)


async def _finish(node: Node, work: Work, table: Table, mutations: Sequence[Mutation]) -> None:
    """Writes the end of a restore, unless the record of the table has changed."""
    done: RestoreWork = {**_purpose(work), "IsDone": True}
    ended = Put(key_of_work(work), work_to_bytes({**work, "IsRead": True, "For": done}))

    backup = _purpose(work)["Backup"]
    keys = [table.catalog_key, *([] if backup is None else [key_of(backup)])]

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        if values[0] != table.stored:
            return Abort(None)
        released = [
            put
            for key, stored in zip(keys[1:], values[1:], strict=True)
            for put in release(key, stored, work["Id"])
        ]
        return Batch((*mutations, ended, *released), None, raises_epoch=True)

    await node.storage.transact(keys, decide)


async def _new_table(node: Node, work: Work) -> Table | None:
    """Returns the new table while it is being restored."""
    purpose = _purpose(work)
    table = await node.catalog.find(purpose["Region"], purpose["AccountId"], purpose["TableName"])
    if table is None or table.record.get("Restore", {}).get("WorkId") != work["Id"]:
        return None
    return table


def _purpose(work: Work) -> RestoreWork:
    return cast(RestoreWork, work["For"])


def job_for(target: Target | None) -> Job:
    """Returns the job. target: that of the backups of the server."""
    pace = Pace(_COMMIT_ITEMS, least_items=_SMALL_COMMIT_ITEMS, calm_commits=_CALM_COMMITS)
    return Job(name="restore tables", every_s=0.2, pieces=partial(pieces, target, pace))


JOB: Final = job_for(None)
