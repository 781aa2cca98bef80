"""CreateBackupVault, DescribeBackupVault, DeleteBackupVault and ListBackupVaults."""

from typing import Final

from jedlik.apis.api import Access, Answer
from jedlik.apis.authorization import account_wide
from jedlik.apis.backup.model.vaults import (
    CREATE_BACKUP_VAULT,
    DELETE_BACKUP_VAULT,
    DESCRIBE_BACKUP_VAULT,
    LIST_BACKUP_VAULTS,
    CreateBackupVaultRequest,
    DeleteBackupVaultRequest,
    DescribeBackupVaultRequest,
    ListBackupVaultsRequest,
)
from jedlik.apis.backup.operation import backup_operation, list_operation, page
from jedlik.apis.backup.rules import on_vault, place_of
from jedlik.engine.context import Context
from jedlik.features.aws_backup.listing import Wanted
from jedlik.features.aws_backup.records import VaultRecord, vault_arn, vault_entry
from jedlik.features.aws_backup.vaults import (
    create_vault,
    delete_vault,
    shown_vault,
    vault_named,
)
from jedlik.features.identity.transaction import Transaction


async def create(
    request: CreateBackupVaultRequest, context: Context, transaction: Transaction
) -> Answer:
    """Creates a vault."""
    place, name = place_of(context), request["BackupVaultName"]
    vault = await create_vault(transaction, place, name, request)
    return {
        "BackupVaultName": name,
        "BackupVaultArn": vault_arn(place, name),
        "CreationDate": vault["CreatedMs"] / 1000,
    }


async def describe(
    request: DescribeBackupVaultRequest, context: Context, transaction: Transaction
) -> Answer:
    """Describes a vault."""
    place = place_of(context)
    return shown_vault(place, await vault_named(transaction, place, request["BackupVaultName"]))


async def delete(
    request: DeleteBackupVaultRequest, context: Context, transaction: Transaction
) -> Answer:
    """Deletes an empty vault."""
    await delete_vault(transaction, place_of(context), request["BackupVaultName"])
    return None


async def list_vaults(request: ListBackupVaultsRequest, context: Context) -> Answer:
    """Lists the vaults by name. Only vaults of the usual type exist, and none is shared."""
    place = place_of(context)
    has_any = request.get("ByVaultType", "BACKUP_VAULT") == "BACKUP_VAULT"
    has_any = has_any and not request.get("ByShared", False)
    wanted = Wanted[VaultRecord](
        "vaults", lambda each: vault_entry(place, each["Name"]), lambda _: has_any
    )
    return await page(
        context, request, wanted, "BackupVaultList", lambda each: shown_vault(place, each)
    )


OPERATIONS: Final = (
    backup_operation(
        "CreateBackupVault",
        Access.WRITE,
        CREATE_BACKUP_VAULT,
        on_vault("backup:CreateBackupVault", tags="BackupVaultTags"),
        create,
    ),
    backup_operation(
        "DescribeBackupVault",
        Access.READ,
        DESCRIBE_BACKUP_VAULT,
        on_vault("backup:DescribeBackupVault"),
        describe,
    ),
    backup_operation(
        "DeleteBackupVault",
        Access.WRITE,
        DELETE_BACKUP_VAULT,
        on_vault("backup:DeleteBackupVault"),
        delete,
    ),
    list_operation(
        "ListBackupVaults",
        LIST_BACKUP_VAULTS,
        account_wide("backup:ListBackupVaults"),
        list_vaults,
    ),
)
