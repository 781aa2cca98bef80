"""How a restore begins.

First a transaction stores its work. From then on nothing that it needs is erased. Then the new
table is created, in the state CREATING. If that is refused, the work is deleted again. If the
process dies between the two, the job `restore_tables` deletes the work after a minute.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, TypedDict

from jedlik.core.keys.key import Key
from jedlik.core.keys.position import position_of, position_to_bytes
from jedlik.engine.context import Context
from jedlik.engine.table_record import TableRecord
from jedlik.features.backups.records import Backup, key_of
from jedlik.features.history.work import Work, new_work, work_key, work_to_bytes
from jedlik.features.tables.change import create_table
from jedlik.storage.interface import LAST_APPEND, Abort, Batch, Delete, Put

TO_POINT_IN_TIME: Final = "restore"
FROM_BACKUP: Final = "restore backup"
_CREATION_MS: Final = 60_000


class RestoreWork(TypedDict):
    """What `For` of the work of a restore says.

    Region, AccountId, TableName: those of the new table. CreatedByMs: until when it must have been
    created. Backup: the source, if the items come from a backup. Block: the next one to read.
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
    with what it raises, and as `create_table`. Raises SourceChangedError.
    """
    node = context.node
    now_ms = node.clock.now_ms()
    work_id = node.ids.uuid()
    kind = TO_POINT_IN_TIME if source.backup is None else FROM_BACKUP

    def decide(values: Sequence[bytes | None]) -> Batch[TableRecord] | Abort[None]:
        stored, appended = values
        if stored != source.stored:
            return Abort(None)
        last = position_of(appended)
        moment = source.moment_at(last)
        record = new(work_id, moment)
        purpose: RestoreWork = {
            "Region": record["Region"],
            "AccountId": record["AccountId"],
            "TableName": record["TableName"],
            "CreatedByMs": now_ms + _CREATION_MS,
            "Backup": source.backup,
            "Block": 0,
            "IsDone": False,
        }
        work: Work = {**new_work(work_id, kind, purpose, source.record), "Moment": moment}
        work["IsRead"] = source.backup is not None
        # No commit can get a position up to the moment from now on.
        highest = Put(LAST_APPEND, position_to_bytes(max(last, moment)))
        return Batch((Put(work_key(work_id), work_to_bytes(work)), highest), record)

    outcome = await node.storage.transact([source.key, LAST_APPEND], decide)
    if isinstance(outcome, Abort):
        raise SourceChangedError
    try:
        return await create_table(context, outcome.result)
    except BaseException:
        given_up = Batch((Delete(work_key(work_id)),), None)
        await node.storage.transact([], lambda _: given_up)
        raise


def backup_source(backup: Backup, stored: bytes) -> RestoreSource:
    """Returns a backup as the source of a restore. Its blocks are already of one moment."""
    return RestoreSource(backup["Source"], key_of(backup), stored, _zero, backup)


def _zero(last: int) -> int:
    return 0
