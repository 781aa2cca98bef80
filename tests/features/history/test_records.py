"""The directory entries of log partitions."""

from jedlik.core.keys.key import Key
from jedlik.features.history.records import (
    DIRECTORY,
    LogPartition,
    partition_from_bytes,
    partition_key,
    partition_to_bytes,
    partitions_span,
)

ENTRY: LogPartition = {
    "TableId": 7,
    "Region": "us-east-1",
    "AccountId": "123456789012",
    "TableName": "music",
    "Name": "shardId-1",
    "Starting": 5,
}


def is_in(key: Key, table_id: int) -> bool:
    span = partitions_span(table_id)
    assert span.start is not None
    assert span.end is not None
    return span.start <= (key.partition, key.sort) < span.end


def test_an_entry_survives_its_bytes() -> None:
    assert partition_from_bytes(partition_to_bytes(ENTRY)) == ENTRY


def test_the_entries_of_a_table_lie_together_in_the_directory() -> None:
    key = partition_key(7, "shardId-1")
    assert (key.space, key.table) == (DIRECTORY.space, DIRECTORY.table)
    assert is_in(key, 7)
    assert not is_in(key, 6)
    assert not is_in(partition_key(256 + 7, "shardId-1"), 7)
