"""Tables made by hand, without a catalog."""

from typing import Any

from jedlik.core.keys.key_schema import KeyAttribute, KeySchema
from jedlik.core.types.attribute_value import ScalarType
from jedlik.engine.table import Table


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
