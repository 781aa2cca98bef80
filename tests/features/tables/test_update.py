"""Capacity of a table as UpdateTable changes it. Source: recorded answers, October 2026."""

import pytest

from tests.apis.dynamodb.operations.test_update_table import (
    IN_USE,
    on_demand,
    provisioned,
    refusal,
    update,
)
from tests.engine.in_memory import INV, START_MS, units


def test_throughput_goes_up_and_down() -> None:
    caller = provisioned(1, 1)
    answer = update(caller, ProvisionedThroughput=units(3, 3))
    dated = {"LastIncreaseDateTime": START_MS / 1000, "NumberOfDecreasesToday": 0}
    assert answer["TableStatus"] == "UPDATING"
    assert answer["ProvisionedThroughput"] == {**units(1, 1), **dated}
    description = caller.describe()
    assert description["TableStatus"] == "ACTIVE"
    assert description["ProvisionedThroughput"] == {**units(3, 3), **dated}
    caller.clock.time_ms += 1_000
    answer = update(caller, ProvisionedThroughput=units(1, 3))
    dated["LastDecreaseDateTime"] = START_MS / 1000 + 1
    assert answer["ProvisionedThroughput"] == {**units(3, 3), **dated}
    dated["NumberOfDecreasesToday"] = 1
    description = caller.describe()
    assert description["ProvisionedThroughput"] == {**units(1, 3), **dated}
    assert description["WarmThroughput"] == {
        "ReadUnitsPerSecond": 3,
        "WriteUnitsPerSecond": 3,
        "Status": "ACTIVE",
    }


def test_the_budget_of_decreases() -> None:
    caller = provisioned(10, 10)
    for write in (9, 8, 7, 6):
        update(caller, ProvisionedThroughput=units(10, write))
    message = (
        "LimitExceededException: Subscriber limit exceeded: Provisioned throughput decreases are "
        "limited within a given UTC day. After the first 4 decreases, each subsequent decrease in "
        "the same UTC day can be performed at most once every 3600 seconds. Number of decreases "
        "today: 4. Last decrease at Thursday, October 8, 2026 at {} PM Coordinated Universal Time. "
        "Next decrease can be made at {} Coordinated Universal Time."
    )
    at_11_53 = "Thursday, October 8, 2026 at 11:53:20 PM"
    refused = refusal(caller, ProvisionedThroughput=units(9, 7))
    assert refused == message.format("10:53:20", at_11_53)
    update(caller, ProvisionedThroughput=units(11, 11))
    caller.clock.time_ms += 3_600_000
    update(caller, ProvisionedThroughput=units(11, 10))
    refused = refusal(caller, ProvisionedThroughput=units(11, 9))
    assert refused == message.replace("today: 4", "today: 5").format(
        "11:53:20", "Friday, October 9, 2026 at 12:00:00 AM"
    )
    caller.clock.time_ms += 600_000
    assert caller.describe()["ProvisionedThroughput"]["NumberOfDecreasesToday"] == 0
    update(caller, ProvisionedThroughput=units(11, 9))
    assert caller.describe()["ProvisionedThroughput"]["NumberOfDecreasesToday"] == 1


def test_to_on_demand_and_back() -> None:
    caller = provisioned(5, 5, delay_ms=100)
    maxima = {"MaxReadRequestUnits": 100}
    answer = update(caller, BillingMode="PAY_PER_REQUEST", OnDemandThroughput=maxima)
    assert answer["TableStatus"] == "UPDATING"
    assert answer["BillingModeSummary"] == {"BillingMode": "PAY_PER_REQUEST"}
    assert answer["ProvisionedThroughput"] == {
        **units(0, 0),
        "LastDecreaseDateTime": caller.clock.time_ms / 1000,
        "NumberOfDecreasesToday": 0,
    }
    assert answer["WarmThroughput"]["ReadUnitsPerSecond"] == 5
    assert caller.describe() == answer
    caller.clock.time_ms += 100
    switched = caller.clock.time_ms / 1000
    description = caller.describe()
    assert description["BillingModeSummary"] == {
        "BillingMode": "PAY_PER_REQUEST",
        "LastUpdateToPayPerRequestDateTime": switched,
    }
    assert description["ProvisionedThroughput"] == {**units(0, 0), "NumberOfDecreasesToday": 0}
    assert description["WarmThroughput"]["ReadUnitsPerSecond"] == 12_000
    assert description["OnDemandThroughput"] == maxima
    update(caller, BillingMode="PROVISIONED", ProvisionedThroughput=units(1, 1))
    caller.clock.time_ms += 100
    description = caller.describe()
    assert description["BillingModeSummary"] == {
        "BillingMode": "PROVISIONED",
        "LastUpdateToPayPerRequestDateTime": switched,
    }
    assert description["WarmThroughput"]["ReadUnitsPerSecond"] == 12_000
    assert "OnDemandThroughput" not in description
    answer = update(caller, BillingMode="PAY_PER_REQUEST")
    assert answer["BillingModeSummary"]["LastUpdateToPayPerRequestDateTime"] == switched


