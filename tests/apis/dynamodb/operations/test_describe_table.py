"""DescribeTable. Presence of members: recorded answers, October 2026; Alternator."""

import pytest

from tests.engine.in_memory import ACCOUNT, ENV, REGION, START_MS, VE, Caller, arn_of, units

# --- serialization -------------------------------------------------------------------------------


def test_a_name_must_be_a_string() -> None:
    assert Caller().refusal("DescribeTable", TableName=1).startswith("SerializationException: ")


# --- validation ----------------------------------------------------------------------------------

PATTERN = "failed to satisfy constraint: Member must satisfy regular expression pattern: "


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        (
            "music",
            "ResourceNotFoundException: Requested resource not found: Table: music not found",
        ),
        (
            arn_of("nothing"),
            "ResourceNotFoundException: Requested resource not found: Table: nothing not found",
        ),
        (
            arn_of(region="us-east-2"),
            ENV + f"Invalid AWS region in '{arn_of(region='us-east-2')}'",
        ),
        (arn_of(account_id="210987654321"), "AccessDeniedException: Access is denied"),
        (
            arn_of() + "/index/gsi",
            ENV + f"Value '{arn_of()}/index/gsi' at 'tableName' {PATTERN}[a-zA-Z0-9_.-]+",
        ),
        (
            "arn:aws-cn:dynamodb:us-east-1:123456789012:table/music",
            ENV + "Invalid AWS partition in "
            "'arn:aws-cn:dynamodb:us-east-1:123456789012:table/music'",
        ),
    ],
)
def test_refusals(name: str, refusal: str) -> None:
    assert Caller().refusal("DescribeTable", TableName=name) == refusal


def test_the_name_is_required() -> None:
    expected = "The parameter 'TableName' is required but was not present in the request"
    assert Caller().refusal("DescribeTable") == VE + expected


# --- behaviour -----------------------------------------------------------------------------------


def test_an_on_demand_table() -> None:
    caller = Caller()
    created = caller.create()
    assert caller.describe() == {
        **created,
        "TableStatus": "ACTIVE",
        "BillingModeSummary": {
            "BillingMode": "PAY_PER_REQUEST",
            "LastUpdateToPayPerRequestDateTime": START_MS / 1000,
        },
        "TableThroughputModeSummary": {
            "TableThroughputMode": "PAY_PER_REQUEST",
            "LastUpdateToPayPerRequestDateTime": START_MS / 1000,
        },
        "WarmThroughput": {
            "ReadUnitsPerSecond": 12_000,
            "WriteUnitsPerSecond": 4_000,
            "Status": "ACTIVE",
        },
    }
    assert caller.describe(arn_of()) == caller.describe()


def test_a_provisioned_table_never_on_demand_has_no_billing_mode_summary() -> None:
    caller = Caller()
    caller.create(BillingMode="PROVISIONED", ProvisionedThroughput=units(5, 2))
    description = caller.describe()
    assert "BillingModeSummary" not in description
    assert "TableThroughputModeSummary" not in description
    assert description["ProvisionedThroughput"] == {**units(5, 2), "NumberOfDecreasesToday": 0}
    assert description["WarmThroughput"] == {
        "ReadUnitsPerSecond": 5,
        "WriteUnitsPerSecond": 2,
        "Status": "ACTIVE",
    }


def test_optional_members_are_there_once_asked_for() -> None:
    caller = Caller()
    caller.create(
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
        TableClass="STANDARD",
        DeletionProtectionEnabled=True,
        OnDemandThroughput={"MaxReadRequestUnits": 100},
    )
    description = caller.describe()
    label = "2026-10-08T22:53:20.123"
    assert description["StreamSpecification"] == {
        "StreamEnabled": True,
        "StreamViewType": "NEW_IMAGE",
    }
    assert description["LatestStreamLabel"] == label
    assert description["LatestStreamArn"] == f"{arn_of()}/stream/{label}"
    assert description["TableClassSummary"] == {"TableClass": "STANDARD"}
    assert description["DeletionProtectionEnabled"] is True
    assert description["OnDemandThroughput"] == {"MaxReadRequestUnits": 100}


def test_a_stream_that_is_off_leaves_no_trace() -> None:
    caller = Caller()
    caller.create(StreamSpecification={"StreamEnabled": False})
    assert not {"StreamSpecification", "LatestStreamArn"} & caller.describe().keys()


def test_items_are_counted_exactly() -> None:
    caller = Caller()
    caller.create()
    caller.call("PutItem", TableName="music", Item={"pk": {"S": "a"}, "x": {"S": "yz"}})
    caller.call("PutItem", TableName="music", Item={"pk": {"S": "b"}})
    assert caller.describe()["ItemCount"] == 2
    assert caller.describe()["TableSizeBytes"] == 9
    caller.call("DeleteItem", TableName="music", Key={"pk": {"S": "a"}})
    assert caller.describe()["ItemCount"] == 1
    assert caller.describe()["TableSizeBytes"] == 3


def test_a_table_being_created() -> None:
    caller = Caller(delay_ms=500)
    created = caller.create()
    assert caller.describe() == created
    caller.clock.time_ms += 499
    assert caller.describe()["TableStatus"] == "CREATING"
    caller.clock.time_ms += 1
    assert caller.describe()["TableStatus"] == "ACTIVE"


def test_items_are_served_only_between_creation_and_deletion() -> None:
    caller = Caller(delay_ms=500)
    caller.create()
    gone = "ResourceNotFoundException: Requested resource not found"
    key = {"pk": {"S": "a"}}
    assert caller.refusal("GetItem", TableName="music", Key=key) == gone
    caller.clock.time_ms += 500
    assert caller.call("GetItem", TableName="music", Key=key) == {}
    assert caller.call("GetItem", TableName=arn_of(), Key=key) == {}
    caller.call("UpdateTable", TableName="music", TableClass="STANDARD_INFREQUENT_ACCESS")
    assert caller.describe()["TableStatus"] == "UPDATING"
    assert caller.call("GetItem", TableName="music", Key=key) == {}
    caller.clock.time_ms += 500
    caller.call("DeleteTable", TableName="music")
    assert caller.refusal("GetItem", TableName="music", Key=key) == gone
    caller.clock.time_ms += 500
    assert caller.refusal("GetItem", TableName="music", Key=key) == gone


def test_items_of_another_account_are_out_of_reach() -> None:
    caller = Caller()
    caller.create()
    foreign = arn_of(account_id="210987654321")
    refusal = caller.refusal("GetItem", TableName=foreign, Key={"pk": {"S": "a"}})
    assert refusal == "AccessDeniedException: Access is denied"


def test_the_arn_names_region_and_account() -> None:
    caller = Caller(region="eu-west-1")
    assert caller.create()["TableArn"] == arn_of(region="eu-west-1", account_id=ACCOUNT)
    assert REGION not in caller.describe()["TableArn"]
