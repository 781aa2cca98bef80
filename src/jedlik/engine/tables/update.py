"""What UpdateTable makes of a table's record: one pure function for each setting.

Each changes the record it is given, or raises Reject to refuse; what takes time about the change it
puts there as a Transition. Source: recorded answers, October 2026.
"""

from datetime import UTC, datetime
from typing import Literal, NamedTuple

from jedlik.core.errors import REQUEST_INVALID, Reject, ServiceError, invalid
from jedlik.core.shapes.requests.tables import (
    OnDemandThroughput,
    ProvisionedThroughput,
    SSESpecification,
    StreamSpecification,
    UpdateTableRequest,
    WarmThroughput,
)
from jedlik.core.types.table import TableRecord, Transition
from jedlik.engine.streams.change import begin, end
from jedlik.engine.tables.description import sse_description, table_class_summary, throughput_at
from jedlik.engine.tables.settings import (
    INITIAL_WARM_THROUGHPUT,
    ON_DEMAND_MEMBERS,
    WARM_MEMBERS,
    encryption_key_arn,
    limit_exceeded,
)

DELETION_PROTECTION_INTERVAL_MS = 15_000
TABLE_CLASS_CHANGES = 2
TABLE_CLASS_INTERVAL_DAYS = 30
FREE_DECREASES = 4
DECREASE_INTERVAL_SECONDS = 3_600

_DAY_SECONDS = 86_400


class Moment(NamedTuple):
    """When a change is made, and when what takes time about it is over."""

    now_ms: int
    ends_at_ms: int

    def transition(
        self, status: Literal["UPDATING", "ACTIVE"], shown: dict[str, object] | None = None
    ) -> Transition:
        """A transition from this moment on."""
        return {"Status": status, "EndsAtMs": self.ends_at_ms, "Shown": shown or {}}


def protect_from_deletion(record: TableRecord, protected: bool, moment: Moment) -> None:
    """Set DeletionProtectionEnabled, which may change every 15 seconds."""
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


def encrypt(record: TableRecord, sse: SSESpecification, moment: Moment) -> None:
    """Encrypt with another key. The table stays ACTIVE and shows the old key meanwhile."""
    key_arn = encryption_key_arn(sse, record["Region"], record["AccountId"])
    old_key_arn = record.get("KMSMasterKeyArn")
    if key_arn is None and old_key_arn is None:
        raise invalid(REQUEST_INVALID + "Table is already encrypted by default")
    if key_arn is not None and key_arn == old_key_arn == sse.get("KMSMasterKeyId"):
        raise invalid(
            REQUEST_INVALID + "Table is already encrypted with given KMSMasterKeyId. Use "
            "KMSMasterKeyId parameter if you want to change Master Key"
        )
    shown = sse_description(record, "UPDATING") or {"Status": "UPDATING"}
    if key_arn is None:
        del record["KMSMasterKeyArn"]
    else:
        record["KMSMasterKeyArn"] = key_arn
    record["Transition"] = moment.transition("ACTIVE", {"SSEDescription": shown})


def set_table_class(record: TableRecord, table_class: str, moment: Moment) -> None:
    """Set TableClass: twice in 30 days. The class a table has may be set again until then."""
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


def warm_up(record: TableRecord, throughput: WarmThroughput, moment: Moment) -> None:
    """Raise warm throughput, member by member. The table stays ACTIVE meanwhile."""
    current = record["WarmThroughput"]
    for name, _ in WARM_MEMBERS:
        if throughput.get(name, current[name]) < current[name]:
            raise invalid(
                f"{REQUEST_INVALID}Requested {name} for WarmThroughput for table is lower than "
                "current WarmThroughput, decreasing WarmThroughput is not supported"
            )
    shown = {**current, "Status": "UPDATING"}
    record["WarmThroughput"] = {**current, **throughput}
    record["Transition"] = moment.transition("ACTIVE", {"WarmThroughput": shown})


def set_capacity(record: TableRecord, request: UpdateTableRequest, moment: Moment) -> None:
    """Set BillingMode, ProvisionedThroughput, or both."""
    units = request.get("ProvisionedThroughput")
    if request.get("BillingMode") == "PAY_PER_REQUEST":
        _go_on_demand(record, moment)
    elif record["BillingMode"] == "PAY_PER_REQUEST" and units is not None:
        if "BillingMode" not in request:
            raise invalid(
                REQUEST_INVALID + "Neither ReadCapacityUnits nor WriteCapacityUnits can be "
                "specified when BillingMode is PAY_PER_REQUEST"
            )
        _go_provisioned(record, units, moment)
    elif units is not None:
        _provision(record, units, moment)


def limit_on_demand(record: TableRecord, throughput: OnDemandThroughput) -> None:
    """Set maxima, member by member; -1 takes one away. Takes effect at once."""
    if record["BillingMode"] == "PROVISIONED":
        for name, _ in ON_DEMAND_MEMBERS:
            if name in throughput:
                raise invalid(
                    f"{REQUEST_INVALID}{name} for OnDemandThroughput cannot be specified when the "
                    "table BillingMode is PROVISIONED"
                )
    merged: OnDemandThroughput = {**record.get("OnDemandThroughput", {}), **throughput}
    for name, _ in ON_DEMAND_MEMBERS:
        if merged.get(name) == -1:
            del merged[name]
    if merged:
        record["OnDemandThroughput"] = {**merged}
    else:
        record.pop("OnDemandThroughput", None)


