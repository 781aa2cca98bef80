"""Tokens of jobs, when jobs are due, and when they are deleted."""

from jedlik.features.aws_backup.job_records import STORED_MS, pause_ms
from tests.engine.in_memory import result_of, values
from tests.features.aws_backup.samples import job, start, with_vault, work


def test_the_pause_grows_to_a_minute() -> None:
    pauses = [pause_ms(tries) for tries in range(20)]
    assert pauses[0] == 200
    assert pauses == sorted(pauses)
    assert pauses[-1] == 60_000


def test_the_same_request_finds_its_job() -> None:
    caller = with_vault()
    first = start(caller, IdempotencyToken="t")
    assert start(caller, IdempotencyToken="t") == first
    result_of(work(caller))
    assert start(caller, IdempotencyToken="t") == first
    assert start(caller) != start(caller)
    refusal = caller.refusal(
        "StartBackupJob",
        BackupVaultName="daily",
        ResourceArn="arn:aws:dynamodb:us-east-1:123456789012:table/music",
        IamRoleArn="arn:aws:iam::123456789012:role/other",
        IdempotencyToken="t",
    )
    assert refusal.startswith("InvalidParameterValueException: Another request has this")


def test_a_job_is_deleted_with_its_token_after_thirty_days() -> None:
    caller = with_vault()
    before = set(values(caller))
    first = start(caller, IdempotencyToken="t")
    result_of(work(caller))
    point = caller.call("DescribeBackupJob", BackupJobId=first)["RecoveryPointArn"]
    caller.clock.time_ms += STORED_MS - 60_000
    result_of(work(caller))
    assert job(caller, first)["State"] == "COMPLETED"
    caller.clock.time_ms += 60_000
    result_of(work(caller))
    missing = f"ResourceNotFoundException: Cannot find backup job with ID {first}"
    assert caller.refusal("DescribeBackupJob", BackupJobId=first) == missing
    assert start(caller, IdempotencyToken="t") != first
    caller.call(
        "StopBackupJob", BackupJobId=caller.call("ListBackupJobs")["BackupJobs"][0]["BackupJobId"]
    )
    result_of(work(caller))
    caller.call("DeleteRecoveryPoint", BackupVaultName="daily", RecoveryPointArn=point)
    caller.clock.time_ms += STORED_MS + 60_000
    result_of(work(caller))
    left = {key for key in set(values(caller)) - before if key.space.name == "BACKUP_PLANS"}
    assert left == set()
