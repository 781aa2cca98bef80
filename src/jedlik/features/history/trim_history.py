"""The job that erases log records which no history needs any more, then their directory entries.

The history of a table reaches back to the begin of its point-in-time recovery, or as many days as
that stores, or to the moment of the oldest work that reads it. What a stream shows is never erased
here: of a partition that is a shard, records of the last day stay, and `trim_streams` erases them
later.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.position import position_at, position_to_bytes
from jedlik.core.keys.space import Space
from jedlik.core.limits import SHARD_ITERATOR_SECONDS, STREAM_RETENTION_SECONDS
from jedlik.engine.change_log import log_partition
from jedlik.engine.context import Node
from jedlik.engine.jobs import Job, Piece, write
from jedlik.engine.log_partitions import open_partitions
from jedlik.engine.read import is_empty, pages
from jedlik.engine.table_record import TableRecord
from jedlik.features.history.records import (
    DIRECTORY,
    LogPartition,
    partition_from_bytes,
    partition_key,
)
from jedlik.features.history.work import works_on
from jedlik.storage.interface import Delete, Fence

_PIECE_RECORDS: Final = 500  # few enough to be erased between two requests
_DAY_MS: Final = 86_400_000
# As long as a stream shows records, and GetRecords must notice that they were trimmed.
_STREAM_MS: Final = (STREAM_RETENTION_SECONDS + SHARD_ITERATOR_SECONDS) * 1000
_NEVER: Final = (1 << 63) - 1  # a position after all others


async def pieces(node: Node) -> Sequence[Piece]:
    """Returns the work of each log partition in the directory."""
    stored = [each async for values in pages(node.storage, DIRECTORY) for each in values]
    if not stored:
        return ()
    return [_piece(node, partition_from_bytes(each)) for each in stored]


def _piece(node: Node, entry: LogPartition) -> Piece:
    of = f"log partition {entry['Name']} of table {entry['TableName']} in {entry['Region']}"
    return Piece(of, partial(_is_due, node, entry), partial(_trim, node, entry))


async def _is_due(node: Node, entry: LogPartition) -> bool:
    """Returns whether there are records to erase, or the entry is to be deleted."""
    return await _oldest(node, entry) is not None


async def _trim(node: Node, entry: LogPartition, lease: Fence) -> None:
    """Erases some records of a partition, or deletes its entry."""
    oldest = await _oldest(node, entry)
    if isinstance(oldest, Span):
        await node.storage.erase(oldest, limit_items=_PIECE_RECORDS, fence=lease)
    elif oldest is not None:
        await write(node, lease, [Delete(oldest)])


async def _oldest(node: Node, entry: LogPartition) -> Span | Key | None:
    """Returns the span of records to erase, or the key of the entry to delete."""
    moments = [each["Moment"] for each in await works_on(node.storage, entry["TableId"])]
    works = min(moments, default=_NEVER - 1) + 1  # the first position that a work needs
    now_ms = node.clock.now_ms()
    table = await node.catalog.find(entry["Region"], entry["AccountId"], entry["TableName"])
    record = None if table is None or table.id != entry["TableId"] else table.record
    needed = min(works, _needed_from(record, now_ms))
    shown = position_at(max(now_ms - _STREAM_MS, 0)) if "Label" in entry else _NEVER
    partition = log_partition(entry["Name"])
    end = (partition, position_to_bytes(min(needed, shown)))
    useless = Span(Space.CHANGE_LOG, entry["TableId"], (partition, b""), end)
    if not await is_empty(node.storage, useless):
        return useless
    if needed == _NEVER:
        is_over = True
    elif record is not None and entry["Name"] in open_partitions(record):
        is_over = False
    else:
        rest = Span(useless.space, useless.table, (partition, b""), (partition + b"\x00", b""))
        is_over = await is_empty(node.storage, rest)
    return partition_key(entry["TableId"], entry["Name"]) if is_over else None


def _needed_from(record: TableRecord | None, now_ms: int) -> int:
    """Returns the first position that the setting of a table needs."""
    if record is None:
        return _NEVER
    if record.get("BackupsUnderWay"):
        return 0  # the work is stored by the transaction that names the backup
    if "PointInTimeRecovery" not in record:
        return _NEVER
    recovery = record["PointInTimeRecovery"]
    return max(recovery["Since"], position_at(max(now_ms - recovery["Days"] * _DAY_MS, 0)))


JOB: Final = Job(name="trim history", every_s=60.0, pieces=pieces)
