"""The record of a restored table, from that of its source and the overrides of the request. Pure.

Source: recorded answers, October 2026. Restored are keys, indexes, billing mode and throughput. Not
restored are the stream, time to live, point-in-time recovery, tags, deletion protection, resource
policy and table class. The caller sets the encryption.
"""

from collections.abc import Sequence
from itertools import count
from typing import Final, NamedTuple

from jedlik.core.errors import Reject, invalid
from jedlik.core.types.structures import (
    BillingMode,
    GlobalSecondaryIndex,
    LocalSecondaryIndex,
    OnDemandThroughput,
    ProvisionedThroughput,
    VectorIndex,
)
from jedlik.engine.table_record import (
    IndexRecord,
    StoredWarmThroughput,
    TableRecord,
    Throughput,
    VectorIndexRecord,
)
from jedlik.engine.table_state import AnyIndex, is_deleting, remove_unused_definitions
from jedlik.features.secondary_indexes.records import global_index, local_index, stored_projection
from jedlik.features.tables.settings import INITIAL_WARM_THROUGHPUT, ON_DEMAND_MEMBERS
from jedlik.features.vector_indexes.definitions import vector_index

_FOREVER_MS: Final = 1 << 53  # the restore itself ends the transition
# Begins the texts about overrides (ack-api-quirks, its catalogue of errors, October 2026).
_INVALID: Final = "Invalid Request: "
_NO_UNITS: Final = (
    f"{_INVALID}Cannot override ProvisionedThroughput if BillingMode is overridden to "
    "PAY_PER_REQUEST"
)


class Overrides(NamedTuple):
    """What a request changes in the restored table. None: as in the source; (): no index."""

    billing_mode: BillingMode | None = None
    throughput: ProvisionedThroughput | None = None
    on_demand: OnDemandThroughput | None = None
    global_indexes: Sequence[GlobalSecondaryIndex] | None = None
    local_indexes: Sequence[LocalSecondaryIndex] | None = None
    vector_indexes: Sequence[VectorIndex] | None = None


class NewTable(NamedTuple):
    """The new table. restore_id: the id of the work that fills it."""

    region: str
    account_id: str
    name: str
    table_id: str
    restore_id: str
    now_ms: int


def restored_record(
    source: TableRecord, new: NewTable, overrides: Overrides, summary: dict[str, object]
) -> TableRecord:
    """Returns the record of the new table, without its Id. Raises Reject for a wrong override.

    summary: the RestoreSummary that DescribeTable shows until the table is ACTIVE.
    """
    mode = _billing_mode(source, overrides)
    throughput = _throughput(source, overrides, mode)
    record: TableRecord = {
        "Id": 0,
        "TableName": new.name,
        "TableId": new.table_id,
        "Region": new.region,
        "AccountId": new.account_id,
        "CreationDateTime": new.now_ms / 1000,
        "KeySchema": source["KeySchema"],
        "AttributeDefinitions": source["AttributeDefinitions"],
        "BillingMode": mode,
        "ProvisionedThroughput": throughput,
        "DeletionProtectionEnabled": False,
        "Tags": [],
        "WarmThroughput": _warm(throughput, mode),
        "Restore": {"WorkId": new.restore_id, "Summary": summary},
        "Transition": {"Status": "CREATING", "EndsAtMs": _FOREVER_MS, "Shown": {}},
    }
    if mode == "PAY_PER_REQUEST":
        record["LastUpdateToPayPerRequestDateTime"] = new.now_ms / 1000
        on_demand = overrides.on_demand or source.get("OnDemandThroughput")
        if on_demand:
            record["OnDemandThroughput"] = on_demand
    _set_indexes(record, source, overrides)
    remove_unused_definitions(record)
    return record


def _billing_mode(source: TableRecord, overrides: Overrides) -> BillingMode:
    mode = overrides.billing_mode or source["BillingMode"]
    if overrides.throughput is not None and mode != "PROVISIONED":
        if overrides.billing_mode is not None:
            raise invalid(_NO_UNITS)
        raise invalid(
            f"{_INVALID}Cannot override ProvisionedThroughput unless BillingMode is PROVISIONED"
        )
    if overrides.billing_mode == "PROVISIONED" and overrides.throughput is None:
        raise invalid(
            f"{_INVALID}Must override ProvisionedThroughput if BillingMode is overridden to "
            "PROVISIONED"
        )
    if mode == "PROVISIONED":
        for name, _ in ON_DEMAND_MEMBERS:
            if name in (overrides.on_demand or ()):
                raise invalid(
                    f"{_INVALID}Cannot override {name} for OnDemandThroughput unless "
                    "BillingModeOverride is PAY_PER_REQUEST"
                )
    return mode


