"""The entries of streams and shards. The records of a stream are in `engine.change_log`.

A stream has an entry by name, which outlives its table: if a stream was disabled, or its table
deleted, clients can read it for another day. Each shard has an entry of its own. The record of the
table lists the open shards too. So a write knows the shard for its stream record, and proves with
the record of the table that this shard is still open.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, NotRequired, TypedDict, cast

import orjson

from jedlik.core.keys.key import Key, Span, entries_of_partition
from jedlik.core.keys.space import Space
from jedlik.core.types.arn import stream_arn, table_arn
from jedlik.engine.table_record import Shard

# The sum of this number and a position has 21 digits, as the API promises for sequence numbers.
_SEQUENCE_NUMBER_BASE: Final = 10**20


class StreamEntry(TypedDict):
    """The entry of a stream. SettledMs: the time at which the state ENABLING or DISABLING ends."""

    TableId: int
    Region: str
    AccountId: str
    TableName: str
    Label: str
    ViewType: str
    KeySchema: Sequence[object]
    SettledMs: int
    DisabledMs: NotRequired[int]


def stream_key(region: str, account_id: str, table_name: str, label: str) -> Key:
    """Returns the key of the entry of a stream."""
    return Key(
        Space.STREAM, 0, f"{region}/{account_id}".encode(), f"{table_name}\x00{label}".encode()
    )


def stream_key_of(entry: StreamEntry) -> Key:
    """Returns the key of an entry."""
    return stream_key(entry["Region"], entry["AccountId"], entry["TableName"], entry["Label"])


def arn_of(entry: StreamEntry) -> str:
    """Returns the ARN of a stream."""
    arn = table_arn(entry["Region"], entry["AccountId"], entry["TableName"])
    return stream_arn(arn, entry["Label"])


def stream_policy_key(table_id: int, label: str) -> Key:
    """Returns the key of the policy of a stream. It is not among the shards (`shards_span`)."""
    return Key(Space.STREAM, table_id, label.encode() + b"\x00policy", b"")


def shard_key(table_id: int, label: str, shard_id: str) -> Key:
    """Returns the key of the entry of a shard."""
    return Key(Space.STREAM, table_id, label.encode(), shard_id.encode())


def shards_span(table_id: int, label: str, *, after: str | None = None) -> Span:
    """Returns the span of the shards of a stream, in order of their ids.

    after: the id after which the span begins.
    """
    return entries_of_partition(Space.STREAM, table_id, label.encode(), (after or "").encode())


def label_seconds(label: str) -> float:
    """Returns the Unix time at which a stream was requested. Its label is this time."""
    return datetime.fromisoformat(label).replace(tzinfo=UTC).timestamp()


def sequence_number(position: int) -> str:
    """Returns the sequence number of a position: 21 digits that rise with the commits."""
    return str(_SEQUENCE_NUMBER_BASE + position)


def position_in(sequence_number: str) -> int | None:
    """Returns the position in a sequence number, or None if no record can have this number."""
    if not (sequence_number.isascii() and sequence_number.isdigit()):
        return None
    position = int(sequence_number) - _SEQUENCE_NUMBER_BASE
    return position if 0 <= position < 1 << 63 else None


def entry_from_bytes(stored: bytes) -> StreamEntry:
    """Returns the entry of a stream, decoded."""
    return cast(StreamEntry, orjson.loads(stored))


def shard_from_bytes(stored: bytes) -> Shard:
    """Returns the entry of a shard, decoded."""
    return cast(Shard, orjson.loads(stored))
