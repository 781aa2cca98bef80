"""Backup jobs: their states, their windows, and what interrupts them."""

from collections.abc import Sequence
from typing import Any

import pytest

from jedlik.core.errors import Reject, ServiceError
from jedlik.engine.jobs import take_lease
from jedlik.features.aws_backup import backup_jobs, due_work
from jedlik.features.aws_backup.backup_jobs import step
from jedlik.features.backups import make_backups
from jedlik.features.backups.new_backup import create_backup
from jedlik.features.backups.records import Backup, all_backups
from jedlik.features.history import reader
from jedlik.storage.interface import FenceLostError
from tests.engine.in_memory import START_MS, Caller, arn_of, is_due, result_of, run_once
from tests.features.aws_backup.samples import (
    HOUR_MS,
    PLACE,
    ROLE,
    VAULT,
    do_due,
    job,
    points,
    start,
    with_vault,
    work,
)

MINUTE_MS = 60_000


def backups(caller: Caller) -> list[Backup]:
    async def found() -> list[Backup]:
        return [each async for each in all_backups(caller.node.storage)]

    return result_of(found())


def state(caller: Caller, job_id: str) -> str:
    return str(job(caller, job_id)["State"])


def test_a_job_makes_a_recovery_point() -> None:
    caller = with_vault()
    job_id = start(caller, CompleteWindowMinutes=60, StartWindowMinutes=60)
    assert job(caller, job_id) == {
        "AccountId": PLACE.account_id,
        "BackupJobId": job_id,
        "BackupVaultName": VAULT,
        "BackupVaultArn": f"arn:aws:backup:us-east-1:123456789012:backup-vault:{VAULT}",
        "ResourceArn": arn_of(),
        "ResourceName": "music",
        "ResourceType": "DynamoDB",
        "CreationDate": START_MS / 1000,
        "StartBy": START_MS / 1000 + 3600,
        "ExpectedCompletionDate": START_MS / 1000 + 3600,
        "State": "CREATED",
        "PercentDone": "0.0",
        "IamRoleArn": ROLE,
        "IsParent": False,
    }
    result_of(do_due(caller))
    assert state(caller, job_id) == "RUNNING"
    assert points(caller) == []
    result_of(work(caller))
    done = job(caller, job_id)
    assert (done["State"], done["PercentDone"], done["MessageCategory"]) == (
        "COMPLETED",
        "100.0",
        "SUCCESS",
    )
    (point,) = points(caller)
    assert point["RecoveryPointArn"] == done["RecoveryPointArn"]
    (backup,) = backups(caller)
    assert (backup["Kind"], backup["Name"]) == ("AWS_BACKUP", f"AWSBackup_{job_id}")
    assert done["BackupSizeInBytes"] == backup["Bytes"] > 0
    assert "EndsAs" not in done


def test_a_job_that_was_stopped_before_it_began() -> None:
    caller = with_vault()
    job_id = start(caller)
    assert caller.call("StopBackupJob", BackupJobId=job_id) == {}
    assert state(caller, job_id) == "ABORTING"
    caller.call("StopBackupJob", BackupJobId=job_id)
    result_of(work(caller))
    assert state(caller, job_id) == "ABORTED"
    assert backups(caller) == []
    assert caller.refusal("StopBackupJob", BackupJobId=job_id) == (
        f"InvalidRequestException: Backup job {job_id} is ABORTED and cannot be stopped"
    )


def test_a_job_that_was_stopped_while_it_ran_leaves_no_backup() -> None:
    caller = with_vault()
    job_id = start(caller)
    result_of(do_due(caller))
    assert [each["Status"] for each in backups(caller)] == ["CREATING"]
    caller.call("StopBackupJob", BackupJobId=job_id)
    result_of(work(caller))
    assert state(caller, job_id) == "ABORTED"
    assert backups(caller) == []
    assert points(caller) == []


def test_a_table_that_is_gone_fails_the_job() -> None:
    caller = with_vault()
    job_id = start(caller)
    caller.call("DeleteTable", TableName="music")
    result_of(work(caller))
    failed = job(caller, job_id)
    assert (failed["State"], failed["StatusMessage"]) == ("FAILED", "Table not found: music")
    assert failed["CompletionDate"] >= failed["CreationDate"]


