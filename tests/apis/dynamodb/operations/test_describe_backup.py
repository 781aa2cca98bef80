"""DescribeBackup. Texts and members: recorded answers, October 2026."""

import pytest

from tests.apis.dynamodb.operations.backups import back_up, with_item
from tests.engine.in_memory import ACCOUNT, START_MS, VE, Caller, arn_of, definitions, keys, units

ID = "01791504762511-2779fadd"


def test_a_plain_table() -> None:
    caller = Caller()
    with_item(caller)
    table = caller.describe()
    arn = back_up(caller)
    described = caller.call("DescribeBackup", BackupArn=arn)["BackupDescription"]
    assert described == {
        "BackupDetails": {
            "BackupArn": arn,
            "BackupName": "backup",
            "BackupSizeBytes": 6,
            "BackupStatus": "AVAILABLE",
            "BackupType": "USER",
            "BackupCreationDateTime": START_MS / 1000,
        },
        "SourceTableDetails": {
            "TableName": "music",
            "TableId": table["TableId"],
            "TableArn": arn_of(),
            "TableSizeBytes": 6,
            "KeySchema": keys("pk HASH"),
            "TableCreationDateTime": START_MS / 1000,
            "ProvisionedThroughput": units(0, 0),
            "ItemCount": 1,
            "BillingMode": "PAY_PER_REQUEST",
        },
        "SourceTableFeatureDetails": {},
    }


def test_what_is_on_is_shown() -> None:
    caller = Caller()
    index = {
        "IndexName": "by_n",
        "KeySchema": keys("n HASH"),
        "Projection": {"ProjectionType": "ALL"},
    }
    local = {
        "IndexName": "by_t",
        "KeySchema": keys("pk HASH", "t RANGE"),
        "Projection": {"ProjectionType": "KEYS_ONLY"},
    }
    vector = {
        "IndexName": "by_v",
        "VectorAttribute": {"AttributeName": "v"},
        "Dimensions": 2,
        "DistanceFunction": "COSINE",
        "Projection": {"ProjectionType": "ALL"},
    }
    caller.create(
        KeySchema=keys("pk HASH", "sk RANGE"),
        AttributeDefinitions=definitions("pk", "sk", "n", "t"),
        GlobalSecondaryIndexes=[index],
        LocalSecondaryIndexes=[local],
        VectorIndexes=[vector],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
        SSESpecification={"Enabled": True},
    )
    specification = {"Enabled": True, "AttributeName": "ends"}
    caller.call("UpdateTimeToLive", TableName="music", TimeToLiveSpecification=specification)
    key = caller.describe()["SSEDescription"]["KMSMasterKeyArn"]
    arn = back_up(caller)
    described = caller.call("DescribeBackup", BackupArn=arn)["BackupDescription"]
    assert described["SourceTableFeatureDetails"] == {
        "GlobalSecondaryIndexes": [{**index, "ProvisionedThroughput": units(0, 0)}],
        "LocalSecondaryIndexes": [local],
        "VectorIndexes": [vector],
        "StreamDescription": {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
        "TimeToLiveDescription": {"TimeToLiveStatus": "ENABLED", "AttributeName": "ends"},
        "SSEDescription": {"Status": "ENABLED", "SSEType": "KMS", "KMSMasterKeyArn": key},
    }


def test_a_backup_outlives_its_table() -> None:
    caller = Caller()
    with_item(caller)
    arn = back_up(caller)
    before = caller.call("DescribeBackup", BackupArn=arn)
    caller.call("DeleteTable", TableName="music")
    assert caller.call("DescribeBackup", BackupArn=arn) == before


@pytest.mark.parametrize(
    ("arn", "expected"),
    [
        (f"{arn_of()}/backup/{ID}", f"BackupNotFoundException: Backup not found: {arn_of()}"),
        (arn_of("a-table-with-a-long-name"), VE + "Invalid Backup ARN"),
        (f"{arn_of()}/backup/", VE + "Invalid Backup ARN"),
        ("x" * 40, VE + "Invalid Backup ARN"),
        ("", VE + "Invalid Backup ARN"),  # ack-api-quirks, DDB-TABLE-457
        (
            f"arn:aws-cn:dynamodb:us-east-1:{ACCOUNT}:table/music/backup/{ID}",
            VE + "Invalid Request: BackupArn is not valid",
        ),
        (
            f"arn:aws:s3:us-east-1:{ACCOUNT}:table/music/backup/{ID}",
            VE + "Invalid Request: BackupArn is not valid",
        ),
        (
            f"{arn_of(account_id='999999999999')}/backup/{ID}",
            "AccessDeniedException: Access is denied",
        ),
        (f"{arn_of(region='')}/backup/{ID}", "AccessDeniedException: Access is denied"),
        (
            f"{arn_of(region='eu-west-1')}/backup/{ID}",
            "BackupNotFoundException: Backup not found: ",
        ),
    ],
)
def test_arns_that_are_refused(arn: str, expected: str) -> None:
    for operation in ("DescribeBackup", "DeleteBackup"):
        assert Caller().refusal(operation, BackupArn=arn).startswith(expected)
    target = {"TargetTableName": "restored", "SSESpecificationOverride": {}}
    refusal = Caller().refusal("RestoreTableFromBackup", BackupArn=arn, **target)
    assert refusal.startswith(expected)
