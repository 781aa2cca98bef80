"""DeleteBackup: deletes a backup. A job erases its blocks later."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import on_arn
from jedlik.apis.dynamodb.model.backups import DELETE_BACKUP, BackupRequest
from jedlik.engine.context import Context
from jedlik.features.backups.description import backup_description
from jedlik.features.backups.erase_backups import delete_backup
from jedlik.features.backups.named import named_backup


def check(request: BackupRequest) -> BackupRequest:
    """Returns the request unchanged: no rule concerns several members."""
    return request


async def run(request: BackupRequest, context: Context) -> Answer:
    """Deletes the backup, and describes it for the last time."""
    found = await named_backup(context, request["BackupArn"])
    await delete_backup(context.node, found)
    return {"BackupDescription": backup_description(found.backup, is_deleted=True)}


OPERATION: Final = Operation(
    "DeleteBackup",
    Access.WRITE,
    Plane.CONTROL,
    DELETE_BACKUP,
    check,
    run,
    on_arn("dynamodb:DeleteBackup", "BackupArn"),
)