def test_a_vault_that_is_gone_fails_the_job_and_the_backup_is_deleted() -> None:
    caller = with_vault()
    job_id = start(caller)
    result_of(do_due(caller))
    caller.call("DeleteBackupVault", BackupVaultName=VAULT)
    result_of(work(caller))
    failed = job(caller, job_id)
    assert (failed["State"], failed["StatusMessage"]) == (
        "FAILED",
        f"Backup vault {VAULT} does not exist",
    )
    assert backups(caller) == []


def refuse(monkeypatch: pytest.MonkeyPatch, code: str) -> list[int]:
    """Lets CreateBackup refuse. Returns a list with an element for each call."""
    calls: list[int] = []

    async def refused(*_: object) -> None:
        calls.append(1)
        raise Reject(ServiceError(code, "Backups are being enabled"))

    monkeypatch.setattr(backup_jobs, "create_backup", refused)
    return calls


def test_a_refusal_for_now_is_tried_again_each_ten_minutes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caller = with_vault()
    job_id = start(caller)
    with monkeypatch.context() as patched:
        calls = refuse(patched, "ContinuousBackupsUnavailableException")
        result_of(do_due(caller))
        assert (state(caller, job_id), len(calls)) == ("CREATED", 1)
        assert job(caller, job_id)["StatusMessage"] == "Backups are being enabled"
        caller.clock.time_ms += 9 * MINUTE_MS
        result_of(do_due(caller))
        assert len(calls) == 1
        caller.clock.time_ms += 2 * MINUTE_MS
        result_of(do_due(caller))
        assert len(calls) == 2
    caller.clock.time_ms += 11 * MINUTE_MS
    result_of(work(caller))
    assert state(caller, job_id) == "COMPLETED"
    assert "StatusMessage" not in job(caller, job_id)


def test_a_job_expires_with_its_start_window(monkeypatch: pytest.MonkeyPatch) -> None:
    caller = with_vault()
    job_id = start(caller, StartWindowMinutes=60)
    calls = refuse(monkeypatch, "LimitExceededException")
    for _ in range(8):
        result_of(do_due(caller))
        caller.clock.time_ms += 10 * MINUTE_MS
    expired = job(caller, job_id)
    assert (expired["State"], expired["StatusMessage"]) == ("EXPIRED", "Backups are being enabled")
    assert len(calls) in {6, 7}


def test_any_other_refusal_fails_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    caller = with_vault()
    job_id = start(caller)
    refuse(monkeypatch, "InternalServerError")
    result_of(do_due(caller))
    assert state(caller, job_id) == "FAILED"


def test_a_job_that_begins_too_late_expires() -> None:
    caller = with_vault()
    job_id = start(caller, StartWindowMinutes=60)
    caller.clock.time_ms += HOUR_MS + 1
    result_of(work(caller))
    expired = job(caller, job_id)
    assert expired["State"] == "EXPIRED"
    assert expired["StatusMessage"].endswith("before the end of its start window")
    assert backups(caller) == []


def test_a_job_expires_with_its_completion_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_PAGE_ITEMS", 1)
    caller = with_vault(items=4)
    job_id = start(caller, CompleteWindowMinutes=1)
    result_of(do_due(caller))
    caller.clock.time_ms += MINUTE_MS + 1
    result_of(do_due(caller))
    assert state(caller, job_id) == "ABORTING"
    result_of(work(caller))
    expired = job(caller, job_id)
    assert expired["State"] == "EXPIRED"
    assert expired["StatusMessage"].endswith("before the end of its completion window")
    assert (backups(caller), points(caller)) == ([], [])


def test_a_table_that_cannot_be_read_fails_the_job() -> None:
    caller = with_vault()
    job_id = start(caller)
    result_of(do_due(caller))
    (backup,) = backups(caller)

    async def lose() -> None:
        from jedlik.features.backups.erase_backups import deletion
        from jedlik.storage.interface import Batch

        batch = Batch(deletion(backup), None)
        await caller.node.storage.transact([], lambda _: batch)

    result_of(lose())
    caller.clock.time_ms += MINUTE_MS
    result_of(do_due(caller))
    failed = job(caller, job_id)
    assert (failed["State"], failed["StatusMessage"]) == ("FAILED", "The table could not be read")


