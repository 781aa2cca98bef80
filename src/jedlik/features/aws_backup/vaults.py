"""Vaults: where recovery points are.

A vault is found by its name. One that does not exist is answered as one to which nobody has rights.
"""

from collections.abc import Mapping
from typing import Any

from jedlik.core.errors import Reject
from jedlik.features.aws_backup.records import Place, VaultRecord, vault_arn, vault_entry
from jedlik.features.aws_backup.refusals import invalid_request, no_vault, refusal
from jedlik.features.aws_backup.tags import checked_tags
from jedlik.features.identity.transaction import Transaction


async def create_vault(
    transaction: Transaction, place: Place, name: str, wanted: Mapping[str, Any]
) -> VaultRecord:
    """Creates a vault. A request that is sent again finds the vault that it has made.

    wanted: the members of CreateBackupVault. Raises Reject with AlreadyExistsException.
    """
    entry = vault_entry(place, name)
    existing = await transaction.get(entry)
    token = wanted.get("CreatorRequestId", "")
    if existing is not None:
        if token and existing["Token"] == token:
            return existing
        raise _exists(place, existing)
    vault: VaultRecord = {
        "AccountId": place.account_id,
        "Region": place.region,
        "Name": name,
        "CreatedMs": transaction.node.clock.now_ms(),
        "Token": token,
        "Tags": checked_tags(wanted.get("BackupVaultTags", {})),
        "Points": 0,
    }
    if "EncryptionKeyArn" in wanted:
        vault["KeyArn"] = wanted["EncryptionKeyArn"]
    transaction.put(entry, vault)
    return vault


async def vault_named(transaction: Transaction, place: Place, name: str) -> VaultRecord:
    """Returns a vault. Raises Reject with AccessDeniedException."""
    vault = await transaction.get(vault_entry(place, name))
    if vault is None:
        raise no_vault()
    return vault


async def delete_vault(transaction: Transaction, place: Place, name: str) -> None:
    """Deletes an empty vault. Raises Reject.

    The text is recorded (cloud-nuke #730).
    """
    vault = await vault_named(transaction, place, name)
    if vault["Points"]:
        text = "Backup vault cannot be deleted because it contains recovery points."
        raise invalid_request(text, "ERROR_9101")
    transaction.delete(vault_entry(place, name))


async def count_points(transaction: Transaction, place: Place, name: str, by: int) -> bool:
    """Changes the number of recovery points of a vault. Returns whether there is such a vault."""
    entry = vault_entry(place, name)
    vault = await transaction.get(entry)
    if vault is None:
        return False
    vault["Points"] += by
    transaction.put(entry, vault)
    return True


def shown_vault(place: Place, vault: VaultRecord) -> dict[str, object]:
    """Returns a vault as answers show it."""
    shown: dict[str, object] = {
        "BackupVaultName": vault["Name"],
        "BackupVaultArn": vault_arn(place, vault["Name"]),
        "VaultType": "BACKUP_VAULT",
        "VaultState": "AVAILABLE",
        "CreationDate": vault["CreatedMs"] / 1000,
        "NumberOfRecoveryPoints": vault["Points"],
        "Locked": False,
    }
    if vault["Token"]:
        shown["CreatorRequestId"] = vault["Token"]
    if "KeyArn" in vault:
        shown["EncryptionKeyArn"] = vault["KeyArn"]
        shown["EncryptionKeyType"] = "CUSTOMER_MANAGED_KMS_KEY"
    return shown


def _exists(place: Place, vault: VaultRecord) -> Reject:
    found = refusal(
        "AlreadyExistsException", f"Backup vault with the same name already exists: {vault['Name']}"
    )
    fields = {"Arn": vault_arn(place, vault["Name"]), "CreatorRequestId": vault["Token"]}
    return Reject(found.error._replace(fields=fields))
