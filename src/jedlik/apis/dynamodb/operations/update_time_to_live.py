"""UpdateTimeToLive: which attribute of a table's items tells when they expire."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.dynamodb.model.tables import UPDATE_TIME_TO_LIVE, UpdateTimeToLiveRequest
from jedlik.core.errors import invalid
from jedlik.engine.context import Context
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import status_at
from jedlik.features.tables.change import change_table, in_use

# Recorded: a second change is refused after 1,811 s and accepted after 1,872 s; documented: 1 hour.
CHANGE_INTERVAL_MS: Final = 1_860_000


def check(request: UpdateTimeToLiveRequest) -> UpdateTimeToLiveRequest:
    """There is no rule across members."""
    return request


async def run(request: UpdateTimeToLiveRequest, context: Context) -> Answer:
    """Turn expiry on or off."""
    specification = request["TimeToLiveSpecification"]
    attribute, enabled = specification["AttributeName"], specification["Enabled"]
    now_ms = context.node.clock.now_ms()

    def change(record: TableRecord) -> TableRecord:
        if status_at(record, now_ms) == "CREATING":
            raise in_use(f"Table {record['TableName']} is being created")
        current = record.get("TimeToLiveAttribute")
        _check_state(current, attribute, enabled=enabled)
        if now_ms - record.get("TimeToLiveChangedMs", -CHANGE_INTERVAL_MS) < CHANGE_INTERVAL_MS:
            raise invalid("Time to live has been modified multiple times within a fixed interval")
        record["TimeToLiveChangedMs"] = now_ms
        if enabled:
            record["TimeToLiveAttribute"] = attribute
        else:
            del record["TimeToLiveAttribute"]
        return record

    await change_table(context, request["TableName"], change)
    return {"TimeToLiveSpecification": {"Enabled": enabled, "AttributeName": attribute}}


def _check_state(current: str | None, attribute: str, *, enabled: bool) -> None:
    """Refuse a change to what already is; recorded to come before the interval is looked at."""
    if current is not None and current != attribute:
        raise invalid(
            f"TimeToLive is active on a different AttributeName: current AttributeName is {current}"
        )
    if enabled and current is not None:
        raise invalid("TimeToLive is already enabled")
    if not enabled and current is None:
        raise invalid("TimeToLive is already disabled")


OPERATION: Final = Operation(
    "UpdateTimeToLive", Access.WRITE, Plane.CONTROL, UPDATE_TIME_TO_LIVE, check, run
)
