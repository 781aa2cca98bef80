"""The progress of building an index, which the job that builds it and all writes read.

A job builds an index of an existing table in the background, in the order of the keys of the items,
while clients write. Each write keeps the index correct for its own item, so it must know whether
the item is in the index already. The item is in the index if the build has passed its key, or if
the item has a mark: the first write of an item that the build has not reached stores one. So the
entries and the counters are exact at every moment, and a build continues after a restart.
"""

from typing import Final, TypedDict

import orjson

from jedlik.core.keys.encode import END, escaped
from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.engine.table_record import TableRecord
from jedlik.features.secondary_indexes.index import Index
from jedlik.features.secondary_indexes.spans import index_span

PARTITION: Final = b"build index"
MARK: Final = b"\x01"


class Build(TypedDict):
    """The work of building one index.

    Partition, Sort: the key of the last item that is in the index, in hexadecimal; both are empty
    at the start. IsDone: whether all items are in the index, so that only marks are to be erased.
    """

    TableId: int
    IndexId: int
    Region: str
    AccountId: str
    TableName: str
    NotBeforeMs: int
    Partition: str
    Sort: str
    IsDone: bool


def new_build(record: TableRecord, index_id: int, not_before_ms: int) -> Build:
    """Return the work of building a new index."""
    return {
        "TableId": record["Id"],
        "IndexId": index_id,
        "Region": record["Region"],
        "AccountId": record["AccountId"],
        "TableName": record["TableName"],
        "NotBeforeMs": not_before_ms,
        "Partition": "",
        "Sort": "",
        "IsDone": False,
    }


def build_to_bytes(build: Build) -> bytes:
    """Return a build as it is stored."""
    return orjson.dumps(build)


def build_from_bytes(stored: bytes) -> Build:
    """Return a stored build, decoded."""
    build: Build = orjson.loads(stored)
    return build


def build_key(table_id: int, index_id: int) -> Key:
    """Return the key of the build of an index."""
    return Key(Space.JOB, 0, PARTITION, table_id.to_bytes(8, "big") + index_id.to_bytes(2, "big"))


def mark_key(index: Index, item_key: Key) -> Key:
    """Return the key of the mark that says that an item is in an index that is being built."""
    sort = escaped(item_key.partition) + END + item_key.sort
    return Key(Space.INDEX, item_key.table, index.prefix, sort)


def marks_span(table_id: int, prefix: bytes) -> Span:
    """Return the span of all marks of an index. prefix: that of `Index`."""
    return Span(Space.INDEX, table_id, (prefix, b""), (prefix + b"\x00", b""))


def entries_span(table_id: int, prefix: bytes) -> Span:
    """Return the span of all entries of an index, without its marks."""
    return index_span(table_id, prefix)._replace(start=(prefix + b"\x00", b""))


def has_passed(stored: bytes | None, item_key: Key) -> bool:
    """Return whether a stored build has passed an item. None means that nothing is being built."""
    if stored is None:
        return True
    build = build_from_bytes(stored)
    position = (bytes.fromhex(build["Partition"]), bytes.fromhex(build["Sort"]))
    return (item_key.partition, item_key.sort) <= position
