"""The job that erases records older than a day, then their shards, then their streams.

Clients can read a record for 24 hours. It is erased a quarter of an hour later, when all iterators
that were issued before have expired. Until then GetRecords can detect that an iterator points to a
trimmed record, and answers with an error.
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
from jedlik.engine.read import is_empty
from jedlik.features.history.records import partition_key
from jedlik.features.streams.name import all_streams
from jedlik.features.streams.records import (
    StreamEntry,
    shard_from_bytes,
    shard_key,
    shards_span,
    stream_key_of,
    stream_policy_key,
)
from jedlik.storage.interface import Delete, Fence

_PIECE_RECORDS: Final = 500  # few enough to be erased between two requests
_SHARDS: Final = 1_000
_PAGE_BYTES: Final = 1 << 20
RETENTION_MS: Final = (STREAM_RETENTION_SECONDS + SHARD_ITERATOR_SECONDS) * 1000


async def pieces(node: Node) -> Sequence[Piece]:
    """Returns the work of each stream."""
    return [_piece(node, each) async for each in all_streams(node)]


def _piece(node: Node, entry: StreamEntry) -> Piece:
    of = f"stream {entry['Label']} of table {entry['TableName']} in {entry['Region']}"
    return Piece(of, partial(_is_due, node, entry), partial(_trim, node, entry))


async def _is_due(node: Node, entry: StreamEntry) -> bool:
    """Returns whether a record, a shard or the stream is old enough to be erased."""
    return await _oldest(node, entry) is not None


async def _trim(node: Node, entry: StreamEntry, lease: Fence) -> None:
    """Erases some records of a shard, or the entry of an empty shard or stream."""
    oldest = await _oldest(node, entry)
    if isinstance(oldest, Span):
        await node.storage.erase(oldest, limit_items=_PIECE_RECORDS, fence=lease)
    elif oldest is not None:
        await write(node, lease, [Delete(key) for key in oldest])


async def _oldest(node: Node, entry: StreamEntry) -> Span | Sequence[Key] | None:
    """Returns the span of records to erase, or the keys of entries to delete.

    The records of a partition that the history of the table needs are left to `trim_history`.
    """
    horizon_ms = max(node.clock.now_ms() - RETENTION_MS, 0)
    horizon = position_at(horizon_ms)
    table_id, label = entry["TableId"], entry["Label"]
    page = await node.storage.scan(
        shards_span(table_id, label), limit_items=_SHARDS, limit_bytes=_PAGE_BYTES
    )
    shards = [shard_from_bytes(stored) for stored in page.values]
    needed = [partition_key(table_id, shard["ShardId"]) for shard in shards]
    found = await node.storage.read(needed, consistent=True)
    for shard, history in zip(shards, found, strict=True):
        partition = log_partition(shard["ShardId"])
        end = (partition, position_to_bytes(horizon))
        records = Span(Space.CHANGE_LOG, table_id, (partition, b""), end)
        if history is None and not await is_empty(node.storage, records):
            return records
        if shard.get("Ending", horizon) < horizon:
            return (shard_key(table_id, label, shard["ShardId"]),)
    disabled_ms = entry.get("DisabledMs")
    if not shards and disabled_ms is not None and disabled_ms < horizon_ms:
        return (stream_key_of(entry), stream_policy_key(table_id, label))
    return None


JOB: Final = Job(name="trim streams", every_s=60.0, pieces=pieces)
