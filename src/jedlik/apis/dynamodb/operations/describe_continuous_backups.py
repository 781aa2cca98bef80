"""DescribeContinuousBackups: returns whether a table can be restored to a second, and to which."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import TableRule
from jedlik.apis.dynamodb.model.backups import (
    DESCRIBE_CONTINUOUS_BACKUPS,
    ContinuousBackupsRequest,
)
from jedlik.core.keys.position import position_of
from jedlik.engine.context import Context
from jedlik.engine.table_state import status_at
from jedlik.features.backups.description import continuous_backups
from jedlik.features.backups.source_table import source_table
from jedlik.storage.interface import LAST_APPEND


def check(request: ContinuousBackupsRequest) -> ContinuousBackupsRequest:
    """Returns the request unchanged: no rule concerns several members."""
    return request


async def run(request: ContinuousBackupsRequest, context: Context) -> Answer:
    """Answers ContinuousBackupsStatus DISABLED while the table is being created, else ENABLED."""
    node = context.node
    table = await source_table(context, request["TableName"])
    (appended,) = await node.storage.read([LAST_APPEND], consistent=True)
    now_ms = node.clock.now_ms()
    description = continuous_backups(
        table.record.get("PointInTimeRecovery"),
        position_of(appended),
        now_ms,
        is_enabled=status_at(table.record, now_ms) != "CREATING",
    )
    return {"ContinuousBackupsDescription": description}


OPERATION: Final = Operation(
    "DescribeContinuousBackups",
    Access.READ,
    Plane.CONTROL,
    DESCRIBE_CONTINUOUS_BACKUPS,
    check,
    run,
    TableRule("dynamodb:DescribeContinuousBackups"),
)
