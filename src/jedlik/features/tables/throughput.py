"""Changes of the throughput of a table or of one of its global indexes.

Both records have the same members for throughput. Each function changes the record that it
receives, or raises Reject. Source: recorded answers, October 2026.
"""

from datetime import UTC, datetime
from typing import Final

from jedlik.core.errors import REQUEST_INVALID, invalid
from jedlik.core.types.structures import OnDemandThroughput, ProvisionedThroughput, WarmThroughput
from jedlik.engine import table_record
from jedlik.features.tables.description import current_throughput
from jedlik.features.tables.settings import (
    HIGHER_LIMITS,
    ON_DEMAND_MEMBERS,
    WARM_MEMBERS,
    limit_exceeded,
)

FREE_DECREASES: Final = 4
DECREASE_INTERVAL_SECONDS: Final = 3_600

_DAY_SECONDS: Final = 86_400

_Record = table_record.TableRecord | table_record.IndexRecord


def provision(
    record: _Record, units: ProvisionedThroughput, now_ms: int, *, index_name: str | None = None
) -> table_record.Throughput:
    """Changes the provisioned units.

    Returns the throughput that the description shows during the transition: the old units with the
    dates of this change.
    """
    now = now_ms / 1000
    old = current_throughput(record["ProvisionedThroughput"], now_ms)
    old_read, old_write = old["ReadCapacityUnits"], old["WriteCapacityUnits"]
    read, write = units["ReadCapacityUnits"], units["WriteCapacityUnits"]
    if (read, write) == (old_read, old_write):
        the_one = "the table" if index_name is None else f"the index {index_name}"
        one = "the table" if index_name is None else f"index {index_name}"
        raise invalid(
            f"The provisioned throughput for {the_one} will not change. The requested value equals "
            f"the current value. Current ReadCapacityUnits provisioned for {one}: {old_read}. "
            f"Requested ReadCapacityUnits: {read}. Current WriteCapacityUnits provisioned for "
            f"{one}: {old_write}. Requested WriteCapacityUnits: {write}. {HIGHER_LIMITS}"
        )
    shown = old.copy()
    decreases = old["NumberOfDecreasesToday"]
    if read < old_read or write < old_write:
        _refuse_decrease(decreases, last=old.get("LastDecreaseDateTime", 0.0), now=now)
        shown["LastDecreaseDateTime"] = now
        decreases += 1
    if read > old_read or write > old_write:
        shown["LastIncreaseDateTime"] = now
    record["ProvisionedThroughput"] = {**shown, **units, "NumberOfDecreasesToday": decreases}
    raise_warm(record, {"ReadUnitsPerSecond": read, "WriteUnitsPerSecond": write})
    return shown


def go_on_demand(record: _Record) -> None:
    """Sets the units to zero. The dates of the last changes stay in the record."""
    record["ProvisionedThroughput"] = {
        **record["ProvisionedThroughput"],
        "ReadCapacityUnits": 0,
        "WriteCapacityUnits": 0,
    }


def warm_up(record: _Record, asked: WarmThroughput, subject: str) -> dict[str, object]:
    """Raises warm throughput; each member may be absent. Returns the throughput that the
    description shows during the transition.
    """
    current = record["WarmThroughput"]
    for name, _ in WARM_MEMBERS:
        if asked.get(name, current[name]) < current[name]:
            raise invalid(
                f"{REQUEST_INVALID}Requested {name} for WarmThroughput for {subject} is lower than "
                "current WarmThroughput, decreasing WarmThroughput is not supported"
            )
    record["WarmThroughput"] = {**current, **asked}
    return {**current, "Status": "UPDATING"}


def raise_warm(record: _Record, least: table_record.StoredWarmThroughput) -> None:
    """Raises warm throughput to `least` where it is lower."""
    warm = record["WarmThroughput"]
    record["WarmThroughput"] = {
        "ReadUnitsPerSecond": max(warm["ReadUnitsPerSecond"], least["ReadUnitsPerSecond"]),
        "WriteUnitsPerSecond": max(warm["WriteUnitsPerSecond"], least["WriteUnitsPerSecond"]),
    }


def limit(record: _Record, maxima: OnDemandThroughput) -> None:
    """Sets maxima; each member may be absent, and -1 removes a maximum."""
    merged: OnDemandThroughput = {**record.get("OnDemandThroughput", {}), **maxima}
    for member, _ in ON_DEMAND_MEMBERS:
        if merged.get(member) == -1:
            del merged[member]
    if merged:
        record["OnDemandThroughput"] = merged
    else:
        record.pop("OnDemandThroughput", None)


def _refuse_decrease(decreases: int, *, last: float, now: float) -> None:
    """Raises Reject for a decrease within an hour of the last one, if there were four decreases on
    the same day of UTC.
    """
    if decreases < FREE_DECREASES or now - last >= DECREASE_INTERVAL_SECONDS:
        return
    midnight = (now // _DAY_SECONDS + 1) * _DAY_SECONDS
    next_at = min(last + DECREASE_INTERVAL_SECONDS, midnight)
    raise limit_exceeded(
        "Subscriber limit exceeded: Provisioned throughput decreases are limited within a given "
        f"UTC day. After the first {FREE_DECREASES} decreases, each subsequent decrease in the "
        f"same UTC day can be performed at most once every {DECREASE_INTERVAL_SECONDS} seconds. "
        f"Number of decreases today: {decreases}. Last decrease at {_spelled(last)}. "
        f"Next decrease can be made at {_spelled(next_at)}."
    )


def _spelled(unix_seconds: float) -> str:
    """Returns a moment in the form "Friday, October 9, 2026 at 12:00:00 AM Coordinated ..."."""
    moment = datetime.fromtimestamp(unix_seconds, tz=UTC)
    clock = f"{moment.hour % 12 or 12}:{moment:%M:%S %p}"
    return f"{moment:%A, %B} {moment.day}, {moment.year} at {clock} Coordinated Universal Time"
