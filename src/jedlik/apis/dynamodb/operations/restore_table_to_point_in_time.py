"""RestoreTableToPointInTime: creates a table with the items that another had at a second.

Source of the texts and of their order: recorded answers, October 2026.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import Authorization, table_resource
from jedlik.apis.dynamodb.model.backups import (
    RESTORE_TABLE_TO_POINT_IN_TIME,
    RestoreTableToPointInTimeRequest,
)
from jedlik.apis.dynamodb.restores import check_region, needed_for_target, wanted_table
from jedlik.core.errors import REQUEST_INVALID, Reject, ServiceError, invalid
from jedlik.core.keys.position import position_ms
from jedlik.core.types.arn import parse_table_arn, table_arn
from jedlik.engine.context import Context
from jedlik.engine.table import Table
from jedlik.engine.table_record import PointInTimeRecovery
from jedlik.features.backups.recovery import Window, moment_at, window_of
from jedlik.features.backups.restore import RestoreSource, SourceChangedError
from jedlik.features.backups.restore_from_backup import restore
from jedlik.features.backups.source_table import source_missing, source_table, table_elsewhere
from jedlik.features.history.partitions import recovery_of
from jedlik.features.tables.description import answered
from jedlik.features.tables.name import refuse_locked

_BOTH_TIMES: Final = (
    "Invalid Request: Both RestoreDateTime and UseLatestRestorableTime cannot be set for "
    "point-in-time restore request. Please specify either RestoreDateTime time or "
    "UseLatestRestorableTime"
)
_NO_TIME: Final = (
    "Invalid Request: Either one of RestoreDateTime or UseLatestRestorableTime must be specified, "
    "but not both"
)
_SHOWN_S: Final = (-62_135_596_800, 253_402_300_799)  # the years 1 to 9999


def check(request: RestoreTableToPointInTimeRequest) -> RestoreTableToPointInTimeRequest:
    """Checks that the request names one source and one time."""
    if "SourceTableArn" in request and "SourceTableName" in request:
        raise invalid("Must provide exactly one of: sourceTableArn, sourceTableName")
    if "SourceTableArn" not in request and "SourceTableName" not in request:
        raise invalid("The parameter 'TableName' is required but was not present in the request")
    is_latest = request.get("UseLatestRestorableTime", False)
    if is_latest and "RestoreDateTime" in request:
        raise invalid(_BOTH_TIMES)
    if not is_latest and "RestoreDateTime" not in request:
        raise invalid(_NO_TIME)
    for index in request.get("GlobalSecondaryIndexOverride", ()):
        if "WarmThroughput" in index:  # documented; the text is ours
            raise invalid(
                f"{REQUEST_INVALID}WarmThroughput cannot be specified for index "
                f"{index['IndexName']} in a point-in-time restore"
            )
    return request


async def run(request: RestoreTableToPointInTimeRequest, context: Context) -> Answer:
    """Begins the restore. The table is CREATING until all items are there."""
    while True:
        table = await _source(request, context)
        moment = _moment_of(request, recovery_of(table.record), context.node.clock.now_ms())
        source = RestoreSource(table.record, table.catalog_key, table.stored, moment)
        summary = {
            "SourceTableArn": _arn_of(table),
            "RestoreDateTime": 0,
            "RestoreInProgress": True,
        }
        try:
            refuse_locked(table)
            record = await restore(
                context,
                source,
                wanted_table(request, context),
                lambda at: {**summary, "RestoreDateTime": _second(at)},  # noqa: B023
            )
        except SourceChangedError:
            continue
        return {"TableDescription": await answered(context, record)}


async def _source(request: RestoreTableToPointInTimeRequest, context: Context) -> Table:
    """Returns the source. Raises Reject."""
    if "SourceTableArn" not in request:
        return await source_table(context, request["SourceTableName"])
    text = request["SourceTableArn"]
    arn = parse_table_arn(text)
    if arn is None or arn.resource or not arn.region:
        raise invalid(f"{REQUEST_INVALID}sourceTableArn is not a valid ARN")
    if arn.account_id != context.account_id:
        raise invalid(
            "This action is only supported by accounts that match the resource owner\u2019s "
            "account."
        )
    if arn.region == context.region:
        return await source_table(context, text)
    check_region(request, arn.region, context)
    found = await table_elsewhere(context, arn)
    if found is None:
        raise source_missing(arn.table_name)
    return found


def _moment_of(
    request: RestoreTableToPointInTimeRequest, recovery: PointInTimeRecovery, now_ms: int
) -> Callable[[int], int]:
    """Returns the function that returns the moment of the time in the request."""

    def moment(last: int) -> int:
        window = window_of(recovery, last, now_ms)
        if "RestoreDateTime" not in request:
            return moment_at(window.latest_s, last, now_ms)
        seconds = request["RestoreDateTime"]
        if not window.earliest_s <= seconds < window.latest_s + 1:
            raise _outside(seconds, window)
        return moment_at(int(seconds), last, now_ms)

    return moment


def _outside(seconds: float, window: Window) -> Reject:
    message = (
        f"RestoreDateTime '{_time(seconds)}' must be within EarliestRestorableDateTime "
        f"'{_time(window.earliest_s)}' and LatestRestorableDateTime '{_time(window.latest_s)}'"
    )
    return Reject(ServiceError("InvalidRestoreTimeException", message))


def _time(seconds: float) -> str:
    shown = min(max(seconds, _SHOWN_S[0]), _SHOWN_S[1])
    return f"{datetime.fromtimestamp(int(shown), tz=UTC):%Y-%m-%dT%H:%M:%SZ}"


def _second(moment: int) -> int:
    return position_ms(moment) // 1000


def _arn_of(table: Table) -> str:
    record = table.record
    return table_arn(record["Region"], record["AccountId"], record["TableName"])


def needed(
    request: RestoreTableToPointInTimeRequest,
    checked: RestoreTableToPointInTimeRequest,
    context: Context,
) -> Sequence[Authorization]:
    """Returns the restore of the source, and reading and writing the new table."""
    name = request.get("SourceTableArn") or request["SourceTableName"]
    resource = table_resource(name, context)
    restore = Authorization("dynamodb:RestoreTableToPointInTime", resource, name)
    return [restore, *needed_for_target(request, context)]


OPERATION: Final = Operation(
    "RestoreTableToPointInTime",
    Access.WRITE,
    Plane.CONTROL,
    RESTORE_TABLE_TO_POINT_IN_TIME,
    check,
    run,
    needed,
)
