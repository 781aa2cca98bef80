"""RestoreTableFromBackup: creates a table with the items of a backup.

Source of the texts: recorded answers, October 2026, except that of a backup that is being made.
"""

from collections.abc import Sequence
from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import Authorization
from jedlik.apis.dynamodb.model.backups import (
    RESTORE_TABLE_FROM_BACKUP,
    RestoreTableFromBackupRequest,
)
from jedlik.apis.dynamodb.restores import check_region, needed_for_target, restored
from jedlik.core.errors import Reject
from jedlik.core.types.arn import table_arn
from jedlik.engine.context import Context
from jedlik.features.backups.named import backup_at, backup_in_use, parse_backup_arn
from jedlik.features.backups.records import Backup
from jedlik.features.backups.restore import SourceChangedError, backup_source


def check(request: RestoreTableFromBackupRequest) -> RestoreTableFromBackupRequest:
    """Returns the request unchanged: the rules about overrides come after the lookup."""
    return request


async def run(request: RestoreTableFromBackupRequest, context: Context) -> Answer:
    """Begins the restore. The table is CREATING until all items are there."""
    arn = parse_backup_arn(context, request["BackupArn"])
    check_region(request, arn.region, context)
    while True:
        backup, stored = await backup_at(context, arn)
        _check_free(backup, arn.text)
        if "DataKey" in backup["Source"]:
            locked = await context.node.catalog.data_keys.open_earlier(backup["Source"])
            if locked is not None:
                raise Reject(locked.error)
        source = backup_source(backup, stored)
        summary = _summary(backup, arn.text)
        try:
            return await restored(request, context, source, lambda _: summary)  # noqa: B023
        except SourceChangedError:
            continue


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


def needed(
    request: RestoreTableFromBackupRequest,
    checked: RestoreTableFromBackupRequest,
    context: Context,
) -> Sequence[Authorization]:
    """Returns the restore of the backup, and reading and writing the new table."""
    arn = request["BackupArn"]
    restore = Authorization("dynamodb:RestoreTableFromBackup", arn, arn)
    return [restore, *needed_for_target(request, context)]


OPERATION: Final = Operation(
    "RestoreTableFromBackup",
    Access.WRITE,
    Plane.CONTROL,
    RESTORE_TABLE_FROM_BACKUP,
    check,
    run,
    needed,
)
