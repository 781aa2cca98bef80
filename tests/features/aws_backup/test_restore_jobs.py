"""Restore jobs."""

from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.engine.table import catalog_key
from jedlik.features.aws_backup import restore_jobs
from jedlik.features.aws_backup.job_records import STORED_MS
from jedlik.features.aws_backup.restore_jobs import encryption_in, step
from jedlik.features.backups.restore_from_backup import restore_from_backup
from jedlik.storage.interface import Delete
from tests.engine.in_memory import ACCOUNT, REGION, START_MS, Caller, arn_of, result_of
from tests.features.aws_backup.samples import (
    DAY_MS,
    PLACE,
    ROLE,
    VAULT,
    do_due,
    points,
    start,
    with_vault,
    work,
)
from tests.features.used_storage import write

NAME = "restored"


def made() -> tuple[Caller, str]:
    """Returns a node with a recovery point, and its ARN."""
    caller = with_vault()
    start(caller)
    result_of(work(caller))
    return caller, points(caller)[0]["RecoveryPointArn"]


def restore(caller: Caller, arn: str, name: str = NAME, **members: Any) -> str:
    metadata = {"targetTableName": name, **members.pop("metadata", {})}
    request = {"RecoveryPointArn": arn, "IamRoleArn": ROLE, "Metadata": metadata, **members}
    return str(caller.call("StartRestoreJob", **request)["RestoreJobId"])


def job(caller: Caller, job_id: str) -> dict[str, Any]:
    return caller.call("DescribeRestoreJob", RestoreJobId=job_id)


def state(caller: Caller, job_id: str) -> str:
    return str(job(caller, job_id)["Status"])


def test_a_job_restores_a_table() -> None:
    caller, arn = made()
    begin = caller.clock.time_ms / 1000
    job_id = restore(caller, arn)
    assert job(caller, job_id) == {
        "AccountId": PLACE.account_id,
        "RestoreJobId": job_id,
        "RecoveryPointArn": arn,
        "RecoveryPointCreationDate": START_MS / 1000,
        "SourceResourceArn": arn_of(),
        "BackupVaultArn": f"arn:aws:backup:us-east-1:123456789012:backup-vault:{VAULT}",
        "CreationDate": begin,
        "Status": "PENDING",
        "PercentDone": "0.00%",
        "BackupSizeInBytes": points(caller)[0]["BackupSizeInBytes"],
        "ResourceType": "DynamoDB",
        "IsParent": False,
        "IamRoleArn": ROLE,
    }
    result_of(do_due(caller))
    assert state(caller, job_id) == "RUNNING"
    result_of(work(caller))
    done = job(caller, job_id)
    assert (done["Status"], done["CreatedResourceArn"]) == ("COMPLETED", arn_of(NAME))
    assert done["PercentDone"] == "100.00%"
    assert caller.call("Scan", TableName=NAME)["Count"] == 3
    assert points(caller)[0]["LastRestoreTime"] == begin


def test_the_same_request_finds_its_job() -> None:
    caller, arn = made()
    first = restore(caller, arn, IdempotencyToken="t")
    assert restore(caller, arn, IdempotencyToken="t") == first
    with pytest.raises(Reject):
        restore(caller, arn, "other", IdempotencyToken="t")
    # The token of a backup job is another one.
    assert start(caller, IdempotencyToken="t") != first


def test_a_name_that_is_taken_fails_the_job() -> None:
    caller, arn = made()
    job_id = restore(caller, arn, "music")
    result_of(work(caller))
    failed = job(caller, job_id)
    assert (failed["Status"], failed["StatusMessage"]) == (
        "FAILED",
        "Table already exists: music",
    )
    assert "CreatedResourceArn" not in failed


def test_two_jobs_restore_one_recovery_point_one_after_the_other() -> None:
    caller, arn = made()
    ids = [restore(caller, arn, name) for name in ("one", "two")]
    result_of(do_due(caller))
    assert sorted(state(caller, each) for each in ids) == ["PENDING", "RUNNING"]
    (waiting,) = (each for each in ids if state(caller, each) == "PENDING")
    assert job(caller, waiting)["StatusMessage"].startswith("Backup is being used to restore")
    result_of(work(caller))
    assert [state(caller, each) for each in ids] == ["COMPLETED"] * 2
    assert "StatusMessage" not in job(caller, waiting)


def test_a_job_waits_for_a_day_at_most() -> None:
    caller, arn = made()
    caller.call("RestoreTableFromBackup", BackupArn=arn, TargetTableName="slow")
    job_id = restore(caller, arn)
    result_of(do_due(caller))
    assert state(caller, job_id) == "PENDING"
    caller.clock.time_ms += DAY_MS + 60_000
    result_of(do_due(caller))
    assert state(caller, job_id) == "FAILED"


