"""The records of new secondary indexes."""

from jedlik.core.types import structures
from jedlik.core.types.structures import GlobalSecondaryIndex, LocalSecondaryIndex
from jedlik.engine.table_record import (
    IndexRecord,
    StoredProjection,
    StoredWarmThroughput,
    Throughput,
)
from jedlik.features.tables.settings import INITIAL_WARM_THROUGHPUT


def local_index(index: LocalSecondaryIndex, index_id: int) -> IndexRecord:
    """Returns the record of a new local index."""
    return {
        "Id": index_id,
        "IndexName": index["IndexName"],
        "KeySchema": index["KeySchema"],
        "Projection": stored_projection(index["Projection"]),
    }


def global_index(index: GlobalSecondaryIndex, index_id: int) -> IndexRecord:
    """Returns the record of a new global index."""
    throughput: Throughput = {
        "ReadCapacityUnits": 0,
        "WriteCapacityUnits": 0,
        "NumberOfDecreasesToday": 0,
    }
    warm: StoredWarmThroughput = INITIAL_WARM_THROUGHPUT
    units = index.get("ProvisionedThroughput")
    if units is not None:
        throughput = {**throughput, **units}
        warm = {
            "ReadUnitsPerSecond": units["ReadCapacityUnits"],
            "WriteUnitsPerSecond": units["WriteCapacityUnits"],
        }
    record: IndexRecord = {
        "Id": index_id,
        "IndexName": index["IndexName"],
        "KeySchema": index["KeySchema"],
        "Projection": stored_projection(index["Projection"]),
        "ProvisionedThroughput": throughput,
        "WarmThroughput": {**warm, **index.get("WarmThroughput", {})},
    }
    if index.get("OnDemandThroughput"):
        record["OnDemandThroughput"] = {**index["OnDemandThroughput"]}
    return record


def stored_projection(projection: structures.Projection) -> StoredProjection:
    """Returns a projection as it is stored, with its attributes in order of name."""
    stored: StoredProjection = {"ProjectionType": projection["ProjectionType"]}
    if "NonKeyAttributes" in projection:
        stored["NonKeyAttributes"] = sorted(projection["NonKeyAttributes"])
    return stored
