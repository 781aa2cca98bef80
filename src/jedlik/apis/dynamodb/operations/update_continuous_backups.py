"""UpdateContinuousBackups: enables or disables point-in-time recovery of a table."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import TableRule
from jedlik.apis.dynamodb.model.backups import (
    UPDATE_CONTINUOUS_BACKUPS,
    UpdateContinuousBackupsRequest,
)
from jedlik.core.errors import invalid
from jedlik.core.keys.position import position_of
from jedlik.engine.context import Context
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.backups.description import continuous_backups
from jedlik.features.backups.recovery import disable, enable
from jedlik.features.backups.source_table import (
    backups_unavailable,
    change_source,
    is_creating,
)
from jedlik.storage.interface import LAST_APPEND


def check(request: UpdateContinuousBackupsRequest) -> UpdateContinuousBackupsRequest:
    """Checks the specification. Source of the text: recorded answer, October 2026."""
    specification = request["PointInTimeRecoverySpecification"]
    is_enabled = specification["PointInTimeRecoveryEnabled"]
    if not is_enabled and "RecoveryPeriodInDays" in specification:
        raise invalid(
            "Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time "
            "recovery."
        )
    return request


async def run(request: UpdateContinuousBackupsRequest, context: Context) -> Answer:
    """Changes the setting. From then on the table can be restored to each second."""
    node = context.node
    specification = request["PointInTimeRecoverySpecification"]

    def change(record: TableRecord, moment: Moment) -> None:
        if is_creating(record, moment):
            raise backups_unavailable(record["TableName"])
        if specification["PointInTimeRecoveryEnabled"]:
            enable(record, specification.get("RecoveryPeriodInDays"), moment)
        else:
            disable(record)

    record = await change_source(context, request["TableName"], change)
    (appended,) = await node.storage.read([LAST_APPEND], consistent=True)
    description = continuous_backups(
        record.get("PointInTimeRecovery"), position_of(appended), node.clock.now_ms()
    )
    return {"ContinuousBackupsDescription": description}


OPERATION: Final = Operation(
    "UpdateContinuousBackups",
    Access.WRITE,
    Plane.CONTROL,
    UPDATE_CONTINUOUS_BACKUPS,
    check,
    run,
    TableRule("dynamodb:UpdateContinuousBackups"),
)
