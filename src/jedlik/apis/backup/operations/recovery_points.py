"""The operations on recovery points: lists by vault and by table, description, lifecycle, deletion,
and the metadata for a restore.
"""

from collections.abc import Mapping
from typing import Any, Final

from jedlik.apis.api import Access, Answer
from jedlik.apis.authorization import account_wide
from jedlik.apis.backup.model.recovery_points import (
    DELETE_RECOVERY_POINT,
    DESCRIBE_RECOVERY_POINT,
    GET_RECOVERY_POINT_RESTORE_METADATA,
    LIST_RECOVERY_POINTS_BY_BACKUP_VAULT,
    LIST_RECOVERY_POINTS_BY_RESOURCE,
    UPDATE_RECOVERY_POINT_LIFECYCLE,
    DeleteRecoveryPointRequest,
    DescribeRecoveryPointRequest,
    GetRecoveryPointRestoreMetadataRequest,
    ListRecoveryPointsByBackupVaultRequest,
    ListRecoveryPointsByResourceRequest,
    UpdateRecoveryPointLifecycleRequest,
)
from jedlik.apis.backup.operation import backup_operation, is_between, list_operation, page
from jedlik.apis.backup.rules import on_point, on_vault, place_of
from jedlik.engine.context import Context
from jedlik.features.aws_backup.description import shown_lifecycle, shown_point
from jedlik.features.aws_backup.listing import Wanted
from jedlik.features.aws_backup.records import (
    RESOURCE_TYPE,
    Place,
    PointRecord,
    point_entry,
    vault_arn,
)
from jedlik.features.aws_backup.recovery_points import delete_point, point_at, update_lifecycle
from jedlik.features.aws_backup.restore_jobs import restore_metadata
from jedlik.features.aws_backup.vaults import vault_named
from jedlik.features.identity.transaction import Transaction


async def list_by_vault(
    request: ListRecoveryPointsByBackupVaultRequest, context: Context
) -> Answer:
    """Lists the recovery points of a vault, the newest first."""
    place, vault = place_of(context), request["BackupVaultName"]
    await vault_named(Transaction(context.node), place, vault)

    def fits(point: PointRecord) -> bool:
        plan_id = point.get("CreatedBy", {}).get("BackupPlanId")
        return (
            point["Vault"] == vault
            and request.get("ByResourceArn") in {None, place.table_arn(point["TableName"])}
            and request.get("ByResourceType", RESOURCE_TYPE) == RESOURCE_TYPE
            and request.get("ByBackupPlanId") in {None, plan_id}
            and "ByParentRecoveryPointArn" not in request
            and is_between(
                point["CreatedMs"], request.get("ByCreatedBefore"), request.get("ByCreatedAfter")
            )
        )

    return await page(
        context,
        request,
        _wanted(place, fits),
        "RecoveryPoints",
        lambda each: shown_point(place, each),
    )


async def list_by_resource(
    request: ListRecoveryPointsByResourceRequest, context: Context
) -> Answer:
    """Lists the recovery points of a table, the newest first. A table without any has none."""
    place = place_of(context)

    def fits(point: PointRecord) -> bool:
        return place.table_arn(point["TableName"]) == request["ResourceArn"]

    def shown(point: PointRecord) -> Mapping[str, object]:
        whole = shown_point(place, point)
        members = ("RecoveryPointArn", "CreationDate", "Status", "BackupVaultName", "IsParent")
        found = {name: whole[name] for name in (*members, "ResourceName", "VaultType")}
        return {**found, "BackupSizeBytes": point["Bytes"]}

    return await page(context, request, _wanted(place, fits), "RecoveryPoints", shown)


async def describe(
    request: DescribeRecoveryPointRequest, context: Context, transaction: Transaction
) -> Answer:
    """Describes a recovery point."""
    point = await _named(request, context, transaction)
    return {**shown_point(place_of(context), point), "StorageClass": "WARM"}


async def delete(
    request: DeleteRecoveryPointRequest, context: Context, transaction: Transaction
) -> Answer:
    """Deletes a recovery point and its backup."""
    point = await _named(request, context, transaction)
    await delete_point(transaction, place_of(context), point)
    return None


async def update(
    request: UpdateRecoveryPointLifecycleRequest, context: Context, transaction: Transaction
) -> Answer:
    """Replaces the lifecycle of a recovery point."""
    place = place_of(context)
    point = await _named(request, context, transaction)
    changed = await update_lifecycle(transaction, place, point, request.get("Lifecycle", {}))
    return {
        "BackupVaultArn": vault_arn(place, changed["Vault"]),
        "RecoveryPointArn": changed["Arn"],
        **shown_lifecycle(changed),
    }


async def metadata(
    request: GetRecoveryPointRestoreMetadataRequest, context: Context, transaction: Transaction
) -> Answer:
    """Returns the metadata with which a recovery point can be restored."""
    point = await _named(request, context, transaction)
    return {
        "BackupVaultArn": vault_arn(place_of(context), point["Vault"]),
        "RecoveryPointArn": point["Arn"],
        "RestoreMetadata": restore_metadata(point),
        "ResourceType": RESOURCE_TYPE,
    }


async def _named(
    request: Mapping[str, Any], context: Context, transaction: Transaction
) -> PointRecord:
    """Returns the recovery point that a request names, in its vault. Raises Reject."""
    place, vault = place_of(context), request["BackupVaultName"]
    await vault_named(transaction, place, vault)
    return await point_at(transaction, place, request["RecoveryPointArn"], vault)


def _wanted(place: Place, fits: Any) -> Wanted[PointRecord]:
    return Wanted(
        "points", lambda each: point_entry(place, each["TableName"], each["BackupId"]), fits
    )


OPERATIONS: Final = (
    list_operation(
        "ListRecoveryPointsByBackupVault",
        LIST_RECOVERY_POINTS_BY_BACKUP_VAULT,
        on_vault("backup:ListRecoveryPointsByBackupVault"),
        list_by_vault,
    ),
    list_operation(
        "ListRecoveryPointsByResource",
        LIST_RECOVERY_POINTS_BY_RESOURCE,
        account_wide("backup:ListRecoveryPointsByResource"),
        list_by_resource,
    ),
    backup_operation(
        "DescribeRecoveryPoint",
        Access.READ,
        DESCRIBE_RECOVERY_POINT,
        on_point("backup:DescribeRecoveryPoint"),
        describe,
    ),
    backup_operation(
        "DeleteRecoveryPoint",
        Access.WRITE,
        DELETE_RECOVERY_POINT,
        on_point("backup:DeleteRecoveryPoint"),
        delete,
    ),
    backup_operation(
        "UpdateRecoveryPointLifecycle",
        Access.WRITE,
        UPDATE_RECOVERY_POINT_LIFECYCLE,
        on_point("backup:UpdateRecoveryPointLifecycle"),
        update,
    ),
    backup_operation(
        "GetRecoveryPointRestoreMetadata",
        Access.READ,
        GET_RECOVERY_POINT_RESTORE_METADATA,
        on_point("backup:GetRecoveryPointRestoreMetadata"),
        metadata,
    ),
)
