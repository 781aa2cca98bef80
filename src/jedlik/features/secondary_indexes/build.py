"""How far the building of a global index has come, as writes and the job that builds it see it.

An index added to a table with items is built in the background, in the order of the items' keys,
while writes go on. Each write keeps the index right for its own item, and for that has to know
whether the item is in the index already: it is if the build has passed its key, or if it carries a
mark, which the first write of an item that the build has yet to reach leaves. Entries and counters
are exact at every moment, whoever writes, and a build goes on after a restart where it was.
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
    """One index to build. `Partition` and `Sort`: the key of the last item passed, in hexadecimal;
    both empty at the start. `IsDone`: only marks are left to be cleared away.
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
    """The build of an index just created."""
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
    """What is kept under a build's key."""
    return orjson.dumps(build)


def build_from_bytes(stored: bytes) -> Build:
    """A kept build."""
    build: Build = orjson.loads(stored)
    return build


def build_key(table_id: int, index_id: int) -> Key:
    """Where the build of an index is kept."""
    return Key(Space.JOB, 0, PARTITION, table_id.to_bytes(8, "big") + index_id.to_bytes(2, "big"))


def mark_key(index: Index, item_key: Key) -> Key:
    """Where an item is marked as being in an index that is being built."""
    sort = escaped(item_key.partition) + END + item_key.sort
    return Key(Space.INDEX, item_key.table, index.prefix, sort)


def marks_span(table_id: int, prefix: bytes) -> Span:
    """All marks of an index, whose `prefix` is that of `Index`."""
    return Span(Space.INDEX, table_id, (prefix, b""), (prefix + b"\x00", b""))


def entries_span(table_id: int, prefix: bytes) -> Span:
    """All entries of an index: what `index_span` has but the marks."""
    return index_span(table_id, prefix)._replace(start=(prefix + b"\x00", b""))


def has_passed(stored: bytes | None, item_key: Key) -> bool:
    """Whether the build kept as `stored` has come to the item or beyond."""
    if stored is None:
        return True
    build = build_from_bytes(stored)
    position = (bytes.fromhex(build["Partition"]), bytes.fromhex(build["Sort"]))
    return (item_key.partition, item_key.sort) <= position
