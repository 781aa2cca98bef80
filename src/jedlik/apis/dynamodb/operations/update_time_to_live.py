"""UpdateTimeToLive: sets the attribute that contains the time at which items expire."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import TableRule
from jedlik.apis.dynamodb.model.table_settings import UPDATE_TIME_TO_LIVE, UpdateTimeToLiveRequest
from jedlik.engine.context import Context
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.tables.change import change_table
from jedlik.features.tables.name import named_table, refuse_locked
from jedlik.features.time_to_live.setting import set_time_to_live


def check(request: UpdateTimeToLiveRequest) -> UpdateTimeToLiveRequest:
    """Returns the request unchanged: no rule concerns several members."""
    return request


async def run(request: UpdateTimeToLiveRequest, context: Context) -> Answer:
    """Enables or disables the expiry of items."""
    specification = request["TimeToLiveSpecification"]
    attribute, enabled = specification["AttributeName"], specification["Enabled"]

    def change(record: TableRecord, moment: Moment) -> None:
        set_time_to_live(record, attribute, enabled, moment)

    refuse_locked(await named_table(context, request["TableName"]))
    await change_table(context, request["TableName"], change)
    return {"TimeToLiveSpecification": {"Enabled": enabled, "AttributeName": attribute}}


OPERATION: Final = Operation(
    "UpdateTimeToLive",
    Access.WRITE,
    Plane.CONTROL,
    UPDATE_TIME_TO_LIVE,
    check,
    run,
    TableRule("dynamodb:UpdateTimeToLive"),
)
