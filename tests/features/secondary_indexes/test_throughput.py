"""Throughput of global indexes. Source: recorded answers, October 2026."""

from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.engine.table_state import Moment
from jedlik.features.secondary_indexes.throughput import (
    check_index_on_demand,
    check_index_quotas,
    check_index_throughput,
    switch_indexes,
    update_index,
)
from tests.core.expressions.refusals import refusal
from tests.engine.tables import index_record, table_record

INV = "One or more parameter values were invalid: "
MOMENT = Moment(now_ms=1_791_500_000_000, ends_at_ms=1_791_500_001_000)
ON_DEMAND_PAGE = (
    "initial throughput for OnDemand. See: https://docs.aws.amazon.com/amazondynamodb/latest/"
    "developerguide/on-demand-capacity-mode.html#on-demand-capacity-mode-initial"
)


def units(read: int, write: int) -> Any:
    return {"ReadCapacityUnits": read, "WriteCapacityUnits": write}


def warm(read: int, write: int) -> Any:
    return {"ReadUnitsPerSecond": read, "WriteUnitsPerSecond": write}


def index(**members: object) -> Any:
    return {"IndexName": "i", **members}


@pytest.mark.parametrize(
    ("billing_mode", "members"),
    [
        ("PAY_PER_REQUEST", {}),
        ("PAY_PER_REQUEST", {"OnDemandThroughput": {"MaxReadRequestUnits": 1}}),
        ("PAY_PER_REQUEST", {"WarmThroughput": warm(12_000, 4_000)}),
        ("PROVISIONED", {"ProvisionedThroughput": units(1, 1)}),
        ("PROVISIONED", {"ProvisionedThroughput": units(5, 5), "WarmThroughput": warm(5, 6)}),
    ],
)
def test_throughput_that_a_new_index_may_have(
    billing_mode: str, members: dict[str, object]
) -> None:
    check_index_throughput(index(**members), billing_mode)
    check_index_quotas(index(**members), "us-east-1")


@pytest.mark.parametrize(
    ("billing_mode", "members", "message"),
    [
        (
            "PAY_PER_REQUEST",
            {"ProvisionedThroughput": units(1, 1)},
            INV + "ProvisionedThroughput should not be specified for index: i when BillingMode is "
            "PAY_PER_REQUEST",
        ),
        ("PROVISIONED", {}, INV + "ProvisionedThroughput is not specified for index: i"),
        (
            "PROVISIONED",
            {"ProvisionedThroughput": units(1_000_000_000_001, 1)},
            "Given value 1000000000001 for ReadCapacityUnits is out of bounds",
        ),
        (
            "PROVISIONED",
            {
                "ProvisionedThroughput": units(1, 1),
                "OnDemandThroughput": {"MaxWriteRequestUnits": 5},
            },
            INV + "MaxWriteRequestUnits for OnDemandThroughput for index: i cannot be specified "
            "when table BillingMode is PROVISIONED.",
        ),
        (
            "PAY_PER_REQUEST",
            {"OnDemandThroughput": {"MaxReadRequestUnits": -1}},
            INV
            + "Requested MaxReadRequestUnits for OnDemandThroughput for index : i is outside of "
            "valid range",
        ),
        (
            "PAY_PER_REQUEST",
            {"WarmThroughput": warm(12_000, 3_999)},
            INV
            + "Requested WriteUnitsPerSecond for WarmThroughput for index i is lower than "
            + ON_DEMAND_PAGE,
        ),
        (
            "PROVISIONED",
            {"ProvisionedThroughput": units(5, 5), "WarmThroughput": warm(4, 5)},
            INV + "Requested ReadUnitsPerSecond for WarmThroughput for index i is lower than "
            "ReadCapacityUnits of ProvisionedThroughput",
        ),
    ],
)
def test_throughput_that_a_new_index_cannot_have(
    billing_mode: str, members: dict[str, object], message: str
) -> None:
    assert refusal(lambda: check_index_throughput(index(**members), billing_mode)) == message


@pytest.mark.parametrize(("least", "accepted"), [(1, [1, 5]), (-1, [-1, 1, 5])])
def test_minus_one_removes_a_maximum_of_an_existing_index(least: int, accepted: list[int]) -> None:
    for value in (-2, -1, 0, 1, 5):
        maxima: Any = {"MaxReadRequestUnits": value}
        if value in accepted:
            check_index_on_demand("i", maxima, least=least)
        else:
            message = refusal(lambda: check_index_on_demand("i", maxima, least=least))  # noqa: B023
            assert message.endswith("for index : i is outside of valid range")


def test_the_quota_of_one_index() -> None:
    with pytest.raises(Reject) as rejected:
        check_index_quotas(index(ProvisionedThroughput=units(1, 40_001)), "eu-west-1")
    assert rejected.value.error.code == "LimitExceededException"
    assert rejected.value.error.message == (
        "The requested WriteCapacityUnits for index i, 40001, is above the per index maximum for "
        "the account in eu-west-1. Per table maximum: 40000. Refer to the Amazon DynamoDB "
        "Developer Guide for current limits and how to request higher limits."
    )


