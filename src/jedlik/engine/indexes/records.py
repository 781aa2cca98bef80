"""The records of secondary indexes: how they come to be, and how a table settles after changes."""

from typing import TypeVar

from jedlik.core.shapes.requests import structures
from jedlik.core.shapes.requests.tables import GlobalSecondaryIndex, LocalSecondaryIndex
from jedlik.core.types.table_record import (
    IndexRecord,
    KeySchemaElement,
    Projection,
    TableRecord,
    Throughput,
    VectorIndexRecord,
    WarmThroughput,
)
from jedlik.engine.tables.settings import INITIAL_WARM_THROUGHPUT

AnyIndex = TypeVar("AnyIndex", IndexRecord, VectorIndexRecord)


def local_index(index: LocalSecondaryIndex, index_id: int) -> IndexRecord:
    """The record of a new local index."""
    return {
        "Id": index_id,
        "IndexName": index["IndexName"],
        "KeySchema": index["KeySchema"],
        "Projection": kept_projection(index["Projection"]),
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
        "Projection": kept_projection(index["Projection"]),
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
    changing = changing_indexes(record)
    if not any("Transition" in each for each in changing):
        return
    if "GlobalSecondaryIndexes" in record:
        record["GlobalSecondaryIndexes"] = _settled(record["GlobalSecondaryIndexes"], now_ms)
        if not record["GlobalSecondaryIndexes"]:
            del record["GlobalSecondaryIndexes"]
    if "VectorIndexes" in record:
        record["VectorIndexes"] = _settled(record["VectorIndexes"], now_ms)
        if not record["VectorIndexes"]:
            del record["VectorIndexes"]
    if len(changing_indexes(record)) < len(changing):
        used = _key_attributes(record)
        record["AttributeDefinitions"] = [
            each for each in record["AttributeDefinitions"] if each["AttributeName"] in used
        ]


def changing_indexes(record: TableRecord) -> list[IndexRecord | VectorIndexRecord]:
    """The indexes that can come and go while the table lives."""
    return [*record.get("GlobalSecondaryIndexes", ()), *record.get("VectorIndexes", ())]


def search_keys(index: VectorIndexRecord) -> list[KeySchemaElement]:
    """The search schema of a vector index, spelled as a key schema."""
    return [
        {"AttributeName": each["AttributeName"], "KeyType": "HASH"}
        for each in index.get("SearchSchema", ())
    ]


def _settled(indexes: list[AnyIndex], now_ms: int) -> list[AnyIndex]:
    kept: list[AnyIndex] = []
    for each in indexes:
        index = each
        transition = index.get("Transition")
        if transition is not None and now_ms >= transition["EndsAtMs"]:
            if transition["Status"] == "DELETING":
                continue
            index = each.copy()
            del index["Transition"]
        kept.append(index)
    return kept


def _key_attributes(record: TableRecord) -> set[str]:
    schemas: list[list[KeySchemaElement]] = [record["KeySchema"]]
    schemas += [each["KeySchema"] for each in record.get("GlobalSecondaryIndexes", ())]
    schemas += [each["KeySchema"] for each in record.get("LocalSecondaryIndexes", ())]
    schemas += [search_keys(each) for each in record.get("VectorIndexes", ())]
    return {element["AttributeName"] for schema in schemas for element in schema}


def kept_projection(projection: structures.Projection) -> Projection:
    """A projection as it is kept: its attributes in order of name."""
    kept: Projection = {"ProjectionType": projection["ProjectionType"]}
    if "NonKeyAttributes" in projection:
        kept["NonKeyAttributes"] = sorted(projection["NonKeyAttributes"])
    return kept
