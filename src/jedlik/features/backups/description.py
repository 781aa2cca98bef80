"""How answers show backups and point-in-time recovery. Pure.

Source: recorded answers, October 2026, also for when a member is present.
"""

from collections.abc import Mapping

from jedlik.core.types.arn import table_arn
from jedlik.engine.table_record import (
    IndexRecord,
    PointInTimeRecovery,
    TableRecord,
    Throughput,
    VectorIndexRecord,
)
from jedlik.features.backups.records import Backup, arn_of
from jedlik.features.backups.recovery import window_of
from jedlik.features.encryption_keys.description import sse_description


def continuous_backups(
    recovery: PointInTimeRecovery | None, last: int, now_ms: int, *, is_enabled: bool = True
) -> dict[str, object]:
    """Returns the ContinuousBackupsDescription.

    recovery: the setting, None if it is off. last: the position of the last Append. is_enabled:
    whether the table can be backed up, that is, whether it has been created.
    """
    shown: dict[str, object] = {"PointInTimeRecoveryStatus": "DISABLED"}
    if recovery is not None:
        window = window_of(recovery, last, now_ms)
        shown = {
            "PointInTimeRecoveryStatus": "ENABLED",
            "RecoveryPeriodInDays": recovery["Days"],
            "EarliestRestorableDateTime": window.earliest_s,
            "LatestRestorableDateTime": window.latest_s,
        }
    status = "ENABLED" if is_enabled else "DISABLED"
    return {"ContinuousBackupsStatus": status, "PointInTimeRecoveryDescription": shown}


def backup_details(backup: Backup) -> dict[str, object]:
    """Returns the BackupDetails."""
    details: dict[str, object] = {
        "BackupArn": arn_of(backup),
        "BackupName": backup["Name"],
        "BackupSizeBytes": backup["Bytes"],
        "BackupStatus": backup["Status"],
        "BackupType": backup["Kind"],
        "BackupCreationDateTime": backup["CreatedMs"] / 1000,
    }
    if "ExpiresMs" in backup:
        details["BackupExpiryDateTime"] = backup["ExpiresMs"] / 1000
    return details


def backup_summary(backup: Backup) -> dict[str, object]:
    """Returns the BackupSummary, as ListBackups shows a backup."""
    source = backup["Source"]
    return {
        **backup_details(backup),
        "TableArn": table_arn(source["Region"], source["AccountId"], source["TableName"]),
        "TableId": source["TableId"],
        "TableName": source["TableName"],
    }


def backup_description(backup: Backup, *, is_deleted: bool = False) -> dict[str, object]:
    """Returns the BackupDescription. is_deleted: whether the request deleted the backup."""
    details = backup_details(backup)
    if is_deleted:
        details["BackupStatus"] = "DELETED"
    features = {} if backup["Kind"] == "SYSTEM" else _features(backup["Source"])
    return {
        "BackupDetails": details,
        "SourceTableDetails": _source_details(backup),
        "SourceTableFeatureDetails": features,
    }


def _source_details(backup: Backup) -> dict[str, object]:
    source = backup["Source"]
    details: dict[str, object] = {
        "TableName": source["TableName"],
        "TableId": source["TableId"],
        "TableArn": table_arn(source["Region"], source["AccountId"], source["TableName"]),
        "TableSizeBytes": backup["Bytes"],
        "KeySchema": source["KeySchema"],
        "TableCreationDateTime": source["CreationDateTime"],
        "ProvisionedThroughput": _units(source["ProvisionedThroughput"]),
        "ItemCount": backup["Items"],
        "BillingMode": source["BillingMode"],
    }
    if "OnDemandThroughput" in source:
        details["OnDemandThroughput"] = source["OnDemandThroughput"]
    return details


def _features(source: TableRecord) -> dict[str, object]:
    """Returns the SourceTableFeatureDetails: only what is on."""
    features: dict[str, object] = {}
    if "LocalSecondaryIndexes" in source:
        features["LocalSecondaryIndexes"] = [
            _index(each) for each in source["LocalSecondaryIndexes"]
        ]
    if "GlobalSecondaryIndexes" in source:
        features["GlobalSecondaryIndexes"] = [
            _global(each) for each in source["GlobalSecondaryIndexes"]
        ]
    if "VectorIndexes" in source:
        features["VectorIndexes"] = [_vector(each) for each in source["VectorIndexes"]]
    if "StreamViewType" in source:
        view_type = source["StreamViewType"]
        features["StreamDescription"] = {"StreamEnabled": True, "StreamViewType": view_type}
    if "TimeToLiveAttribute" in source:
        features["TimeToLiveDescription"] = {
            "TimeToLiveStatus": "ENABLED",
            "AttributeName": source["TimeToLiveAttribute"],
        }
    sse = sse_description(source, "ENABLED")
    if sse is not None:
        features["SSEDescription"] = sse
    return features


def _index(index: IndexRecord) -> dict[str, object]:
    return {
        "IndexName": index["IndexName"],
        "KeySchema": index["KeySchema"],
        "Projection": index["Projection"],
    }


def _global(index: IndexRecord) -> dict[str, object]:
    shown = _index(index)
    shown["ProvisionedThroughput"] = _units(index["ProvisionedThroughput"])
    if "OnDemandThroughput" in index:
        shown["OnDemandThroughput"] = index["OnDemandThroughput"]
    return shown


def _vector(index: VectorIndexRecord) -> dict[str, object]:
    shown: dict[str, object] = {
        "IndexName": index["IndexName"],
        "VectorAttribute": index["VectorAttribute"],
        "Projection": index["Projection"],
        "Dimensions": index["Dimensions"],
        "DistanceFunction": index["DistanceFunction"],
    }
    if "SearchSchema" in index:
        shown["SearchSchema"] = index["SearchSchema"]
    return shown


def _units(throughput: Throughput) -> Mapping[str, int]:
    return {
        "ReadCapacityUnits": throughput["ReadCapacityUnits"],
        "WriteCapacityUnits": throughput["WriteCapacityUnits"],
    }
