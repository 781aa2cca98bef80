"""How the stream of a table begins, continues in new shards, and ends.

`begin`, `roll`, `end` and `set_stream` change the record of a table. The record lists the open
shards, which receive the stream records of later commits. If the list differs before and after a
change, `stream_mutations` writes the entries of the stream and of its shards.
"""

from datetime import UTC, datetime

import orjson

from jedlik.core.errors import invalid
from jedlik.core.keys.position import position_ms
from jedlik.core.limits import SHARD_SECONDS
from jedlik.core.types.structures import StreamSpecification
from jedlik.engine.log_partitions import new_partitions, open_partitions, partition_count
from jedlik.engine.table_hooks import TableChange
from jedlik.engine.table_record import Shard, TableRecord
from jedlik.engine.table_state import Moment
from jedlik.features.history import partitions as history
from jedlik.features.streams.records import StreamEntry, shard_key, stream_key_of
from jedlik.storage.interface import Mutation, Put


def set_stream(record: TableRecord, stream: StreamSpecification, moment: Moment) -> None:
    """Begins a stream, or ends it. The view type of a stream never changes."""
    if stream["StreamEnabled"]:
        if "StreamViewType" in record:
            raise invalid(f"Table already has an enabled stream: TableName: {record['TableName']}")
        begin(record, stream["StreamViewType"], moment.now_ms)
    else:
        if "StreamViewType" not in record:
            raise invalid(f"Table has no stream to disable: TableName: {record['TableName']}")
        end(record, moment.now_ms)
    shown = record["Transition"].get("Shown", {}) if "Transition" in record else {}
    shown = {**shown, "LatestStreamLabel": record["LatestStreamLabel"]}
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
    record["LogPartitions"] = new_partitions(record, label, now_ms)


def roll(record: TableRecord, now_ms: int) -> None:
    """Replaces each open shard by one child, or by several if the table has grown."""
    label, parents = record["LatestStreamLabel"], record["LogPartitions"]
    record["LogPartitions"] = new_partitions(record, label, now_ms, parents=parents)


def is_to_roll(record: TableRecord, now_ms: int) -> bool:
    """Returns whether the open shards have been open for four hours, or the table has grown."""
    if "StreamViewType" not in record or "LogPartitions" not in record:
        return False
    shards = record["LogPartitions"]
    open_ms = now_ms - position_ms(shards[0]["Starting"])
    return open_ms >= SHARD_SECONDS * 1000 or len(shards) < partition_count(record)


def end(record: TableRecord, now_ms: int) -> None:
    """Ends the stream of a table. Its history goes on in partitions of its own."""
    del record["StreamViewType"]
    del record["LogPartitions"]
    if history.is_needed(record):
        history.begin(record, now_ms)


def stream_label(now_ms: int) -> str:
    """Returns the label of a stream that begins at `now_ms`: this time in UTC."""
    moment = datetime.fromtimestamp(now_ms / 1000, tz=UTC)
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds")


def _label_ms(label: str) -> int:
    """Returns the time of a label in milliseconds of Unix time."""
    moment = datetime.fromisoformat(label).replace(tzinfo=UTC)
    return round(moment.timestamp() * 1000)


def stream_mutations(change: TableChange, last: int) -> list[Mutation]:
    """Returns the entries to write for a change of a table's record.

    The hooks of the history have completed the open partitions in `change.after`.

    last: the position of the last Append.
    """
    before, after, now_ms = change.before, change.after, change.moment.now_ms
    closing = {} if before is None else _shards(before)
    opening = _shards(after)
    if closing.keys() == opening.keys():
        return []
    mutations: list[Mutation] = []
    if before is not None:
        for shard in closing.values():
            closed: Shard = {**shard, "Ending": max(last, shard["Starting"])}
            mutations.append(_shard_put(before, closed))
        if closing and not opening:
            ends_at_ms = _ends_at_ms(after, now_ms)
            mutations.append(_stream_put(before, ends_at_ms, disabled_ms=now_ms))
    if opening:
        mutations += [_shard_put(after, shard) for shard in opening.values()]
        if not closing:
            mutations.append(_stream_put(after, _ends_at_ms(after, now_ms)))
    return mutations


def _shards(record: TableRecord) -> dict[str, Shard]:
    """Returns the open shards of the stream of a table."""
    return open_partitions(record) if "StreamViewType" in record else {}


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
