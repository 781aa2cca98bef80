"""A vector index, ready for requests, and how an attribute becomes a vector of 32-bit floats.

The item stores its numbers as written. An index stores a copy of the vector, always in 32-bit
floats. Texts: recorded answers, October 2026; dynoxide's captures, August 2026.
"""

import struct
from decimal import Context, Decimal
from math import isfinite
from typing import Final, NamedTuple, final

from jedlik.core import limits
from jedlik.core.errors import Reject, invalid
from jedlik.core.keys.key import Key
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.limits import WRITE_UNIT_BYTES
from jedlik.core.types import number
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.core.types.stored_item import Image, item_to_bytes
from jedlik.core.types.structures import DistanceFunction
from jedlik.core.types.value import item_size_bytes
from jedlik.engine.table_record import TableRecord, VectorIndexRecord
from jedlik.engine.table_state import is_deleting
from jedlik.features.secondary_indexes.index import Entry, Index, IndexKey
from jedlik.storage.interface import Add, Mutation

COMPONENT_BYTES: Final = 4  # of a vector in an index
# With a full stop, unlike other refusals.
_INVALID: Final = "One or more parameter values were invalid. "
_COMPONENT_TYPE: Final = "32-bit floating point number"
_COMPONENT_RANGE: Final = "[-3.4028235E38, 3.4028235E38]"
# Of a number of an item, which has at most this many digits.
_EXACT: Final = Context(prec=limits.NUMBER_DIGITS)


class VectorSchema(NamedTuple):
    """The attribute that a vector index indexes, its dimensions, and its distance function."""

    attribute: str
    dimensions: int
    distance_function: DistanceFunction

    @property
    def size_bytes(self) -> int:
        """Returns the size of a vector in an index, without its name."""
        return COMPONENT_BYTES * self.dimensions


def vector_of(schema: VectorSchema, item: Item) -> bytes | None:
    """Returns the vector of an item in 32-bit floats, little-endian, or None if the item has no
    valid vector.
    """
    elements = _elements(item.get(schema.attribute))
    if elements is None or len(elements) != schema.dimensions:
        return None
    return vector_to_bytes(elements)


def check_vector(schema: VectorSchema, index_name: str, item: Item) -> None:
    """Raises Reject if an item has the attribute of the index and its value is not a vector for the
    index.
    """
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
        if vector_to_bytes([element]) is None:
            raise _wrong(_wrong_component(f"{name}[{at}]", element), index_name)


def _wrong_component(place: str, element: AttributeValue) -> str:
    if "N" not in element:
        actual = next(iter(element))
        return f"type for parameter {place}, Expected: {_COMPONENT_TYPE}, Actual: {actual}."
    # The form of the number is recorded for 1E+39 only, which was sent in this form.
    value = Decimal(element["N"]).normalize(_EXACT)
    return f"value for parameter {place}, Value: {value} is outside valid range {_COMPONENT_RANGE}."


def vector_to_bytes(elements: list[AttributeValue]) -> bytes | None:
    """Returns numbers as 32-bit floats, little-endian, or None if one of the values is not a number
    of this type.
    """
    try:
        floats = [float(each["N"]) for each in elements]
        return struct.pack(f"<{len(floats)}f", *floats) if all(map(isfinite, floats)) else None
    except (KeyError, OverflowError, ValueError):
        return None


