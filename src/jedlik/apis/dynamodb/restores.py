"""What RestoreTableFromBackup and RestoreTableToPointInTime share: overrides and the new table.

Source of the texts, and of what wins if several rules are broken: recorded answers, October 2026.
"""

from collections.abc import Callable, Sequence
from typing import Final

from jedlik.apis.api import Answer
from jedlik.apis.authorization import Authorization, table_resource
from jedlik.apis.dynamodb.model.backups import RestoreRequest
from jedlik.core.errors import REQUEST_INVALID, invalid
from jedlik.core.keys.position import position_of
from jedlik.core.types.structures import SSESpecification
from jedlik.engine.context import Context
from jedlik.engine.table_record import TableRecord
from jedlik.features.backups.restore import RestoreSource, begin_restore
from jedlik.features.backups.restored_table import Overrides, Target, restored_record
from jedlik.features.secondary_indexes.definitions import check_projection
from jedlik.features.tables.description import answered
from jedlik.features.tables.settings import ON_DEMAND_MEMBERS, check_capacity_bounds
from jedlik.storage.interface import LAST_APPEND

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

# Returns the RestoreSummary from the moment of a restore.
SummaryOf = Callable[[int], dict[str, object]]


def _check_overrides(request: RestoreRequest) -> None:
    """Checks the overrides as far as they do not depend on the source. Raises Reject."""
    units = request.get("ProvisionedThroughputOverride")
    if units is not None:
        check_capacity_bounds(units)
    on_demand = request.get("OnDemandThroughputOverride", {})
    for member, _ in ON_DEMAND_MEMBERS:
        if on_demand.get(member, 1) < 1:
            raise invalid(
                f"{REQUEST_INVALID}Requested {member} for OnDemandThroughput is outside of valid "
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


async def restored(
    request: RestoreRequest, context: Context, source: RestoreSource, summary_of: SummaryOf
) -> Answer:
    """Begins a restore. Raises Reject, and SourceChangedError."""
    now_ms = context.node.clock.now_ms()
    table_id = context.node.ids.uuid()
    overrides = _overrides(request)

    def new(work_id: str, moment: int) -> TableRecord:
        name = request["TargetTableName"]
        target = Target(context.region, context.account_id, name, table_id, work_id, now_ms)
        return restored_record(source.record, target, overrides, summary_of(moment))

    # The same errors in the same order as in the transaction, before the key is looked up.
    (appended,) = await context.node.storage.read([LAST_APPEND], consistent=True)
    moment = source.moment_at(position_of(appended))
    _check_overrides(request)
    sample = new("", moment)
    encryption = _encryption(request, source.record)
    if encryption:
        from jedlik.features.encryption_keys.table_encryption import (  # noqa: PLC0415  (as above)
            encrypt_new_table,
        )

        await encrypt_new_table(context, sample, encryption)

    def encrypted(work_id: str, moment: int) -> TableRecord:
        record = new(work_id, moment)
        if "KMSMasterKeyArn" in sample:
            record["KMSMasterKeyArn"] = sample["KMSMasterKeyArn"]
        if "DataKey" in sample:
            record["DataKey"] = sample["DataKey"]
        return record

    record = await begin_restore(context, source, encrypted)
    return {"TableDescription": await answered(context, record)}


def needed_for_target(request: RestoreRequest, context: Context) -> Sequence[Authorization]:
    """Returns the actions on the new table."""
    name = request["TargetTableName"]
    resource = table_resource(name, context)
    return [Authorization(action, resource, name) for action in _ACTIONS]


def _overrides(request: RestoreRequest) -> Overrides:
    return Overrides(
        request.get("BillingModeOverride"),
        request.get("ProvisionedThroughputOverride"),
        request.get("OnDemandThroughputOverride"),
        request.get("GlobalSecondaryIndexOverride"),
        request.get("LocalSecondaryIndexOverride"),
        request.get("VectorIndexOverride"),
    )


def _encryption(request: RestoreRequest, source: TableRecord) -> SSESpecification:
    """Returns the encryption of the new table: that of the request, or the key of the source."""
    if "SSESpecificationOverride" in request:
        return request["SSESpecificationOverride"]
    if "KMSMasterKeyArn" not in source:
        return {}
    return {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": source["KMSMasterKeyArn"]}
