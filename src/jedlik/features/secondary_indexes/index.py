"""A secondary index, ready for requests, and the entries of items in it.

An entry contains the projection of its item, in the same form as stored items, so a read of an
index copies bytes as a read of the table does. If the index projects all attributes, its entries
are copies of the stored items.
"""

from typing import NamedTuple

from jedlik.core.errors import REQUEST_INVALID, Reject, invalid
from jedlik.core.keys.key import Key, make_key
from jedlik.core.keys.key_schema import KeyAttribute, names_of, types_of
from jedlik.core.keys.space import Space
from jedlik.core.limits import PARTITION_KEY_BYTES, SORT_KEY_BYTES
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import Image, item_to_bytes
from jedlik.core.types.value import item_size_bytes
from jedlik.engine.meter import MeteredIndex, write_units
from jedlik.engine.table_record import IndexRecord, TableRecord, VectorIndexRecord
from jedlik.engine.table_state import is_deleting
from jedlik.features.secondary_indexes.entry_key import (
    encoded_values,
    entry_sort,
    index_partition,
    total_bytes,
)
from jedlik.storage.interface import Add, Mutation


class IndexKey(NamedTuple):
    """The key attributes of an index. A vector index has filters too."""

    hash_key: tuple[KeyAttribute, ...]
    range_key: tuple[KeyAttribute, ...] = ()
    filters: tuple[KeyAttribute, ...] = ()


class Entry:
    """The entry of one item in one index.

    item: the projection of the item. size_bytes: its size by the rules of the service.
    """

    def __init__(self, key: Key, item: Item, size_bytes: int) -> None:
        self.key = key
        self.item = item
        self.size_bytes = size_bytes

    def shows_the_same(self, other: "Entry") -> bool:
        """Returns whether another entry of the same item and index has the same projection."""
        return self.item == other.item


