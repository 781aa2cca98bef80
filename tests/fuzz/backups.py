"""Valid requests about backups. The backup itself does not exist: its id is a hash."""

from typing import Any

from tests.engine.in_memory import START_MS, arn_of, units

_ON = {"TableName": "music"}
_BACKUP = {"BackupArn": f"{arn_of()}/backup/{START_MS:014d}-2779fadd"}
_INDEX = {
    "IndexName": "by_n",
    "KeySchema": [{"AttributeName": "n", "KeyType": "HASH"}],
    "Projection": {"ProjectionType": "ALL"},
}
# In this order: a restore to a second needs the setting.
BACKUPS: dict[str, list[dict[str, Any]]] = {
    "UpdateContinuousBackups": [
        {
            **_ON,
            "PointInTimeRecoverySpecification": {
                "PointInTimeRecoveryEnabled": True,
                "RecoveryPeriodInDays": 7,
            },
        }
    ],
    "DescribeContinuousBackups": [_ON],
    "CreateBackup": [{**_ON, "BackupName": "backup"}],
    "ListBackups": [
        {
            **_ON,
            "Limit": 3,
            "TimeRangeLowerBound": START_MS / 1000 - 9,
            "TimeRangeUpperBound": START_MS / 1000 + 9,
            "BackupType": "ALL",
            "ExclusiveStartBackupArn": _BACKUP["BackupArn"],
        }
    ],
    "DescribeBackup": [_BACKUP],
    "DeleteBackup": [_BACKUP],
    "RestoreTableFromBackup": [
        {**_BACKUP, "TargetTableName": "restored", "GlobalSecondaryIndexOverride": [_INDEX]}
    ],
    "RestoreTableToPointInTime": [
        {
            "SourceTableName": "music",
            "TargetTableName": "latest",
            "UseLatestRestorableTime": True,
            "BillingModeOverride": "PROVISIONED",
            "ProvisionedThroughputOverride": units(1, 1),
            "SSESpecificationOverride": {"Enabled": True, "SSEType": "KMS"},
        },
        {
            "SourceTableArn": arn_of(),
            "TargetTableName": "second",
            "RestoreDateTime": START_MS // 1000,
            "OnDemandThroughputOverride": {"MaxReadRequestUnits": 5},
        },
    ],
}
