"""Tables made by hand, without a catalog."""

from typing import Any

from jedlik.core.keys.key_schema import KeyAttribute, KeySchema
from jedlik.core.types.attribute_value import ScalarType
from jedlik.engine.table import Table
from jedlik.engine.table_record import TableRecord


def schema_of(hash_type: ScalarType, range_type: ScalarType | None = None) -> KeySchema:
    """The key of table 7: `h`, and `r` if it has a range key."""
    attributes = [KeyAttribute("h", hash_type)]
    if range_type is not None:
        attributes.append(KeyAttribute("r", range_type))
    return KeySchema(7, tuple(attributes))


def table_of(hash_type: ScalarType = "S", range_type: ScalarType | None = None) -> Table:
    """A table without features, named `music`."""
    schema = schema_of(hash_type, range_type)
    record: Any = {
        "Id": schema.table_id,
        "TableName": "music",
        "Region": "us-east-1",
        "AccountId": "123456789012",
    }
    return Table(record, b"", schema)


def record_of(**members: Any) -> TableRecord:
    """The record of an on-demand table with the id 7, named `music`, with the key `pk`."""
    record: Any = {
        "Id": 7,
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
