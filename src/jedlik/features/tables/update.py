"""The settings that UpdateTable changes: one function for each.

Each function changes the record that it receives, or raises Reject to refuse. If the change takes
time, the function adds a Transition to the record. Source: recorded answers, October 2026.
"""

from datetime import UTC, datetime
from typing import Final

from jedlik.core.errors import REQUEST_INVALID, Reject, ServiceError, invalid
from jedlik.core.types.structures import (
    BillingMode,
    OnDemandThroughput,
    ProvisionedThroughput,
    WarmThroughput,
)
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.tables.description import billing_mode_summary, table_class_summary
from jedlik.features.tables.settings import (
    INITIAL_WARM_THROUGHPUT,
    NO_UNITS_ON_DEMAND,
    ON_DEMAND_MEMBERS,
    check_on_demand_range,
    limit_exceeded,
)
from jedlik.features.tables.throughput import go_on_demand, limit, provision, raise_warm, warm_up

DELETION_PROTECTION_INTERVAL_MS: Final = 15_000
TABLE_CLASS_CHANGES: Final = 2
TABLE_CLASS_INTERVAL_DAYS: Final = 30
PAY_PER_REQUEST_CHANGES: Final = 4  # in a day. DG, "Considerations when switching capacity modes"

_DAY_SECONDS: Final = 86_400


def protect_from_deletion(record: TableRecord, protected: bool, moment: Moment) -> None:
    """Sets DeletionProtectionEnabled, which may change every 15 seconds."""
    free_at_ms = record.get("DeletionProtectionChangedMs", 0) + DELETION_PROTECTION_INTERVAL_MS
    if moment.now_ms < free_at_ms:
        free_at = datetime.fromtimestamp(free_at_ms / 1000, tz=UTC).replace(tzinfo=None)
        message = (
            f"Deletion protection setting for table {record['TableName']} modified within the "
            f"previous {DELETION_PROTECTION_INTERVAL_MS} milliseconds. "
            f"Please try again after {free_at.isoformat(timespec='milliseconds')}Z"
        )
        raise Reject(ServiceError("ThrottlingException", message))
    if protected != record["DeletionProtectionEnabled"]:
        record["DeletionProtectionEnabled"] = protected
        record["DeletionProtectionChangedMs"] = moment.now_ms


def set_table_class(record: TableRecord, table_class: str, moment: Moment) -> None:
    """Sets TableClass, which may change twice in 30 days. A request with the current class does not
    count.
    """
    since_ms = moment.now_ms - TABLE_CLASS_INTERVAL_DAYS * _DAY_SECONDS * 1000
    changes_ms = [at_ms for at_ms in record.get("TableClassChangesMs", []) if at_ms > since_ms]
    if len(changes_ms) >= TABLE_CLASS_CHANGES:
        raise limit_exceeded(
            f"Subscriber limit exceeded: Updates to TableClass are limited to "
            f"{TABLE_CLASS_CHANGES} times in {TABLE_CLASS_INTERVAL_DAYS} day(s)."
        )
    if table_class == record.get("TableClass", "STANDARD"):
        record["Transition"] = moment._replace(ends_at_ms=moment.now_ms).transition("UPDATING")
        return
    shown = {"TableClassSummary": table_class_summary(record)}
    record["TableClass"] = table_class
    record["TableClassChangesMs"] = [*changes_ms, moment.now_ms]
    record["Transition"] = moment.transition("UPDATING", {**shown})


def set_warm_throughput(record: TableRecord, throughput: WarmThroughput, moment: Moment) -> None:
    """Raises warm throughput. The table stays ACTIVE during the transition."""
    shown = warm_up(record, throughput, "table")
    record["Transition"] = moment.transition("ACTIVE", {"WarmThroughput": shown})


def set_capacity(
    record: TableRecord,
    billing_mode: BillingMode | None,
    units: ProvisionedThroughput | None,
    moment: Moment,
) -> None:
    """Sets the billing mode, the provisioned units, or both. None means no change."""
    if billing_mode == "PAY_PER_REQUEST":
        _go_on_demand(record, moment)
    elif record["BillingMode"] == "PAY_PER_REQUEST" and units is not None:
        if billing_mode is None:
            raise invalid(NO_UNITS_ON_DEMAND)
        _go_provisioned(record, units, moment)
    elif units is not None:
        _provision(record, units, moment)


