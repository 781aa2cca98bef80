"""The table that CreateTable or ImportTable makes: rules across the members of a request, and its
record.

The functions that check raise Reject. Source of the order of rules: dynalite's recorded tests.
Source of the texts: recorded answers, October 2026.
"""

from typing import Final

from jedlik.apis.dynamodb.model.table_settings import CreateTableRequest
from jedlik.apis.dynamodb.table_definition import (
    check_index_definitions,
    check_key_schema,
    set_billing_mode,
)
from jedlik.core.errors import REQUEST_INVALID, invalid
from jedlik.core.types.structures import ProvisionedThroughput
from jedlik.engine.context import Context
from jedlik.engine.table_record import StoredWarmThroughput, TableRecord, Transition
from jedlik.features.secondary_indexes.records import global_index, local_index
from jedlik.features.secondary_indexes.throughput import check_index_quotas
from jedlik.features.streams.change import begin
from jedlik.features.tables.settings import (
    INITIAL_WARM_THROUGHPUT,
    NO_UNITS_ON_DEMAND,
    ON_DEMAND_MEMBERS,
    WARM_MEMBERS,
    check_capacity_bounds,
    check_capacity_quota,
    check_on_demand_quota,
    check_on_demand_range,
    check_warm_quota,
    too_cold,
)
from jedlik.features.tables.tags import checked_tags
from jedlik.features.vector_indexes.definitions import check_vector_indexes, vector_index

_NO_CAPACITY: Final[ProvisionedThroughput] = {"ReadCapacityUnits": 0, "WriteCapacityUnits": 0}


def check_new_table(request: CreateTableRequest) -> None:
    """Checks throughput, keys and indexes, in the order of the service."""
    set_billing_mode(request)
    _check_throughput(request)
    check_key_schema(request)
    _check_vector_indexes(request)
    check_index_definitions(request)
    _check_on_demand(request)


def new_record(
    request: CreateTableRequest, context: Context, name: str, now_ms: int
) -> TableRecord:
    """Returns the record of the new table, whose Id is not yet known."""
    created_at = now_ms / 1000
    units = request.get("ProvisionedThroughput", _NO_CAPACITY)
    record: TableRecord = {
        "Id": 0,
        "TableName": name,
        "TableId": context.node.ids.uuid(),
        "Region": context.region,
        "AccountId": context.account_id,
        "CreationDateTime": created_at,
        "KeySchema": request["KeySchema"],
        "AttributeDefinitions": sorted(
            request["AttributeDefinitions"], key=lambda each: each["AttributeName"]
        ),
        "BillingMode": request.get("BillingMode", "PROVISIONED"),
        "ProvisionedThroughput": {
            "ReadCapacityUnits": units["ReadCapacityUnits"],
            "WriteCapacityUnits": units["WriteCapacityUnits"],
            "NumberOfDecreasesToday": 0,
        },
        "DeletionProtectionEnabled": request.get("DeletionProtectionEnabled", False),
        "Tags": checked_tags(request.get("Tags", ())),
        "WarmThroughput": _warm_throughput(request),
        "Transition": _creation(request, now_ms + context.node.transition_delay_ms),
    }
    _add_indexes(record, request)
    if record["BillingMode"] == "PAY_PER_REQUEST":
        record["LastUpdateToPayPerRequestDateTime"] = created_at
    on_demand = request.get("OnDemandThroughput")
    if on_demand:
        record["OnDemandThroughput"] = on_demand
    stream = request.get("StreamSpecification")
    if stream is not None and stream["StreamEnabled"]:
        begin(record, stream["StreamViewType"], now_ms)
    if "TableClass" in request:
        record["TableClass"] = request["TableClass"]
    return record


def check_new_quotas(request: CreateTableRequest, region: str) -> None:
    """Refuses more throughput than an account may have."""
    if "ProvisionedThroughput" in request:
        check_capacity_quota(request["ProvisionedThroughput"], region)
    check_on_demand_quota(request.get("OnDemandThroughput", {}), region)
    check_warm_quota(request.get("WarmThroughput", {}), region)
    for index in request.get("GlobalSecondaryIndexes", ()):
        check_index_quotas(index, region)


