"""The job that erases what deleted tables held, a little at a time.

DeleteTable writes the work down as an erasure: an entry in space JOB, so that it outlives a
restart. An erasure is taken up once the table is gone; from then on no write can reach the table,
because every write proves its table with the stored record.
"""

from collections.abc import Sequence
from typing import TypedDict

import orjson

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.core.types.table import TableRecord, catalog_key, record_from_bytes
from jedlik.engine.context import Node
from jedlik.engine.job import Job
from jedlik.storage.interface import Abort, Batch, Delete, Put

# What is kept under the id of a table.
SPACES = (Space.ITEM, Space.INDEX, Space.COUNTER, Space.EXPIRY)
_PARTITION = b"erase table"
_PIECE_ITEMS = 500  # few enough to be erased between two requests
_PAGE_ITEMS = 100
_PAGE_BYTES = 1 << 20


class Erasure(TypedDict):
    """A table to erase, and when it is gone."""

    Id: int
    Region: str
    AccountId: str
    TableName: str
    NotBeforeMs: int


def erasure_of(record: TableRecord) -> Put:
    """The entry that has a table erased once its transition, the deletion, is over."""
    erasure: Erasure = {
        "Id": record["Id"],
        "Region": record["Region"],
        "AccountId": record["AccountId"],
        "TableName": record["TableName"],
        "NotBeforeMs": record["Transition"]["EndsAtMs"],
    }
    return Put(erasure_key(record["Id"]), orjson.dumps(erasure))


async def is_due(node: Node) -> bool:
    """Whether a table is waiting to be erased."""
    return await _next_erasure(node) is not None


async def run(node: Node) -> None:
    """Erase a piece of one table."""
    erasure = await _next_erasure(node)
    if erasure is None:
        return
    await _forget_record(node, erasure)
    for space in SPACES:
        span = Span(space, erasure["Id"])
        erased = await node.storage.erase(span, limit_items=_PIECE_ITEMS)
        if erased == _PIECE_ITEMS:
            return
    done = Batch((Delete(erasure_key(erasure["Id"])),), None)
    await node.storage.transact([], lambda _: done)


async def _next_erasure(node: Node) -> Erasure | None:
    now_ms = node.clock.now_ms()
    span = Span(Space.JOB, 0, (_PARTITION, b""), (_PARTITION + b"\x00", b""))
    page = await node.storage.scan(span, limit_items=_PAGE_ITEMS, limit_bytes=_PAGE_BYTES)
    for stored in page.values:
        erasure: Erasure = orjson.loads(stored)
        if erasure["NotBeforeMs"] <= now_ms:
            return erasure
    return None


async def _forget_record(node: Node, erasure: Erasure) -> None:
    """Remove the record of the table unless its name already belongs to another."""
    key = catalog_key(erasure["Region"], erasure["AccountId"], erasure["TableName"])

    def decide(values: Sequence[bytes | None]) -> Batch | Abort:
        stored = values[0]
        if stored is None or record_from_bytes(stored)["Id"] != erasure["Id"]:
            return Abort(None)
        return Batch((Delete(key),), None)

    if isinstance(await node.storage.transact([key], decide), Batch):
        node.catalog.changed()


def erasure_key(table_id: int) -> Key:
    """Where the erasure of a table is kept."""
    return Key(Space.JOB, 0, _PARTITION, table_id.to_bytes(8, "big"))


JOB = Job(name="erase tables", every_s=1.0, is_due=is_due, run=run)
