"""A table and its indexes with what every request needs of their record made ready.

Plain classes: what is compiled reads their attributes without a look-up.
"""

from typing import NamedTuple, final

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.core.types.stream import shard_partition
from jedlik.core.types.table_record import (
    IndexRecord,
    ScalarType,
    TableRecord,
    Transition,
    VectorIndexRecord,
    is_going,
    record_from_bytes,
)
from jedlik.core.types.vector import VectorSchema


class KeyAttribute(NamedTuple):
    """A key attribute: its name and the type its values must have."""

    name: str
    type: ScalarType


class TableStream(NamedTuple):
    """The enabled stream of a table: what its records show, and where they go."""

    view_type: str
    partitions: tuple[bytes, ...]  # of the open shards; the first bytes of an item's key choose


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
        vector: VectorSchema | None = None,
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


@final
class Table:
    """A table ready for requests. Two loads of one record are different objects on purpose.

    stored: the record as stored; a write proves with it that its plan is not stale. transition:
    the last change of state, which may be over. time_to_live: the attribute that holds the time of
    expiry. is_followed: whether a change of an item entails more, because of one of these two.
    indexes: global, local, vector; those being deleted are not in it. has_item_collections: as
    tables with local indexes have. key_attributes: those of the primary key, hash first.
    """

    __slots__ = (
        *("catalog_key", "counter_key", "has_item_collections", "hash_key", "id", "indexes"),
        *("is_followed", "key_attributes", "name", "range_key", "record", "stored", "stream"),
        *("time_to_live", "transition"),
    )

    def __init__(self, record: TableRecord, stored: bytes) -> None:
        types = {
            each["AttributeName"]: each["AttributeType"] for each in record["AttributeDefinitions"]
        }
        key = [_typed(each["AttributeName"], types) for each in record["KeySchema"]]
        self.record = record
        self.stored = stored
        self.catalog_key = catalog_key(record["Region"], record["AccountId"], record["TableName"])
        self.counter_key = counter_key(record["Id"])
        self.id = record["Id"]
        self.name = record["TableName"]
        self.hash_key = key[0]
        self.range_key = key[1] if len(key) > 1 else None
        self.key_attributes = tuple(key)
        self.transition: Transition | None = record.get("Transition")
        self.stream = _stream_of(record)
        self.time_to_live: str | None = record.get("TimeToLiveAttribute")
        self.is_followed = self.stream is not None or self.time_to_live is not None
        self.indexes = _indexes(record, types) + _vector_indexes(record, types)
        self.has_item_collections = "LocalSecondaryIndexes" in record


def catalog_key(region: str, account_id: str, table_name: str) -> Key:
    """Where the record of a table is kept."""
    return Key(Space.CATALOG, 0, catalog_partition(region, account_id), table_name.encode())


def catalog_partition(region: str, account_id: str) -> bytes:
    """What keeps the tables of Regions and accounts apart."""
    return f"{region}/{account_id}".encode()


def counter_key(table_id: int) -> Key:
    """Where a table's counters are kept: items, and their size in bytes."""
    return Key(Space.COUNTER, table_id, b"", b"")


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


def table_from_bytes(stored: bytes) -> Table:
    """The table of a stored record."""
    return Table(record_from_bytes(stored), stored)


def _typed(name: str, types: dict[str, ScalarType]) -> KeyAttribute:
    return KeyAttribute(name, types[name])


def _stream_of(record: TableRecord) -> TableStream | None:
    shards = record.get("StreamShards")
    if shards is None:
        return None
    partitions = tuple(shard_partition(each["ShardId"]) for each in shards)
    return TableStream(record["StreamViewType"], partitions)


def _indexes(record: TableRecord, types: dict[str, ScalarType]) -> tuple[Index, ...]:
    found: list[Index] = []
    for is_global, declared in (
        (True, record.get("GlobalSecondaryIndexes", ())),
        (False, record.get("LocalSecondaryIndexes", ())),
    ):
        for each in declared:
            if is_going(each):
                continue
            roles: dict[str, list[KeyAttribute]] = {"HASH": [], "RANGE": []}
            for element in each["KeySchema"]:
                roles[element["KeyType"]].append(_typed(element["AttributeName"], types))
            key = IndexKey(tuple(roles["HASH"]), tuple(roles["RANGE"]))
            found.append(Index(record, each, key, is_global=is_global))
    return tuple(found)


def _vector_indexes(record: TableRecord, types: dict[str, ScalarType]) -> tuple[Index, ...]:
    found: list[Index] = []
    for each in record.get("VectorIndexes", ()):
        if is_going(each):
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
