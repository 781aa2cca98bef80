"""Tables that have recovery points, the settings of a Region, and tags of vaults and plans."""

from collections.abc import Mapping
from typing import Final

from jedlik.apis.api import Access, Answer
from jedlik.apis.authorization import account_wide, on_arn
from jedlik.apis.backup.model.resources import (
    DESCRIBE_PROTECTED_RESOURCE,
    DESCRIBE_REGION_SETTINGS,
    GET_SUPPORTED_RESOURCE_TYPES,
    LIST_PROTECTED_RESOURCES,
    LIST_TAGS,
    TAG_RESOURCE,
    UNTAG_RESOURCE,
    UPDATE_REGION_SETTINGS,
    DescribeProtectedResourceRequest,
    DescribeRegionSettingsRequest,
    GetSupportedResourceTypesRequest,
    ListProtectedResourcesRequest,
    ListTagsRequest,
    TagResourceRequest,
    UntagResourceRequest,
    UpdateRegionSettingsRequest,
)
from jedlik.apis.backup.operation import backup_operation, list_operation
from jedlik.apis.backup.rules import place_of
from jedlik.core.types.echo import clipped
from jedlik.engine.context import Context
from jedlik.features.aws_backup.protected import ProtectedTable, protected_tables, settings_of
from jedlik.features.aws_backup.protected import update_settings as updated
from jedlik.features.aws_backup.records import RESOURCE_TYPE, Place, vault_arn
from jedlik.features.aws_backup.refusals import not_found
from jedlik.features.aws_backup.tags import add_tags, remove_tags, tags_of
from jedlik.features.identity.transaction import Transaction


async def list_protected(request: ListProtectedResourcesRequest, context: Context) -> Answer:
    """Lists the tables that have recovery points, by name."""
    place = place_of(context)
    found, token = await protected_tables(context.node, place, request)
    answer: dict[str, object] = {"Results": [_shown(place, each) for each in found]}
    if token is not None:
        answer["NextToken"] = token
    return answer


async def describe_protected(request: DescribeProtectedResourceRequest, context: Context) -> Answer:
    """Describes a table that has recovery points."""
    place, arn = place_of(context), request["ResourceArn"]
    found, _ = await protected_tables(context.node, place, {"MaxResults": 1 << 30})
    for each in found:
        if place.table_arn(each.name) == arn:
            return _shown(place, each)
    raise not_found(f"{clipped(arn)} has no recovery point")


def _shown(place: Place, table: ProtectedTable) -> Mapping[str, object]:
    latest = table.latest
    return {
        "ResourceArn": place.table_arn(table.name),
        "ResourceName": table.name,
        "ResourceType": RESOURCE_TYPE,
        "LastBackupTime": latest["CompletedMs"] / 1000,
        "LastBackupVaultArn": vault_arn(place, latest["Vault"]),
        "LastRecoveryPointArn": latest["Arn"],
    }


async def describe_settings(
    request: DescribeRegionSettingsRequest, context: Context, transaction: Transaction
) -> Answer:
    """Returns the settings. DynamoDB manages its backups, so its management is off."""
    settings = await settings_of(transaction, place_of(context))
    return {
        "ResourceTypeOptInPreference": {RESOURCE_TYPE: settings["IsOptedIn"]},
        "ResourceTypeManagementPreference": {RESOURCE_TYPE: False},
    }


async def update_settings(
    request: UpdateRegionSettingsRequest, context: Context, transaction: Transaction
) -> Answer:
    """Changes the settings."""
    await updated(transaction, place_of(context), request)
    return None


async def supported(
    request: GetSupportedResourceTypesRequest, context: Context, transaction: Transaction
) -> Answer:
    """Returns the one type that can be backed up here."""
    return {"ResourceTypes": [RESOURCE_TYPE]}


async def tag(request: TagResourceRequest, context: Context, transaction: Transaction) -> Answer:
    """Adds tags to a vault or a plan."""
    await add_tags(transaction, place_of(context), request["ResourceArn"], request["Tags"])
    return None


async def untag(
    request: UntagResourceRequest, context: Context, transaction: Transaction
) -> Answer:
    """Removes tags from a vault or a plan."""
    arn, keys = request["ResourceArn"], request["TagKeyList"]
    await remove_tags(transaction, place_of(context), arn, keys)
    return None


async def list_tags(request: ListTagsRequest, context: Context, transaction: Transaction) -> Answer:
    """Returns the tags of a vault or a plan. All fit in one page."""
    return {"Tags": await tags_of(transaction, place_of(context), request["ResourceArn"])}


OPERATIONS: Final = (
    list_operation(
        "ListProtectedResources",
        LIST_PROTECTED_RESOURCES,
        account_wide("backup:ListProtectedResources"),
        list_protected,
    ),
    list_operation(
        "DescribeProtectedResource",
        DESCRIBE_PROTECTED_RESOURCE,
        account_wide("backup:DescribeProtectedResource"),
        describe_protected,
    ),
    backup_operation(
        "DescribeRegionSettings",
        Access.READ,
        DESCRIBE_REGION_SETTINGS,
        account_wide("backup:DescribeRegionSettings"),
        describe_settings,
    ),
    backup_operation(
        "UpdateRegionSettings",
        Access.WRITE,
        UPDATE_REGION_SETTINGS,
        account_wide("backup:UpdateRegionSettings"),
        update_settings,
    ),
    backup_operation(
        "GetSupportedResourceTypes",
        Access.READ,
        GET_SUPPORTED_RESOURCE_TYPES,
        account_wide("backup:GetSupportedResourceTypes"),
        supported,
    ),
    backup_operation(
        "TagResource",
        Access.WRITE,
        TAG_RESOURCE,
        on_arn("backup:TagResource", "ResourceArn"),
        tag,
    ),
    backup_operation(
        "UntagResource",
        Access.WRITE,
        UNTAG_RESOURCE,
        on_arn("backup:UntagResource", "ResourceArn"),
        untag,
    ),
    backup_operation(
        "ListTags", Access.READ, LIST_TAGS, on_arn("backup:ListTags", "ResourceArn"), list_tags
    ),
)
