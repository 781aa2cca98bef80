"""ListStreams: lists the caller's streams, including those that ended in the last day."""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import account_wide
from jedlik.apis.dynamodb_streams.model import LIST_STREAMS, ListStreamsRequest
from jedlik.core.errors import invalid
from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.core.limits import LIST_STREAMS_PAGE
from jedlik.core.types.arn import parse_table_arn
from jedlik.engine.context import Context
from jedlik.engine.read import pages
from jedlik.features.streams.name import is_gone_at
from jedlik.features.streams.records import StreamEntry, arn_of, entry_from_bytes, stream_key
from jedlik.features.tables.name import own_table_name


def check(request: ListStreamsRequest) -> ListStreamsRequest:
    """Checks that ExclusiveStartStreamArn is the ARN of a stream."""
    start = request.get("ExclusiveStartStreamArn")
    if start is not None:
        arn = parse_table_arn(start)
        if arn is None or not arn.resource.startswith("stream/"):
            raise invalid("Invalid StreamArn")
    return request


async def run(request: ListStreamsRequest, context: Context) -> Answer:
    """Answers a page of streams. It has LastEvaluatedStreamArn only if another stream follows."""
    limit = request.get("Limit", LIST_STREAMS_PAGE)
    entries = await _entries(context, _span(request, context), limit + 1)
    answer: dict[str, object] = {"Streams": [_listed(entry) for entry in entries[:limit]]}
    if len(entries) > limit:
        answer["LastEvaluatedStreamArn"] = arn_of(entries[limit - 1])
    return answer


async def _entries(context: Context, span: Span, limit: int) -> list[StreamEntry]:
    """Returns the first streams that can be read, `limit` at most."""
    entries: list[StreamEntry] = []
    now_ms = context.node.clock.now_ms()
    async for values in pages(context.node.storage, span, limit_items=limit):
        found = map(entry_from_bytes, values)
        entries += [entry for entry in found if not is_gone_at(entry, now_ms)]
        if len(entries) >= limit:
            break
    return entries[:limit]


def _span(request: ListStreamsRequest, context: Context) -> Span:
    """Returns the span of the streams to list: those of the account or of one table.

    It begins after the stream in ExclusiveStartStreamArn.
    """
    table_name = request.get("TableName")
    partition = stream_key(context.region, context.account_id, "", "").partition
    first, beyond = (partition, b""), (partition + b"\x00", b"")
    if table_name is not None:
        name = own_table_name(context, table_name).encode()
        first, beyond = (partition, name + b"\x00"), (partition, name + b"\x01")
    start = parse_table_arn(request.get("ExclusiveStartStreamArn", ""))
    if start is not None:
        label = start.resource.removeprefix("stream/")
        key = stream_key(context.region, context.account_id, start.table_name, label)
        first = min(max(first, (partition, key.sort + b"\x00")), beyond)
    return Span(Space.STREAM, 0, first, beyond)


def _listed(entry: StreamEntry) -> dict[str, str]:
    return {
        "StreamArn": arn_of(entry),
        "TableName": entry["TableName"],
        "StreamLabel": entry["Label"],
    }


OPERATION: Final = Operation(
    "ListStreams",
    Access.READ,
    Plane.CONTROL,
    LIST_STREAMS,
    check,
    run,
    account_wide("dynamodb:ListStreams"),
)
