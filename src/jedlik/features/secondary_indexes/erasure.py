"""The job that erases the entries of deleted indexes.

The transaction that begins the deletion of an index stores the work for this job. From then on no
write changes the entries of the index. Its id is never used again.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final, TypedDict

import orjson

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.engine.context import Node
from jedlik.engine.jobs import Job, Piece, always_due, write
from jedlik.engine.work_records import INDEX_BYTES, work_pieces
from jedlik.features.secondary_indexes.build import build_key
from jedlik.features.secondary_indexes.index import index_counter_key, index_prefix
from jedlik.features.secondary_indexes.spans import index_span
from jedlik.storage.interface import Delete, Fence, Put

_PARTITION: Final = b"erase index"
_PIECE_ENTRIES: Final = 500  # few enough to be erased between two requests


class IndexErasure(TypedDict):
    """An index to erase."""

    TableId: int
    IndexId: int


def index_erasure(table_id: int, index_id: int) -> Put:
    """Returns the mutation that stores the work of erasing an index."""
    erasure: IndexErasure = {"TableId": table_id, "IndexId": index_id}
    return Put(index_erasure_key(table_id, index_id), orjson.dumps(erasure))


def index_erasure_key(table_id: int, index_id: int) -> Key:
    """Returns the key under which the work of erasing an index is stored."""
    sort = table_id.to_bytes(8, "big") + index_id.to_bytes(2, "big")
    return Key(Space.JOB, 0, _PARTITION, sort)


async def pieces(node: Node) -> Sequence[Piece]:
    """Returns the work of each index that is being erased."""
    return await work_pieces(node, _PARTITION, INDEX_BYTES, _piece)


def _piece(node: Node, stored: bytes) -> Piece:
    erasure: IndexErasure = orjson.loads(stored)
    of = f"index {erasure['IndexId']} of table {erasure['TableId']}"
    return Piece(of, always_due, partial(_erase, node, erasure))


async def _erase(node: Node, erasure: IndexErasure, lease: Fence) -> None:
    """Erases some entries of one index."""
    table_id, index_id = erasure["TableId"], erasure["IndexId"]
    span = index_span(table_id, index_prefix(index_id))
    erased = await node.storage.erase(span, limit_items=_PIECE_ENTRIES, fence=lease)
    if erased == _PIECE_ENTRIES:
        return
    rest = (index_counter_key, build_key, index_erasure_key)
    await write(node, lease, [Delete(key_of(table_id, index_id)) for key_of in rest])


JOB: Final = Job(name="erase indexes", every_s=1.0, pieces=pieces)
