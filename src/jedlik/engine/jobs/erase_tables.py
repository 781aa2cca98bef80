"""The job that erases what deleted tables held, a little at a time.

DeleteTable writes the work down as an erasure: an entry in space JOB, so that it outlives a
restart. An erasure is taken up once the table is gone; from then on no write can reach the table,
because every write proves its table with the stored record.
"""

from collections.abc import Sequence
from typing import Final

import orjson

from jedlik.core.keys.key import Span
from jedlik.core.types.table import catalog_key
from jedlik.core.types.table_record import record_from_bytes
from jedlik.engine.context import Node
from jedlik.engine.job import Job
from jedlik.engine.tables.erasure import (
    TABLE_ERASURES,
    TABLE_SPACES,
    TableErasure,
    table_erasure_key,
)
from jedlik.storage.interface import Abort, Batch, Delete

_PIECE_ITEMS: Final = 500  # few enough to be erased between two requests
_PAGE_ITEMS: Final = 100
_PAGE_BYTES: Final = 1 << 20


async def is_due(node: Node) -> bool:
    """Whether a table is waiting to be erased."""
    return await _next_erasure(node) is not None


async def run(node: Node) -> None:
    """Erase a piece of one table."""
    erasure = await _next_erasure(node)
    if erasure is None:
        return
    await _forget_record(node, erasure)
    for space in TABLE_SPACES:
        span = Span(space, erasure["Id"])
        erased = await node.storage.erase(span, limit_items=_PIECE_ITEMS, fence=None)
        if erased == _PIECE_ITEMS:
            return
    done = Batch((Delete(table_erasure_key(erasure["Id"])),), None)
    await node.storage.transact([], lambda _: done)


async def _next_erasure(node: Node) -> TableErasure | None:
    now_ms = node.clock.now_ms()
    page = await node.storage.scan(TABLE_ERASURES, limit_items=_PAGE_ITEMS, limit_bytes=_PAGE_BYTES)
    for stored in page.values:
        erasure: TableErasure = orjson.loads(stored)
        if erasure["NotBeforeMs"] <= now_ms:
            return erasure
    return None


async def _forget_record(node: Node, erasure: TableErasure) -> None:
    """Remove the record of the table unless its name already belongs to another."""
    key = catalog_key(erasure["Region"], erasure["AccountId"], erasure["TableName"])

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        stored = values[0]
        if stored is None or record_from_bytes(stored)["Id"] != erasure["Id"]:
            return Abort(None)
        return Batch((Delete(key),), None, raises_epoch=True)

    await node.storage.transact([key], decide)


JOB: Final = Job(name="erase tables", every_s=1.0, is_due=is_due, run=run)
