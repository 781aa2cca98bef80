"""What UpdateTable makes of the throughput of one global index, and of all by a billing switch.

Each function changes the record it is given, or raises Reject. Texts: recorded answers, October
2026.
"""

from jedlik.core.errors import REQUEST_INVALID, invalid
from jedlik.core.shapes.requests.structures import (
    ProvisionedThroughput,
    UpdateGlobalSecondaryIndex,
)
from jedlik.core.shapes.requests.tables import UpdateTableRequest
from jedlik.core.types.table import (
    IndexRecord,
    OnDemandThroughput,
    TableRecord,
    Throughput,
    WarmThroughput,
)
from jedlik.engine.indexes.throughput import on_demand_refused
from jedlik.engine.tables.description import current_throughput
from jedlik.engine.tables.settings import INITIAL_WARM_THROUGHPUT, ON_DEMAND_MEMBERS, WARM_MEMBERS
from jedlik.engine.tables.update import Moment, refuse_decrease


def update_index(
    record: TableRecord, index: IndexRecord, update: UpdateGlobalSecondaryIndex, moment: Moment
) -> None:
    """Set what an update asks for; the index shows its old throughput until the moment ends."""
    name = update["IndexName"]
    shown: dict[str, object] = {}
    status: str | None = None
    units = update.get("ProvisionedThroughput")
    if units is not None:
        if record["BillingMode"] == "PAY_PER_REQUEST":
            raise invalid(
                REQUEST_INVALID + f"The only Updates for index: {name} when TableThroughputMode is "
                "PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput"
            )
        shown["ProvisionedThroughput"] = _provision(index, units, moment)
        status = "UPDATING"
    maxima = update.get("OnDemandThroughput")
    if maxima:
        if record["BillingMode"] == "PROVISIONED":
            raise on_demand_refused(next(iter(maxima)), name)
        _limit(index, {**maxima})
        status = "UPDATING"
    warm = update.get("WarmThroughput")
    if warm:
        current = index["WarmThroughput"]
        for member, _ in WARM_MEMBERS:
            if warm.get(member, current[member]) < current[member]:
                raise invalid(
                    f"{REQUEST_INVALID}Requested {member} for WarmThroughput for index {name} is "
                    "lower than current WarmThroughput, decreasing WarmThroughput is not supported"
                )
        shown["WarmThroughput"] = {**current, "Status": "UPDATING"}
        index["WarmThroughput"] = {**current, **warm}
    transition = moment.transition("ACTIVE" if status is None else "UPDATING", shown)
    index["Transition"] = transition


def switch_indexes(record: TableRecord, request: UpdateTableRequest) -> None:
    """Bring the throughput of all global indexes to the billing mode `record` was switched to."""
    indexes = record.get("GlobalSecondaryIndexes", [])
    if record["BillingMode"] == "PAY_PER_REQUEST":
        for index in indexes:
            index["ProvisionedThroughput"] = {
                **index["ProvisionedThroughput"],
                "ReadCapacityUnits": 0,
                "WriteCapacityUnits": 0,
            }
            _raise_warm(index, INITIAL_WARM_THROUGHPUT)
        return
    updated = {
        each["Update"]["IndexName"]
        for each in request.get("GlobalSecondaryIndexUpdates", ())
        if "ProvisionedThroughput" in each.get("Update", {})
    }
    for index in indexes:
        if index["IndexName"] not in updated:
            raise invalid(
                REQUEST_INVALID
                + f"ProvisionedThroughput must be specified for index: {index['IndexName']}"
            )
        index.pop("OnDemandThroughput", None)


def _provision(index: IndexRecord, units: ProvisionedThroughput, moment: Moment) -> Throughput:
    """Change the units; returns how the index shows them meanwhile: the old ones, new dates."""
    name = index["IndexName"]
    now = moment.now_ms / 1000
    old = current_throughput(index["ProvisionedThroughput"], moment.now_ms)
    old_read, old_write = old["ReadCapacityUnits"], old["WriteCapacityUnits"]
    read, write = units["ReadCapacityUnits"], units["WriteCapacityUnits"]
    if (read, write) == (old_read, old_write):
        raise invalid(
            f"The provisioned throughput for the index {name} will not change. The requested value "
            "equals the current value. Current ReadCapacityUnits provisioned for index "
            f"{name}: {old_read}. Requested ReadCapacityUnits: {read}. Current WriteCapacityUnits "
            f"provisioned for index {name}: {old_write}. Requested WriteCapacityUnits: {write}. "
            "Refer to the Amazon DynamoDB Developer Guide for current limits and how to request "
            "higher limits."
        )
    shown = old.copy()
    decreases = old["NumberOfDecreasesToday"]
    if read < old_read or write < old_write:
        refuse_decrease(decreases, last=old.get("LastDecreaseDateTime", 0.0), now=now)
        shown["LastDecreaseDateTime"] = now
        decreases += 1
    if read > old_read or write > old_write:
        shown["LastIncreaseDateTime"] = now
    index["ProvisionedThroughput"] = {**shown, **units, "NumberOfDecreasesToday": decreases}
    _raise_warm(index, {"ReadUnitsPerSecond": read, "WriteUnitsPerSecond": write})
    return shown


def _limit(index: IndexRecord, maxima: OnDemandThroughput) -> None:
    merged: OnDemandThroughput = {**index.get("OnDemandThroughput", {}), **maxima}
    for member, _ in ON_DEMAND_MEMBERS:
        if merged.get(member) == -1:
            del merged[member]
    if merged:
        index["OnDemandThroughput"] = merged
    else:
        index.pop("OnDemandThroughput", None)


def _raise_warm(index: IndexRecord, least: WarmThroughput) -> None:
    warm = index["WarmThroughput"]
    index["WarmThroughput"] = {
        "ReadUnitsPerSecond": max(warm["ReadUnitsPerSecond"], least["ReadUnitsPerSecond"]),
        "WriteUnitsPerSecond": max(warm["WriteUnitsPerSecond"], least["WriteUnitsPerSecond"]),
    }
