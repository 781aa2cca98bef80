"""The operations on backup jobs. tests/features/aws_backup/test_backup_jobs.py has their rules."""

from typing import Any

import pytest

from tests.engine.in_memory import ACCOUNT, START_MS, Caller, arn_of, result_of
from tests.features.aws_backup.samples import VAULT, start, with_vault, work

START_S = START_MS / 1000


def two_jobs() -> tuple[Caller, str, str]:
    """Returns a node with a job that has ended, and a later one of another table and vault."""
    caller = with_vault()
    first = start(caller)
    result_of(work(caller))
    caller.create("other")
    caller.call("CreateBackupVault", BackupVaultName="weekly")
    caller.clock.time_ms = START_MS + 60_000
    return caller, first, start(caller, "other", BackupVaultName="weekly")


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({}, "21"),
        ({"ByState": "COMPLETED"}, "1"),
        ({"ByState": "CREATED"}, "2"),
        ({"ByState": "PARTIAL"}, ""),
        ({"ByBackupVaultName": VAULT}, "1"),
        ({"ByBackupVaultName": "weekly"}, "2"),
        ({"ByResourceArn": arn_of()}, "1"),
        ({"ByResourceType": "DynamoDB"}, "21"),
        ({"ByResourceType": "EBS"}, ""),
        ({"ByAccountId": ACCOUNT}, "21"),
        ({"ByAccountId": "999999999999"}, ""),
        ({"ByMessageCategory": "SUCCESS"}, "1"),
        ({"ByParentJobId": "x"}, ""),
        ({"ByCreatedBefore": START_S + 30}, "1"),
        ({"ByCreatedAfter": START_S + 30}, "2"),
        ({"ByCompleteAfter": START_S}, "1"),
        ({"ByCompleteBefore": START_S}, ""),
    ],
)
def test_jobs_are_chosen(request_: dict[str, Any], expected: str) -> None:
    caller, first, second = two_jobs()
    found = caller.call("ListBackupJobs", **request_)["BackupJobs"]
    numbers = {first: "1", second: "2"}
    assert "".join(numbers[each["BackupJobId"]] for each in found) == expected


def test_the_answer_of_a_start() -> None:
    caller = with_vault()
    request = {
        "BackupVaultName": VAULT,
        "ResourceArn": arn_of(),
        "IamRoleArn": "arn:aws:iam::1:role/r",
    }
    made = caller.call("StartBackupJob", **request)
    assert made.keys() == {"BackupJobId", "CreationDate", "IsParent"}
    assert made["CreationDate"] == START_S
    # The case of an id does not matter.
    found = caller.call("DescribeBackupJob", BackupJobId=made["BackupJobId"].lower())
    assert found["BackupJobId"] == made["BackupJobId"]