def _throughput(source: TableRecord, overrides: Overrides, mode: BillingMode) -> Throughput:
    units = source["ProvisionedThroughput"]
    reads, writes = units["ReadCapacityUnits"], units["WriteCapacityUnits"]
    if overrides.throughput is not None:
        reads = overrides.throughput["ReadCapacityUnits"]
        writes = overrides.throughput["WriteCapacityUnits"]
    if mode == "PAY_PER_REQUEST":
        reads = writes = 0
    return {"ReadCapacityUnits": reads, "WriteCapacityUnits": writes, "NumberOfDecreasesToday": 0}


def _warm(throughput: Throughput, mode: BillingMode) -> StoredWarmThroughput:
    if mode == "PAY_PER_REQUEST":
        return INITIAL_WARM_THROUGHPUT
    return {
        "ReadUnitsPerSecond": throughput["ReadCapacityUnits"],
        "WriteUnitsPerSecond": throughput["WriteCapacityUnits"],
    }


def _set_indexes(record: TableRecord, source: TableRecord, overrides: Overrides) -> None:
    """Sets the indexes, with new ids: the entries of a restored table are its own."""
    others = _global_indexes(record, source, overrides)
    local = _local_indexes(source, overrides.local_indexes)
    vectors = _vector_indexes(source, overrides.vector_indexes)
    ids = count(1)
    if others:
        record["GlobalSecondaryIndexes"] = [{**each, "Id": next(ids)} for each in others]
    if local:
        record["LocalSecondaryIndexes"] = [{**each, "Id": next(ids)} for each in local]
    if vectors:
        record["VectorIndexes"] = [{**each, "Id": next(ids)} for each in vectors]
    if others or local or vectors:
        record["LastIndexId"] = next(ids) - 1


def _global_indexes(
    record: TableRecord, source: TableRecord, overrides: Overrides
) -> list[IndexRecord]:
    wanted = overrides.global_indexes
    existing = _quiet(source.get("GlobalSecondaryIndexes", ()))
    is_on_demand = record["BillingMode"] == "PAY_PER_REQUEST"
    if wanted is not None:
        _check_known(wanted, existing)
        if overrides.billing_mode == "PAY_PER_REQUEST":
            _check_without_units(wanted)
        existing = [global_index(each, 0) for each in wanted]
    if is_on_demand:
        return [_on_demand(each) for each in existing]
    for index in existing:
        if not index["ProvisionedThroughput"]["ReadCapacityUnits"]:  # that of an on-demand table
            name = index["IndexName"]
            raise invalid(f"{_INVALID}Must specify provisioned throughput for index {name}")
    return existing


def _check_without_units(wanted: Sequence[GlobalSecondaryIndex]) -> None:
    for each in wanted:
        if "ProvisionedThroughput" in each:
            raise invalid(f"{_NO_UNITS} for index {each['IndexName']}")


def _local_indexes(
    source: TableRecord, wanted: Sequence[LocalSecondaryIndex] | None
) -> list[IndexRecord]:
    existing = list(source.get("LocalSecondaryIndexes", ()))
    if wanted is None:
        return existing
    _check_known(wanted, existing)
    return [local_index(each, 0) for each in wanted]


def _vector_indexes(
    source: TableRecord, wanted: Sequence[VectorIndex] | None
) -> list[VectorIndexRecord]:
    existing = _quiet(source.get("VectorIndexes", ()))
    if wanted is None:
        return existing
    left = [{**each, "Id": 0, "IndexName": ""} for each in existing]
    for each in wanted:
        same = {**vector_index(each, 0), "IndexName": ""}
        if same not in left:
            raise _unknown_index(each["IndexName"])
        left.remove(same)
    return [vector_index(each, 0) for each in wanted]


def _check_known(
    wanted: Sequence[GlobalSecondaryIndex] | Sequence[LocalSecondaryIndex],
    existing: Sequence[IndexRecord],
) -> None:
    """Checks that the source has each index. An override may rename an index: keys and projection
    identify it.
    """
    left = [(each["KeySchema"], each["Projection"]) for each in existing]
    for each in wanted:
        same = (each["KeySchema"], stored_projection(each["Projection"]))
        if same not in left:
            raise _unknown_index(each["IndexName"])
        left.remove(same)


def _unknown_index(name: str) -> Reject:
    return invalid(
        f"{_INVALID}Index {name} does not match a secondary index that existed in the source "
        "table and cannot be created during the restore operation"
    )


def _quiet(indexes: Sequence[AnyIndex]) -> list[AnyIndex]:
    """Returns the indexes that are not being deleted, without what is under way in the source."""
    quiet = [each.copy() for each in indexes if not is_deleting(each)]
    for index in quiet:
        index.pop("IsBuilding", None)
        index.pop("Transition", None)
    return quiet


def _on_demand(index: IndexRecord) -> IndexRecord:
    """Returns a global index of an on-demand table."""
    throughput: Throughput = {
        "ReadCapacityUnits": 0,
        "WriteCapacityUnits": 0,
        "NumberOfDecreasesToday": 0,
    }
    return {**index, "ProvisionedThroughput": throughput}
