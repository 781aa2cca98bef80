"""The partitions of the change log that a table has open.

The record of a table lists its open partitions (`LogPartitions`) while some feature reads its log.
While a stream is enabled, they are its shards. A feature that begins or ends to read opens other
partitions, so a partition has the same readers from its first record to its last.
"""

from collections.abc import Sequence
from hashlib import blake2b

from jedlik.core.limits import PARTITION_READ_UNITS, PARTITION_WRITE_UNITS
from jedlik.engine.table_record import Shard, TableRecord


def new_partitions(
    record: TableRecord, label: str, now_ms: int, *, parents: Sequence[Shard] = ()
) -> list[Shard]:
    """Returns as many partitions as the table needs, which open now.

    label: what the partitions are for, such as the label of a stream; it only makes their names
    different. parents: the partitions that they replace; then each parent has the same number of
    children, so all keys of a child come from one parent.
    """
    count = partition_count(record)
    if not parents:
        return [new_partition(label, now_ms, number) for number in range(count)]
    children = -(-count // len(parents))
    return [
        new_partition(label, now_ms, number, parent["ShardId"])
        for parent in parents
        for number in range(children)
    ]


def new_partition(label: str, now_ms: int, number: int, parent: str | None = None) -> Shard:
    """Returns a partition that opens now. The transaction that stores it sets the position at which
    it starts.

    Its name contains the time, as the ids of shards do in the service. number: distinguishes the
    partitions that open at the same time.
    """
    seed = f"{label}/{parent}/{number}".encode()
    name = f"shardId-{now_ms:020d}-{blake2b(seed, digest_size=4).hexdigest()}"
    shard: Shard = {"ShardId": name, "Starting": 0}
    if parent is not None:
        shard["ParentShardId"] = parent
    return shard


def partition_count(record: TableRecord) -> int:
    """Returns how many partitions the table needs for the units that it can serve in a second."""
    warm = record["WarmThroughput"]
    reads, writes = warm["ReadUnitsPerSecond"], warm["WriteUnitsPerSecond"]
    return max(-(-reads // PARTITION_READ_UNITS), -(-writes // PARTITION_WRITE_UNITS), 1)


def open_partitions(record: TableRecord) -> dict[str, Shard]:
    """Returns the open partitions of a table, by name."""
    return {shard["ShardId"]: shard for shard in record.get("LogPartitions", ())}


def start(after: TableRecord, before: TableRecord | None, position: int) -> bool:
    """Gives the partitions that a change of the record opens their first position. Returns whether
    it opens any.
    """
    known = {} if before is None else open_partitions(before)
    if open_partitions(after).keys() <= known.keys():
        return False
    after["LogPartitions"] = [
        shard if shard["ShardId"] in known else {**shard, "Starting": position}
        for shard in after["LogPartitions"]
    ]
    return True
