"""RestoreTableFromBackup. Texts: recorded answers, October 2026; moto tests/test_dynamodb."""

from typing import Any

import pytest

from jedlik.features.backups import restore
from tests.apis.dynamodb.operations.backups import ITEM, back_up, finish, items, with_item
from tests.engine.in_memory import INV, START_MS, VE, Caller, arn_of, definitions, keys, units

BY_N = {
    "IndexName": "by_n",
    "KeySchema": keys("n HASH"),
    "Projection": {"ProjectionType": "KEYS_ONLY"},
}


def restore_to(caller: Caller, arn: str, name: str = "restored", **members: object) -> Any:
    answer = caller.call("RestoreTableFromBackup", BackupArn=arn, TargetTableName=name, **members)
    return answer["TableDescription"]


def refusal(caller: Caller, arn: str, name: str = "restored", **members: object) -> str:
    return caller.refusal("RestoreTableFromBackup", BackupArn=arn, TargetTableName=name, **members)


def indexed(caller: Caller) -> str:
    """Creates a table with an index and an item. Returns the ARN of a backup."""
    caller.create(AttributeDefinitions=definitions("pk", "n"), GlobalSecondaryIndexes=[BY_N])
    caller.call("PutItem", TableName="music", Item={"pk": {"S": "a"}, "n": {"S": "1"}})
    return back_up(caller)


def test_a_table_comes_back() -> None:
    caller = Caller()
    with_item(caller)
    arn = back_up(caller)
    caller.call("DeleteItem", TableName="music", Key={"pk": {"S": "a"}})
    caller.clock.time_ms += 60_000
    description = restore_to(caller, arn)
    summary = {
        "SourceBackupArn": arn,
        "SourceTableArn": arn_of(),
        "RestoreDateTime": START_MS / 1000,
        "RestoreInProgress": True,
    }
    assert (description["TableName"], description["TableStatus"]) == ("restored", "CREATING")
    assert description["RestoreSummary"] == summary
    assert caller.describe("restored")["RestoreSummary"] == summary
    finish(caller)
    table = caller.describe("restored")
    assert (table["TableStatus"], table["ItemCount"]) == ("ACTIVE", 1)
    assert "RestoreSummary" not in table
    assert items(caller, "restored") == [ITEM]
    assert items(caller, "music") == []


def test_what_is_not_restored() -> None:
    caller = Caller()
    caller.create(
        Tags=[{"Key": "a", "Value": "b"}],
        DeletionProtectionEnabled=True,
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
        TableClass="STANDARD_INFREQUENT_ACCESS",
        OnDemandThroughput={"MaxReadRequestUnits": 7},
    )
    specification = {"Enabled": True, "AttributeName": "ends"}
    caller.call("UpdateTimeToLive", TableName="music", TimeToLiveSpecification=specification)
    restore_to(caller, back_up(caller))
    finish(caller)
    table = caller.describe("restored")
    assert table["OnDemandThroughput"] == {"MaxReadRequestUnits": 7}
    assert table["DeletionProtectionEnabled"] is False
    assert not {"StreamSpecification", "LatestStreamArn", "TableClassSummary"} & table.keys()
    tags = caller.call("ListTagsOfResource", ResourceArn=arn_of("restored"))
    assert tags == {"Tags": []}
    shown = caller.call("DescribeTimeToLive", TableName="restored")["TimeToLiveDescription"]
    assert shown == {"TimeToLiveStatus": "DISABLED"}


def test_while_it_is_restored_only_describe_table_sees_it() -> None:
    caller = Caller()
    arn = indexed(caller)
    restore_to(caller, arn)
    (index,) = caller.describe("restored")["GlobalSecondaryIndexes"]
    assert "IndexStatus" not in index
    assert caller.call("ListTables")["TableNames"] == ["music", "restored"]
    missing = "ResourceNotFoundException: Requested resource not found"
    named = f"{missing}: Table: restored not found"
    key = {"pk": {"S": "a"}}
    assert caller.refusal("GetItem", TableName="restored", Key=key) == missing
    ttl = {"Enabled": True, "AttributeName": "ends"}
    calls: list[tuple[str, Any]] = [
        ("UpdateTable", {"DeletionProtectionEnabled": True}),
        ("DescribeTimeToLive", {}),
        ("UpdateTimeToLive", {"TimeToLiveSpecification": ttl}),
    ]
    for operation, members in calls:
        assert caller.refusal(operation, TableName="restored", **members) == named
    policy = caller.refusal("GetResourcePolicy", ResourceArn=arn_of("restored"))
    assert policy == named
    tags = caller.refusal("ListTagsOfResource", ResourceArn=arn_of("restored"))
    assert tags.startswith(missing)
    not_found = "TableNotFoundException: Table not found: restored"
    specification = {"PointInTimeRecoveryEnabled": True}
    calls = [
        ("DescribeContinuousBackups", {}),
        ("UpdateContinuousBackups", {"PointInTimeRecoverySpecification": specification}),
        ("CreateBackup", {"BackupName": "backup"}),
    ]
    for operation, members in calls:
        assert caller.refusal(operation, TableName="restored", **members) == not_found
    deletion = caller.refusal("DeleteTable", TableName="restored")
    assert deletion.startswith("ResourceInUseException: ")
    finish(caller)
    assert caller.describe("restored")["GlobalSecondaryIndexes"][0]["IndexStatus"] == "ACTIVE"


