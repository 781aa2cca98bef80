"""Rules about the settings of a table that CreateTable and UpdateTable share.

All functions that check raise Reject. Source of texts and figures: recorded answers, October 2026;
of the bounds of capacity units: dynalite's recorded tests.
"""

from typing import Final, Literal

from jedlik.core.errors import REQUEST_INVALID, Reject, ServiceError, invalid
from jedlik.core.limits import CAPACITY_UNITS_MAX, TABLE_CAPACITY_UNITS
from jedlik.core.types.structures import (
    OnDemandThroughput,
    ProvisionedThroughput,
    WarmThroughput,
)
from jedlik.engine import table_record

# What a new on-demand table can serve at once. Source: Developer Guide, "Initial throughput".
INITIAL_WARM_THROUGHPUT: Final[table_record.StoredWarmThroughput] = {
    "ReadUnitsPerSecond": 12_000,
    "WriteUnitsPerSecond": 4_000,
}

NO_UNITS_ON_DEMAND: Final = (
    REQUEST_INVALID + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when "
    "BillingMode is PAY_PER_REQUEST"
)
HIGHER_LIMITS: Final = (
    "Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher "
    "limits."
)

_INITIAL_THROUGHPUT_PAGE: Final = (
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/"
    "on-demand-capacity-mode.html#on-demand-capacity-mode-initial"
)

_TABLE_CLASSES: Final = ("STANDARD", "STANDARD_INFREQUENT_ACCESS")
_OnDemandMember = Literal["MaxReadRequestUnits", "MaxWriteRequestUnits"]
_WarmMember = Literal["ReadUnitsPerSecond", "WriteUnitsPerSecond"]
# Each member with the name of its quota.
ON_DEMAND_MEMBERS: Final[tuple[tuple[_OnDemandMember, str], ...]] = (
    ("MaxReadRequestUnits", "TableMaxReadCapacityUnits"),
    ("MaxWriteRequestUnits", "TableMaxWriteCapacityUnits"),
)
WARM_MEMBERS: Final[tuple[tuple[_WarmMember, str], ...]] = (
    ("ReadUnitsPerSecond", "TableMaxReadCapacityUnits"),
    ("WriteUnitsPerSecond", "TableMaxWriteCapacityUnits"),
)


def limit_exceeded(message: str) -> Reject:
    """Returns a LimitExceededException with `message`."""
    return Reject(ServiceError("LimitExceededException", message))


def check_table_class(table_class: str | None) -> None:
    """Refuses a class that does not exist. It is no fault of the shape of the request, as those of
    other enumerations are.
    """
    if table_class is not None and table_class not in _TABLE_CLASSES:
        raise invalid(
            "Invalid table-class parameter provided. Please try again with a valid table-class "
            f"value: [{', '.join(_TABLE_CLASSES)}]."
        )


def check_capacity_bounds(units: ProvisionedThroughput) -> None:
    """Refuses figures that no table can have. The request alone decides this."""
    for name, value in (
        ("ReadCapacityUnits", units["ReadCapacityUnits"]),
        ("WriteCapacityUnits", units["WriteCapacityUnits"]),
    ):
        if value > CAPACITY_UNITS_MAX:
            raise invalid(f"Given value {value} for {name} is out of bounds")


def check_capacity_quota(units: ProvisionedThroughput, region: str) -> None:
    """Refuses more units than an account may give to one table."""
    for name, value in (
        ("ReadCapacityUnits", units["ReadCapacityUnits"]),
        ("WriteCapacityUnits", units["WriteCapacityUnits"]),
    ):
        if value > TABLE_CAPACITY_UNITS:
            raise limit_exceeded(
                f"The requested {name}, {value}, is above the per table maximum for the account in "
                f"{region}. Per table maximum: {TABLE_CAPACITY_UNITS}. {HIGHER_LIMITS}"
            )


def check_on_demand_range(
    throughput: OnDemandThroughput, *, least: int, subject: str = "table"
) -> None:
    """Refuses maxima below `least`, and zero. If `least` is -1, then -1 removes a maximum."""
    for name, _ in ON_DEMAND_MEMBERS:
        value = throughput.get(name)
        if value is not None and (value < least or value == 0):
            raise invalid(
                f"{REQUEST_INVALID}Requested {name} for OnDemandThroughput for {subject} is "
                "outside of valid range"
            )


def check_on_demand_quota(
    throughput: OnDemandThroughput, region: str, subject: str = "table"
) -> None:
    """Refuses maxima above what an account may give to one table or index."""
    for name, quota in ON_DEMAND_MEMBERS:
        if throughput.get(name, 0) > TABLE_CAPACITY_UNITS:
            raise _above_quota(f"{name} for OnDemandThroughput for {subject}", quota, region)


def check_warm_quota(throughput: WarmThroughput, region: str, subject: str = "table") -> None:
    """Refuses warm throughput above what an account may give to one table or index."""
    for name, quota in WARM_MEMBERS:
        if throughput.get(name, 0) > TABLE_CAPACITY_UNITS:
            raise _above_quota(f"{name} for WarmThroughput for {subject}", quota, region)


def too_cold(member: str, subject: str, *, provisioned: bool) -> Reject:
    """Returns the error for a warm throughput that is lower than the throughput that the capacity
    mode grants anyway.
    """
    than = f"initial throughput for OnDemand. See: {_INITIAL_THROUGHPUT_PAGE}"
    if provisioned:
        units = member.replace("UnitsPerSecond", "CapacityUnits")
        than = f"{units} of ProvisionedThroughput"
    return invalid(
        f"{REQUEST_INVALID}Requested {member} for WarmThroughput for {subject} is lower than {than}"
    )


def _above_quota(requested: str, quota: str, region: str) -> Reject:
    return limit_exceeded(
        f"Subscriber limit exceeded: Requested {requested} exceeds {quota} of the account in "
        f"region {region}"
    )
