"""A table and its indexes with what every request needs of their record made ready.

Plain classes: what is compiled reads their attributes without a look-up.
"""

from typing import TYPE_CHECKING, final

from jedlik.core.keys.key import Key
from jedlik.core.keys.key_schema import KeySchema
from jedlik.core.keys.space import Space
from jedlik.engine.source import TableSource
from jedlik.engine.table_record import (
    TableRecord,
    Transition,
    record_from_bytes,
)
from jedlik.features.secondary_indexes.index import _indexes, _typed

if TYPE_CHECKING:
    from jedlik.features.secondary_indexes.source import IndexSource


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
        *("catalog_key", "counter_key", "has_item_collections", "hash_key", "id"),
        *("index_sources", "indexes", "is_followed", "key", "key_attributes", "name"),
        *("range_key", "record", "source", "stored", "stream", "time_to_live", "transition"),
    )

    def __init__(self, record: TableRecord, stored: bytes) -> None:
        from jedlik.features.secondary_indexes import source  # noqa: PLC0415
        from jedlik.features.streams.participant import _stream_of  # noqa: PLC0415
        from jedlik.features.vector_indexes.index import _vector_indexes  # noqa: PLC0415

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
        self.key = KeySchema(record["Id"], self.key_attributes)
        self.source = TableSource(self.key)
        self.transition: Transition | None = record.get("Transition")
        self.stream = _stream_of(record)
        self.time_to_live: str | None = record.get("TimeToLiveAttribute")
        self.is_followed = self.stream is not None or self.time_to_live is not None
        self.indexes = _indexes(record, types) + _vector_indexes(record, types)
        self.index_sources: dict[str, IndexSource] = {
            each.name: source.IndexSource(self.key, each)
            for each in self.indexes
            if each.vector is None
        }
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


def table_from_bytes(stored: bytes) -> Table:
    """The table of a stored record."""
    return Table(record_from_bytes(stored), stored)