@pytest.mark.parametrize("is_begun", [False, True])
def test_a_process_that_dies_during_an_attempt(
    monkeypatch: pytest.MonkeyPatch, is_begun: bool
) -> None:
    """It dies before or after CreateBackup. Another process makes the backup, or finds it."""
    caller = with_vault()
    job_id = start(caller)

    class DeadError(Exception):
        """The process has died."""

    async def dies(*arguments: Any) -> None:
        if is_begun:
            await create_backup(*arguments)
        raise DeadError

    with monkeypatch.context() as patched:
        patched.setattr(backup_jobs, "create_backup", dies)
        with pytest.raises(DeadError):
            result_of(step(caller.node, PLACE, job_id))
    assert state(caller, job_id) == "CREATED"
    assert len(backups(caller)) == is_begun
    caller.clock.time_ms += 16_000
    result_of(work(caller))
    assert state(caller, job_id) == "COMPLETED"
    assert len(backups(caller)) == len(points(caller)) == 1


def test_a_process_that_was_stopped_makes_no_second_backup(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """While it is stopped before CreateBackup, another process does the whole job."""
    caller = with_vault()
    job_id = start(caller)

    async def stopped(*arguments: Any) -> None:
        monkeypatch.setattr(backup_jobs, "create_backup", create_backup)
        caller.clock.time_ms += 16_000
        await work(caller)
        await create_backup(*arguments)

    monkeypatch.setattr(backup_jobs, "create_backup", stopped)
    with pytest.raises(FenceLostError):
        result_of(step(caller.node, PLACE, job_id))
    assert state(caller, job_id) == "COMPLETED"
    assert len(backups(caller)) == len(points(caller)) == 1


def test_each_step_can_be_done_by_another_process() -> None:
    caller = with_vault()
    first = start(caller)
    owners: Sequence[str] = ("a", "b")
    for number in range(40):
        owner = owners[number % 2]

        async def one(owner: str = owner) -> None:
            lease = await take_lease(due_work.JOB, caller.node, owner)
            assert lease is not None
            found = await due_work.pieces(caller.node)
            if found:
                await found[0].run(lease)
            caller.clock.time_ms += 16_000

        result_of(one())
        if result_of(is_due(make_backups.JOB, caller.node)):
            result_of(run_once(make_backups.JOB, caller.node))
    assert state(caller, first) == "COMPLETED"


def test_what_cannot_be_backed_up() -> None:
    caller = with_vault()
    refusals = {
        arn: caller.refusal(
            "StartBackupJob", BackupVaultName=VAULT, ResourceArn=arn, IamRoleArn=ROLE
        ).partition(":")[0]
        for arn in (
            "arn:aws:s3:::bucket",
            f"{arn_of()}/index/i",
            arn_of("none"),
            arn_of(region="eu-west-1"),
            arn_of(account_id="999999999999"),
        )
    }
    assert (
        list(refusals.values())
        == ["InvalidParameterValueException"] * 2 + ["ResourceNotFoundException"] * 3
    )
    request = {"BackupVaultName": "none", "ResourceArn": arn_of(), "IamRoleArn": ROLE}
    assert caller.refusal("StartBackupJob", **request).startswith("AccessDeniedException")
    request = {"BackupVaultName": VAULT, "ResourceArn": arn_of(), "IamRoleArn": "role"}
    assert "cannot be assumed" in caller.refusal("StartBackupJob", **request)
    wrong = caller.refusal("StartBackupJob", **{**request, "IamRoleArn": ROLE, "Index": "ENABLED"})
    assert wrong.startswith("InvalidParameterValueException: Jedlik does not have")
    assert caller.call("ListBackupJobs")["BackupJobs"] == []


@pytest.mark.parametrize("job_id", ["", "x", "0", "1_0", "-1234567-1234-4000-8000-000000000001"])
def test_a_job_that_does_not_exist(job_id: str) -> None:
    caller = with_vault()
    start(caller)
    for name in ("DescribeBackupJob", "StopBackupJob"):
        refusal = caller.refusal(name, BackupJobId=job_id)
        assert refusal.startswith("ResourceNotFoundException: Cannot find backup job with ID")
