"""The directory of the log partitions that the history of a table needs.

A stream shows a shard for a day. Its partition of the log may be needed for longer, and a table
without a stream has partitions too. So this directory has an entry for each partition that was open
while the history of its table was needed.
"""

from typing import Final, NotRequired, TypedDict, cast

import orjson

from jedlik.core.keys.key import Key, Span, entries_of_partition
from jedlik.core.keys.space import Space

# All partitions of all tables, so that a job finds those of deleted tables.
DIRECTORY: Final = Span(Space.LOG_PARTITION, 0)


class LogPartition(TypedDict):
    """One partition of the log of a table.

    Starting: no record has a lower position. Label: that of the stream whose shard it is. Absent:
    the partition was opened for the history alone.
    """

    TableId: int
    Region: str
    AccountId: str
    TableName: str
    Name: str
    Starting: int
    Label: NotRequired[str]


def partition_key(table_id: int, name: str) -> Key:
    """Returns the key of the entry of a partition."""
    return Key(Space.LOG_PARTITION, 0, table_id.to_bytes(8, "big"), name.encode())


def partitions_span(table_id: int) -> Span:
    """Returns the span of the entries of one table."""
    return entries_of_partition(Space.LOG_PARTITION, 0, table_id.to_bytes(8, "big"))


def partition_from_bytes(stored: bytes) -> LogPartition:
    """Returns the entry of a partition, decoded."""
    return cast(LogPartition, orjson.loads(stored))


def partition_to_bytes(entry: LogPartition) -> bytes:
    """Returns the bytes of an entry."""
    return orjson.dumps(entry)