def indexed(billing_mode: str, **members: Any) -> tuple[Any, Any]:
    """Returns a table and its index, which has 5 units of each kind if provisioned."""
    size = 5 if billing_mode == "PROVISIONED" else 0
    throughput = {**units(size, size), "NumberOfDecreasesToday": 0}
    one = index_record(
        "i", "g", ProvisionedThroughput=throughput, WarmThroughput=warm(9, 9), **members
    )
    record = table_record("pk:S g:S", BillingMode=billing_mode, GlobalSecondaryIndexes=[one])
    return record, one


def test_new_units_are_shown_after_the_transition() -> None:
    record, one = indexed("PROVISIONED")
    update_index(record, one, index(ProvisionedThroughput=units(7, 20)), MOMENT)
    assert {**one["ProvisionedThroughput"], **units(7, 20)} == one["ProvisionedThroughput"]
    assert one["WarmThroughput"] == warm(9, 20)
    assert (one["Transition"]["Status"], one["Transition"]["EndsAtMs"]) == (
        "UPDATING",
        MOMENT.ends_at_ms,
    )
    shown = one["Transition"]["Shown"]["ProvisionedThroughput"]
    assert {**shown, **units(5, 5)} == shown


def test_maxima_and_warm_throughput_of_an_index() -> None:
    record, one = indexed("PAY_PER_REQUEST")
    update_index(record, one, index(OnDemandThroughput={"MaxReadRequestUnits": 3}), MOMENT)
    assert one["OnDemandThroughput"] == {"MaxReadRequestUnits": 3}
    assert one["Transition"]["Status"] == "UPDATING"
    update_index(record, one, index(WarmThroughput={"ReadUnitsPerSecond": 10}), MOMENT)
    assert one["WarmThroughput"] == warm(10, 9)
    # Warm throughput changes while the index is active.
    assert one["Transition"]["Status"] == "ACTIVE"
    assert one["Transition"]["Shown"] == {"WarmThroughput": {**warm(9, 9), "Status": "UPDATING"}}


@pytest.mark.parametrize(
    ("billing_mode", "members", "message"),
    [
        (
            "PAY_PER_REQUEST",
            {"ProvisionedThroughput": units(1, 1)},
            "The only Updates for index: i when TableThroughputMode is PAY_PER_REQUEST can be to "
            "OnDemandThroughput, WarmThroughput",
        ),
        (
            "PROVISIONED",
            {"OnDemandThroughput": {"MaxReadRequestUnits": 3}},
            "MaxReadRequestUnits for OnDemandThroughput for index : i cannot be specified when the "
            "table BillingMode is PROVISIONED",
        ),
        (
            "PROVISIONED",
            {"WarmThroughput": {"ReadUnitsPerSecond": 8}},
            "Requested ReadUnitsPerSecond for WarmThroughput for index i is lower than current "
            "WarmThroughput, decreasing WarmThroughput is not supported",
        ),
    ],
)
def test_updates_that_are_refused(
    billing_mode: str, members: dict[str, object], message: str
) -> None:
    record, one = indexed(billing_mode)
    found = refusal(lambda: update_index(record, one, index(**members), MOMENT), INV)
    assert found == message


def test_indexes_follow_the_billing_mode_of_their_table() -> None:
    record, one = indexed("PROVISIONED")
    record["BillingMode"] = "PAY_PER_REQUEST"
    switch_indexes(record, [])
    assert {**one["ProvisionedThroughput"], **units(0, 0)} == one["ProvisionedThroughput"]
    assert one["WarmThroughput"] == warm(12_000, 4_000)


def test_each_index_of_a_table_that_becomes_provisioned_needs_units() -> None:
    record, one = indexed("PAY_PER_REQUEST", OnDemandThroughput={"MaxReadRequestUnits": 3})
    record["BillingMode"] = "PROVISIONED"
    other: Any = [{"Update": {"IndexName": "other", "ProvisionedThroughput": units(1, 1)}}]
    assert refusal(lambda: switch_indexes(record, other), INV) == (
        "ProvisionedThroughput must be specified for index: i"
    )
    own: Any = [{"Update": {"IndexName": "i", "ProvisionedThroughput": units(1, 1)}}]
    switch_indexes(record, own)
    assert "OnDemandThroughput" not in one


def test_the_error_names_all_indexes_that_a_switch_leaves_without_units() -> None:
    # Source: dynalite's tests, which ran on the service.
    record, _ = indexed("PROVISIONED", OnDemandThroughput={"MaxReadRequestUnits": 3})
    second: Any = {**record["GlobalSecondaryIndexes"][0], "IndexName": "j"}
    record["GlobalSecondaryIndexes"].append(second)
    assert refusal(lambda: switch_indexes(record, []), INV) == (
        "ProvisionedThroughput must be specified for index: i,j"
    )
