"""UpdateTable. Texts and rules: recorded answers, October 2026."""

import asyncio
from typing import Any

import pytest

from tests.engine.in_memory import ENV, INV, START_MS, VE, Caller, result_of, units

NOTHING = (
    "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
    "GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, "
    "ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, "
    "OnDemandThroughput, WarmThroughput or TableClass is required"
)
STREAM = {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
NO_STREAM = {"StreamEnabled": False}
IN_USE = "ResourceInUseException: Attempt to change a resource which is still in use: "


def update(caller: Caller, **members: object) -> dict[str, Any]:
    description: dict[str, Any] = caller.call("UpdateTable", TableName="music", **members)[
        "TableDescription"
    ]
    return description


def refusal(caller: Caller, **members: object) -> str:
    return caller.refusal("UpdateTable", TableName="music", **members)


def on_demand(delay_ms: int = 0) -> Caller:
    caller = Caller(delay_ms=delay_ms)
    caller.create()
    caller.clock.time_ms += delay_ms
    return caller


def provisioned(read: int = 10, write: int = 10, delay_ms: int = 0) -> Caller:
    caller = Caller(delay_ms=delay_ms)
    caller.create(BillingMode="PROVISIONED", ProvisionedThroughput=units(read, write))
    caller.clock.time_ms += delay_ms
    return caller


# --- serialization -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "members",
    [
        {"DeletionProtectionEnabled": 1},
        {"StreamSpecification": "on"},
        {"ProvisionedThroughput": units(1, 1) | {"ReadCapacityUnits": "1"}},
    ],
)
def test_values_of_another_type_are_refused(members: dict[str, object]) -> None:
    assert refusal(Caller(), **members).startswith("SerializationException: ")


# --- validation ----------------------------------------------------------------------------------

ALONE = " must be the only operation in the request"


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({}, VE + NOTHING),
        ({"AttributeDefinitions": []}, VE + NOTHING),
        ({"GlobalSecondaryIndexUpdates": []}, VE + NOTHING),
        ({"WarmThroughput": {}}, VE + NOTHING),
        ({"GlobalTableWitnessUpdates": [{"Create": {"RegionName": "x"}}]}, VE + NOTHING),
        (
            {"MultiRegionConsistency": "STRONG"},
            VE + NOTHING.replace("MultiRegionConsistency, ", ""),
        ),
        (
            {"GlobalSecondaryIndexUpdates": [], "DeletionProtectionEnabled": True},
            INV + "List of GlobalSecondaryIndexUpdates is empty",
        ),
        (
            {"DeletionProtectionEnabled": True, "SSESpecification": {"Enabled": True}},
            INV + "Server-Side Encryption modification" + ALONE,
        ),
        (
            {"DeletionProtectionEnabled": True, "TableClass": "STANDARD"},
            INV + "TableClass modification" + ALONE,
        ),
        (
            {"DeletionProtectionEnabled": True, "BillingMode": "PAY_PER_REQUEST"},
            INV + "DeletionProtection modification" + ALONE,
        ),
        (
            {"WarmThroughput": {"ReadUnitsPerSecond": 1}, "DeletionProtectionEnabled": True},
            INV + "DeletionProtection modification" + ALONE,
        ),
        (
            {"WarmThroughput": {"ReadUnitsPerSecond": 1}, "StreamSpecification": STREAM},
            INV + "WarmThroughput" + ALONE,
        ),
        (
            {"OnDemandThroughput": {"MaxReadRequestUnits": 1}, "StreamSpecification": STREAM},
            INV + "OnDemandThroughput can only be combined with BillingMode in an UpdateTable "
            "request",
        ),
        (
            {"ProvisionedThroughput": units(1, 1), "StreamSpecification": STREAM},
            INV + "You cannot modify stream status while updating table IOPS",
        ),
        (
            {"BillingMode": "PROVISIONED"},
            INV + "ProvisionedThroughput must be specified when BillingMode is PROVISIONED",
        ),
        (
            {"BillingMode": "PAY_PER_REQUEST", "ProvisionedThroughput": units(1, 1)},
            INV + "ProvisionedThroughput cannot be specified when BillingMode is PAY_PER_REQUEST",
        ),
        (
            {"ProvisionedThroughput": {"ReadCapacityUnits": 4}},
            ENV + "Value null at 'provisionedThroughput.writeCapacityUnits' failed to satisfy "
            "constraint: Member must not be null",
        ),
        (
            {"ProvisionedThroughput": units(1_000_000_000_001, 1)},
            VE + "Given value 1000000000001 for ReadCapacityUnits is out of bounds",
        ),
        (
            {"ProvisionedThroughput": units(1, 50_000)},
            "LimitExceededException: The requested WriteCapacityUnits, 50000, is above the per "
            "table maximum for the account in us-east-1. Per table maximum: 40000. Refer to the "
            "Amazon DynamoDB Developer Guide for current limits and how to request higher limits.",
        ),
        (
            {"StreamSpecification": {"StreamEnabled": True}},
            INV + "If stream is being enabled then UpdateViewType is required",
        ),
        (
            {"StreamSpecification": {"StreamEnabled": False, "StreamViewType": "KEYS_ONLY"}},
            INV + "If stream is being disabled, then UpdateViewType must not be specified",
        ),
        (
            {"SSESpecification": {"Enabled": False, "SSEType": "KMS"}},
            INV + "SSEType can not be specified if Enabled is false",
        ),
        (
            {"ReplicaUpdates": [{"Delete": {"RegionName": "eu-west-1"}}]},
            INV + "Jedlik does not have global tables yet; omit ReplicaUpdates",
        ),
        (
            {"GlobalTableSettingsReplicationMode": "ENABLED_WITH_OVERRIDES"},
            VE + "Value 'ENABLED_WITH_OVERRIDES' at 'GlobalTableSettingsReplicationMode' failed to "
            "satisfy constraint: Only ENABLED and DISABLED settings replication are supported for "
            "a Regional Table.",
        ),
    ],
)
def test_refusals_that_need_no_table(members: dict[str, object], expected: str) -> None:
    assert refusal(Caller(), **members) == expected


