"""UpdateTable: changes one setting of a table, or its indexes.

Nearly every setting must be the only one in its request. Source: recorded answers, October 2026.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import TableRule
from jedlik.apis.dynamodb.model.table_settings import UPDATE_TABLE, UpdateTableRequest
from jedlik.apis.dynamodb.overlapping_changes import both, refuse_overlap
from jedlik.apis.dynamodb.table_definition import set_billing_mode
from jedlik.core.errors import REQUEST_INVALID, Reject, invalid
from jedlik.core.types.structures import GlobalSecondaryIndexUpdate
from jedlik.engine.context import Context
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.secondary_indexes.lifecycle import is_allocating
from jedlik.features.secondary_indexes.throughput import check_index_quotas, switch_indexes
from jedlik.features.secondary_indexes.updates import (
    change_indexes,
    check_index_updates,
    creates_or_deletes,
)
from jedlik.features.streams.change import set_stream
from jedlik.features.tables.change import change_table, refuse_while_creating_or_deleting
from jedlik.features.tables.description import answered
from jedlik.features.tables.name import named_table
from jedlik.features.tables.settings import (
    check_capacity_bounds,
    check_capacity_quota,
    check_on_demand_quota,
    check_table_class,
    check_warm_quota,
)
from jedlik.features.tables.update import (
    limit_on_demand,
    protect_from_deletion,
    set_capacity,
    set_table_class,
    set_warm_throughput,
)
from jedlik.features.vector_indexes.definitions import refuse_redefined_vector
from jedlik.features.vector_indexes.updates import (
    change_vector_indexes,
    check_vector_index_updates,
    refuse_provisioned,
)

if TYPE_CHECKING:  # few servers encrypt tables by keys, so a request that does imports this
    from jedlik.features.encryption_keys.table_encryption import PlannedChange

# The members in the error of a request that changes nothing. It leaves out what the request has and
# what is no change alone, as MultiRegionConsistency is.
_CHANGES: Final = (
    "ProvisionedThroughput",
    "BillingMode",
    "UpdateStreamEnabled",
    "GlobalSecondaryIndexUpdates",
    "SSESpecification",
    "ReplicaUpdates",
    "MultiAccountReplicaReady",
    "ReplicaTransitRoleArn",
    "MultiRegionConsistency",
    "DeletionProtectionEnabled",
    "OnDemandThroughput",
    "WarmThroughput",
    "TableClass",
)
_SETTINGS: Final = (
    "BillingMode",
    "ProvisionedThroughput",
    "StreamSpecification",
    "OnDemandThroughput",
    "SSESpecification",
    "TableClass",
    "DeletionProtectionEnabled",
    "WarmThroughput",
    "GlobalSecondaryIndexUpdates",
    "VectorIndexUpdates",
    "ReplicaUpdates",
    "GlobalTableSettingsReplicationMode",
    "DisassociationProtectionEnabled",
)
# Settings that must be the only one in a request, with their names in the error. The error names
# the first of them.
_ALONE: Final = (
    ("SSESpecification", "Server-Side Encryption modification"),
    ("TableClass", "TableClass modification"),
    ("DeletionProtectionEnabled", "DeletionProtection modification"),
    ("WarmThroughput", "WarmThroughput"),
)


def check(request: UpdateTableRequest) -> UpdateTableRequest:
    """Checks the rules across members, in the order of the service. An empty member is absent."""
    set_billing_mode(request)
    sent = [name for name in _SETTINGS if _has(request, name)]
    if not sent:
        raise _nothing_to_change(request)
    if request.get("GlobalSecondaryIndexUpdates") == []:
        raise invalid(REQUEST_INVALID + "List of GlobalSecondaryIndexUpdates is empty")
    check_index_updates(_index_updates(request), request.get("AttributeDefinitions", ()))
    check_vector_index_updates(request.get("VectorIndexUpdates", ()))
    _check_combination(request, sent)
    check_table_class(request.get("TableClass"))
    _check_capacity(request)
    _check_stream(request)
    if "SSESpecification" in request:
        from jedlik.features.encryption_keys.table_encryption import (  # noqa: PLC0415  (see above)
            check_encryption,
        )

        check_encryption(request["SSESpecification"])
    _check_replication_mode(request)
    UPDATE_TABLE.refuse(request)
    return request


async def run(request: UpdateTableRequest, context: Context) -> Answer:
    """Changes the table. The answer shows it at the beginning of the change.

    A change of encryption is answered with an active table, even during another change. Source:
    recorded answers (ack-api-quirks, DDB-TABLE-119, 286, 287, 450).
    """
    _check_quotas(request, context.region)
    if "SSESpecification" in request:
        record = await _encrypted(request, context)
        description = {**await answered(context, record), "TableStatus": "ACTIVE"}
    else:
        description = await answered(context, await _changed(request, context, None))
    return {"TableDescription": description}


async def _encrypted(request: UpdateTableRequest, context: Context) -> TableRecord:
    """Changes a table with a change of encryption, which depends on keys outside of its record."""
    from jedlik.features.encryption_keys.table_encryption import (  # noqa: PLC0415  (see above)
        StaleEncryptionError,
        planned_change,
    )

    while True:
        table = await named_table(context, request["TableName"])
        planned = await planned_change(context, table.record, request["SSESpecification"])
        try:
            return await _changed(request, context, planned)
        except StaleEncryptionError:  # another request was faster
            continue


async def _changed(
    request: UpdateTableRequest, context: Context, planned: "PlannedChange | None"
) -> TableRecord:
    def change(record: TableRecord, moment: Moment) -> None:
        _check_quotas_of_indexes(request, context.region)
        refuse_while_creating_or_deleting(record, moment.now_ms)
        if "DeletionProtectionEnabled" in request:
            protect_from_deletion(record, request["DeletionProtectionEnabled"], moment)
        else:
            asked = _asked(record, request)
            earlier = refuse_overlap(record, asked, _index_updates(request), moment.now_ms)
            record.pop("Transition", None)
            if planned is not None:
                from jedlik.features.encryption_keys.table_encryption import (  # noqa: PLC0415
                    change_encryption,
                )

                change_encryption(record, request["SSESpecification"], planned, moment)
            _update(record, request, moment)
            if earlier is not None:
                record["Transition"] = both(earlier, record.get("Transition"))

    return await change_table(context, request["TableName"], change)


def _update(record: TableRecord, request: UpdateTableRequest, moment: Moment) -> None:
    if "TableClass" in request:
        set_table_class(record, request["TableClass"], moment)
    if request.get("WarmThroughput"):
        set_warm_throughput(record, request["WarmThroughput"], moment)
    billing_mode, units = request.get("BillingMode"), request.get("ProvisionedThroughput")
    old_billing_mode = record["BillingMode"]
    if billing_mode is not None or units is not None:
        set_capacity(record, billing_mode, units, moment)
    if record["BillingMode"] != old_billing_mode:
        switch_indexes(record, _index_updates(request))
        refuse_provisioned(record, request.get("VectorIndexUpdates", ()))
    _update_indexes(record, request, moment)
    if request.get("OnDemandThroughput"):
        limit_on_demand(record, request["OnDemandThroughput"], moment)
    if "StreamSpecification" in request:
        set_stream(record, request["StreamSpecification"], moment)


def _update_indexes(record: TableRecord, request: UpdateTableRequest, moment: Moment) -> None:
    definitions = request.get("AttributeDefinitions", ())
    if request.get("GlobalSecondaryIndexUpdates"):
        change_indexes(record, request["GlobalSecondaryIndexUpdates"], definitions, moment)
        refuse_redefined_vector(record)
    if request.get("VectorIndexUpdates"):
        change_vector_indexes(record, request["VectorIndexUpdates"], definitions, moment)


def _index_updates(request: UpdateTableRequest) -> Sequence[GlobalSecondaryIndexUpdate]:
    return request.get("GlobalSecondaryIndexUpdates", ())


def _creates_or_deletes(request: UpdateTableRequest) -> bool:
    """Returns whether the request creates or deletes an index of any kind."""
    return creates_or_deletes(_index_updates(request)) or bool(request.get("VectorIndexUpdates"))


def _provisions_vectors(request: UpdateTableRequest) -> bool:
    """Returns whether the request changes vector indexes and switches to PROVISIONED, which the
    state of the table refuses. Source: dynoxide, captured in us-east-1, August 2026.
    """
    updates = request.get("VectorIndexUpdates")
    return bool(updates) and request.get("BillingMode") == "PROVISIONED"


def _asked(record: TableRecord, request: UpdateTableRequest) -> list[str]:
    """Returns the settings that a request changes. While an index is created or deleted, the
    billing mode that the table has is none of them.
    """
    keeps_mode = is_allocating(record) and request.get("BillingMode") == record["BillingMode"]
    return [
        name
        for name in _SETTINGS
        if _has(request, name) and (name != "BillingMode" or not keeps_mode)
    ]


def _check_combination(request: UpdateTableRequest, sent: list[str]) -> None:
    if len(sent) == 1:
        return
    if _creates_or_deletes(request) and not _provisions_vectors(request):
        _check_index_alone(sent)
    for member, name in _ALONE:
        if member in sent:
            raise invalid(f"{REQUEST_INVALID}{name} must be the only operation in the request")
    if "OnDemandThroughput" in sent and set(sent) != {"OnDemandThroughput", "BillingMode"}:
        raise invalid(
            REQUEST_INVALID + "OnDemandThroughput can only be combined with BillingMode in an "
            "UpdateTable request"
        )
    changes_capacity = (
        "ProvisionedThroughput" in sent or request.get("BillingMode") == "PROVISIONED"
    )
    if "StreamSpecification" in sent and changes_capacity:
        raise invalid(REQUEST_INVALID + "You cannot modify stream status while updating table IOPS")


def _has(request: UpdateTableRequest, name: str) -> bool:
    """Returns whether a request has a member. An empty structure is none, except an encryption,
    which then is that by default (recorded: ack-api-quirks, DDB-TABLE-437 and 456).
    """
    return request.get(name) not in (None, {}, []) or name == "SSESpecification" in request


def _nothing_to_change(request: UpdateTableRequest) -> Reject:
    names = [name for name in _CHANGES if not _has(request, name)]
    return invalid(f"At least one of {', '.join(names[:-1])} or {names[-1]} is required")


def _check_replication_mode(request: UpdateTableRequest) -> None:
    """Refuses the mode that only replicas can have. Source: recorded answer, October 2026."""
    mode = request.get("GlobalTableSettingsReplicationMode")
    if mode == "ENABLED_WITH_OVERRIDES":
        raise invalid(
            f"Value '{mode}' at 'GlobalTableSettingsReplicationMode' failed to satisfy constraint: "
            "Only ENABLED and DISABLED settings replication are supported for a Regional Table."
        )


def _check_index_alone(sent: list[str]) -> None:
    if "ProvisionedThroughput" in sent:
        raise invalid(
            REQUEST_INVALID + "You cannot create or delete index while updating table IOPS"
        )
    if "StreamSpecification" in sent:
        raise invalid(
            REQUEST_INVALID + "You cannot create or delete index while changing stream status"
        )
    if "WarmThroughput" in sent:
        raise invalid(
            REQUEST_INVALID + "Create global secondary index cannot be specified when updating "
            "WarmThroughput"
        )


def _check_capacity(request: UpdateTableRequest) -> None:
    units = request.get("ProvisionedThroughput")
    billing_mode = request.get("BillingMode")
    if billing_mode == "PROVISIONED" and units is None:
        raise invalid(
            REQUEST_INVALID
            + "ProvisionedThroughput must be specified when BillingMode is PROVISIONED"
        )
    if billing_mode == "PAY_PER_REQUEST" and units is not None:
        raise invalid(
            REQUEST_INVALID
            + "ProvisionedThroughput cannot be specified when BillingMode is PAY_PER_REQUEST"
        )
    if units is not None:
        check_capacity_bounds(units)


def _check_stream(request: UpdateTableRequest) -> None:
    stream = request.get("StreamSpecification")
    if stream is None:
        return
    if stream["StreamEnabled"] and "StreamViewType" not in stream:
        raise invalid(
            REQUEST_INVALID + "If stream is being enabled then UpdateViewType is required"
        )
    if not stream["StreamEnabled"] and "StreamViewType" in stream:
        raise invalid(
            REQUEST_INVALID
            + "If stream is being disabled, then UpdateViewType must not be specified"
        )


def _check_quotas(request: UpdateTableRequest, region: str) -> None:
    if "ProvisionedThroughput" in request:
        check_capacity_quota(request["ProvisionedThroughput"], region)
    check_on_demand_quota(request.get("OnDemandThroughput", {}), region)
    check_warm_quota(request.get("WarmThroughput", {}), region)


def _check_quotas_of_indexes(request: UpdateTableRequest, region: str) -> None:
    """Checks the quotas of indexes. Unlike those of the table, the service checks them only if the
    table exists. Source: dynalite's tests.
    """
    for update in _index_updates(request):
        for index in (update.get("Create"), update.get("Update")):
            if index is not None:
                check_index_quotas(index, region)


OPERATION: Final = Operation(
    "UpdateTable",
    Access.WRITE,
    Plane.CONTROL,
    UPDATE_TABLE,
    check,
    run,
    TableRule("dynamodb:UpdateTable"),
)
