"""How a backup begins.

The change of the table's record that begins it stores the entry of the backup and the work that
makes it, in the same transaction. The moment of the backup is that transaction.
"""

from hashlib import blake2b
from typing import Final, NamedTuple, cast
from uuid import UUID

from jedlik.core.limits import BACKUPS_UNDER_WAY
from jedlik.engine.context import Context
from jedlik.engine.table_hooks import TableChange
from jedlik.engine.table_record import BackupUnderWay, TableRecord
from jedlik.engine.table_state import Moment, is_deleting
from jedlik.features.backups.records import (
    SYSTEM_NAME,
    Backup,
    backup_id,
    backup_to_bytes,
    key_of,
    new_backup,
)
from jedlik.features.backups.source_table import (
    backups_unavailable,
    change_source,
    is_creating,
    source_missing,
)
from jedlik.features.history.partitions import begin
from jedlik.features.history.work import Work, key_of_work, new_work, work_to_bytes
from jedlik.features.tables.settings import limit_exceeded
from jedlik.storage.interface import Fence, Mutation, Put

KIND: Final = "backup"
_ID_DIGITS: Final = 8
_SYSTEM_STORED_MS: Final = 35 * 86_400_000


class Managed(NamedTuple):
    """A backup that AWS Backup makes. id: what it has chosen beforehand. fence: its job."""

    id: str
    fence: Fence


async def create_backup(
    context: Context, table_name: str, name: str, managed: Managed | None = None
) -> Backup:
    """Begins a backup of a table. Returns its entry, in which it is CREATING.

    table_name: a name or an ARN. managed: given if AWS Backup makes it. Then it is begun once.
    Raises Reject with TableNotFoundException, also while the table is being created, and
    FenceLostError.
    """
    node = context.node
    work_id = node.ids.uuid()
    identity = new_id(node.clock.now_ms(), work_id) if managed is None else managed.id
    under_way: BackupUnderWay = {"Id": identity, "Name": name, "WorkId": work_id}
    if managed is not None:
        under_way["Kind"] = "AWS_BACKUP"

    def change(record: TableRecord, moment: Moment) -> None:
        if "Import" in record:  # recorded answer, October 2026
            raise backups_unavailable(record["TableName"])
        if is_creating(record, moment):
            raise source_missing(record["TableName"])
        if any(each["Id"] == identity for each in record.get("BackupsUnderWay", ())):
            return
        if len(record.get("BackupsUnderWay", ())) >= BACKUPS_UNDER_WAY:
            raise limit_exceeded(
                f"Subscriber limit exceeded: Only {BACKUPS_UNDER_WAY} backups of a table can be "
                "created simultaneously"
            )
        record["BackupsUnderWay"] = [*record.get("BackupsUnderWay", ()), under_way]
        begin(record, moment.now_ms)

    fence = None if managed is None else managed.fence
    return _begun(source_of(await change_source(context, table_name, change, fence)), under_way)


def new_id(created_ms: int, seed: str) -> str:
    """Returns the id of a backup. seed: makes it unique."""
    suffix = blake2b(seed.encode(), digest_size=_ID_DIGITS // 2).hexdigest()
    return backup_id(created_ms, suffix)


def _begun(source: TableRecord, under_way: BackupUnderWay) -> Backup:
    """Returns the entry of a backup that begins."""
    created_ms = int(under_way["Id"].partition("-")[0])
    backup = new_backup(source, under_way["Name"], under_way["Id"], created_ms)
    return {**backup, "Kind": under_way.get("Kind", "USER")}


def backup_mutations(change: TableChange, last: int) -> list[Mutation]:
    """Returns the entries and the works of the backups that a change of a table's record begins.

    last: the position of the last Append, which is the moment of these backups.
    """
    before, after = change.before, change.after
    if before is None:
        return []
    source = source_of(before)
    begun: list[tuple[Backup, str]] = []
    known = {each["Id"] for each in before.get("BackupsUnderWay", ())}
    for each in after.get("BackupsUnderWay", ()):
        if each["Id"] not in known:
            begun.append((_begun(source, each), each["WorkId"]))
    begins_deletion = change.is_deletion and not is_deleting(before)
    if begins_deletion and "PointInTimeRecovery" in before:
        begun.append((_system_backup(source, change.moment.now_ms), _work_id(source["Id"])))
    mutations: list[Mutation] = []
    for backup, work_id in begun:
        work: Work = {**new_work(work_id, KIND, {}, source), "Moment": last}
        work["For"] = backup
        mutations.append(Put(key_of(backup), backup_to_bytes(backup)))
        mutations.append(Put(key_of_work(work), work_to_bytes(work)))
    return mutations


def backup_of(work: Work) -> Backup:
    """Returns the backup that a work of this kind makes."""
    return cast(Backup, work["For"])


def source_of(record: TableRecord) -> TableRecord:
    """Returns what a backup stores of the record of its table: without what is under way."""
    source = record.copy()
    source.pop("BackupsUnderWay", None)
    source.pop("HistoryReaders", None)
    source.pop("LogPartitions", None)
    source.pop("ResourcePolicy", None)
    source.pop("Transition", None)
    return source


def _system_backup(source: TableRecord, now_ms: int) -> Backup:
    """Returns the backup of a table with point-in-time recovery that is deleted now."""
    name = source["TableName"] + SYSTEM_NAME
    backup = new_backup(source, name, backup_id(now_ms), now_ms)
    return {**backup, "Kind": "SYSTEM", "ExpiresMs": now_ms + _SYSTEM_STORED_MS}


def _work_id(table_id: int) -> str:
    """Returns the id of the work for the system backup of a table. A table is deleted once."""
    seed = f"system backup of table {table_id}".encode()
    return str(UUID(bytes=blake2b(seed, digest_size=16).digest()))
