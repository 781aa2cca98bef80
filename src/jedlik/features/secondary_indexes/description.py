"""How a TableDescription shows secondary indexes.

Which member is present when: recorded answers, October 2026.
"""

from collections.abc import Iterable, Mapping

from jedlik.core.keys.key import Key
from jedlik.core.types.arn import table_arn
from jedlik.engine.table_record import IndexRecord, TableRecord, VectorIndexRecord
from jedlik.engine.table_state import transition_at
from jedlik.features.secondary_indexes.index import index_counter_key
from jedlik.storage.interface import counters_of


def index_counter_keys(
    record: TableRecord, indexes: Iterable[IndexRecord | VectorIndexRecord]
) -> list[Key]:
    """Returns the keys of the counters of some indexes of a table."""
    return [index_counter_key(record["Id"], each["Id"]) for each in indexes]


def secondary_index_members(
    record: TableRecord, values: Mapping[Key, bytes | None], now_ms: int | None
) -> dict[str, object]:
    """Returns the members GlobalSecondaryIndexes and LocalSecondaryIndexes.

    values: those of `index_counter_keys`. now_ms: see `TableHooks.describe`.
    """
    members: dict[str, object] = {}
    if record.get("GlobalSecondaryIndexes"):
        members["GlobalSecondaryIndexes"] = [
            {
                "KeySchema": each["KeySchema"],
                **base_members(record, each, values),
                **_global_members(record, each, now_ms),
            }
            for each in record["GlobalSecondaryIndexes"]
        ]
    if "LocalSecondaryIndexes" in record:
        members["LocalSecondaryIndexes"] = [
            {"KeySchema": each["KeySchema"], **base_members(record, each, values)}
            for each in record["LocalSecondaryIndexes"]
        ]
    return members


def base_members(
    record: TableRecord,
    index: IndexRecord | VectorIndexRecord,
    values: Mapping[Key, bytes | None],
) -> dict[str, object]:
    """Returns the members that the description of an index of any kind has."""
    count, size_bytes = counters_of(values[index_counter_key(record["Id"], index["Id"])], 2)
    arn = table_arn(record["Region"], record["AccountId"], record["TableName"])
    return {
        "IndexName": index["IndexName"],
        "Projection": index["Projection"],
        "IndexSizeBytes": size_bytes,
        "ItemCount": count,
        "IndexArn": f"{arn}/index/{index['IndexName']}",
    }


def status_members(
    record: TableRecord, index: IndexRecord | VectorIndexRecord, now_ms: int | None
) -> dict[str, object]:
    """Returns IndexStatus, and the members that a transition changes. While a table is being
    created, its indexes are CREATING too. While it is being restored, they have no status.
    """
    if "Restore" in record:  # recorded answer, October 2026
        return {}
    transition = transition_at(index, now_ms)
    members: dict[str, object] = {"IndexStatus": "ACTIVE"}
    if _is_creating(record, now_ms):
        members["IndexStatus"] = "CREATING"
    elif transition is not None and transition["Status"] == "DELETING":
        members["IndexStatus"] = "DELETING"
    elif index.get("IsBuilding"):
        members["IndexStatus"] = "CREATING"
        members["Backfilling"] = transition is None
    elif transition is not None:
        members["IndexStatus"] = transition["Status"]
        members.update(transition.get("Shown", {}))
    return members


def _global_members(
    record: TableRecord, index: IndexRecord, now_ms: int | None
) -> dict[str, object]:
    members: dict[str, object] = {}
    if "ProvisionedThroughput" in index:
        members["ProvisionedThroughput"] = index["ProvisionedThroughput"]
    if "WarmThroughput" in index:
        members["WarmThroughput"] = {**index["WarmThroughput"], "Status": "ACTIVE"}
    if "OnDemandThroughput" in index:
        members["OnDemandThroughput"] = index["OnDemandThroughput"]
    if now_ms is None and _is_creating(record, now_ms):
        del members["WarmThroughput"]
    members.update(status_members(record, index, now_ms))
    return members


def _is_creating(record: TableRecord, now_ms: int | None) -> bool:
    transition = transition_at(record, now_ms)
    return transition is not None and transition["Status"] == "CREATING"
