"""Vectors: what a vector index is declared as, and how an attribute becomes 32-bit floats.

An index keeps its own copy of a vector, in 32 bits whatever the digits of the item's numbers; the
item keeps the numbers as written. Texts: recorded answers, October 2026.
"""

import struct
from typing import Final, NamedTuple

from jedlik.core import limits
from jedlik.core.errors import Reject, invalid
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.limits import WRITE_UNIT_BYTES
from jedlik.core.types import number
from jedlik.core.types.attribute_value import AttributeValue, Item, ScalarType
from jedlik.core.types.structures import DistanceFunction
from jedlik.engine.table_record import (
    TableRecord,
)
from jedlik.engine.table_state import is_deleting
from jedlik.features.secondary_indexes.index import Index, IndexKey, _typed

COMPONENT_BYTES: Final = 4  # of a vector as an index keeps it
# With a full stop, unlike other refusals.
_INVALID: Final = "One or more parameter values were invalid. "
_COMPONENT_TYPE: Final = "32-bit floating point number"


class VectorSchema(NamedTuple):
    """What makes an index a vector index."""

    attribute: str
    dimensions: int
    distance_function: DistanceFunction

    @property
    def size_bytes(self) -> int:
        """Size of a vector as the index keeps it, without its name."""
        return COMPONENT_BYTES * self.dimensions


def vector_of(schema: VectorSchema, item: Item) -> bytes | None:
    """The vector of an item in 32-bit floats, little-endian; None if it has no valid one."""
    elements = _elements(item.get(schema.attribute))
    if elements is None or len(elements) != schema.dimensions:
        return None
    return vector_to_bytes(elements)


def check_vector(schema: VectorSchema, index_name: str, item: Item) -> None:
    """Raise Reject when the item has the attribute of the index and it is no vector for it."""
    value = item.get(schema.attribute)
    if value is None:
        return
    name = schema.attribute
    elements = _elements(value)
    if elements is None:
        raise _wrong(f"type for parameter {name}, Expected: {_COMPONENT_TYPE} list", index_name)
    if len(elements) != schema.dimensions:
        sizes = f"Expected: {schema.dimensions}, Actual: {len(elements)}"
        raise _wrong(f"size for parameter {name}, {sizes}", index_name)
    if vector_to_bytes(elements) is not None:
        return
    for at, element in enumerate(elements):
        # A number beyond the range of 32 bits is named as if of another type: not recorded.
        if vector_to_bytes([element]) is None:
            actual = f"Expected: {_COMPONENT_TYPE}, Actual: {next(iter(element))}."
            raise _wrong(f"type for parameter {name}[{at}], {actual}", index_name)


def vector_to_bytes(elements: list[AttributeValue]) -> bytes | None:
    """Numbers in 32-bit floats, little-endian; None if one of them is not of that type."""
    try:
        return struct.pack(f"<{len(elements)}f", *[float(each["N"]) for each in elements])
    except (KeyError, OverflowError, ValueError):
        return None


def uncharged_bytes(schema: VectorSchema, item: Item) -> int:
    """By how much a write of an item is charged less than its size: an indexed vector counts four
    bytes a dimension, whatever its numbers (recorded).
    """
    elements = _elements(item.get(schema.attribute))
    if elements is None or vector_of(schema, item) is None:
        return 0
    as_list = limits.COLLECTION_OVERHEAD_BYTES + sum(
        limits.ELEMENT_OVERHEAD_BYTES + number.size_bytes(each["N"]) for each in elements
    )
    return as_list - schema.size_bytes


def _elements(value: AttributeValue | None) -> list[AttributeValue] | None:
    if value is None or "L" not in value:
        return None
    return value["L"]


def _wrong(what: str, index_name: str) -> Reject:
    return invalid(f"{_INVALID}Invalid {what} IndexName: {index_name}")


def vector_write_bytes(old_size_bytes: int, new_size_bytes: int) -> float:
    """VectorWriteRequestBytes of the change of one entry: its size, at least 1 KiB (recorded)."""
    return float(max(WRITE_UNIT_BYTES, old_size_bytes, new_size_bytes))


def _vector_indexes(record: TableRecord, types: dict[str, ScalarType]) -> tuple[Index, ...]:
    found: list[Index] = []
    for each in record.get("VectorIndexes", ()):
        if is_deleting(each):
            continue
        roles: dict[str, list[KeyAttribute]] = {"HASH": [], "INLINE_FILTER": []}
        for element in each.get("SearchSchema", ()):
            role = element["SearchSchemaElementType"]
            roles[role].append(_typed(element["AttributeName"], types))
        key = IndexKey(tuple(roles["HASH"]), filters=tuple(roles["INLINE_FILTER"]))
        vector = VectorSchema(
            attribute=each["VectorAttribute"]["AttributeName"],
            dimensions=each["Dimensions"],
            distance_function=each["DistanceFunction"],
        )
        found.append(Index(record, each, key, is_global=True, vector=vector))
    return tuple(found)
