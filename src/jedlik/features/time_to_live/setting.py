"""The setting of time to live in a table's record. Source: recorded answers, October 2026."""

from typing import Final

from jedlik.core.errors import invalid
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment, status_at
from jedlik.features.tables.change import in_use

# A second change is refused after 1,811 s and accepted after 1,872 s; documented is one hour.
CHANGE_INTERVAL_MS: Final = 1_860_000


def set_time_to_live(record: TableRecord, attribute: str, enabled: bool, moment: Moment) -> None:
    """Enables or disables time to live by an attribute. Raises Reject."""
    if status_at(record, moment.now_ms) == "CREATING":
        raise in_use(f"Table {record['TableName']} is being created")
    _refuse_same(record.get("TimeToLiveAttribute"), attribute, enabled=enabled)
    changed_ms = record.get("TimeToLiveChangedMs")
    if changed_ms is not None and moment.now_ms - changed_ms < CHANGE_INTERVAL_MS:
        raise invalid("Time to live has been modified multiple times within a fixed interval")
    record["TimeToLiveChangedMs"] = moment.now_ms
    if enabled:
        record["TimeToLiveAttribute"] = attribute
    else:
        del record["TimeToLiveAttribute"]


def _refuse_same(current: str | None, attribute: str, *, enabled: bool) -> None:
    """Raises Reject if the change changes nothing. The service checks this before the interval."""
    if current is not None and current != attribute:
        raise invalid(
            f"TimeToLive is active on a different AttributeName: current AttributeName is {current}"
        )
    if enabled and current is not None:
        raise invalid("TimeToLive is already enabled")
    if not enabled and current is None:
        raise invalid("TimeToLive is already disabled")
