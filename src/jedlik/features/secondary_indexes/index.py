"""Index."""

from typing import TYPE_CHECKING, NamedTuple, final

from jedlik.core.keys.key import Key
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.keys.space import Space
from jedlik.core.types.attribute_value import ScalarType
from jedlik.engine.table_record import (
    IndexRecord,
    TableRecord,
    VectorIndexRecord,
)
from jedlik.engine.table_state import is_deleting

if TYPE_CHECKING:
    from jedlik.features.vector_indexes.index import VectorSchema


class IndexKey(NamedTuple):
    """The key of an index, and of a vector index the attributes it filters by."""

    hash_key: tuple[KeyAttribute, ...]
    range_key: tuple[KeyAttribute, ...] = ()
    filters: tuple[KeyAttribute, ...] = ()


@final
class Index:
    """A secondary or vector index ready for requests. A vector index counts as a global one; its
    hash key is that of its search schema, which may have none.

    projected: the attributes it copies, keys included; None for all. prefix: what its entries'
    partitions begin with. key_attributes: hash first. typed_attributes: those whose values must
    have a type.
    """

    __slots__ = (
        *("counter_key", "filters", "hash_key", "id", "is_building", "is_global"),
        *("key_attributes", "name", "prefix", "projected", "range_key", "typed_attributes"),
        "vector",
    )

    def __init__(
        self,
        table: TableRecord,
        record: IndexRecord | VectorIndexRecord,
        key: IndexKey,
        *,
        is_global: bool,
        vector: "VectorSchema | None" = None,
    ) -> None:
        self.id = record["Id"]
        self.name = record["IndexName"]
        self.is_global = is_global
        self.is_building = record.get("IsBuilding", False)
        self.hash_key, self.range_key, self.filters = key
        self.key_attributes = key.hash_key + key.range_key
        self.typed_attributes = self.key_attributes + key.filters
        self.vector = vector
        self.prefix = index_prefix(self.id)
        self.counter_key = index_counter_key(table["Id"], self.id)
        self.projected: frozenset[str] | None = None
        projection = record["Projection"]
        if projection["ProjectionType"] != "ALL":
            names = [each["AttributeName"] for each in table["KeySchema"]]
            names += [attribute.name for attribute in self.typed_attributes]
            names += projection.get("NonKeyAttributes", ())
            if vector is not None:
                names.append(vector.attribute)
            self.projected = frozenset(names)


def index_prefix(index_id: int) -> bytes:
    """What the partitions of all entries of an index begin with."""
    return index_id.to_bytes(2, "big")


def index_counter_key(table_id: int, index_id: int) -> Key:
    """Where an index's counters are kept: entries, and their size in bytes."""
    return Key(Space.COUNTER, table_id, index_prefix(index_id), b"")


def collection_counter_key(item_key: Key) -> Key:
    """Where the size in bytes of an item collection is kept: its items and their entries in local
    indexes. `item_key` is that of any of its items.
    """
    return Key(Space.COUNTER, item_key.table, item_key.partition, b"")


def _typed(name: str, types: dict[str, ScalarType]) -> KeyAttribute:
    return KeyAttribute(name, types[name])


def _indexes(record: TableRecord, types: dict[str, ScalarType]) -> tuple[Index, ...]:
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
                roles[element["KeyType"]].append(_typed(element["AttributeName"], types))
            key = IndexKey(tuple(roles["HASH"]), tuple(roles["RANGE"]))
            found.append(Index(record, each, key, is_global=is_global))
    return tuple(found)
