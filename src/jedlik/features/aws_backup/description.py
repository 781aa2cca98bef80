"""How answers show jobs and recovery points. Pure.

Source: API Reference. Which members are present when is not recorded.
"""

from collections.abc import Mapping
from typing import Any

from jedlik.core.types.arn import table_arn
from jedlik.features.aws_backup.lifecycle import delete_at_ms
from jedlik.features.aws_backup.records import (
    RESOURCE_TYPE,
    BackupJobRecord,
    Place,
    PointRecord,
    RestoreJobRecord,
    vault_arn,
)


def shown_backup_job(job: BackupJobRecord) -> dict[str, object]:
    """Returns a job as answers show it."""
    place = Place(job["AccountId"], job["Region"])
    is_complete = job["State"] == "COMPLETED"
    shown: dict[str, object] = {
        "AccountId": job["AccountId"],
        "BackupJobId": job["Id"],
        "BackupVaultName": job["Vault"],
        "BackupVaultArn": vault_arn(place, job["Vault"]),
        "ResourceArn": place.table_arn(job["TableName"]),
        "ResourceName": job["TableName"],
        "ResourceType": RESOURCE_TYPE,
        "CreationDate": job["CreatedMs"] / 1000,
        "StartBy": job["StartByMs"] / 1000,
        "State": job["State"],
        "PercentDone": "100.0" if is_complete else "0.0",
        "IamRoleArn": job["Role"],
        "IsParent": False,
    }
    if job["Lifecycle"]:
        shown["RecoveryPointLifecycle"] = job["Lifecycle"]
    if "BeganMs" in job:
        shown["InitiationDate"] = job["BeganMs"] / 1000
    if "CompleteByMs" in job:
        shown["ExpectedCompletionDate"] = job["CompleteByMs"] / 1000
    if "EndedMs" in job:
        shown["CompletionDate"] = job["EndedMs"] / 1000
    if "Message" in job:
        shown["StatusMessage"] = job["Message"]
    if "CreatedBy" in job:
        shown["CreatedBy"] = job["CreatedBy"]
    if is_complete:
        table = table_arn(job["Region"], job["AccountId"], job["TableName"])
        shown["RecoveryPointArn"] = f"{table}/backup/{job['BackupId']}"
        shown["BackupSizeInBytes"] = shown["BytesTransferred"] = job["Bytes"]
        shown["MessageCategory"] = "SUCCESS"
    return shown


def shown_restore_job(job: RestoreJobRecord) -> dict[str, object]:
    """Returns a restore job as answers show it."""
    place = Place(job["AccountId"], job["Region"])
    shown: dict[str, object] = {
        "AccountId": job["AccountId"],
        "RestoreJobId": job["Id"],
        "RecoveryPointArn": job["Point"],
        "RecoveryPointCreationDate": job["PointCreatedMs"] / 1000,
        "SourceResourceArn": place.table_arn(job["SourceTable"]),
        "BackupVaultArn": vault_arn(place, job["Vault"]),
        "CreationDate": job["CreatedMs"] / 1000,
        "Status": job["State"],
        "PercentDone": "100.00%" if job["State"] == "COMPLETED" else "0.00%",
        "BackupSizeInBytes": job["Bytes"],
        "ResourceType": RESOURCE_TYPE,
        "IsParent": False,
    }
    if job["Role"]:
        shown["IamRoleArn"] = job["Role"]
    if "EndedMs" in job:
        shown["CompletionDate"] = job["EndedMs"] / 1000
    if "Message" in job:
        shown["StatusMessage"] = job["Message"]
    if job["State"] == "COMPLETED":
        shown["CreatedResourceArn"] = place.table_arn(job["TableName"])
    return shown


def shown_point(place: Place, point: PointRecord) -> dict[str, object]:
    """Returns a recovery point as answers show it."""
    shown: dict[str, object] = {
        "RecoveryPointArn": point["Arn"],
        "BackupVaultName": point["Vault"],
        "BackupVaultArn": vault_arn(place, point["Vault"]),
        "VaultType": "BACKUP_VAULT",
        "ResourceArn": place.table_arn(point["TableName"]),
        "ResourceName": point["TableName"],
        "ResourceType": RESOURCE_TYPE,
        "IamRoleArn": point["Role"],
        "Status": "COMPLETED",
        "CreationDate": point["CreatedMs"] / 1000,
        "InitiationDate": point["BeganMs"] / 1000,
        "CompletionDate": point["CompletedMs"] / 1000,
        "BackupSizeInBytes": point["Bytes"],
        "IsEncrypted": True,
        "IsParent": False,
        **shown_lifecycle(point),
    }
    if "CreatedBy" in point:
        shown["CreatedBy"] = point["CreatedBy"]
    if "RestoredMs" in point:
        shown["LastRestoreTime"] = point["RestoredMs"] / 1000
    return shown


def shown_lifecycle(point: PointRecord) -> Mapping[str, Any]:
    """Returns Lifecycle and CalculatedLifecycle of a recovery point, if it has a lifecycle.

    MoveToColdStorageAfterDays has no effect, so it leads to no time.
    """
    if not point["Lifecycle"]:
        return {}
    delete_ms = delete_at_ms(point["Lifecycle"], point["CreatedMs"])
    calculated = {} if delete_ms is None else {"DeleteAt": delete_ms / 1000}
    return {"Lifecycle": point["Lifecycle"], "CalculatedLifecycle": calculated}