def test_one_backup_feeds_one_restore_at_a_time() -> None:
    caller = Caller()
    with_item(caller)
    arn, other = back_up(caller), back_up(caller)
    restore_to(caller, arn)
    assert refusal(caller, arn, "second") == (
        f"BackupInUseException: Backup is being used to restore another table: {arn}"
    )
    # The same request once more (ack-api-quirks, DDB-TABLE-463).
    assert refusal(caller, arn, "restored") == (
        f"TableInUseException: Table: restored is already being restored from backup: {arn}"
    )
    restore_to(caller, other, "third")
    finish(caller)
    restore_to(caller, arn, "second")
    finish(caller)
    assert items(caller, "second") == items(caller, "third") == [ITEM]


def test_a_backup_that_is_being_made() -> None:
    caller = Caller()
    with_item(caller)
    made = caller.call("CreateBackup", TableName="music", BackupName="backup")
    arn = made["BackupDetails"]["BackupArn"]
    assert refusal(caller, arn) == f"BackupInUseException: Backup is being created: {arn}"


def test_names_that_are_taken() -> None:
    caller = Caller()
    with_item(caller)
    arn, other = back_up(caller), back_up(caller)
    exists = "TableAlreadyExistsException: Table already exists: music"
    assert refusal(caller, arn, "music") == exists
    restore_to(caller, arn)
    assert refusal(caller, other) == (
        f"TableInUseException: Table: restored is already being restored from backup: {arn}"
    )
    assert caller.refusal("CreateTable", **{**CREATE, "TableName": "restored"}) == (
        "ResourceInUseException: Table is being used: restored"
    )
    # A refused restore leaves its backup free, and no work.
    finish(caller)
    restore_to(caller, other, "again")


CREATE: dict[str, object] = {
    "AttributeDefinitions": definitions("pk"),
    "KeySchema": keys("pk HASH"),
    "BillingMode": "PAY_PER_REQUEST",
}


def test_so_many_restores_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restore, "RESTORES_PER_ACCOUNT", 2)
    caller = Caller()
    with_item(caller)
    arns = [back_up(caller) for _ in range(3)]
    for at in range(2):
        restore_to(caller, arns[at], f"restored-{at}")
    assert refusal(caller, arns[2], "restored-2") == (
        "LimitExceededException: Subscriber limit exceeded: Only 2 restore operations can be done "
        "simultaneously"
    )
    finish(caller)
    restore_to(caller, arns[2], "restored-2")


INVALID = "Invalid Request: "
MODE = INVALID + "Cannot override ProvisionedThroughput unless BillingMode is PROVISIONED"
UNITS = INVALID + "Must override ProvisionedThroughput if BillingMode is overridden to PROVISIONED"
NO_UNITS = (
    INVALID + "Cannot override ProvisionedThroughput if BillingMode is overridden to "
    "PAY_PER_REQUEST"
)
UNKNOWN = (
    INVALID
    + "Index by_x does not match a secondary index that existed in the source table and cannot be "
    "created during the restore operation"
)
BY_X = {**BY_N, "IndexName": "by_x", "KeySchema": keys("x HASH")}
RENAMED = {**BY_N, "IndexName": "renamed"}


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"ProvisionedThroughputOverride": units(1, 1)}, MODE),
        ({"BillingModeOverride": "PROVISIONED"}, UNITS),
        ({"GlobalSecondaryIndexOverride": [BY_X]}, UNKNOWN),
        (
            {"GlobalSecondaryIndexOverride": [BY_N, RENAMED]},
            INVALID + "Index renamed does not match",
        ),
        (
            {"GlobalSecondaryIndexOverride": [BY_N, BY_N]},
            "One or more parameter values were invalid: Duplicate index name: by_n",
        ),
        (
            {
                "BillingModeOverride": "PROVISIONED",
                "ProvisionedThroughputOverride": units(1, 1),
                "GlobalSecondaryIndexOverride": [BY_N],
            },
            INVALID + "Must specify provisioned throughput for index by_n",
        ),
        (
            {
                "BillingModeOverride": "PROVISIONED",
                "ProvisionedThroughputOverride": units(1, 1),
            },
            INVALID + "Must specify provisioned throughput for index by_n",
        ),
        (
            {"OnDemandThroughputOverride": {"MaxReadRequestUnits": 0, "MaxWriteRequestUnits": 0}},
            INVALID + "Requested MaxReadRequestUnits for OnDemandThroughput is outside of valid "
            "range",
        ),
        (
            {
                "BillingModeOverride": "PAY_PER_REQUEST",
                "ProvisionedThroughputOverride": units(1, 1),
            },
            NO_UNITS,
        ),
        (
            {
                "BillingModeOverride": "PAY_PER_REQUEST",
                "GlobalSecondaryIndexOverride": [{**BY_N, "ProvisionedThroughput": units(1, 1)}],
            },
            NO_UNITS + " for index by_n",
        ),
        (
            {
                "BillingModeOverride": "PROVISIONED",
                "ProvisionedThroughputOverride": units(1, 1),
                "OnDemandThroughputOverride": {"MaxReadRequestUnits": 5},
            },
            INVALID + "Cannot override MaxReadRequestUnits for OnDemandThroughput unless "
            "BillingModeOverride is PAY_PER_REQUEST",
        ),
        (
            {"SSESpecificationOverride": {"Enabled": True, "KMSMasterKeyId": "alias/none"}},
            "One or more parameter values were invalid: SSEType KMS is required",
        ),
        (
            {
                "SSESpecificationOverride": {
                    "Enabled": True,
                    "SSEType": "KMS",
                    "KMSMasterKeyId": "alias/none",
                }
            },
            "KMS validation error: ",
        ),
    ],
)
def test_overrides_that_are_refused(members: dict[str, object], expected: str) -> None:
    caller = Caller()
    arn = indexed(caller)
    # They come before the name of the new table.
    assert refusal(caller, arn, "music", **members).startswith(VE + expected)
    assert caller.call("ListTables")["TableNames"] == ["music"]
    restore_to(caller, arn)