def limit_on_demand(record: TableRecord, throughput: OnDemandThroughput, moment: Moment) -> None:
    """Sets maxima; each member may be absent, and -1 removes a maximum. They take effect at
    once. The answer shows the -1 (ack-api-quirks, DDB-TABLE-182).

    The service looks at the billing mode before the range (dynoxide's captures, July 2026).
    """
    if record["BillingMode"] == "PROVISIONED":
        for name, _ in ON_DEMAND_MEMBERS:
            if name in throughput:
                raise invalid(
                    f"{REQUEST_INVALID}{name} for OnDemandThroughput cannot be specified when the "
                    "table BillingMode is PROVISIONED"
                )
    check_on_demand_range(throughput, least=-1)
    limit(record, throughput)
    removed = [name for name, _ in ON_DEMAND_MEMBERS if throughput.get(name) == -1]
    if removed:
        at_once = moment._replace(ends_at_ms=moment.now_ms).transition("ACTIVE")
        transition = record.get("Transition", at_once)
        shown = transition.get("Shown", {}).copy()
        maxima: dict[str, object] = dict.fromkeys(removed, -1)
        shown["OnDemandThroughput"] = {**record.get("OnDemandThroughput", {}), **maxima}
        record["Transition"] = {**transition, "Shown": shown}


def _go_on_demand(record: TableRecord, moment: Moment) -> None:
    if record["BillingMode"] == "PAY_PER_REQUEST":
        record["Transition"] = moment._replace(ends_at_ms=moment.now_ms).transition("UPDATING")
        return
    since_ms = moment.now_ms - _DAY_SECONDS * 1000
    changes_ms = [at_ms for at_ms in record.get("PayPerRequestChangesMs", []) if at_ms > since_ms]
    if len(changes_ms) >= PAY_PER_REQUEST_CHANGES:
        raise _too_often_on_demand(changes_ms)
    record["PayPerRequestChangesMs"] = [*changes_ms, moment.now_ms]
    now = moment.now_ms / 1000
    summary: dict[str, object] = {"BillingMode": "PAY_PER_REQUEST"}
    if "LastUpdateToPayPerRequestDateTime" in record:
        summary["LastUpdateToPayPerRequestDateTime"] = record["LastUpdateToPayPerRequestDateTime"]
    record["BillingMode"] = "PAY_PER_REQUEST"
    record["LastUpdateToPayPerRequestDateTime"] = moment.ends_at_ms / 1000
    go_on_demand(record)
    shown: dict[str, object] = {
        "BillingModeSummary": summary,
        "ProvisionedThroughput": {**record["ProvisionedThroughput"], "LastDecreaseDateTime": now},
        "WarmThroughput": {**record["WarmThroughput"], "Status": "ACTIVE"},
    }
    raise_warm(record, INITIAL_WARM_THROUGHPUT)
    record["Transition"] = moment.transition("UPDATING", shown)


def _too_often_on_demand(changes_ms: list[int]) -> Reject:
    """Returns the refusal. Source of the text: an answer of February 2019, when the service allowed
    one change a day.
    """
    last, following = [
        f"{datetime.fromtimestamp(at_ms / 1000, tz=UTC):%a %b %d %H:%M:%S UTC %Y}"
        for at_ms in (changes_ms[-1], changes_ms[0] + _DAY_SECONDS * 1000)
    ]
    return limit_exceeded(
        "Subscriber limit exceeded: Update to PayPerRequest mode are limited to "
        f"{PAY_PER_REQUEST_CHANGES} times in 1 day(s). Last update at {last}. "
        f"Next update can be made at {following}"
    )


def _go_provisioned(record: TableRecord, units: ProvisionedThroughput, moment: Moment) -> None:
    record["BillingMode"] = "PROVISIONED"
    record["ProvisionedThroughput"] = {**record["ProvisionedThroughput"], **units}
    record.pop("OnDemandThroughput", None)
    read, write = units["ReadCapacityUnits"], units["WriteCapacityUnits"]
    raise_warm(record, {"ReadUnitsPerSecond": read, "WriteUnitsPerSecond": write})
    shown = {"BillingModeSummary": billing_mode_summary(record)}
    record["Transition"] = moment.transition("UPDATING", {**shown})


def _provision(record: TableRecord, units: ProvisionedThroughput, moment: Moment) -> None:
    """Changes the units of a provisioned table. The answer shows the old units with new dates."""
    shown = provision(record, units, moment.now_ms)
    record["Transition"] = moment.transition("UPDATING", {"ProvisionedThroughput": shown})
