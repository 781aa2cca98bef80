"""How a TableDescription shows vector indexes.

Which member is present when: recorded answers, October 2026.
"""

from collections.abc import Mapping

from jedlik.core.keys.key import Key
from jedlik.engine.table_record import TableRecord, VectorIndexRecord
from jedlik.engine.table_state import is_deleting
from jedlik.features.secondary_indexes.description import base_members, status_members
from jedlik.features.secondary_indexes.index import index_counter_key
from jedlik.storage.interface import counters_of


def vector_index_members(
    record: TableRecord, values: Mapping[Key, bytes | None], now_ms: int | None
) -> dict[str, object]:
    """Returns the member VectorIndexes.

    values: those of `index_counter_keys`. now_ms: see `TableHooks.describe`.
    """
    if not record.get("VectorIndexes"):
        return {}
    described = [
        {
            **base_members(record, each, values),
            **_vector_members(each),
            **status_members(record, each, now_ms),
        }
        for each in record["VectorIndexes"]
    ]
    return {"VectorIndexes": described}


def uncharged_bytes(record: TableRecord, values: Mapping[Key, bytes | None]) -> int:
    """Returns how many bytes of the items TableSizeBytes does not count.

    TableSizeBytes counts an indexed vector with the size for which writes are charged (recorded
    answers, October 2026). Several indexes on one attribute have the same counter, except that an
    index that is being built has not counted all items yet.
    """
    counted: dict[str, int] = {}
    for index in record.get("VectorIndexes", ()):
        if is_deleting(index):
            continue
        name = index["VectorAttribute"]["AttributeName"]
        if name not in counted or not index.get("IsBuilding"):
            counter = values[index_counter_key(record["Id"], index["Id"])]
            counted[name] = counters_of(counter, 4)[3]
    return sum(counted.values())


def _vector_members(index: VectorIndexRecord) -> dict[str, object]:
    members: dict[str, object] = {
        "VectorAttribute": index["VectorAttribute"],
        "Dimensions": index["Dimensions"],
        "DistanceFunction": index["DistanceFunction"],
    }
    if "SearchSchema" in index:
        members["SearchSchema"] = index["SearchSchema"]
    return members