def test_indexes_can_be_left_out_and_renamed() -> None:
    caller = Caller()
    arn = indexed(caller)
    restore_to(caller, arn, "without", GlobalSecondaryIndexOverride=[])
    finish(caller)
    without = caller.describe("without")
    assert "GlobalSecondaryIndexes" not in without
    assert without["AttributeDefinitions"] == definitions("pk")
    restore_to(caller, arn, "renamed", GlobalSecondaryIndexOverride=[RENAMED])
    finish(caller)
    found = caller.call("Scan", TableName="renamed", IndexName="renamed")["Items"]
    assert found == [{"pk": {"S": "a"}, "n": {"S": "1"}}]


def test_throughput_of_table_and_index() -> None:
    caller = Caller()
    provisioned = {**BY_N, "ProvisionedThroughput": units(3, 4)}
    caller.create(
        AttributeDefinitions=definitions("pk", "n"),
        GlobalSecondaryIndexes=[provisioned],
        BillingMode="PROVISIONED",
        ProvisionedThroughput=units(1, 2),
    )
    arn = back_up(caller)
    restore_to(caller, arn, "more", ProvisionedThroughputOverride=units(5, 6))
    restore_to_on_demand = {"BillingModeOverride": "PAY_PER_REQUEST"}
    finish(caller)
    restore_to(caller, arn, "on-demand", **restore_to_on_demand)
    finish(caller)
    more, on_demand = caller.describe("more"), caller.describe("on-demand")
    for table, reads in ((more, (5, 3)), (on_demand, (0, 0))):
        shown = table["ProvisionedThroughput"]["ReadCapacityUnits"]
        (index,) = table["GlobalSecondaryIndexes"]
        assert (shown, index["ProvisionedThroughput"]["ReadCapacityUnits"]) == reads
    assert on_demand["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"


def test_encryption() -> None:
    caller = Caller()
    key = caller.call("KMS.CreateKey")["KeyMetadata"]["Arn"]
    sse = {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key}
    caller.create(SSESpecification=sse)
    caller.call("PutItem", TableName="music", Item=ITEM)
    arn = back_up(caller)
    restore_to(caller, arn, "same")
    finish(caller)
    assert caller.describe("same")["SSEDescription"]["KMSMasterKeyArn"] == key
    restore_to(caller, arn, "default", SSESpecificationOverride={"Enabled": False})
    finish(caller)
    assert "SSEDescription" not in caller.describe("default")
    assert items(caller, "same") == items(caller, "default") == [ITEM]


def test_another_region() -> None:
    caller = Caller()
    with_item(caller)
    arn = back_up(caller)
    there = Caller(storage=caller.storage, clock=caller.clock, region="eu-west-1")
    there.node.ids = caller.node.ids
    assert refusal(there, arn) == (
        VE + "Invalid Request: sseSpecificationOverride must be provided for cross-region restores"
    )
    restore_to(there, arn, SSESpecificationOverride={"Enabled": False})
    finish(there)
    assert items(there, "restored") == [ITEM]
    assert caller.call("ListTables")["TableNames"] == ["music"]


@pytest.mark.parametrize("name", ["", "ab", "x" * 256])
def test_the_length_of_the_name(name: str) -> None:
    """Source: ack-api-quirks, DDB-TABLE-457, October 2026 (for an empty name)."""
    caller = Caller()
    with_item(caller)
    refused = caller.refusal(
        "RestoreTableFromBackup", BackupArn=back_up(caller), TargetTableName=name
    )
    assert refused == (
        VE + "TableName must be at least 3 characters long and at most 255 characters long"
    )


def test_members_that_are_required() -> None:
    refused = Caller().refusal("RestoreTableFromBackup", TargetTableName="restored")
    assert "Value null at 'backupArn' failed to satisfy constraint" in refused
    assert INV not in refused
