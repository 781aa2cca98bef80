"""GetRecords: reads the records of a shard, from an iterator on.

A page ends at 1,000 records or 1 MB. Its answer has the iterator of the next page. Only the last
page of a shard that has ended has none.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import Authorization
from jedlik.apis.dynamodb_streams.model import GET_RECORDS, GetRecordsRequest
from jedlik.apis.dynamodb_streams.shard_iterator import (
    ShardIterator,
    iterator_from_text,
    iterator_to_text,
)
from jedlik.core.errors import Reject, ServiceError, invalid
from jedlik.core.keys.key import Span
from jedlik.core.keys.position import position_of, position_to_bytes
from jedlik.core.keys.space import Space
from jedlik.core.limits import GET_RECORDS_BYTES, GET_RECORDS_RECORDS, SHARD_ITERATOR_SECONDS
from jedlik.engine.change_log import log_partition
from jedlik.engine.context import Context
from jedlik.engine.read import is_empty
from jedlik.features.streams.name import (
    open_log,
    shard_not_found,
    stream_named,
    trim_horizon,
    trimmed,
)
from jedlik.features.streams.records import shard_from_bytes, shard_key
from jedlik.features.streams.stream_record import StreamView
from jedlik.wire.json_1_0 import Fragment

# Source: API Reference, Errors of GetRecords.
EXPIRED: Final = "The provided iterator exceeds the maximum age allowed."
# How far the clocks of the processes that issue and read iterators may be apart. An iterator from
# later than that was made by hand, or the clock was set back. It would be valid for longer than 15
# minutes. Clients ask for another iterator when one has expired.
_CLOCKS_APART_MS_MAX: Final = 60_000


class CheckedRecords(NamedTuple):
    """A request and its iterator, decoded."""

    request: GetRecordsRequest
    iterator: ShardIterator


def check(request: GetRecordsRequest) -> CheckedRecords:
    """Decodes the iterator. Raises Reject for a text that is no iterator."""
    iterator = iterator_from_text(request["ShardIterator"])
    if iterator is None:
        raise invalid("Invalid ShardIterator")
    return CheckedRecords(request, iterator)


async def run(checked: CheckedRecords, context: Context) -> Answer:
    """Answers a page of records."""
    iterator, node = checked.iterator, context.node
    now_ms = node.clock.now_ms()
    age_ms = now_ms - iterator.issued_ms
    if not -_CLOCKS_APART_MS_MAX <= age_ms <= SHARD_ITERATOR_SECONDS * 1000:
        raise Reject(ServiceError("ExpiredIteratorException", EXPIRED))
    entry = await stream_named(context, iterator.stream_arn)
    key = shard_key(iterator.table_id, entry["Label"], iterator.shard_id)
    (stored,) = await node.storage.read([key], consistent=True)
    # Anybody can make an iterator, and the caller was authorized for its stream alone. So the shard
    # must belong to this stream.
    if stored is None or iterator.table_id != entry["TableId"]:
        raise shard_not_found()
    await open_log(context, entry)
    position = max(iterator.position, trim_horizon(now_ms))
    if position > iterator.position:
        await _refuse_gap(context, iterator, position)
    page = await node.storage.scan(
        _span(iterator, position),
        limit_items=checked.request.get("Limit", GET_RECORDS_RECORDS),
        limit_bytes=GET_RECORDS_BYTES,
    )
    view = StreamView(iterator.stream_arn, context.region, entry["ViewType"])
    records = [view.record_json(value) for value in page.values]
    answer: dict[str, object] = {"Records": Fragment(b"".join((b"[", b",".join(records), b"]")))}
    # The shard was read before its records. If it had ended then, no record was added since, and
    # the records of this page may be its last.
    if page.last is not None or "Ending" not in shard_from_bytes(stored):
        if page.values:
            position = position_of(page.values[-1]) + 1
        following = iterator._replace(position=position, issued_ms=now_ms)
        answer["NextShardIterator"] = iterator_to_text(following)
    return answer


async def _refuse_gap(context: Context, iterator: ShardIterator, horizon: int) -> None:
    """Raises Reject if a record between the iterator and the horizon has been trimmed.

    A trimmed record is still stored as long as an iterator that was issued before it was trimmed
    can be used.
    """
    gap = _span(iterator, iterator.position, before=horizon)
    if not await is_empty(context.node.storage, gap):
        raise trimmed()


def _span(iterator: ShardIterator, position: int, *, before: int | None = None) -> Span:
    """Returns the span of the records from `position` on. before: its end; None: there is none."""
    partition = log_partition(iterator.shard_id)
    end = (partition + b"\x00", b"") if before is None else (partition, position_to_bytes(before))
    return Span(Space.CHANGE_LOG, iterator.table_id, (partition, position_to_bytes(position)), end)


def needed(
    request: GetRecordsRequest, checked: CheckedRecords, context: Context
) -> Sequence[Authorization]:
    """Returns the action on the stream that the iterator names."""
    arn = checked.iterator.stream_arn
    return (Authorization("dynamodb:GetRecords", arn, arn),)


OPERATION: Final = Operation(
    "GetRecords",
    Access.READ,
    Plane.DATA,
    GET_RECORDS,
    check,
    run,
    needed,
)
