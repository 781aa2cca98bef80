"""The job that erases what is stored for deleted tables.

The transaction that deletes a table stores the work for this job. The id of a table is never used
again, so nothing is written into its spaces after that.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final, TypedDict

import orjson

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.engine.context import Node
from jedlik.engine.jobs import Job, Piece, write
from jedlik.engine.table import catalog_key
from jedlik.engine.table_hooks import spaces_to_erase
from jedlik.engine.table_record import TableRecord, record_from_bytes
from jedlik.engine.work_records import TABLE_BYTES, work_pieces
from jedlik.storage.interface import Abort, Batch, Delete, Fence, Put

_PARTITION: Final = b"erase table"
_PIECE_ITEMS: Final = 500  # few enough to be erased between two requests


class TableErasure(TypedDict):
    """A table to erase, and the time at which its deletion ends (Unix time, milliseconds)."""

    Id: int
    Region: str
    AccountId: str
    TableName: str
    NotBeforeMs: int


def table_erasure(record: TableRecord) -> Put:
    """Returns the mutation that stores the work of erasing a table once its deletion has ended."""
    erasure: TableErasure = {
        "Id": record["Id"],
        "Region": record["Region"],
        "AccountId": record["AccountId"],
        "TableName": record["TableName"],
        "NotBeforeMs": record["Transition"]["EndsAtMs"],
    }
    return Put(table_erasure_key(record["Id"]), orjson.dumps(erasure))


def table_erasure_key(table_id: int) -> Key:
    """Returns the key under which the work of erasing a table is stored."""
    return Key(Space.JOB, 0, _PARTITION, table_id.to_bytes(8, "big"))


async def pieces(node: Node) -> Sequence[Piece]:
    """Returns the work of each table that is or will be erased."""
    return await work_pieces(node, _PARTITION, TABLE_BYTES, _piece)


def _piece(node: Node, stored: bytes) -> Piece:
    erasure: TableErasure = orjson.loads(stored)
    of = f"table {erasure['TableName']} in {erasure['Region']}"
    return Piece(of, partial(_is_due, node, erasure), partial(_erase, node, erasure))


async def _is_due(node: Node, erasure: TableErasure) -> bool:
    (stored,) = await node.storage.read([_record_key(erasure)], consistent=True)
    if stored is not None and record_from_bytes(stored)["Id"] == erasure["Id"]:
        return erasure["NotBeforeMs"] <= node.clock.now_ms()
    # Nobody sees the table. Its time may be that of a clock that was ahead.
    return not await _is_read(node, erasure)


async def _is_read(node: Node, erasure: TableErasure) -> bool:
    """Returns whether a feature still reads what is stored for the table, such as a backup."""
    for hooks in node.hooks:
        if await hooks.still_reads(node.storage, erasure["Id"]):
            return True
    return False


async def _erase(node: Node, erasure: TableErasure, lease: Fence) -> None:
    """Erases some entries of one table. The record goes at once, so that its name is free."""
    await _delete_record(node, erasure)
    if await _is_read(node, erasure):
        return
    for space in spaces_to_erase(node.hooks):
        span = Span(space, erasure["Id"])
        erased = await node.storage.erase(span, limit_items=_PIECE_ITEMS, fence=lease)
        if erased == _PIECE_ITEMS:
            return
    await write(node, lease, [Delete(table_erasure_key(erasure["Id"]))])


async def _delete_record(node: Node, erasure: TableErasure) -> None:
    """Deletes the record of the table, unless its name belongs to another table by now."""
    key = _record_key(erasure)

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        stored = values[0]
        if stored is None or record_from_bytes(stored)["Id"] != erasure["Id"]:
            return Abort(None)
        return Batch((Delete(key),), None, raises_epoch=True)

    await node.storage.transact([key], decide)


def _record_key(erasure: TableErasure) -> Key:
    return catalog_key(erasure["Region"], erasure["AccountId"], erasure["TableName"])


JOB: Final = Job(name="erase tables", every_s=1.0, pieces=pieces)