def uncharged_bytes(schema: VectorSchema, item: Item) -> int:
    """Returns the difference between the size of an indexed vector in its item and the size for
    which a write is charged, which is four bytes for each dimension (recorded).
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
    """Returns VectorWriteRequestBytes of the change of one entry: its size, but at least 1 KiB
    (recorded).
    """
    return float(max(WRITE_UNIT_BYTES, old_size_bytes, new_size_bytes))


class VectorEntry(Entry):
    """The entry of an item in a vector index.

    vector: in 32-bit floats. It is stored before the rest of the entry.
    """

    def __init__(self, key: Key, item: Item, size_bytes: int, vector: bytes) -> None:
        super().__init__(key, item, size_bytes)
        self.vector = vector

    def shows_the_same(self, other: Entry) -> bool:
        """See Entry.shows_the_same."""
        assert isinstance(other, VectorEntry)
        return self.vector == other.vector and self.item == other.item


@final
class VectorIndex(Index):
    """A vector index. It is a global index whose HASH attributes, if any, are those of its search
    schema.

    vector: the indexed attribute, and how it is indexed.
    """

    def __init__(
        self, table: TableRecord, record: VectorIndexRecord, key: IndexKey, vector: VectorSchema
    ) -> None:
        super().__init__(table, record, key, is_global=True)
        self.capacity_member = "VectorIndexes"
        self.unit_member = "VectorWriteRequestBytes"
        self.is_read_by_key = False
        self.copies_items = False
        self.vector = vector
        if self.projected is not None:
            self.projected |= {vector.attribute}

    def entry(self, item_key: Key, image: Image | None, known: Key | None = None) -> Entry | None:
        """See Index.entry. An item without a valid vector has no entry."""
        if image is None:
            return None
        item = image.item
        key = known or self.entry_key(item, item_key)
        if key is None:
            return None
        vector = vector_of(self.vector, item)
        if vector is None:
            return None
        attribute = self.vector.attribute
        shown = {
            name: item[name]
            for name in item
            if name != attribute and (self.projected is None or name in self.projected)
        }
        size_bytes = item_size_bytes(shown) + len(attribute.encode()) + len(vector)
        return VectorEntry(key, shown, size_bytes, vector)

    def stored_entry(self, entry: Entry) -> bytes | None:
        """See Index.stored_entry. The bytes are the vector, then the rest of the projection as a
        stored item.
        """
        assert isinstance(entry, VectorEntry)
        return entry.vector + item_to_bytes(entry.item, entry.size_bytes)

    def charge(self, old_size_bytes: int, new_size_bytes: int) -> float:
        """See Index.charge. The unit is VectorWriteRequestBytes."""
        return vector_write_bytes(old_size_bytes, new_size_bytes)

    def counted(self, entries: int, size_bytes: int) -> Mutation | None:
        """See Index.counted. The third counter rises with each change. By it a search finds out
        whether the vectors that it has in memory are current.
        """
        return Add(self.counter_key, (entries, size_bytes, 1))

    def counted_uncharged(self, grown_bytes: int) -> Mutation | None:
        """Returns the mutation of the fourth counter, or None if it does not change. The counter
        contains the uncharged bytes of all items with a vector, even of items that are not in the
        index.
        """
        return Add(self.counter_key, (0, 0, 0, grown_bytes)) if grown_bytes else None

    def counted_passed(self, item: Item) -> Mutation | None:
        """See Index.counted_passed."""
        return self.counted_uncharged(uncharged_bytes(self.vector, item))

    def type_mismatch(self, attribute: KeyAttribute, tag: str) -> Reject:
        """See Index.type_mismatch."""
        return invalid(
            f"{_INVALID}Attribute '{attribute.name}' type mismatch. Expected: {attribute.type}, "
            f"Actual: {tag}. IndexName: {self.name}"
        )

    def check_item(self, item: Item) -> None:
        """Raises Reject if an item has the attribute of the index and its value is not a vector for
        the index.
        """
        check_vector(self.vector, self.name, item)


def vector_indexes(record: TableRecord) -> tuple[VectorIndex, ...]:
    """Returns the vector indexes of a table, except those being deleted."""
    types = {
        each["AttributeName"]: each["AttributeType"] for each in record["AttributeDefinitions"]
    }
    found: list[VectorIndex] = []
    for each in record.get("VectorIndexes", ()):
        if is_deleting(each):
            continue
        roles: dict[str, list[KeyAttribute]] = {"HASH": [], "INLINE_FILTER": []}
        for element in each.get("SearchSchema", ()):
            name = element["AttributeName"]
            roles[element["SearchSchemaElementType"]].append(KeyAttribute(name, types[name]))
        key = IndexKey(tuple(roles["HASH"]), filters=tuple(roles["INLINE_FILTER"]))
        vector = VectorSchema(
            attribute=each["VectorAttribute"]["AttributeName"],
            dimensions=each["Dimensions"],
            distance_function=each["DistanceFunction"],
        )
        found.append(VectorIndex(record, each, key, vector))
    return tuple(found)
