"""What RestoreTableFromBackup and RestoreTableToPointInTime share: the overrides of a request.

Source of the texts, and of what wins if several rules are broken: recorded answers, October 2026.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final

from jedlik.apis.authorization import Authorization, table_resource
from jedlik.apis.dynamodb.model.backups import RestoreRequest
from jedlik.core.errors import REQUEST_INVALID, invalid
from jedlik.engine.context import Context
from jedlik.features.backups.restore_from_backup import Wanted
from jedlik.features.backups.restored_table import Overrides
from jedlik.features.secondary_indexes.definitions import check_projection
from jedlik.features.tables.settings import ON_DEMAND_MEMBERS, check_capacity_bounds

# A restore reads and writes the new table. Source: Developer Guide, "Using IAM with DynamoDB backup
# and restore"; Service Authorization Reference, dependent actions.
_ACTIONS: Final = tuple(
    f"dynamodb:{name}"
    for name in (
        *("BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"),
    )
)
_NO_OVERRIDE: Final = (
    "Invalid Request: sseSpecificationOverride must be provided for cross-region restores"
)


def _check_overrides(request: RestoreRequest) -> None:
    """Checks the overrides as far as they do not depend on the source. Raises Reject."""
    units = request.get("ProvisionedThroughputOverride")
    if units is not None:
        check_capacity_bounds(units)
    on_demand = request.get("OnDemandThroughputOverride", {})
    for member, _ in ON_DEMAND_MEMBERS:
        if on_demand.get(member, 1) < 1:
            raise invalid(
                f"Invalid Request: Requested {member} for OnDemandThroughput is outside of valid "
                "range"
            )
    if "SSESpecificationOverride" in request:
        from jedlik.features.encryption_keys.table_encryption import (  # noqa: PLC0415  (few need it)
            check_encryption,
        )

        check_encryption(request["SSESpecificationOverride"])
    others = request.get("GlobalSecondaryIndexOverride", ())
    local = request.get("LocalSecondaryIndexOverride", ())
    vectors = request.get("VectorIndexOverride", ())
    names: set[str] = set()
    for each in (*others, *local, *vectors):
        check_projection(each["Projection"])
        if each["IndexName"] in names:
            raise invalid(f"{REQUEST_INVALID}Duplicate index name: {each['IndexName']}")
        names.add(each["IndexName"])


def check_region(request: RestoreRequest, region: str, context: Context) -> None:
    """Raises Reject if the source is in another Region and the new encryption is not given."""
    if region != context.region and "SSESpecificationOverride" not in request:
        raise invalid(_NO_OVERRIDE)


def wanted_table(request: RestoreRequest, context: Context) -> Wanted:
    """Returns the new table that a request describes."""
    overrides = Overrides(
        request.get("BillingModeOverride"),
        request.get("ProvisionedThroughputOverride"),
        request.get("OnDemandThroughputOverride"),
        request.get("GlobalSecondaryIndexOverride"),
        request.get("LocalSecondaryIndexOverride"),
        request.get("VectorIndexOverride"),
    )
    return Wanted(
        request["TargetTableName"],
        context.node.ids.uuid(),
        overrides,
        partial(_check_overrides, request),
        request.get("SSESpecificationOverride"),
    )


def needed_for_target(request: RestoreRequest, context: Context) -> Sequence[Authorization]:
    """Returns the actions on the new table."""
    name = request["TargetTableName"]
    resource = table_resource(name, context)
    return [Authorization(action, resource, name) for action in _ACTIONS]
