"""The progress of building an index, which the job that builds it and all writes read.

A job adds the items of an existing table to the index in the background, in the order of the keys
of the items, while clients write. A write changes the entry of its item only if the item has been
added already, and adds it otherwise. An item has been added if the build has passed its key, or if
the item has a marker. A write that adds an item before the build reaches it stores this marker, and
the job skips items with a marker. So entries and counters are exact at every moment, and a build
continues after a restart.
"""

from typing import Final, TypedDict

import orjson

from jedlik.core.keys.encode import END, escaped
from jedlik.core.keys.key import Key, Span, entries_of_partition
from jedlik.core.keys.space import Space
from jedlik.engine.table_record import TableRecord
from jedlik.features.secondary_indexes.index import Index
from jedlik.features.secondary_indexes.spans import index_span

PARTITION: Final = b"build index"
MARKER: Final = b"\x01"


class Build(TypedDict):
    """The work of building one index.

    NotBeforeMs: when the job may start (Unix time, milliseconds).
    Partition, Sort: the key of the last item that the build has passed, in hexadecimal. Both are
        empty at the start.
    IsDone: whether the build has passed all items, so that only markers must still be erased.
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
    """Returns the work of building a new index."""
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
    """Returns the bytes of a build, as they are stored."""
    return orjson.dumps(build)


def build_from_bytes(stored: bytes) -> Build:
    """Returns a stored build, decoded."""
    build: Build = orjson.loads(stored)
    return build


def build_key(table_id: int, index_id: int) -> Key:
    """Returns the key of the build of an index."""
    return Key(Space.JOB, 0, PARTITION, table_id.to_bytes(8, "big") + index_id.to_bytes(2, "big"))


def marker_key(index: Index, item_key: Key) -> Key:
    """Returns the key of the marker of an item that a write has added to an index in building."""
    sort = escaped(item_key.partition) + END + item_key.sort
    return Key(Space.INDEX, item_key.table, index.prefix, sort)


def markers_span(table_id: int, prefix: bytes) -> Span:
    """Returns the span of all markers of an index. prefix: see `Index`."""
    return entries_of_partition(Space.INDEX, table_id, prefix)


def entries_span(table_id: int, prefix: bytes) -> Span:
    """Returns the span of all entries of an index, without its markers."""
    return index_span(table_id, prefix)._replace(start=(prefix + b"\x00", b""))


def has_passed(stored: bytes | None, item_key: Key) -> bool:
    """Returns whether a build has passed the key of an item.

    stored: the bytes of the build. None means that no build is under way.
    """
    if stored is None:
        return True
    build = build_from_bytes(stored)
    position = (bytes.fromhex(build["Partition"]), bytes.fromhex(build["Sort"]))
    return (item_key.partition, item_key.sort) <= position
