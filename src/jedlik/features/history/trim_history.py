"""The job that erases log records which no history needs any more, then their directory entries.

The history of a table reaches back to the begin of its point-in-time recovery, or as many days as
that stores, or to the moment of the oldest work that reads it. What a stream shows is never erased
here: of a partition that is a shard, records of the last day stay, and `trim_streams` erases them
later.

The days are counted back from the last commit of the storage, not from the clock. Otherwise a clock
that was wrong for a minute would erase records that can be restored when it is right again.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final, NamedTuple

from jedlik.core.keys.key import Span, entries_of_partition
from jedlik.core.keys.position import position_at, position_ms, position_of, position_to_bytes
from jedlik.core.keys.space import Space
from jedlik.core.limits import SHARD_ITERATOR_SECONDS, STREAM_RETENTION_SECONDS
from jedlik.engine.change_log import log_partition
from jedlik.engine.context import Node
from jedlik.engine.jobs import Job, Piece
from jedlik.engine.log_partitions import open_partitions
from jedlik.engine.read import is_empty, pages
from jedlik.engine.table import Table
from jedlik.engine.table_record import TableRecord
from jedlik.features.history.partitions import needed_since
from jedlik.features.history.records import (
    DIRECTORY,
    LogPartition,
    partition_from_bytes,
    partition_key,
)
from jedlik.features.history.work import works_on
from jedlik.storage.interface import LAST_APPEND, Abort, Batch, Delete, Fence

_PIECE_RECORDS: Final = 500  # few enough to be erased between two requests
# As long as a stream shows records, and GetRecords must notice that they were trimmed.
_STREAM_MS: Final = (STREAM_RETENTION_SECONDS + SHARD_ITERATOR_SECONDS) * 1000
_NEVER: Final = (1 << 63) - 1  # a position after all others


async def pieces(node: Node) -> Sequence[Piece]:
    """Returns the work of each log partition in the directory."""
    stored = [each async for values in pages(node.storage, DIRECTORY) for each in values]
    return [_piece(node, partition_from_bytes(each)) for each in stored]


def _piece(node: Node, entry: LogPartition) -> Piece:
    of = f"log partition {entry['Name']} of table {entry['TableName']} in {entry['Region']}"
    return Piece(of, partial(_is_due, node, entry), partial(_trim, node, entry))


class _Useless(NamedTuple):
    """What nobody needs: records to erase, or else an entry of the directory.

    table: the table when this was found out, None if there is none. A request may begin to need the
    partition by a change of its record.
    """

    records: Span | None
    table: Table | None


async def _is_due(node: Node, entry: LogPartition) -> bool:
    """Returns whether there are records to erase, or the entry is to be deleted."""
    return await _useless(node, entry) is not None


async def _trim(node: Node, entry: LogPartition, lease: Fence) -> None:
    """Erases some records of a partition, or deletes its entry."""
    found = await _useless(node, entry)
    if found is None:
        return
    if found.records is not None:
        await node.storage.erase(found.records, limit_items=_PIECE_RECORDS, fence=lease)
        return
    table, here = found.table, partition_key(entry["TableId"], entry["Name"])
    reads = [lease.key, *([] if table is None else [table.catalog_key])]
    proof = [lease.value, *([] if table is None else [table.stored])]

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        return Batch((Delete(here),), None) if list(values) == proof else Abort(None)

    await node.storage.transact(reads, decide)


async def _useless(node: Node, entry: LogPartition) -> _Useless | None:
    # The setting and the last commit are read before the works. A work that is stored in between
    # began when the setting still needed its records, or changes the record of the table. One that
    # is stored later begins at a moment that is not older than the days before this last commit.
    table = await node.catalog.find(entry["Region"], entry["AccountId"], entry["TableName"])
    if table is not None and table.id != entry["TableId"]:
        table = None
    (appended,) = await node.storage.read([LAST_APPEND], consistent=True)
    committed_ms = position_ms(position_of(appended))
    moments = [each["Moment"] for each in await works_on(node.storage, entry["TableId"])]
    works = min(moments, default=_NEVER - 1) + 1  # the first position that a work needs
    now_ms = node.clock.now_ms()
    record = None if table is None else table.record
    needed = min(works, _needed_from(record, min(now_ms, committed_ms)))
    shown = position_at(max(now_ms - _STREAM_MS, 0)) if "Label" in entry else _NEVER
    partition = log_partition(entry["Name"])
    end = (partition, position_to_bytes(min(needed, shown)))
    records = Span(Space.CHANGE_LOG, entry["TableId"], (partition, b""), end)
    if not await is_empty(node.storage, records):
        return _Useless(records, table)
    if needed == _NEVER:
        is_over = True
    elif table is not None and entry["Name"] in open_partitions(table.record):
        is_over = False
    else:
        rest = entries_of_partition(records.space, records.table, partition)
        is_over = await is_empty(node.storage, rest)
    return _Useless(None, table) if is_over else None


def _needed_from(record: TableRecord | None, now_ms: int) -> int:
    """Returns the first position that the setting of a table needs."""
    if record is None:
        return _NEVER
    if record.get("BackupsUnderWay"):
        return 0  # the work is stored by the transaction that names the backup
    if "PointInTimeRecovery" not in record:
        return _NEVER
    return needed_since(record["PointInTimeRecovery"], now_ms)


JOB: Final = Job(name="trim history", every_s=60.0, pieces=pieces)