def test_a_table_goes_on_demand_four_times_in_a_day() -> None:
    """The number is from the Developer Guide, the form from an answer of 2019 (then 1)."""
    caller = provisioned()

    def go_back_and_forth() -> None:
        update(caller, BillingMode="PAY_PER_REQUEST")
        update(caller, BillingMode="PAY_PER_REQUEST")  # it is already
        update(caller, BillingMode="PROVISIONED", ProvisionedThroughput=units(1, 1))

    for _ in range(4):
        go_back_and_forth()
        caller.clock.time_ms += 3_600_000
    assert refusal(caller, BillingMode="PAY_PER_REQUEST") == (
        "LimitExceededException: Subscriber limit exceeded: Update to PayPerRequest mode are "
        "limited to 4 times in 1 day(s). Last update at Fri Oct 09 01:53:20 UTC 2026. Next update "
        "can be made at Fri Oct 09 22:53:20 UTC 2026"
    )
    caller.clock.time_ms += 20 * 3_600_000
    go_back_and_forth()
    assert refusal(caller, BillingMode="PAY_PER_REQUEST").startswith("LimitExceededException")


@pytest.mark.parametrize(
    "members", [{"BillingMode": "PAY_PER_REQUEST"}, {"TableClass": "STANDARD"}]
)
def test_some_settings_may_be_sent_again(members: dict[str, object]) -> None:
    caller = on_demand(delay_ms=100)
    before = caller.describe()
    assert update(caller, **members) == {**before, "TableStatus": "UPDATING"}
    assert caller.describe() == before


def test_on_demand_maxima_merge_and_go() -> None:
    caller = on_demand()
    answer = update(
        caller, OnDemandThroughput={"MaxReadRequestUnits": 1_000, "MaxWriteRequestUnits": 500}
    )
    assert answer["TableStatus"] == "ACTIVE"
    update(caller, OnDemandThroughput={"MaxReadRequestUnits": 2_000})
    assert caller.describe()["OnDemandThroughput"] == {
        "MaxReadRequestUnits": 2_000,
        "MaxWriteRequestUnits": 500,
    }
    answer = update(caller, OnDemandThroughput={"MaxReadRequestUnits": -1})
    assert answer["TableStatus"] == "ACTIVE"
    assert answer["OnDemandThroughput"]["MaxReadRequestUnits"] == -1
    assert caller.describe()["OnDemandThroughput"] == {"MaxWriteRequestUnits": 500}
    update(caller, OnDemandThroughput={"MaxWriteRequestUnits": -1})
    assert "OnDemandThroughput" not in caller.describe()


def test_warm_throughput_only_rises() -> None:
    caller = on_demand(delay_ms=100)
    answer = update(caller, WarmThroughput={"ReadUnitsPerSecond": 12_001})
    old = {"ReadUnitsPerSecond": 12_000, "WriteUnitsPerSecond": 4_000, "Status": "UPDATING"}
    assert answer["TableStatus"] == "ACTIVE"
    assert answer["WarmThroughput"] == old
    assert caller.describe()["WarmThroughput"] == old
    assert caller.refusal("DeleteTable", TableName="music") == (
        IN_USE + "Table: music is in the process of being updated."
    )
    caller.clock.time_ms += 100
    new = {"ReadUnitsPerSecond": 12_001, "WriteUnitsPerSecond": 4_000, "Status": "ACTIVE"}
    assert caller.describe()["WarmThroughput"] == new
    assert refusal(caller, WarmThroughput={"ReadUnitsPerSecond": 12_000}) == (
        INV + "Requested ReadUnitsPerSecond for WarmThroughput for table is lower than current "
        "WarmThroughput, decreasing WarmThroughput is not supported"
    )
