"""Pages of lists."""

from typing import Any

import pytest

from jedlik.features.aws_backup.listing import position_in, token_of
from tests.engine.in_memory import Caller, result_of
from tests.features.aws_backup.samples import VAULT, points, start, with_vault, work


def pages(caller: Caller, name: str, member: str, size: int, **members: Any) -> list[Any]:
    """Returns all entries of a list, read by pages."""
    found: list[Any] = []
    token: dict[str, str] = {}
    while True:
        answer = caller.call(name, MaxResults=size, **members, **token)
        assert len(answer[member]) <= size
        found += answer[member]
        if "NextToken" not in answer:
            return found
        assert len(answer[member]) == size
        token = {"NextToken": answer["NextToken"]}


@pytest.mark.parametrize("size", [1, 2, 3, 4, 1000])
def test_pages_have_everything_once(size: int) -> None:
    caller = Caller()
    names = ["v1", "v2", "v3"]
    for name in reversed(names):
        caller.call("CreateBackupVault", BackupVaultName=name)
    found = pages(caller, "ListBackupVaults", "BackupVaultList", size)
    assert [each["BackupVaultName"] for each in found] == names


@pytest.mark.parametrize("size", [1, 2, 1000])
def test_jobs_and_recovery_points_are_listed_with_the_newest_first(size: int) -> None:
    caller = with_vault()
    ids = []
    for _ in range(3):
        ids.append(start(caller))
        result_of(work(caller))
    found = pages(caller, "ListBackupJobs", "BackupJobs", size)
    assert [each["BackupJobId"] for each in found] == ids[::-1]
    by_vault = pages(
        caller,
        "ListRecoveryPointsByBackupVault",
        "RecoveryPoints",
        size,
        BackupVaultName=VAULT,
    )
    assert by_vault == points(caller)
    times = [each["CreationDate"] for each in by_vault]
    assert times == sorted(times, reverse=True)


def test_entries_that_do_not_fit_fill_no_page() -> None:
    caller = with_vault()
    caller.call("CreateBackupVault", BackupVaultName="other")
    for number in range(130):
        start(caller, BackupVaultName="other" if number == 1 else VAULT)
    found = caller.call("ListBackupJobs", ByBackupVaultName="other", MaxResults=1)
    assert len(found["BackupJobs"]) == 1
    assert "NextToken" not in found


def test_tokens() -> None:
    assert position_in(token_of("é/1".encode())) == "é/1"
    for wrong in ("x", "/w==", "é"):
        refusal = Caller().refusal("ListBackupVaults", NextToken=wrong)
        assert refusal == "InvalidParameterValueException: NextToken is not valid"