def check_new_warm_throughput(request: CreateTableRequest) -> None:
    """Refuses less warm throughput than the table has anyway."""
    asked = request.get("WarmThroughput", {})
    least = _least_warm_throughput(request)
    for name, _ in WARM_MEMBERS:
        if asked.get(name, least[name]) < least[name]:
            raise too_cold(name, "table", provisioned="ProvisionedThroughput" in request)


def _add_indexes(record: TableRecord, request: CreateTableRequest) -> None:
    declared = request.get("GlobalSecondaryIndexes", ())
    if declared:
        record["GlobalSecondaryIndexes"] = [
            global_index(each, index_id) for index_id, each in enumerate(declared, 1)
        ]
    local = request.get("LocalSecondaryIndexes", ())
    if local:
        record["LocalSecondaryIndexes"] = [
            local_index(each, index_id) for index_id, each in enumerate(local, len(declared) + 1)
        ]
    vectors = request.get("VectorIndexes", ())
    known = len(declared) + len(local)
    if vectors:
        record["VectorIndexes"] = [
            vector_index(each, index_id) for index_id, each in enumerate(vectors, known + 1)
        ]
    if known or vectors:
        record["LastIndexId"] = known + len(vectors)


def _creation(request: CreateTableRequest, ends_at_ms: int) -> Transition:
    """Returns the transition of the creation. Until it ends, the description shows the warm
    throughput only if the request has one, and no date of the billing mode.
    """
    shown: dict[str, object] = {"WarmThroughput": None}
    if "WarmThroughput" in request:
        shown["WarmThroughput"] = {**_warm_throughput(request), "Status": "UPDATING"}
    if request.get("BillingMode") == "PAY_PER_REQUEST":
        shown["BillingModeSummary"] = {"BillingMode": "PAY_PER_REQUEST"}
    return {"Status": "CREATING", "EndsAtMs": ends_at_ms, "Shown": shown}


def _warm_throughput(request: CreateTableRequest) -> StoredWarmThroughput:
    least = _least_warm_throughput(request)
    asked = request.get("WarmThroughput", {})
    return {
        "ReadUnitsPerSecond": asked.get("ReadUnitsPerSecond", least["ReadUnitsPerSecond"]),
        "WriteUnitsPerSecond": asked.get("WriteUnitsPerSecond", least["WriteUnitsPerSecond"]),
    }


def _least_warm_throughput(request: CreateTableRequest) -> StoredWarmThroughput:
    if "ProvisionedThroughput" not in request:
        return INITIAL_WARM_THROUGHPUT
    units = request["ProvisionedThroughput"]
    return {
        "ReadUnitsPerSecond": units["ReadCapacityUnits"],
        "WriteUnitsPerSecond": units["WriteCapacityUnits"],
    }


def _check_vector_indexes(request: CreateTableRequest) -> None:
    if "VectorIndexes" in request:
        definitions = [each["AttributeName"] for each in request["AttributeDefinitions"]]
        billing_mode = request.get("BillingMode", "PROVISIONED")
        check_vector_indexes(request["VectorIndexes"], definitions, billing_mode)


def _check_throughput(request: CreateTableRequest) -> None:
    units = request.get("ProvisionedThroughput")
    if request.get("BillingMode") == "PAY_PER_REQUEST":
        if units is not None:
            raise invalid(NO_UNITS_ON_DEMAND)
        return
    if units is None:
        raise invalid(
            REQUEST_INVALID + "ReadCapacityUnits and WriteCapacityUnits must both be specified "
            "when BillingMode is PROVISIONED"
        )
    check_capacity_bounds(units)


def _check_on_demand(request: CreateTableRequest) -> None:
    throughput = request.get("OnDemandThroughput", {})
    if request.get("BillingMode") != "PAY_PER_REQUEST":
        for name, _ in ON_DEMAND_MEMBERS:
            if name in throughput:
                raise invalid(
                    f"{REQUEST_INVALID}{name} for OnDemandThroughput cannot be specified when "
                    "table BillingMode is PROVISIONED."
                )
    check_on_demand_range(throughput, least=1)
