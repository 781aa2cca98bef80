"""What a change of an item adds to the stream of its table, in the same transaction."""

from collections.abc import Mapping
from typing import final

from jedlik.core.keys.key import Key
from jedlik.core.keys.key_schema import KeySchema
from jedlik.core.keys.space import Space
from jedlik.engine.participant import Derived, ItemChange, Participant
from jedlik.engine.table_record import TableRecord
from jedlik.features.streams.records import TableStream, shard_partition
from jedlik.features.streams.stream_record import shard_of, stream_record
from jedlik.storage.interface import Append


@final
class StreamParticipant(Participant):
    """The enabled stream of a table."""

    def __init__(self, key: KeySchema, stream: TableStream) -> None:
        super().__init__()
        self._key = key
        self._stream = stream

    def derive(self, change: ItemChange, found: Mapping[Key, bytes | None]) -> Derived | None:
        """See Participant.derive: a record, unless the item stays the same."""
        if change.is_same:
            return None
        record = stream_record(self._key, self._stream, change)
        if record is None:
            return None
        partition = shard_of(self._stream, change.key.partition)
        return Derived((Append(Space.STREAM_RECORD, change.key.table, partition, record),))


def stream_participant(record: TableRecord, key: KeySchema) -> StreamParticipant | None:
    """The participant of a table whose stream is enabled; None for other tables."""
    shards = record.get("StreamShards")
    if shards is None:
        return None
    partitions = tuple(shard_partition(each["ShardId"]) for each in shards)
    return StreamParticipant(key, TableStream(record["StreamViewType"], partitions))
