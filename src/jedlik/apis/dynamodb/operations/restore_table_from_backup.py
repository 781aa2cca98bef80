"""RestoreTableFromBackup: creates a table with the items of a backup."""

from collections.abc import Sequence
from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import Authorization
from jedlik.apis.dynamodb.model.backups import (
    RESTORE_TABLE_FROM_BACKUP,
    RestoreTableFromBackupRequest,
)
from jedlik.apis.dynamodb.restores import check_region, needed_for_target, wanted_table
from jedlik.engine.context import Context
from jedlik.features.backups.named import parse_backup_arn
from jedlik.features.backups.restore_from_backup import restore_from_backup
from jedlik.features.tables.description import answered


def check(request: RestoreTableFromBackupRequest) -> RestoreTableFromBackupRequest:
    """Returns the request unchanged: the rules about overrides come after the lookup."""
    return request


async def run(request: RestoreTableFromBackupRequest, context: Context) -> Answer:
    """Begins the restore. The table is CREATING until all items are there."""
    arn = parse_backup_arn(context, request["BackupArn"])
    check_region(request, arn.region, context)
    record = await restore_from_backup(context, arn, wanted_table(request, context))
    return {"TableDescription": await answered(context, record)}


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
