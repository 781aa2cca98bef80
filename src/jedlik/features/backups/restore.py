"""How a restore begins.

First a transaction stores its work. From then on nothing that it needs is erased. Then the new
table is created, in the state CREATING. If that is refused, the work is deleted again. If the
process dies between the two, or the storage fails, the job `restore_tables` gives the work up after
some seconds, unless the table is there. The creation proves that the work was not given up, and
giving up proves that there is no table. So the seconds only spare a process that is slow.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, TypedDict

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.keys.key import Key
from jedlik.core.keys.position import position_of, position_to_bytes
from jedlik.core.limits import RESTORES_PER_ACCOUNT
from jedlik.engine.context import Context, Node
from jedlik.engine.setbacks import may_begin
from jedlik.engine.table_record import TableRecord, record_from_bytes, table_to_bytes
from jedlik.features.backups.records import Backup, backup_from_bytes, backup_to_bytes, key_of
from jedlik.features.history.readers import read_by, stop_reading
from jedlik.features.history.work import (
    Work,
    all_works,
    id_in_key,
    key_of_work,
    new_work,
    work_from_bytes,
    work_key,
    work_to_bytes,
)
from jedlik.features.tables.change import Together, create_table
from jedlik.features.tables.settings import limit_exceeded
from jedlik.storage.interface import LAST_APPEND, Abort, Batch, Delete, Mutation, Put

TO_POINT_IN_TIME: Final = "restore"
FROM_BACKUP: Final = "restore backup"
_CREATION_MS: Final = 60_000  # how long versions before waited, which read this time
GRACE_MS: Final = 5_000


class RestoreWork(TypedDict):
    """What `For` of the work of a restore says.

    Region, AccountId, TableName: those of the new table. CreatedByMs: a minute after the work
    was stored. Backup: the source, if the items come from a backup. Block: the next one to read.
    IsDone: whether the table is complete, or was given up.
    """

    Region: str
    AccountId: str
    TableName: str
    CreatedByMs: int
    Backup: Backup | None
    Block: int
    IsDone: bool


class RestoreSource(NamedTuple):
    """Where the items come from.

    record: the record of the source table. key: what must be unchanged when the restore begins: the
    record of the table, or the entry of the backup. stored: its bytes. moment_at: returns the
    moment to restore, from the position of the last Append. Raises Reject for a time that cannot be
    restored.
    """

    record: TableRecord
    key: Key
    stored: bytes
    moment_at: Callable[[int], int]
    backup: Backup | None = None


class SourceChangedError(Exception):
    """The source changed since it was read. Read it again."""


async def begin_restore(
    context: Context, source: RestoreSource, new: Callable[[str, int], TableRecord]
) -> TableRecord:
    """Begins a restore. Returns the record of the new table.

    new: makes the record of the new table from the id of the work and the moment. Raises Reject
    with what it raises, and if the new table cannot be created. Raises SourceChangedError.
    """
    node = context.node
    work_id = node.ids.uuid()
    here = work_key(work_id, source.record["Id"])

    def decide(values: Sequence[bytes | None]) -> Batch[TableRecord] | Abort[None]:
        stored, appended = values
        if stored != source.stored:
            return Abort(None)
        last = position_of(appended)
        moment = source.moment_at(last)
        record = new(work_id, moment)
        work = _new_work(work_id, source, record, node.clock.now_ms())
        work["Moment"] = moment
        mutations = [
            Put(here, work_to_bytes(work)),
            # No commit can get a position up to the moment from now on.
            Put(LAST_APPEND, position_to_bytes(max(last, moment))),
        ]
        if source.backup is None:
            read = read_by(record_from_bytes(source.stored), work_id)
            mutations.append(Put(source.key, table_to_bytes(read)))
        else:
            used: Backup = {**source.backup, "RestoreWorkId": work_id}
            mutations.append(Put(source.key, backup_to_bytes(used)))
        return Batch(mutations, record, raises_epoch=source.backup is None)

    outcome = await node.storage.transact([source.key, LAST_APPEND], decide)
    if isinstance(outcome, Abort):
        raise SourceChangedError
    try:
        return await _created(context, outcome.result, here)
    except (Reject, SourceChangedError):
        if source.backup is None:
            await stop_reading(node, new_work(work_id, TO_POINT_IN_TIME, {}, source.record))
        await forget(node, here, source.backup)
        raise


def _new_work(work_id: str, source: RestoreSource, record: TableRecord, now_ms: int) -> Work:
    purpose: RestoreWork = {
        "Region": record["Region"],
        "AccountId": record["AccountId"],
        "TableName": record["TableName"],
        "CreatedByMs": now_ms + _CREATION_MS,
        "Backup": source.backup,
        "Block": 0,
        "IsDone": False,
    }
    kind = TO_POINT_IN_TIME if source.backup is None else FROM_BACKUP
    work = new_work(work_id, kind, purpose, source.record)
    work["IsRead"] = source.backup is not None
    return work


async def _created(context: Context, new: TableRecord, work: Key) -> TableRecord:
    """Creates the new table. work: the key of the work. Raises Reject, and SourceChangedError."""
    await _check_count(context, work)
    try:
        return await create_table(context, new, Together((work,), _not_given_up))
    except Reject as rejected:
        if rejected.error.code != "ResourceInUseException":
            raise
        raise await _name_taken(context, new["TableName"]) from None


def _not_given_up(record: TableRecord, values: Sequence[bytes | None]) -> Sequence[Mutation]:
    """Proves that the work waits for its table. Raises SourceChangedError if it was given up."""
    if values[0] is None or work_from_bytes(values[0])["For"]["IsDone"]:
        raise SourceChangedError
    return ()


def is_late(purpose: RestoreWork, now_ms: int) -> bool:
    """Returns whether the new table should have been created by now."""
    began_ms = purpose["CreatedByMs"] - _CREATION_MS
    return may_begin(now_ms, began_ms + GRACE_MS, GRACE_MS)


async def forget(node: Node, work: Key, backup: Backup | None) -> None:
    """Deletes the work of a restore that has ended, and lets its backup feed another restore.

    work: its key.
    """
    work_id = id_in_key(work)
    keys = [] if backup is None else [key_of(backup)]

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        released = [
            put
            for key, stored in zip(keys, values, strict=True)
            for put in release(key, stored, work_id)
        ]
        return Batch((Delete(work), *released), None)

    await node.storage.transact(keys, decide)


def release(key: Key, stored: bytes | None, work_id: str) -> Sequence[Mutation]:
    """Returns what lets a backup feed another restore. stored: its entry, None if it is gone."""
    if stored is None:
        return ()
    backup = backup_from_bytes(stored)
    if backup.get("RestoreWorkId") != work_id:
        return ()
    del backup["RestoreWorkId"]
    return (Put(key, backup_to_bytes(backup)),)


async def _check_count(context: Context, own: Key) -> None:
    """Raises Reject if the account has as many restores under way as it may have.

    Source of the number and the text: recorded answer, October 2026.
    """
    others = 0
    for work in await all_works(context.node.storage):
        purpose = work["For"]
        others += (
            work["Kind"] in {TO_POINT_IN_TIME, FROM_BACKUP}
            and key_of_work(work) != own
            and not purpose["IsDone"]
            and (purpose["Region"], purpose["AccountId"]) == (context.region, context.account_id)
        )
    if others >= RESTORES_PER_ACCOUNT:
        raise limit_exceeded(
            f"Subscriber limit exceeded: Only {RESTORES_PER_ACCOUNT} restore operations can be "
            "done simultaneously"
        )


async def refuse_being_restored(context: Context, name: str) -> None:
    """Raises Reject if a table with this name is being restored."""
    table = await context.node.catalog.find(context.region, context.account_id, name)
    if table is not None and "Restore" in table.record:
        raise await _name_taken(context, name)


async def _name_taken(context: Context, name: str) -> Reject:
    """Returns the error for a new table whose name is taken."""
    table = await context.node.catalog.find(context.region, context.account_id, name)
    summary = {} if table is None else table.record.get("Restore", {}).get("Summary", {})
    if not summary:
        message = f"Table already exists: {name}"
        return Reject(ServiceError("TableAlreadyExistsException", message))
    source = summary.get("SourceBackupArn", summary.get("SourceTableArn"))
    message = f"Table: {name} is already being restored from backup: {source}"
    return Reject(ServiceError("TableInUseException", message))


def backup_source(backup: Backup, stored: bytes) -> RestoreSource:
    """Returns a backup as the source of a restore. Its blocks are already of one moment."""
    return RestoreSource(backup["Source"], key_of(backup), stored, _zero, backup)


def _zero(last: int) -> int:
    return 0