def test_a_table_that_disappears_fails_the_job() -> None:
    """The restore ends without a table if its backup is damaged."""
    caller, arn = made()
    job_id = restore(caller, arn)
    result_of(do_due(caller))
    key = catalog_key(REGION, ACCOUNT, NAME)
    write(caller, [Delete(key)])
    caller.clock.time_ms += 60_000
    result_of(do_due(caller))
    assert job(caller, job_id)["StatusMessage"].startswith(f"The table {NAME} could not be")


def test_a_recovery_point_that_was_deleted_fails_the_job() -> None:
    caller, arn = made()
    job_id = restore(caller, arn)
    caller.call("DeleteRecoveryPoint", BackupVaultName=VAULT, RecoveryPointArn=arn)
    result_of(work(caller))
    assert job(caller, job_id)["StatusMessage"] == f"Backup not found: {arn}"


@pytest.mark.parametrize("is_begun", [False, True])
def test_a_process_that_dies_during_an_attempt(
    monkeypatch: pytest.MonkeyPatch, is_begun: bool
) -> None:
    caller, arn = made()
    job_id = restore(caller, arn)

    class DeadError(Exception):
        """The process has died."""

    async def dies(*arguments: Any) -> None:
        if is_begun:
            await restore_from_backup(*arguments)
        raise DeadError

    with monkeypatch.context() as patched:
        patched.setattr(restore_jobs, "restore_from_backup", dies)
        with pytest.raises(DeadError):
            result_of(step(caller.node, PLACE, job_id))
    assert state(caller, job_id) == "PENDING"
    caller.clock.time_ms += 16_000
    result_of(work(caller))
    assert state(caller, job_id) == "COMPLETED"
    assert caller.call("Scan", TableName=NAME)["Count"] == 3


def test_a_job_is_deleted_after_thirty_days() -> None:
    caller, arn = made()
    job_id = restore(caller, arn)
    result_of(work(caller))
    caller.clock.time_ms += STORED_MS
    result_of(work(caller))
    refusal = caller.refusal("DescribeRestoreJob", RestoreJobId=job_id)
    assert refusal == f"ResourceNotFoundException: Cannot find restore job with ID {job_id}"
    result_of(step(caller.node, PLACE, job_id))


def test_the_metadata_of_a_recovery_point_restore_it() -> None:
    caller, arn = made()
    found = caller.call(
        "GetRecoveryPointRestoreMetadata", BackupVaultName=VAULT, RecoveryPointArn=arn
    )
    assert found["RestoreMetadata"] == {
        "originalTableName": "music",
        "targetTableName": "music",
        "encryptionType": "Default",
    }
    caller.call("DeleteTable", TableName="music")
    caller.call("StartRestoreJob", RecoveryPointArn=arn, Metadata=found["RestoreMetadata"])
    result_of(work(caller))
    assert caller.call("Scan", TableName="music")["Count"] == 3


def test_encryption() -> None:
    assert encryption_in({"encryptionType": "Default"}) == encryption_in({}) == {}
    assert encryption_in({"encryptionType": "KMS"}) == {"Enabled": True, "SSEType": "KMS"}
    key = {"encryptionType": "KMS", "kmsMasterKeyArn": "k"}
    assert encryption_in(key)["KMSMasterKeyId"] == "k"
    for wrong in (
        {"encryptionType": "AES"},
        {"kmsMasterKeyArn": "k"},
        {"encryptionType": "Default", "kmsMasterKeyArn": "k"},
        {"odd": "x"},
    ):
        with pytest.raises(Reject):
            encryption_in(wrong)


def test_a_table_is_restored_under_a_key() -> None:
    caller, arn = made()
    key = caller.call("CreateKey")["KeyMetadata"]["Arn"]
    restore(caller, arn, metadata={"encryptionType": "KMS", "kmsMasterKeyArn": key})
    result_of(work(caller))
    assert caller.describe(NAME)["SSEDescription"]["KMSMasterKeyArn"] == key
    assert caller.call("Scan", TableName=NAME)["Count"] == 3


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"Metadata": {}}, "MissingParameterValueException"),
        ({"Metadata": {"targetTableName": "ab"}}, "InvalidParameterValueException"),
        ({"ResourceType": "EBS"}, "InvalidParameterValueException"),
        ({"CopySourceTagsToRestoredResource": True}, "InvalidParameterValueException"),
        ({"RecoveryPointArn": arn_of()}, "ResourceNotFoundException"),
        ({"IamRoleArn": "role"}, "InvalidParameterValueException"),
    ],
)
def test_requests_that_are_refused(members: dict[str, Any], code: str) -> None:
    caller, arn = made()
    request = {"RecoveryPointArn": arn, "Metadata": {"targetTableName": NAME}, **members}
    assert caller.refusal("StartRestoreJob", **request).startswith(code)
    assert caller.call("ListRestoreJobs")["RestoreJobs"] == []
