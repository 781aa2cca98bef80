"""The records of secondary indexes: how they come to be, and how a table settles after changes."""

from jedlik.core.shapes.requests import structures
from jedlik.core.shapes.requests.tables import GlobalSecondaryIndex, LocalSecondaryIndex
from jedlik.core.types.table import (
    IndexRecord,
    KeySchemaElement,
    Projection,
    TableRecord,
    Throughput,
    WarmThroughput,
)
from jedlik.engine.table_settings import INITIAL_WARM_THROUGHPUT


def local_index(index: LocalSecondaryIndex, index_id: int) -> IndexRecord:
    """The record of a new local index."""
    return {
        "Id": index_id,
        "IndexName": index["IndexName"],
        "KeySchema": index["KeySchema"],
        "Projection": _projection(index["Projection"]),
    }


def global_index(index: GlobalSecondaryIndex, index_id: int) -> IndexRecord:
    """The record of a new global index."""
    throughput: Throughput = {
        "ReadCapacityUnits": 0,
        "WriteCapacityUnits": 0,
        "NumberOfDecreasesToday": 0,
    }
    warm: WarmThroughput = INITIAL_WARM_THROUGHPUT
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
        "Projection": _projection(index["Projection"]),
        "ProvisionedThroughput": throughput,
        "WarmThroughput": {**warm, **index.get("WarmThroughput", {})},
    }
    if index.get("OnDemandThroughput"):
        record["OnDemandThroughput"] = {**index["OnDemandThroughput"]}
    return record


def settle_indexes(record: TableRecord, now_ms: int) -> None:
    """Take out of `record` what is over at `now_ms`: indexes that are gone, with the definitions of
    attributes that were keys of theirs alone, and transitions.
    """
    indexes = record.get("GlobalSecondaryIndexes")
    if indexes is None or not any("Transition" in each for each in indexes):
        return
    kept: list[IndexRecord] = []
    for each in indexes:
        index = each
        transition = index.get("Transition")
        if transition is not None and now_ms >= transition["EndsAtMs"]:
            if transition["Status"] == "DELETING":
                continue
            index = {**each}
            del index["Transition"]
        kept.append(index)
    if kept:
        record["GlobalSecondaryIndexes"] = kept
    else:
        del record["GlobalSecondaryIndexes"]
    if len(kept) < len(indexes):
        used = _key_attributes(record)
        record["AttributeDefinitions"] = [
            each for each in record["AttributeDefinitions"] if each["AttributeName"] in used
        ]


def _key_attributes(record: TableRecord) -> set[str]:
    schemas: list[list[KeySchemaElement]] = [record["KeySchema"]]
    schemas += [each["KeySchema"] for each in record.get("GlobalSecondaryIndexes", ())]
    schemas += [each["KeySchema"] for each in record.get("LocalSecondaryIndexes", ())]
    return {element["AttributeName"] for schema in schemas for element in schema}


def _projection(projection: structures.Projection) -> Projection:
    kept: Projection = {"ProjectionType": projection["ProjectionType"]}
    if "NonKeyAttributes" in projection:
        kept["NonKeyAttributes"] = sorted(projection["NonKeyAttributes"])
    return kept
