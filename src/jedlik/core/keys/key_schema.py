"""The key of a table or of an index: which attributes it has, and of what type."""

from collections.abc import Sequence
from typing import NamedTuple

from jedlik.core.types.attribute_value import ScalarType
from jedlik.core.types.structures import AttributeDefinition, KeySchemaElement


class KeyAttribute(NamedTuple):
    """A key attribute: its name and the type its values must have."""

    name: str
    type: ScalarType


def names_of(elements: Sequence[AttributeDefinition] | Sequence[KeySchemaElement]) -> list[str]:
    """The attribute names of key schema elements or attribute definitions, in order."""
    return [element["AttributeName"] for element in elements]
