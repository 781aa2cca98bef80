"""What the change of an item entails in the same transact: its stream record and expiry entry."""

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.core.types.stored_item import Image
from jedlik.engine.table import Table
from jedlik.engine.table_record import (
    TableRecord,
)
from jedlik.features.streams.records import TableStream, shard_partition
from jedlik.features.streams.stream_record import shard_of, stream_record
from jedlik.features.time_to_live.records import expiry_key, expiry_value
from jedlik.features.time_to_live.rules import expiry_s
from jedlik.storage.interface import Append, Delete, Mutation, Put


def entailed(
    table: Table, key: Key, old: Image | None, new: Image | None, *, by_service: bool
) -> list[Mutation]:
    """The mutations beside that of the item. old, new: of not the same bytes."""
    mutations: list[Mutation] = []
    stream = table.stream
    if stream is not None:
        record = stream_record(table, stream, old, new, by_service=by_service)
        if record is not None:
            partition = shard_of(stream, key.partition)
            mutations.append(Append(Space.STREAM_RECORD, table.id, partition, record))
    attribute = table.time_to_live
    if attribute is not None:
        before = None if old is None else expiry_s(old.item, attribute)
        after = None if new is None else expiry_s(new.item, attribute)
        if before != after:
            if before is not None:
                mutations.append(Delete(expiry_key(key, before)))
            if after is not None:
                mutations.append(Put(expiry_key(key, after), expiry_value(key)))
    return mutations


def _stream_of(record: TableRecord) -> TableStream | None:
    shards = record.get("StreamShards")
    if shards is None:
        return None
    partitions = tuple(shard_partition(each["ShardId"]) for each in shards)
    return TableStream(record["StreamViewType"], partitions)