def set_stream(record: TableRecord, stream: StreamSpecification, moment: Moment) -> None:
    """Begin a stream, or end it; a stream never changes."""
    if stream["StreamEnabled"]:
        if "StreamViewType" in record:
            raise invalid(f"Table already has an enabled stream: TableName: {record['TableName']}")
        begin(record, stream["StreamViewType"], moment.now_ms)
    else:
        if "StreamViewType" not in record:
            raise invalid(f"Table has no stream to disable: TableName: {record['TableName']}")
        end(record)
    shown = record["Transition"].get("Shown", {}) if "Transition" in record else {}
    record["Transition"] = moment.transition("UPDATING", shown)


def _go_on_demand(record: TableRecord, moment: Moment) -> None:
    if record["BillingMode"] == "PAY_PER_REQUEST":
        record["Transition"] = moment._replace(ends_at_ms=moment.now_ms).transition("UPDATING")
        return
    now = moment.now_ms / 1000
    summary: dict[str, object] = {"BillingMode": "PAY_PER_REQUEST"}
    if "LastUpdateToPayPerRequestDateTime" in record:
        summary["LastUpdateToPayPerRequestDateTime"] = record["LastUpdateToPayPerRequestDateTime"]
    record["BillingMode"] = "PAY_PER_REQUEST"
    record["LastUpdateToPayPerRequestDateTime"] = moment.ends_at_ms / 1000
    record["ProvisionedThroughput"] = {
        **record["ProvisionedThroughput"],
        "ReadCapacityUnits": 0,
        "WriteCapacityUnits": 0,
    }
    shown: dict[str, object] = {
        "BillingModeSummary": summary,
        "ProvisionedThroughput": {**record["ProvisionedThroughput"], "LastDecreaseDateTime": now},
        "WarmThroughput": {**record["WarmThroughput"], "Status": "ACTIVE"},
    }
    _raise_warm_throughput(
        record,
        read_units=INITIAL_WARM_THROUGHPUT["ReadUnitsPerSecond"],
        write_units=INITIAL_WARM_THROUGHPUT["WriteUnitsPerSecond"],
    )
    record["Transition"] = moment.transition("UPDATING", shown)


def _go_provisioned(record: TableRecord, units: ProvisionedThroughput, moment: Moment) -> None:
    record["BillingMode"] = "PROVISIONED"
    record["ProvisionedThroughput"] = {**record["ProvisionedThroughput"], **units}
    record.pop("OnDemandThroughput", None)
    _raise_warm_throughput(
        record,
        read_units=units["ReadCapacityUnits"],
        write_units=units["WriteCapacityUnits"],
    )
    record["Transition"] = moment.transition("UPDATING")


def _provision(record: TableRecord, units: ProvisionedThroughput, moment: Moment) -> None:
    """Change the units of a provisioned table. The answer shows the old ones with new dates."""
    now = moment.now_ms / 1000
    old = throughput_at(record, moment.now_ms)
    old_read, old_write = old["ReadCapacityUnits"], old["WriteCapacityUnits"]
    read, write = units["ReadCapacityUnits"], units["WriteCapacityUnits"]
    if (read, write) == (old_read, old_write):
        raise invalid(
            "The provisioned throughput for the table will not change. The requested value equals "
            "the current value. Current ReadCapacityUnits provisioned for the table: "
            f"{old_read}. Requested ReadCapacityUnits: {read}. Current WriteCapacityUnits "
            f"provisioned for the table: {old_write}. Requested WriteCapacityUnits: {write}. "
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
    record["ProvisionedThroughput"] = {**shown, **units, "NumberOfDecreasesToday": decreases}
    _raise_warm_throughput(record, read_units=read, write_units=write)
    record["Transition"] = moment.transition("UPDATING", {"ProvisionedThroughput": shown})


def refuse_decrease(decreases: int, *, last: float, now: float) -> None:
    """Raise Reject for a fifth decrease on one day of UTC within an hour of the last."""
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
    """A moment as that message has it: "Friday, October 9, 2026 at 12:00:00 AM Coordinated ..."."""
    moment = datetime.fromtimestamp(unix_seconds, tz=UTC)
    clock = f"{moment.hour % 12 or 12}:{moment:%M:%S %p}"
    return f"{moment:%A, %B} {moment.day}, {moment.year} at {clock} Coordinated Universal Time"


def _raise_warm_throughput(record: TableRecord, *, read_units: int, write_units: int) -> None:
    warm = record["WarmThroughput"]
    record["WarmThroughput"] = {
        "ReadUnitsPerSecond": max(warm["ReadUnitsPerSecond"], read_units),
        "WriteUnitsPerSecond": max(warm["WriteUnitsPerSecond"], write_units),
    }
