"""The job that erases what deleted indexes held, a little at a time.

UpdateTable writes the work down in the transaction that takes the index away; from then on no write
can reach the index, because every write proves its table with the stored record.
"""

from typing import Final

import orjson

from jedlik.core.keys.ranges import index_span
from jedlik.core.types.table import index_counter_key, index_prefix
from jedlik.engine.context import Node
from jedlik.engine.indexes.build import build_key
from jedlik.engine.indexes.erasure import INDEX_ERASURES, IndexErasure, index_erasure_key
from jedlik.engine.job import Job
from jedlik.storage.interface import Batch, Delete

_PIECE_ENTRIES: Final = 500  # few enough to be erased between two requests


async def is_due(node: Node) -> bool:
    """Whether an index is waiting to be erased."""
    return await _next_erasure(node) is not None


async def run(node: Node) -> None:
    """Erase a piece of one index."""
    erasure = await _next_erasure(node)
    if erasure is None:
        return
    table_id, index_id = erasure["TableId"], erasure["IndexId"]
    span = index_span(table_id, index_prefix(index_id))
    if await node.storage.erase(span, limit_items=_PIECE_ENTRIES, fence=None) == _PIECE_ENTRIES:
        return
    gone = (
        Delete(index_counter_key(table_id, index_id)),
        Delete(build_key(table_id, index_id)),
        Delete(index_erasure_key(table_id, index_id)),
    )
    done = Batch(gone, None)
    await node.storage.transact([], lambda _: done)


async def _next_erasure(node: Node) -> IndexErasure | None:
    page = await node.storage.scan(INDEX_ERASURES, limit_items=1, limit_bytes=1)
    if not page.values:
        return None
    erasure: IndexErasure = orjson.loads(page.values[0])
    return erasure


JOB: Final = Job(name="erase indexes", every_s=1.0, is_due=is_due, run=run)
