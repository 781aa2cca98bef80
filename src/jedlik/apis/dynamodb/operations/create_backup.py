"""CreateBackup: begins a backup of a table, as the table is at the moment of the request."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import TableRule
from jedlik.apis.dynamodb.model.backups import CREATE_BACKUP, CreateBackupRequest
from jedlik.engine.context import Context
from jedlik.features.backups.description import backup_details
from jedlik.features.backups.new_backup import create_backup
from jedlik.features.backups.source_table import source_table
from jedlik.features.tables.name import refuse_locked


def check(request: CreateBackupRequest) -> CreateBackupRequest:
    """Returns the request unchanged: no rule concerns several members."""
    return request


async def run(request: CreateBackupRequest, context: Context) -> Answer:
    """Begins the backup. It is CREATING in the answer. Each call makes another one."""
    refuse_locked(await source_table(context, request["TableName"]))
    backup = await create_backup(context, request["TableName"], request["BackupName"])
    return {"BackupDetails": backup_details(backup)}


OPERATION: Final = Operation(
    "CreateBackup",
    Access.WRITE,
    Plane.CONTROL,
    CREATE_BACKUP,
    check,
    run,
    TableRule("dynamodb:CreateBackup"),
)
