"""Vaults. Recorded texts: cloud-nuke #730; ansible-collections/amazon.aws #1436."""

from jedlik.features.aws_backup.vaults import count_points, vault_named
from tests.engine.in_memory import START_MS, Caller, result_of
from tests.features.aws_backup.samples import PLACE, VAULT, start, transaction, with_vault, work

ARN = "arn:aws:backup:us-east-1:123456789012:backup-vault:daily"
MISSING = "AccessDeniedException: Insufficient privileges to perform this action."


def test_a_vault_is_created_and_described() -> None:
    caller = Caller()
    made = caller.call(
        "CreateBackupVault", BackupVaultName=VAULT, CreatorRequestId="r1", EncryptionKeyArn="arn:k"
    )
    assert made == {
        "BackupVaultName": VAULT,
        "BackupVaultArn": ARN,
        "CreationDate": START_MS / 1000,
    }
    assert caller.call("DescribeBackupVault", BackupVaultName=VAULT) == {
        **made,
        "VaultType": "BACKUP_VAULT",
        "VaultState": "AVAILABLE",
        "NumberOfRecoveryPoints": 0,
        "Locked": False,
        "CreatorRequestId": "r1",
        "EncryptionKeyArn": "arn:k",
        "EncryptionKeyType": "CUSTOMER_MANAGED_KMS_KEY",
    }


def test_the_same_request_finds_its_vault() -> None:
    caller = Caller()
    made = caller.call("CreateBackupVault", BackupVaultName=VAULT, CreatorRequestId="r1")
    caller.clock.time_ms += 5_000
    again = caller.call("CreateBackupVault", BackupVaultName=VAULT, CreatorRequestId="r1")
    assert again == made
    for token in ({}, {"CreatorRequestId": "r2"}):
        refusal = caller.refusal("CreateBackupVault", BackupVaultName=VAULT, **token)
        assert refusal.startswith("AlreadyExistsException: Backup vault with the same name")


def test_a_vault_that_does_not_exist() -> None:
    caller = Caller()
    for name in ("DescribeBackupVault", "DeleteBackupVault", "ListRecoveryPointsByBackupVault"):
        assert caller.refusal(name, BackupVaultName="none") == MISSING


def test_only_an_empty_vault_is_deleted() -> None:
    caller = with_vault()
    start(caller)
    result_of(work(caller))
    assert caller.refusal("DeleteBackupVault", BackupVaultName=VAULT) == (
        "InvalidRequestException: Backup vault cannot be deleted because it contains recovery"
        " points."
    )
    caller.call("CreateBackupVault", BackupVaultName="other")
    assert caller.call("DeleteBackupVault", BackupVaultName="other") == {}
    assert caller.refusal("DescribeBackupVault", BackupVaultName="other") == MISSING


def test_the_count_of_a_missing_vault() -> None:
    caller = with_vault()
    reading = transaction(caller)
    assert not result_of(count_points(reading, PLACE, "none", 1))
    assert result_of(count_points(reading, PLACE, VAULT, 2))
    assert result_of(vault_named(reading, PLACE, VAULT))["Points"] == 2


def test_vaults_belong_to_a_place() -> None:
    caller = with_vault()
    elsewhere = Caller(storage=caller.storage, clock=caller.clock, region="eu-west-1")
    assert elsewhere.refusal("DescribeBackupVault", BackupVaultName=VAULT) == MISSING
    assert elsewhere.call("ListBackupVaults")["BackupVaultList"] == []
