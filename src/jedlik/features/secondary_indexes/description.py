"""How a TableDescription shows secondary indexes.

Which member is present when: recorded answers, October 2026.
"""

from collections.abc import Sequence

from jedlik.core.keys.key import Key
from jedlik.core.types.arn import table_arn
from jedlik.engine.table_record import IndexRecord, TableRecord, Transition, VectorIndexRecord
from jedlik.engine.table_state import index_records, index_transition_at
from jedlik.features.secondary_indexes.index import index_counter_key
from jedlik.features.vector_indexes.description import _vector_members
from jedlik.storage.interface import counters_of


def index_counter_keys(record: TableRecord) -> list[Key]:
    """Where the counters of all indexes are, in the order of `index_records`."""
    return [index_counter_key(record["Id"], each["Id"]) for each in index_records(record)]


def index_descriptions(
    record: TableRecord,
    counters: Sequence[bytes | None],
    transition: Transition | None,
    now_ms: int | None,
) -> dict[str, object]:
    """The members of a TableDescription that show indexes.

    counters: the values of `index_counter_keys`. transition: that of the table. now_ms: None shows
    each index in the transition it was put in, however short.
    """
    found: dict[str, object] = {}
    is_created = transition is None or transition["Status"] != "CREATING"
    by_id = dict(zip([each["Id"] for each in index_records(record)], counters, strict=True))
    arn = table_arn(record["Region"], record["AccountId"], record["TableName"])
    if "GlobalSecondaryIndexes" in record:
        described = [
            {
                "KeySchema": each["KeySchema"],
                **_description(each, by_id[each["Id"]], arn),
                **_global_members(each, is_created=is_created, now_ms=now_ms),
            }
            for each in record["GlobalSecondaryIndexes"]
        ]
        if described:
            found["GlobalSecondaryIndexes"] = described
    if "LocalSecondaryIndexes" in record:
        found["LocalSecondaryIndexes"] = [
            {"KeySchema": each["KeySchema"], **_description(each, by_id[each["Id"]], arn)}
            for each in record["LocalSecondaryIndexes"]
        ]
    if record.get("VectorIndexes"):
        found["VectorIndexes"] = [
            {
                **_description(each, by_id[each["Id"]], arn),
                **_vector_members(each),
                **_status_members(each, is_created=is_created, now_ms=now_ms),
            }
            for each in record["VectorIndexes"]
        ]
    return found


def _description(
    index: IndexRecord | VectorIndexRecord, counters: bytes | None, arn: str
) -> dict[str, object]:
    count, size_bytes = counters_of(counters, 2)
    return {
        "IndexName": index["IndexName"],
        "Projection": index["Projection"],
        "IndexSizeBytes": size_bytes,
        "ItemCount": count,
        "IndexArn": f"{arn}/index/{index['IndexName']}",
    }


def _global_members(
    index: IndexRecord, *, is_created: bool, now_ms: int | None
) -> dict[str, object]:
    members: dict[str, object] = {}
    if "ProvisionedThroughput" in index:
        members["ProvisionedThroughput"] = index["ProvisionedThroughput"]
    if "WarmThroughput" in index:
        members["WarmThroughput"] = {**index["WarmThroughput"], "Status": "ACTIVE"}
    if "OnDemandThroughput" in index:
        members["OnDemandThroughput"] = index["OnDemandThroughput"]
    if not is_created and now_ms is None:
        del members["WarmThroughput"]
    members.update(_status_members(index, is_created=is_created, now_ms=now_ms))
    return members


def _status_members(
    index: IndexRecord | VectorIndexRecord, *, is_created: bool, now_ms: int | None
) -> dict[str, object]:
    transition = index_transition_at(index, now_ms)
    members: dict[str, object] = {"IndexStatus": "ACTIVE"}
    if not is_created:
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
