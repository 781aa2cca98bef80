"""Description of vector indexes."""

from collections.abc import Sequence
from typing import cast

from jedlik.engine.table_record import TableRecord, VectorIndexRecord
from jedlik.engine.table_state import index_records, is_going
from jedlik.storage.interface import counters_of


def uncharged_bytes_of(record: TableRecord, counters: Sequence[bytes | None]) -> int:
    """What TableSizeBytes leaves out of items: an indexed vector counts there as it is charged for
    (recorded answers, October 2026). Indexes on one attribute count the same.

    counters: the values of `index_counter_keys`.
    """
    counted: dict[str, int] = {}
    for index, stored in zip(index_records(record), counters, strict=True):
        vector = cast("VectorIndexRecord", index).get("VectorAttribute")
        if vector is None or is_going(index):
            continue
        name = vector["AttributeName"]
        if name not in counted or not index.get("IsBuilding"):
            counted[name] = counters_of(stored, 4)[3]
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
