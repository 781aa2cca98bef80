"""Begins the restore of a table, as a request or a job of AWS Backup wants it.

Source of the texts, and of what wins if several rules are broken: recorded answers, October 2026,
except the text about a backup that is being made.
"""

from collections.abc import Callable
from typing import NamedTuple

from jedlik.core.errors import Reject
from jedlik.core.keys.position import position_of
from jedlik.core.types.arn import table_arn
from jedlik.core.types.structures import SSESpecification
from jedlik.engine.context import Context
from jedlik.engine.table_record import TableRecord
from jedlik.features.backups.named import BackupArn, backup_at, backup_in_use
from jedlik.features.backups.records import Backup
from jedlik.features.backups.restore import (
    RestoreSource,
    SourceChangedError,
    backup_source,
    begin_restore,
    refuse_being_restored,
)
from jedlik.features.backups.restored_table import NewTable, Overrides, restored_record
from jedlik.storage.interface import LAST_APPEND

# Returns the RestoreSummary from the moment of a restore.
SummaryOf = Callable[[int], dict[str, object]]


def _nothing() -> None:
    """There are no overrides to check."""


class Wanted(NamedTuple):
    """The new table. id: its TableId. check: raises Reject for overrides that are wrong whatever
    the source is. encryption: None for the key of the source.
    """

    name: str
    id: str
    overrides: Overrides = Overrides()
    check: Callable[[], None] = _nothing
    encryption: SSESpecification | None = None


async def restore_from_backup(context: Context, arn: BackupArn, wanted: Wanted) -> TableRecord:
    """Begins the restore of a backup. Returns the record of the new table. Raises Reject."""
    while True:
        backup, stored = await backup_at(context, arn)
        if "RestoreWorkId" in backup:
            await refuse_being_restored(context, wanted.name)
        _check_free(backup, arn.text)
        if "DataKey" in backup["Source"]:
            locked = await context.node.catalog.data_keys.open_earlier(backup["Source"])
            if locked is not None:
                raise Reject(locked.error)
        source = backup_source(backup, stored)
        summary = _summary(backup, arn.text)
        try:
            return await restore(context, source, wanted, lambda _: summary)  # noqa: B023
        except SourceChangedError:
            continue


async def restore(
    context: Context, source: RestoreSource, wanted: Wanted, summary_of: SummaryOf
) -> TableRecord:
    """Begins a restore. Returns the record of the new table.

    Raises Reject, and SourceChangedError.
    """
    now_ms = context.node.clock.now_ms()

    def new(work_id: str, moment: int) -> TableRecord:
        table = NewTable(
            context.region, context.account_id, wanted.name, wanted.id, work_id, now_ms
        )
        return restored_record(source.record, table, wanted.overrides, summary_of(moment))

    # The same errors in the same order as in the transaction, before the key is looked up.
    (appended,) = await context.node.storage.read([LAST_APPEND], consistent=True)
    moment = source.moment_at(position_of(appended))
    wanted.check()
    sample = new("", moment)
    encryption = _encryption(wanted, source.record)
    if encryption:
        from jedlik.features.encryption_keys.table_encryption import (  # noqa: PLC0415  (few need it)
            encrypt_new_table,
        )

        await encrypt_new_table(context, sample, encryption)

    def encrypted(work_id: str, moment: int) -> TableRecord:
        record = new(work_id, moment)
        if "KMSMasterKeyArn" in sample:
            record["KMSMasterKeyArn"] = sample["KMSMasterKeyArn"]
        if "DataKey" in sample:
            record["DataKey"] = sample["DataKey"]
        return record

    return await begin_restore(context, source, encrypted)


def _check_free(backup: Backup, arn: str) -> None:
    """Raises Reject unless the backup is complete, and no restore reads it."""
    if "RestoreWorkId" in backup:
        raise backup_in_use(f"Backup is being used to restore another table: {arn}")
    if backup["Status"] == "CREATING":
        raise backup_in_use(f"Backup is being created: {arn}")


def _summary(backup: Backup, arn: str) -> dict[str, object]:
    source = backup["Source"]
    return {
        "SourceBackupArn": arn,
        "SourceTableArn": table_arn(source["Region"], source["AccountId"], source["TableName"]),
        "RestoreDateTime": backup["CreatedMs"] / 1000,
        "RestoreInProgress": True,
    }


def _encryption(wanted: Wanted, source: TableRecord) -> SSESpecification:
    """Returns the encryption of the new table: the wanted one, or the key of the source."""
    if wanted.encryption is not None:
        return wanted.encryption
    if "KMSMasterKeyArn" not in source:
        return {}
    return {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": source["KMSMasterKeyArn"]}
