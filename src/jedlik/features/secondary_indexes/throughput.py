"""Rules about the throughput of global indexes, and changes of it.

Each function that checks or changes raises Reject to refuse. Source of the texts: recorded answers,
October 2026.
"""

from collections.abc import Sequence

from jedlik.core.errors import REQUEST_INVALID, Reject, invalid
from jedlik.core.limits import TABLE_CAPACITY_UNITS
from jedlik.core.types.structures import (
    GlobalSecondaryIndex,
    GlobalSecondaryIndexUpdate,
    OnDemandThroughput,
    UpdateGlobalSecondaryIndexAction,
)
from jedlik.engine.table_record import IndexRecord, TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.tables.settings import (
    HIGHER_LIMITS,
    INITIAL_WARM_THROUGHPUT,
    ON_DEMAND_MEMBERS,
    WARM_MEMBERS,
    check_capacity_bounds,
    check_on_demand_quota,
    check_on_demand_range,
    check_warm_quota,
    limit_exceeded,
    too_cold,
)
from jedlik.features.tables.throughput import go_on_demand, limit, provision, raise_warm, warm_up


def check_index_throughput(index: GlobalSecondaryIndex, billing_mode: str) -> None:
    """Checks the throughput of a new index under the billing mode of its table."""
    name = index["IndexName"]
    units = index.get("ProvisionedThroughput")
    if billing_mode == "PAY_PER_REQUEST" and units is not None:
        raise invalid(
            REQUEST_INVALID + f"ProvisionedThroughput should not be specified for index: {name} "
            "when BillingMode is PAY_PER_REQUEST"
        )
    if billing_mode != "PAY_PER_REQUEST" and units is None:
        raise invalid(f"{REQUEST_INVALID}ProvisionedThroughput is not specified for index: {name}")
    if units is not None:
        check_capacity_bounds(units)
    _check_on_demand(name, index.get("OnDemandThroughput", {}), billing_mode)
    _check_warm(index)


def check_index_on_demand(name: str, throughput: OnDemandThroughput, *, least: int) -> None:
    """Refuses maxima of an index below `least`, and zero; see `check_on_demand_range`."""
    check_on_demand_range(throughput, least=least, subject=f"index : {name}")


def check_index_quotas(
    index: GlobalSecondaryIndex | UpdateGlobalSecondaryIndexAction, region: str
) -> None:
    """Refuses more than an account may give to one index."""
    units = index.get("ProvisionedThroughput")
    if units is not None:
        _check_capacity_quota(
            index["IndexName"],
            (
                ("ReadCapacityUnits", units["ReadCapacityUnits"]),
                ("WriteCapacityUnits", units["WriteCapacityUnits"]),
            ),
            region,
        )
    name = index["IndexName"]
    check_on_demand_quota(index.get("OnDemandThroughput", {}), region, f"index : {name}")
    check_warm_quota(index.get("WarmThroughput", {}), region, f"index {name}")


def on_demand_refused(member: str, name: str) -> Reject:
    """Returns the error for a maximum of an index in an existing table that is provisioned."""
    return invalid(
        f"{REQUEST_INVALID}{member} for OnDemandThroughput for index : {name} cannot be specified "
        "when the table BillingMode is PROVISIONED"
    )


def _check_on_demand(name: str, throughput: OnDemandThroughput, billing_mode: str) -> None:
    if billing_mode != "PAY_PER_REQUEST":
        for member, _ in ON_DEMAND_MEMBERS:
            if member in throughput:
                raise invalid(
                    f"{REQUEST_INVALID}{member} for OnDemandThroughput for index: {name} cannot "
                    "be specified when table BillingMode is PROVISIONED."
                )
    check_index_on_demand(name, throughput, least=1)


def _check_warm(index: GlobalSecondaryIndex) -> None:
    asked = index.get("WarmThroughput", {})
    units = index.get("ProvisionedThroughput")
    least = INITIAL_WARM_THROUGHPUT
    if units is not None:
        least = {
            "ReadUnitsPerSecond": units["ReadCapacityUnits"],
            "WriteUnitsPerSecond": units["WriteCapacityUnits"],
        }
    for member, _ in WARM_MEMBERS:
        if asked.get(member, least[member]) < least[member]:
            subject = f"index {index['IndexName']}"
            raise too_cold(member, subject, provisioned=units is not None)


def _check_capacity_quota(name: str, units: Sequence[tuple[str, int]], region: str) -> None:
    for member, value in units:
        if value > TABLE_CAPACITY_UNITS:
            raise limit_exceeded(
                f"The requested {member} for index {name}, {value}, is above the per index maximum "
                f"for the account in {region}. Per table maximum: {TABLE_CAPACITY_UNITS}. "
                f"{HIGHER_LIMITS}"
            )


def update_index(
    record: TableRecord,
    index: IndexRecord,
    update: UpdateGlobalSecondaryIndexAction,
    moment: Moment,
) -> None:
    """Changes the throughput of an index. It is shown with the old one until the transition
    ends.
    """
    name = update["IndexName"]
    shown: dict[str, object] = {}
    status: str | None = None
    units = update.get("ProvisionedThroughput")
    maxima, warm = update.get("OnDemandThroughput"), update.get("WarmThroughput")
    _refuse_other_updates(record, update)
    if units is not None:
        shown["ProvisionedThroughput"] = provision(index, units, moment.now_ms, index_name=name)
        status = "UPDATING"
    if maxima:
        if record["BillingMode"] == "PROVISIONED":
            raise on_demand_refused(next(iter(maxima)), name)
        limit(index, maxima)
        status = "UPDATING"
    if warm:
        shown["WarmThroughput"] = warm_up(index, warm, f"index {name}")
    transition = moment.transition("ACTIVE" if status is None else "UPDATING", shown)
    index["Transition"] = transition


def _refuse_other_updates(record: TableRecord, update: UpdateGlobalSecondaryIndexAction) -> None:
    """Raises Reject for units of an on-demand table, and for an update without a change.

    The text for a provisioned table and an update without a change is not recorded. This is the one
    for an update without units that comes with BillingMode.
    """
    name, units = update["IndexName"], update.get("ProvisionedThroughput")
    is_empty = not (units or update.get("OnDemandThroughput") or update.get("WarmThroughput"))
    if record["BillingMode"] == "PAY_PER_REQUEST":
        if is_empty or units is not None:
            raise invalid(
                REQUEST_INVALID + f"The only Updates for index: {name} when TableThroughputMode is "
                "PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput"
            )
    elif is_empty:
        raise units_missing(name)


def units_missing(name: str) -> Reject:
    """Returns the refusal of an update that must give units to an index."""
    return invalid(f"{REQUEST_INVALID}ProvisionedThroughput must be specified for index: {name}")


def switch_indexes(record: TableRecord, updates: Sequence[GlobalSecondaryIndexUpdate]) -> None:
    """Changes the throughput of all global indexes to the billing mode of `record`.

    updates: those of the request. If the table becomes provisioned, they must give units to each
    index. The error names all that are without. Source: dynalite's tests.
    """
    indexes = record.get("GlobalSecondaryIndexes", [])
    if record["BillingMode"] == "PAY_PER_REQUEST":
        for index in indexes:
            go_on_demand(index)
            raise_warm(index, INITIAL_WARM_THROUGHPUT)
        return
    updated = {
        each["Update"]["IndexName"]
        for each in updates
        if "ProvisionedThroughput" in each.get("Update", {})
    }
    names = [index["IndexName"] for index in indexes if index["IndexName"] not in updated]
    if names:
        raise units_missing(",".join(names))
    for index in indexes:
        index.pop("OnDemandThroughput", None)
