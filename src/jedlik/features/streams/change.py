"""How the stream of a table begins, continues in new shards, and ends.

`begin`, `roll`, `end` and `set_stream` change the record of a table. The record lists the open
shards, which receive the stream records of later commits. If the list differs before and after a
change, `stream_mutations` writes the entries of the stream and of its shards.
"""

from datetime import UTC, datetime

import orjson

from jedlik.core.errors import invalid
from jedlik.core.keys.position import position_at, position_ms, position_to_bytes
from jedlik.core.limits import SHARD_SECONDS
from jedlik.core.types.structures import StreamSpecification
from jedlik.engine.table_hooks import TableChange
from jedlik.engine.table_record import Shard, TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.streams.records import (
    StreamEntry,
    new_shard,
    partition_count,
    shard_key,
    stream_key_of,
)
from jedlik.storage.interface import LAST_APPEND, Mutation, Put


def set_stream(record: TableRecord, stream: StreamSpecification, moment: Moment) -> None:
    """Begins a stream, or ends it. The view type of a stream never changes."""
    if stream["StreamEnabled"]:
        if "StreamViewType" in record:
            raise invalid(f"Table already has an enabled stream: TableName: {record['TableName']}")
        begin(record, stream["StreamViewType"], moment.now_ms)
    else:
        if "StreamViewType" not in record:
            raise invalid(f"Table has no stream to disable: TableName: {record['TableName']}")
        end(record)
    shown = record["Transition"].get("Shown", {}) if "Transition" in record else {}
    record["Transition"] = moment.transition("UPDATING", shown)


def begin(record: TableRecord, view_type: str, now_ms: int) -> None:
    """Begins a stream of a table. Its label is later than those of all earlier streams of the
    table, so that none is used twice.
    """
    latest = record.get("LatestStreamLabel")
    if latest is not None and stream_label(now_ms) <= latest:  # the clock has gone back
        now_ms = _label_ms(latest) + 1
    label = stream_label(now_ms)
    record["StreamViewType"] = view_type
    record["LatestStreamLabel"] = label
    count = _partition_count(record)
    record["LogPartitions"] = [new_shard(label, now_ms, number) for number in range(count)]


def roll(record: TableRecord, now_ms: int) -> None:
    """Replaces each open shard by one child, or by several if the table has grown.

    All parents have the same number of children, so all keys of a child come from one parent.
    """
    label, parents = record["LatestStreamLabel"], record["LogPartitions"]
    children = -(-_partition_count(record) // len(parents))
    record["LogPartitions"] = [
        new_shard(label, now_ms, number, parent["ShardId"])
        for parent in parents
        for number in range(children)
    ]


def is_to_roll(record: TableRecord, now_ms: int) -> bool:
    """Returns whether the open shards have been open for four hours, or the table has grown."""
    shards = record.get("LogPartitions")
    if not shards:
        return False
    open_ms = now_ms - position_ms(shards[0]["Starting"])
    return open_ms >= SHARD_SECONDS * 1000 or len(shards) < _partition_count(record)


def end(record: TableRecord) -> None:
    """Ends the stream of a table."""
    del record["StreamViewType"]
    del record["LogPartitions"]


def stream_label(now_ms: int) -> str:
    """Returns the label of a stream that begins at `now_ms`: this time in UTC."""
    moment = datetime.fromtimestamp(now_ms / 1000, tz=UTC)
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds")


def _label_ms(label: str) -> int:
    """Returns the time of a label in milliseconds of Unix time."""
    moment = datetime.fromisoformat(label).replace(tzinfo=UTC)
    return round(moment.timestamp() * 1000)


def stream_mutations(change: TableChange, last: int) -> list[Mutation]:
    """Returns the entries to write for a change of a table's record. Completes `change.after`.

    New shards receive the position at which they start. It is assigned like the position of an
    Append. So every record of a shard has a greater position, even if the clock goes back later. A
    deleted table has no open shards, so a late write appends nothing to its stream.

    last: the position of the last Append.
    """
    before, after, now_ms = change.before, change.after, change.moment.now_ms
    if change.is_deletion:
        after.pop("LogPartitions", None)
    closing = {} if before is None else _open_shards(before)
    opening = _open_shards(after)
    if closing.keys() == opening.keys():
        return []
    mutations: list[Mutation] = []
    if before is not None:
        for shard in closing.values():
            closed: Shard = {**shard, "Ending": max(last, shard["Starting"])}
            mutations.append(_shard_put(before, closed))
        if not opening:
            ends_at_ms = _ends_at_ms(after, now_ms)
            mutations.append(_stream_put(before, ends_at_ms, disabled_ms=now_ms))
    if opening:
        starting = max(last + 1, position_at(now_ms))
        after["LogPartitions"] = [{**shard, "Starting": starting} for shard in opening.values()]
        mutations.append(Put(LAST_APPEND, position_to_bytes(starting)))
        mutations += [_shard_put(after, shard) for shard in after["LogPartitions"]]
        if not closing:
            mutations.append(_stream_put(after, _ends_at_ms(after, now_ms)))
    return mutations


def _partition_count(record: TableRecord) -> int:
    warm = record["WarmThroughput"]
    return partition_count(
        read_units=warm["ReadUnitsPerSecond"], write_units=warm["WriteUnitsPerSecond"]
    )


def _open_shards(record: TableRecord) -> dict[str, Shard]:
    return {shard["ShardId"]: shard for shard in record.get("LogPartitions", ())}


def _ends_at_ms(record: TableRecord, now_ms: int) -> int:
    transition = record.get("Transition")
    return now_ms if transition is None else transition["EndsAtMs"]


def _shard_put(record: TableRecord, shard: Shard) -> Put:
    key = shard_key(record["Id"], record["LatestStreamLabel"], shard["ShardId"])
    return Put(key, orjson.dumps(shard))


def _stream_put(record: TableRecord, ends_at_ms: int, *, disabled_ms: int | None = None) -> Put:
    entry: StreamEntry = {
        "TableId": record["Id"],
        "Region": record["Region"],
        "AccountId": record["AccountId"],
        "TableName": record["TableName"],
        "Label": record["LatestStreamLabel"],
        "ViewType": record["StreamViewType"],
        "KeySchema": record["KeySchema"],
        "SettledMs": ends_at_ms,
    }
    if disabled_ms is not None:
        entry["DisabledMs"] = disabled_ms
    return Put(stream_key_of(entry), orjson.dumps(entry))
