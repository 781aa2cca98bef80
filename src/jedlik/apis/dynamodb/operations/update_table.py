"""UpdateTable: change one setting of a table.

Nearly every setting must be alone in its request. Source: recorded answers, October 2026.
"""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.dynamodb.model.tables import UPDATE_TABLE, UpdateTableRequest
from jedlik.core.errors import REQUEST_INVALID, invalid
from jedlik.engine.context import Context
from jedlik.engine.table_record import TableRecord
from jedlik.engine.table_state import Moment, transition_at
from jedlik.features.secondary_indexes.lifecycle import is_allocating
from jedlik.features.secondary_indexes.throughput import check_index_quotas, switch_indexes
from jedlik.features.secondary_indexes.updates import (
    change_indexes,
    check_index_updates,
    creates_or_deletes,
    entailed_by,
)
from jedlik.features.streams.change import set_stream
from jedlik.features.tables.change import being_updated, change_table, in_use, refuse_unless_settled
from jedlik.features.tables.description import answered
from jedlik.features.tables.settings import (
    check_capacity_bounds,
    check_capacity_quota,
    check_encryption,
    check_on_demand_quota,
    check_on_demand_range,
    check_warm_quota,
)
from jedlik.features.tables.update import (
    encrypt,
    limit_on_demand,
    protect_from_deletion,
    set_capacity,
    set_table_class,
    set_warm_throughput,
)
from jedlik.features.vector_indexes.updates import (
    change_vector_indexes,
    check_vector_index_updates,
    refuse_provisioned,
    vector_work,
)

_NOTHING: Final = (
    "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
    "GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, "
    "ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, "
    "OnDemandThroughput, WarmThroughput or TableClass is required"
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
)
# Settings that stand alone, with how the refusal names them; the first that is there is named.
_ALONE: Final = (
    ("SSESpecification", "Server-Side Encryption modification"),
    ("TableClass", "TableClass modification"),
    ("DeletionProtectionEnabled", "DeletionProtection modification"),
    ("WarmThroughput", "WarmThroughput"),
)
# Members of a request that ask for what Jedlik does not have yet, and its name.
_NOT_YET: Final = (
    ("ReplicaUpdates", "global tables"),
    ("MultiRegionConsistency", "global tables"),
    ("GlobalTableWitnessUpdates", "global tables"),
    ("GlobalTableSettingsReplicationMode", "global tables"),
    ("DisassociationProtectionEnabled", "global tables"),
)


def check(request: UpdateTableRequest) -> UpdateTableRequest:
    """Rules across members, in the service's order. An empty structure counts as absent."""
    sent = [name for name in _SETTINGS if request.get(name) not in (None, {}, [])]
    wanted = [(member, name) for member, name in _NOT_YET if request.get(member) not in (None, [])]
    if not sent and not wanted:
        raise invalid(_NOTHING)
    if request.get("GlobalSecondaryIndexUpdates") == []:
        raise invalid(REQUEST_INVALID + "List of GlobalSecondaryIndexUpdates is empty")
    check_index_updates(request)
    check_vector_index_updates(request)
    _check_combination(request, [*sent, *(member for member, _ in wanted)])
    _check_capacity(request)
    _check_stream(request)
    check_encryption(request.get("SSESpecification", {}))
    check_on_demand_range(request.get("OnDemandThroughput", {}), least=-1)
    for member, name in wanted:
        raise invalid(f"{REQUEST_INVALID}Jedlik does not have {name} yet; omit {member}")
    return request


async def run(request: UpdateTableRequest, context: Context) -> Answer:
    """Change the record; the answer shows the table as the change begins."""
    _check_quotas(request, context.region)
    now_ms = context.node.clock.now_ms()
    moment = Moment(now_ms, now_ms + context.node.transition_delay_ms)

    def change(record: TableRecord) -> TableRecord:
        _check_quotas_of_indexes(request, context.region)
        refuse_unless_settled(record, now_ms)
        if "DeletionProtectionEnabled" in request:
            protect_from_deletion(record, request["DeletionProtectionEnabled"], moment)
        else:
            _refuse_overlap(record, request, now_ms)
            record.pop("Transition", None)
            _update(record, request, moment)
        return record

    record = await change_table(
        context,
        request["TableName"],
        change,
        lambda changed: [
            *entailed_by(changed, request, moment),
            *vector_work(changed, request, moment),
        ],
    )
    return {"TableDescription": await answered(context, record)}


def _update(record: TableRecord, request: UpdateTableRequest, moment: Moment) -> None:
    if "SSESpecification" in request:
        encrypt(record, request["SSESpecification"], moment)
    if "TableClass" in request:
        set_table_class(record, request["TableClass"], moment)
    if request.get("WarmThroughput"):
        set_warm_throughput(record, request["WarmThroughput"], moment)
    billing_mode = record["BillingMode"]
    if "BillingMode" in request or "ProvisionedThroughput" in request:
        set_capacity(record, request, moment)
    if record["BillingMode"] != billing_mode:
        switch_indexes(record, request)
        refuse_provisioned(record)
    if request.get("GlobalSecondaryIndexUpdates"):
        change_indexes(record, request, moment)
    if request.get("VectorIndexUpdates"):
        change_vector_indexes(record, request, moment)
    if request.get("OnDemandThroughput"):
        limit_on_demand(record, request["OnDemandThroughput"])
    if "StreamSpecification" in request:
        set_stream(record, request["StreamSpecification"], moment)


def _refuse_overlap(record: TableRecord, request: UpdateTableRequest, now_ms: int) -> None:
    """Raise Reject while another change is under way; DeletionProtection alone may overlap one."""
    if transition_at(record, now_ms) is None:
        return
    if is_allocating(record) and (creates_or_deletes(request) or request.get("VectorIndexUpdates")):
        return  # Refused by the rules of indexes, which say more.
    if "BillingMode" in request or "ProvisionedThroughput" in request:
        raise in_use(f"Table IOPS are currently being updated. Table: {record['TableName']}")
    raise being_updated(record)


def _check_combination(request: UpdateTableRequest, sent: list[str]) -> None:
    if len(sent) == 1:
        return
    if creates_or_deletes(request) or "VectorIndexUpdates" in sent:
        _check_beside_index(sent)
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


def _check_beside_index(sent: list[str]) -> None:
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
    """Unlike those of the table, looked at when the table is there (dynalite's tests)."""
    for update in request.get("GlobalSecondaryIndexUpdates", ()):
        for index in (update.get("Create"), update.get("Update")):
            if index is not None:
                check_index_quotas(index, region)


OPERATION: Final = Operation("UpdateTable", Access.WRITE, Plane.CONTROL, UPDATE_TABLE, check, run)
