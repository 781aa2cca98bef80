"""GetShardIterator: returns an iterator for a position in a shard."""

from typing import Final, NamedTuple

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import on_arn
from jedlik.apis.dynamodb_streams.model import GET_SHARD_ITERATOR, GetShardIteratorRequest
from jedlik.apis.dynamodb_streams.shard_iterator import ShardIterator, iterator_to_text
from jedlik.core.errors import REQUEST_INVALID, Reject, invalid
from jedlik.core.keys.position import position_at, position_ms, position_of
from jedlik.engine.context import Context
from jedlik.features.streams.name import shard_not_found, stream_named, trim_horizon, trimmed
from jedlik.features.streams.records import position_in, shard_from_bytes, shard_key
from jedlik.storage.interface import LAST_APPEND

_BY_SEQUENCE_NUMBER: Final = ("AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER")
_BY_TIMESTAMP: Final = ("AT_TIMESTAMP",)
_LAST_SECOND: Final = 1 << 32  # in the year 2106; a larger time might not fit into a position


class CheckedIterator(NamedTuple):
    """A request and the position of its sequence number or timestamp. None: it has neither."""

    request: GetShardIteratorRequest
    position: int | None


def check(request: GetShardIteratorRequest) -> CheckedIterator:
    """Checks that the request has the members that its type of iterator needs, and no other."""
    kind = request["ShardIteratorType"]
    for member, kinds in (("SequenceNumber", _BY_SEQUENCE_NUMBER), ("Timestamp", _BY_TIMESTAMP)):
        if (member in request) != (kind in kinds):
            raise invalid(REQUEST_INVALID + _misplaced(member, kind, kind in kinds))
    if "SequenceNumber" in request:
        position = position_in(request["SequenceNumber"])
        if position is None:
            raise invalid("Invalid SequenceNumber for the shard")
        return CheckedIterator(request, position + (kind == "AFTER_SEQUENCE_NUMBER"))
    if "Timestamp" in request:
        at_ms = min(max(request["Timestamp"], 0), _LAST_SECOND) * 1000
        return CheckedIterator(request, position_at(round(at_ms)))
    return CheckedIterator(request, None)


def _misplaced(member: str, kind: str, is_needed: bool) -> str:
    """Returns the text about a member that is missing, or that the type of iterator has not.

    Source of those about SequenceNumber, also of an invalid one: dynoxide-rs 3.2.0,
    tests/streams.rs and its changelog of 2026-10-23.
    """
    if member == "SequenceNumber":
        wrong = "cannot be null" if is_needed else "should not be passed for this iterator type"
        return f"{member} {wrong}"
    return f"{member} must {'be' if is_needed else 'not be'} specified for {kind}"


async def run(checked: CheckedIterator, context: Context) -> Answer:
    """Answers an iterator, which expires after 15 minutes."""
    request, position = checked.request, checked.position
    now_ms = context.node.clock.now_ms()
    if "Timestamp" in request and position is not None and position_ms(position) > now_ms:
        raise _in_the_future(position_ms(position), now_ms)
    entry = await stream_named(context, request["StreamArn"])
    key = shard_key(entry["TableId"], entry["Label"], request["ShardId"])
    stored, last = await context.node.storage.read([key, LAST_APPEND], consistent=True)
    if stored is None:
        raise shard_not_found()
    horizon = trim_horizon(now_ms)
    if position is None:
        latest = request["ShardIteratorType"] == "LATEST"
        position = position_of(last) + 1 if latest else horizon
    elif "Timestamp" in request:
        position = max(position, horizon)
    elif shard_from_bytes(stored)["Starting"] <= position < horizon:
        raise trimmed()
    iterator = ShardIterator(
        request["StreamArn"], entry["TableId"], request["ShardId"], position, now_ms
    )
    return {"ShardIterator": iterator_to_text(iterator)}


def _in_the_future(timestamp_ms: int, now_ms: int) -> Reject:
    """Returns the answer to a Timestamp in the future.

    The model of the API (botocore, November 2026) says that this is a ValidationException. Its
    sentence is not recorded. This one is that of Kinesis Data Streams for the same mistake.
    """
    return invalid(
        "The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. "
        f"timestampInMillis: {timestamp_ms}, currentTimestampInMillis: {now_ms}"
    )


OPERATION: Final = Operation(
    "GetShardIterator",
    Access.READ,
    Plane.DATA,
    GET_SHARD_ITERATOR,
    check,
    run,
    on_arn("dynamodb:GetShardIterator", "StreamArn"),
)
