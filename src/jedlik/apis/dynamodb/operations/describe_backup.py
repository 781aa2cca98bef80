"""DescribeBackup: describes a backup and the table as it was then."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import on_arn
from jedlik.apis.dynamodb.model.backups import DESCRIBE_BACKUP, BackupRequest
from jedlik.engine.context import Context
from jedlik.features.backups.description import backup_description
from jedlik.features.backups.named import named_backup


def check(request: BackupRequest) -> BackupRequest:
    """Returns the request unchanged: no rule concerns several members."""
    return request


async def run(request: BackupRequest, context: Context) -> Answer:
    """Answers the description. Sizes are zero until the backup is AVAILABLE."""
    found = await named_backup(context, request["BackupArn"])
    return {"BackupDescription": backup_description(found.backup)}


OPERATION: Final = Operation(
    "DescribeBackup",
    Access.READ,
    Plane.CONTROL,
    DESCRIBE_BACKUP,
    check,
    run,
    on_arn("dynamodb:DescribeBackup", "BackupArn"),
)
