"""The operations on vaults. tests/features/aws_backup/test_vaults.py has their rules."""

import pytest

from tests.engine.in_memory import VE, Caller
from tests.features.aws_backup.samples import with_vault


@pytest.mark.parametrize("name", ["a", "a" * 51, "a b", "ä_ä", ""])
def test_a_name_must_fit_the_pattern(name: str) -> None:
    pattern = r"^[a-zA-Z0-9\-\_]{2,50}$"
    assert Caller().refusal("CreateBackupVault", BackupVaultName=name) == (
        f"{VE}1 validation error detected: Value '{name}' at 'backupVaultName' failed to satisfy"
        f" constraint: Member must satisfy regular expression pattern: {pattern}"
    )


def test_vaults_are_listed_by_type() -> None:
    caller = with_vault()
    described = caller.call("DescribeBackupVault", BackupVaultName="daily")
    for request, expected in (
        ({}, [described]),
        ({"ByVaultType": "BACKUP_VAULT", "ByShared": False}, [described]),
        ({"ByVaultType": "LOGICALLY_AIR_GAPPED_BACKUP_VAULT"}, []),
        ({"ByShared": True}, []),
    ):
        assert caller.call("ListBackupVaults", **request) == {"BackupVaultList": expected}
    assert caller.refusal("ListBackupVaults", MaxResults=0).startswith(VE)
