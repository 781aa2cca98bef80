"""The work of erasing a deleted index, written down for the job that does it."""

from typing import Final, TypedDict

import orjson

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.storage.interface import Put

_PARTITION: Final = b"erase index"

INDEX_ERASURES: Final = Span(Space.JOB, 0, (_PARTITION, b""), (_PARTITION + b"\x00", b""))


class IndexErasure(TypedDict):
    """An index to erase."""

    TableId: int
    IndexId: int


def index_erasure(table_id: int, index_id: int) -> Put:
    """The entry that has an index erased."""
    erasure: IndexErasure = {"TableId": table_id, "IndexId": index_id}
    return Put(index_erasure_key(table_id, index_id), orjson.dumps(erasure))


def index_erasure_key(table_id: int, index_id: int) -> Key:
    """Where the erasure of an index is kept."""
    sort = table_id.to_bytes(8, "big") + index_id.to_bytes(2, "big")
    return Key(Space.JOB, 0, _PARTITION, sort)
