"""Tables that are made without a catalog."""

from collections.abc import Sequence
from typing import Any

from jedlik.core.keys.key_schema import KeyAttribute, KeySchema
from jedlik.core.types.attribute_value import ScalarType
from jedlik.core.types.structures import AttributeDefinition, KeySchemaElement
from jedlik.engine.participant import Participant
from jedlik.engine.table import Table, key_schema_of
from jedlik.engine.table_record import (
    IndexRecord,
    TableRecord,
    Transition,
    VectorIndexRecord,
    table_to_bytes,
)

TABLE_ID = 7


def schema_of(hash_type: ScalarType, range_type: ScalarType | None = None) -> KeySchema:
    """Returns the key of table 7: `h`, and `r` if it has a range key."""
    attributes = [KeyAttribute("h", hash_type)]
    if range_type is not None:
        attributes.append(KeyAttribute("r", range_type))
    return KeySchema(TABLE_ID, tuple(attributes))


def table_of(hash_type: ScalarType = "S", range_type: ScalarType | None = None) -> Table:
    """Returns a table without features, named `music`."""
    schema = schema_of(hash_type, range_type)
    record: Any = {
        "Id": schema.table_id,
        "TableName": "music",
        "Region": "us-east-1",
        "AccountId": "123456789012",
    }
    return Table(record, b"", schema)


def record_of(**members: Any) -> TableRecord:
    """Returns the record of an on-demand table with the id 7, named `music`, with the key `pk`."""
    record: Any = {
        "Id": TABLE_ID,
        "TableName": "music",
        "TableId": "00000000-0000-4000-8000-000000000007",
        "Region": "us-east-1",
        "AccountId": "123456789012",
        "CreationDateTime": 1_791_500_000.0,
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "BillingMode": "PAY_PER_REQUEST",
        "ProvisionedThroughput": {
            "ReadCapacityUnits": 0,
            "WriteCapacityUnits": 0,
            "NumberOfDecreasesToday": 0,
        },
        "DeletionProtectionEnabled": False,
        "Tags": [],
        "WarmThroughput": {"ReadUnitsPerSecond": 12_000, "WriteUnitsPerSecond": 4_000},
        **members,
    }
    made: TableRecord = record
    return made


def key_elements(names: str) -> list[KeySchemaElement]:
    """Returns a key schema. The first name is the HASH attribute, the others are RANGE."""
    first, *rest = names.split()
    elements: list[KeySchemaElement] = [{"AttributeName": first, "KeyType": "HASH"}]
    elements += [{"AttributeName": name, "KeyType": "RANGE"} for name in rest]
    return elements


def defined(text: str) -> list[AttributeDefinition]:
    """Returns attribute definitions. The text is written like `pk:S n:N`."""
    pairs: list[Any] = [each.split(":") for each in text.split()]
    return [{"AttributeName": name, "AttributeType": kind} for name, kind in pairs]


def table_record(attributes: str = "pk:S", key: str = "pk", **members: object) -> TableRecord:
    """Returns a record with these attributes and this key. members: others, or other values."""
    return record_of(
        **{"KeySchema": key_elements(key), "AttributeDefinitions": defined(attributes), **members}
    )


def index_record(name: str, key: str, index_id: int = 1, **members: object) -> IndexRecord:
    """Returns the record of an index that projects everything. members: others, or other values."""
    record: Any = {
        "Id": index_id,
        "IndexName": name,
        "KeySchema": key_elements(key),
        "Projection": {"ProjectionType": "ALL"},
        **members,
    }
    found: IndexRecord = record
    return found


def vector_record(name: str, index_id: int = 1, **members: object) -> VectorIndexRecord:
    """Returns the record of a vector index of three dimensions on the attribute `v`."""
    record: Any = {
        "Id": index_id,
        "IndexName": name,
        "VectorAttribute": {"AttributeName": "v"},
        "Dimensions": 3,
        "DistanceFunction": "COSINE",
        "Projection": {"ProjectionType": "ALL"},
        **members,
    }
    found: VectorIndexRecord = record
    return found


def transition(status: Any, ends_at_ms: int, **shown: object) -> Transition:
    """Returns a transition. shown: the members of a description that differ until it ends."""
    return {"Status": status, "EndsAtMs": ends_at_ms, "Shown": shown}


def loaded(record: TableRecord, participants: Sequence[Participant] = ()) -> Table:
    """Returns the table of a record."""
    return Table(record, table_to_bytes(record), key_schema_of(record), participants)