class Index(MeteredIndex):
    """A secondary index. Vector indexes are a subclass.

    projected: the attributes that it copies, with the keys. None means all attributes.
    prefix: the beginning of the partitions of all its entries.
    key_attributes: the HASH attributes, then the RANGE attributes.
    typed_attributes: the attributes whose values must have a certain type.
    is_read_by_key: whether Query and Scan can read it.
    copies_items: whether each entry is stored as a copy of its item.
    """

    is_read_by_key: bool
    copies_items: bool

    def __init__(
        self,
        table: TableRecord,
        record: IndexRecord | VectorIndexRecord,
        key: IndexKey,
        *,
        is_global: bool,
    ) -> None:
        super().__init__(record["Id"], record["IndexName"])
        self.capacity_member = "GlobalSecondaryIndexes" if is_global else "LocalSecondaryIndexes"
        self.unit_member = "CapacityUnits"
        self.is_read_by_key = True
        self.is_global = is_global
        self.is_building = record.get("IsBuilding", False)
        self.hash_key, self.range_key, self.filters = key
        self.key_attributes = key.hash_key + key.range_key
        self.typed_attributes = self.key_attributes + key.filters
        self.prefix = index_prefix(self.id)
        self.counter_key = index_counter_key(table["Id"], self.id)
        self.projected: frozenset[str] | None = None
        projection = record["Projection"]
        if projection["ProjectionType"] != "ALL":
            names = names_of(table["KeySchema"])
            names += [attribute.name for attribute in self.typed_attributes]
            names += projection.get("NonKeyAttributes", ())
            self.projected = frozenset(names)
        self.copies_items = self.projected is None

    def entry_key(self, item: Item, item_key: Key) -> Key | None:
        """Returns the key of the entry of an item, or None if the item is not in the index.

        An item is not in the index if a key attribute is absent, or if the value of a key attribute
        or filter has another type or is too long. Only items that are older than the index can have
        these values.
        """
        hash_values = encoded_values(self.hash_key, item)
        range_values = encoded_values(self.range_key, item)
        if hash_values is None or range_values is None:
            return None
        for name, tag in self.filters:
            if name in item and tag not in item[name]:
                return None
        if total_bytes(hash_values) > PARTITION_KEY_BYTES:
            return None
        if total_bytes(range_values) > SORT_KEY_BYTES:
            return None
        partition = index_partition(self.prefix, hash_values)
        sort = entry_sort(range_values, item_key, is_global=self.is_global)
        return make_key(Space.INDEX, item_key.table, partition, sort)

    def entry(self, item_key: Key, image: Image | None, known: Key | None = None) -> Entry | None:
        """Returns the entry of an item, or None if the item is not in the index.

        known: the key of the entry, if the caller knows it.
        """
        if image is None:
            return None
        item = image.item
        key = known or self.entry_key(item, item_key)
        if key is None:
            return None
        if self.projected is None:
            return Entry(key, item, image.size_bytes)
        copied = {name: item[name] for name in item if name in self.projected}
        return Entry(key, copied, item_size_bytes(copied))

    def stored_entry(self, entry: Entry) -> bytes | None:
        """Returns the bytes to store for an entry, or None for a copy of the stored item."""
        if self.projected is None:
            return None
        return item_to_bytes(entry.item, entry.size_bytes)

    def has_same_key(self, old: Item, new: Item) -> bool:
        """Returns whether an item has the same key attributes of the index before and after a
        change.
        """
        for name, _ in self.key_attributes:  # noqa: SIM110  (faster than a generator)
            if old.get(name) != new.get(name):
                return False
        return True

    def charge(self, old_size_bytes: int, new_size_bytes: int) -> float:
        """Returns the cost of the change of one entry, in the unit of the index.

        old_size_bytes, new_size_bytes: the size of the entry before and after, 0 if there is none.
        """
        return write_units(old_size_bytes, new_size_bytes)

    def counted(self, entries: int, size_bytes: int) -> Mutation | None:
        """Returns the mutation of the counters of the index, or None if they do not change."""
        if entries or size_bytes:
            return Add(self.counter_key, (entries, size_bytes))
        return None

    def counted_passed(self, item: Item) -> Mutation | None:
        """Returns the mutation of counters that count every item of the table, for an item that a
        build passes. Only vector indexes have these counters.
        """
        return None

    def type_mismatch(self, attribute: KeyAttribute, tag: str) -> Reject:
        """Returns the error for a value of type `tag` in a key attribute or a filter."""
        return invalid(
            REQUEST_INVALID + f"Type mismatch for Index Key {attribute.name} Expected: "
            f"{attribute.type} Actual: {tag} IndexName: {self.name}"
        )

    def check_item(self, item: Item) -> None:
        """Raises Reject for an item that this kind of index refuses. Only vector indexes refuse
        items.
        """


def index_prefix(index_id: int) -> bytes:
    """Returns the beginning of the partitions of all entries of an index."""
    return index_id.to_bytes(2, "big")


def index_counter_key(table_id: int, index_id: int) -> Key:
    """Returns the key of the counters of an index: number of entries, and their size in bytes."""
    return Key(Space.COUNTER, table_id, index_prefix(index_id), b"")


def collection_counter_key(item_key: Key) -> Key:
    """Returns the key of the size in bytes of an item collection.

    An item collection is the items with one partition key, and their entries in local indexes.
    item_key: the key of any of these items.
    """
    return make_key(Space.COUNTER, item_key.table, item_key.partition, b"")


def secondary_indexes(record: TableRecord) -> tuple[Index, ...]:
    """Returns the global, then the local indexes of a table, except those being deleted."""
    types = types_of(record["AttributeDefinitions"])
    found: list[Index] = []
    for is_global, declared in (
        (True, record.get("GlobalSecondaryIndexes", ())),
        (False, record.get("LocalSecondaryIndexes", ())),
    ):
        for each in declared:
            if is_deleting(each):
                continue
            roles: dict[str, list[KeyAttribute]] = {"HASH": [], "RANGE": []}
            for element in each["KeySchema"]:
                name = element["AttributeName"]
                roles[element["KeyType"]].append(KeyAttribute(name, types[name]))
            key = IndexKey(tuple(roles["HASH"]), tuple(roles["RANGE"]))
            found.append(Index(record, each, key, is_global=is_global))
    return tuple(found)