@pytest.mark.parametrize("mode", ["ENABLED", "DISABLED"])
def test_a_table_in_one_region_has_no_settings_to_replicate(mode: str) -> None:
    caller = on_demand()
    before = caller.describe()
    assert update(caller, GlobalTableSettingsReplicationMode=mode)["TableName"] == "music"
    assert caller.describe() == before


def test_a_table_that_is_not_there() -> None:
    assert refusal(Caller(), DeletionProtectionEnabled=True) == (
        "ResourceNotFoundException: Requested resource not found: Table: music not found"
    )


def same(read: int, write: int) -> str:
    return (
        f"{VE}The provisioned throughput for the table will not change. The requested value equals "
        "the current value. Current ReadCapacityUnits provisioned for the table: "
        f"{read}. Requested ReadCapacityUnits: {read}. Current WriteCapacityUnits provisioned for "
        f"the table: {write}. Requested WriteCapacityUnits: {write}. Refer to the Amazon DynamoDB "
        "Developer Guide for current limits and how to request higher limits."
    )


def test_a_class_that_does_not_exist() -> None:
    assert "Invalid table-class parameter provided." in refusal(on_demand(), TableClass="BOGUS")


def test_capacity_that_does_not_fit_the_table() -> None:
    neither = "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode "
    caller = on_demand()
    assert (
        refusal(caller, ProvisionedThroughput=units(1, 1)) == INV + neither + "is PAY_PER_REQUEST"
    )
    caller = provisioned(3, 4)
    assert refusal(caller, ProvisionedThroughput=units(3, 4)) == same(3, 4)
    both = {"BillingMode": "PROVISIONED", "ProvisionedThroughput": units(3, 4)}
    assert refusal(caller, **both) == same(3, 4)
    # 0 is refused only where a maximum may be.
    for maximum in (5, 0):
        assert refusal(caller, OnDemandThroughput={"MaxReadRequestUnits": maximum}) == (
            INV + "MaxReadRequestUnits for OnDemandThroughput cannot be specified when the table "
            "BillingMode is PROVISIONED"
        )


@pytest.mark.parametrize(
    ("name", "value"), [("MaxReadRequestUnits", -2), ("MaxWriteRequestUnits", 0)]
)
def test_maxima_that_no_table_can_have(name: str, value: int) -> None:
    assert refusal(on_demand(), OnDemandThroughput={name: value}) == (
        INV + f"Requested {name} for OnDemandThroughput for table is outside of valid range"
    )


# --- behaviour -----------------------------------------------------------------------------------


def test_streams_begin_and_end() -> None:
    caller = on_demand()
    none = VE + "Table has no stream to disable: TableName: music"
    assert refusal(caller, StreamSpecification=NO_STREAM) == none
    answer = update(caller, StreamSpecification=STREAM)
    assert answer["TableStatus"] == "UPDATING"
    assert answer["StreamSpecification"] == STREAM
    label = answer["LatestStreamLabel"]
    enabled = VE + "Table already has an enabled stream: TableName: music"
    assert refusal(caller, StreamSpecification=STREAM) == enabled
    other = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
    assert refusal(caller, StreamSpecification=other) == enabled
    assert "StreamSpecification" not in update(caller, StreamSpecification=NO_STREAM)
    assert caller.describe()["LatestStreamLabel"] == label
    assert refusal(caller, StreamSpecification=NO_STREAM) == none
    caller.clock.time_ms += 1
    assert update(caller, StreamSpecification=other)["LatestStreamLabel"] != label


