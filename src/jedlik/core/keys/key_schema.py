"""The key of a table or of an index: which attributes it has, and of what type."""

from collections.abc import Sequence
from typing import NamedTuple, final

from jedlik.core.types.attribute_value import ScalarType
from jedlik.core.types.structures import AttributeDefinition, KeySchemaElement


class KeyAttribute(NamedTuple):
    """A key attribute: its name and the type its values must have."""

    name: str
    type: ScalarType


def names_of(elements: Sequence[AttributeDefinition] | Sequence[KeySchemaElement]) -> list[str]:
    """Returns the attribute names of key schema elements or attribute definitions, in order."""
    return [element["AttributeName"] for element in elements]


def types_of(definitions: Sequence[AttributeDefinition]) -> dict[str, ScalarType]:
    """Returns the type of each attribute that is defined, by its name."""
    return {each["AttributeName"]: each["AttributeType"] for each in definitions}


@final
class KeySchema:
    """The primary key of one table.

    table_id: the number of the table in keys. key_attributes: the HASH attribute, then
    the RANGE attribute if there is one.
    """

    __slots__ = ("hash_key", "key_attributes", "range_key", "table_id")

    def __init__(self, table_id: int, key_attributes: tuple[KeyAttribute, ...]) -> None:
        self.table_id = table_id
        self.key_attributes = key_attributes
        self.hash_key = key_attributes[0]
        self.range_key = key_attributes[1] if len(key_attributes) > 1 else None
