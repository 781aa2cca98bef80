"""The course of the operations of AWS Backup."""

import asyncio

from jedlik.apis.backup.operation import is_between
from tests.engine.in_memory import result_of
from tests.features.aws_backup.samples import with_vault


def test_a_range_of_times_has_no_bounds_or_excludes_them() -> None:
    assert is_between(None, None, None)
    assert is_between(5_000, None, None)
    assert is_between(5_000, 6, 4)
    assert not is_between(5_000, 5, None)
    assert not is_between(5_000, None, 5)
    assert not is_between(None, 5, None)


def test_operations_raise_no_epoch() -> None:
    """No process caches vaults, so no cache has to be dropped."""
    caller = with_vault()
    before = caller.node.storage.epoch.now()
    caller.call("CreateBackupVault", BackupVaultName="other")
    caller.call("DeleteBackupVault", BackupVaultName="other")
    assert caller.node.storage.epoch.now() == before


def test_two_requests_at_once_create_one_vault() -> None:
    caller = with_vault()

    async def both() -> list[object]:
        found: list[object] = await asyncio.gather(
            *(caller.calls("CreateBackupVault", BackupVaultName="other") for _ in range(2)),
            return_exceptions=True,
        )
        return found

    outcomes = result_of(both())
    assert sorted(isinstance(each, dict) for each in outcomes) == [False, True]