def test_a_stream_may_begin_with_on_demand_billing() -> None:
    caller = provisioned()
    answer = update(caller, BillingMode="PAY_PER_REQUEST", StreamSpecification=STREAM)
    assert answer["BillingModeSummary"] == {"BillingMode": "PAY_PER_REQUEST"}
    description = caller.describe()
    assert description["StreamSpecification"] == STREAM
    assert description["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"


def test_an_empty_encryption_with_another_change_leaves_the_key() -> None:
    caller = on_demand()
    update(caller, SSESpecification={"Enabled": True})
    key = caller.describe()["SSEDescription"]
    refused = refusal(caller, SSESpecification={}, TableClass="STANDARD_INFREQUENT_ACCESS")
    assert refused == INV + "Server-Side Encryption modification" + ALONE
    assert caller.describe()["SSEDescription"] == key


def test_encryption_changes_while_the_table_is_active() -> None:
    caller = on_demand(delay_ms=100)
    already = INV + "Table is already encrypted by default"
    assert refusal(caller, SSESpecification={"Enabled": False}) == already
    # Source: ack-api-quirks, DDB-TABLE-437, October 2026.
    assert refusal(caller, SSESpecification={}) == already
    answer = update(caller, SSESpecification={"Enabled": True})
    assert answer["TableStatus"] == "ACTIVE"
    assert answer["SSEDescription"] == {"Status": "UPDATING"}
    caller.clock.time_ms += 100
    enabled = caller.describe()["SSEDescription"]
    assert enabled["Status"] == "ENABLED"
    mine = caller.call("CreateKey")["KeyMetadata"]["Arn"]
    sse = {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": mine}
    assert update(caller, SSESpecification=sse)["SSEDescription"] == {
        **enabled,
        "Status": "UPDATING",
    }
    caller.clock.time_ms += 100
    assert caller.describe()["SSEDescription"]["KMSMasterKeyArn"] == mine
    assert refusal(caller, SSESpecification=sse) == (
        INV + "Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter "
        "if you want to change Master Key"
    )
    update(caller, SSESpecification={"Enabled": False})
    caller.clock.time_ms += 100
    assert "SSEDescription" not in caller.describe()


def test_the_table_class_changes_twice_in_thirty_days() -> None:
    caller = on_demand()
    assert "TableClassSummary" not in update(caller, TableClass="STANDARD_INFREQUENT_ACCESS")
    assert caller.describe()["TableClassSummary"] == {
        "TableClass": "STANDARD_INFREQUENT_ACCESS",
        "LastUpdateDateTime": START_MS / 1000,
    }
    update(caller, TableClass="STANDARD_INFREQUENT_ACCESS")
    update(caller, TableClass="STANDARD")
    refused = (
        "LimitExceededException: Subscriber limit exceeded: Updates to TableClass are limited to "
        "2 times in 30 day(s)."
    )
    for table_class in ("STANDARD", "STANDARD_INFREQUENT_ACCESS"):
        assert refusal(caller, TableClass=table_class) == refused
    caller.clock.time_ms += 30 * 86_400_000
    update(caller, TableClass="STANDARD_INFREQUENT_ACCESS")


def test_deletion_protection_changes_every_fifteen_seconds() -> None:
    caller = on_demand()
    assert update(caller, DeletionProtectionEnabled=False)["TableStatus"] == "ACTIVE"
    assert update(caller, DeletionProtectionEnabled=True)["DeletionProtectionEnabled"] is True
    throttled = (
        "ThrottlingException: Deletion protection setting for table music modified within the "
        "previous 15000 milliseconds. Please try again after 2026-10-08T22:53:35.123Z"
    )
    caller.clock.time_ms += 14_999
    for protected in (True, False):
        assert refusal(caller, DeletionProtectionEnabled=protected) == throttled
    caller.clock.time_ms += 1
    update(caller, DeletionProtectionEnabled=False)
    caller.call("DeleteTable", TableName="music")


def test_what_may_overlap_a_change() -> None:
    caller = Caller(delay_ms=100)
    caller.create()
    creating = IN_USE + "Table is being created: music"
    assert refusal(caller, DeletionProtectionEnabled=True) == creating
    caller.clock.time_ms += 100
    update(caller, BillingMode="PROVISIONED", ProvisionedThroughput=units(1, 1))
    iops = IN_USE + "Table IOPS are currently being updated. Table: music"
    assert refusal(caller, ProvisionedThroughput=units(2, 2)) == iops
    assert update(caller, DeletionProtectionEnabled=True)["TableStatus"] == "UPDATING"
    caller.clock.time_ms += 15_000
    update(caller, DeletionProtectionEnabled=False)
    caller.call("DeleteTable", TableName="music")
    deleting = IN_USE + "Table is being deleted: music"
    assert refusal(caller, StreamSpecification=STREAM) == deleting


def test_changes_at_once_do_not_undo_each_other() -> None:
    caller = on_demand()

    async def change_all() -> None:
        await asyncio.gather(
            caller.calls("UpdateTable", TableName="music", StreamSpecification=STREAM),
            caller.calls("UpdateTable", TableName="music", TableClass="STANDARD_INFREQUENT_ACCESS"),
            caller.calls("UpdateTable", TableName="music", DeletionProtectionEnabled=True),
        )

    result_of(change_all())
    description = caller.describe()
    assert description["StreamSpecification"] == STREAM
    assert description["TableClassSummary"]["TableClass"] == "STANDARD_INFREQUENT_ACCESS"
    assert description["DeletionProtectionEnabled"] is True
