"""ListBackups: lists the backups of the caller, in the order of their creation.

Source of filters and texts: recorded answers, October 2026.
"""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import account_wide
from jedlik.apis.dynamodb.model.backups import LIST_BACKUPS, BackupTypeFilter, ListBackupsRequest
from jedlik.core.errors import REQUEST_INVALID, invalid
from jedlik.core.limits import LIST_BACKUPS_PAGE
from jedlik.engine.context import Context
from jedlik.features.backups.description import backup_summary
from jedlik.features.backups.listing import Wanted, listed
from jedlik.features.backups.named import BackupArn, parse_backup_arn
from jedlik.features.backups.records import arn_of
from jedlik.features.tables.name import own_table_name

_KINDS: Final[dict[BackupTypeFilter, frozenset[str]]] = {
    "USER": frozenset(("USER",)),
    "SYSTEM": frozenset(("SYSTEM",)),
    "AWS_BACKUP": frozenset(("AWS_BACKUP",)),  # those in vaults
    "ALL": frozenset(("USER", "SYSTEM", "AWS_BACKUP")),
}
_SECOND_MS: Final = 1000


def check(request: ListBackupsRequest) -> ListBackupsRequest:
    """Checks the bounds of the time range."""
    upper = request.get("TimeRangeUpperBound")
    if upper is not None and request.get("TimeRangeLowerBound", upper) > upper:
        raise invalid(
            f"{REQUEST_INVALID}Time range lower bound must be less than or equal to upper bound"
        )
    return request


async def run(request: ListBackupsRequest, context: Context) -> Answer:
    """Answers a page. It has LastEvaluatedBackupArn only if another backup follows.

    Backups of deleted tables are listed too. A table that does not exist has none.
    """
    name = request.get("TableName")
    wanted = Wanted(
        None if name is None else own_table_name(context, name),
        _KINDS[request.get("BackupType", "USER")],
        _ms(request.get("TimeRangeLowerBound")),
        _ms(request.get("TimeRangeUpperBound")),
    )
    limit = request.get("Limit", LIST_BACKUPS_PAGE)
    found, more = await listed(context, wanted, after=_start(request, context), limit=limit)
    answer: dict[str, object] = {"BackupSummaries": [backup_summary(each) for each in found]}
    if more:
        answer["LastEvaluatedBackupArn"] = arn_of(found[-1])
    return answer


def _start(request: ListBackupsRequest, context: Context) -> BackupArn | None:
    """Returns the position after which the page begins. Raises Reject."""
    if "ExclusiveStartBackupArn" not in request:
        return None
    arn = parse_backup_arn(context, request["ExclusiveStartBackupArn"])
    if arn.region != context.region:
        raise invalid(
            "Invalid Request: The supplied ExclusiveStartBackupArn does not match the region"
        )
    return arn


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * _SECOND_MS, 3)


OPERATION: Final = Operation(
    "ListBackups",
    Access.READ,
    Plane.CONTROL,
    LIST_BACKUPS,
    check,
    run,
    account_wide("dynamodb:ListBackups"),
)
