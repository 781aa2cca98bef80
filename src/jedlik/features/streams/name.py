"""From the StreamArn of a request to the stream, and code that all stream operations share."""

from collections.abc import AsyncIterator
from typing import Final

from jedlik.core.errors import Reject, ServiceError, invalid
from jedlik.core.keys.key import Span
from jedlik.core.keys.position import position_at
from jedlik.core.keys.space import Space
from jedlik.core.limits import STREAM_RETENTION_SECONDS
from jedlik.core.types.arn import parse_table_arn
from jedlik.engine.context import Context, Node
from jedlik.engine.read import pages
from jedlik.features.streams.records import StreamEntry, entry_from_bytes, stream_key

# Source: answers quoted in logstash-input-dynamodb #4 and node-dynamodb-stream #13.
SHARD_NOT_FOUND: Final = "Requested resource not found: Shard does not exist"
TRIMMED: Final = "The data you are trying to access has been trimmed"

_RESOURCE: Final = "stream/"


async def stream_named(context: Context, arn: str) -> StreamEntry:
    """Returns the stream that an ARN names.

    Raises Reject: ValidationException for a text that is no ARN of a stream,
    ResourceNotFoundException for a stream that `find_stream` does not find.
    """
    parsed = parse_table_arn(arn)
    if parsed is None or not parsed.resource.startswith(_RESOURCE):
        raise invalid("Invalid StreamArn")
    entry = await find_stream(context, arn)
    if entry is None:
        raise stream_not_found(arn)
    return entry


async def find_stream(context: Context, arn: str) -> StreamEntry | None:
    """Returns the stream that an ARN names, or None.

    It is not found if it was disabled more than a day ago, or if the request was not authorized for
    it. Without authorization, only the streams of the caller's account are found.
    """
    resolved = context.resolved
    if resolved is not None:
        return await stream_at(context, arn) if arn in resolved else None
    entry = await stream_at(context, arn)
    return entry if entry is not None and entry["AccountId"] == context.account_id else None


async def stream_at(context: Context, arn: str) -> StreamEntry | None:
    """Returns the stream of any account that an ARN names, None if it cannot be read any more."""
    parsed = parse_table_arn(arn)
    if parsed is None or not parsed.resource.startswith(_RESOURCE):
        return None
    if parsed.region != context.region:
        return None
    label = parsed.resource.removeprefix(_RESOURCE)
    key = stream_key(context.region, parsed.account_id, parsed.table_name, label)
    (stored,) = await context.node.storage.read([key], consistent=True)
    entry = None if stored is None else entry_from_bytes(stored)
    if entry is None or is_gone_at(entry, context.node.clock.now_ms()):
        return None
    return entry


async def open_log(context: Context, entry: StreamEntry) -> None:
    """Lets the log of a stream be read if it is encrypted. Raises Reject if its key cannot be used.

    The table of the stream may have been deleted.
    """
    catalog, place = context.node.catalog, (entry["Region"], entry["AccountId"])
    table = catalog.cached(*place, entry["TableName"])
    if table is None:
        table = await catalog.find(*place, entry["TableName"])
    if table is not None and table.id == entry["TableId"]:
        locked = table.locked
    else:
        locked = await catalog.data_keys.open_log(entry["TableId"])
    if locked is not None:
        raise Reject(locked.error)


async def all_streams(node: Node) -> AsyncIterator[StreamEntry]:
    """Yields every stream of every Region and account."""
    async for values in pages(node.storage, Span(Space.STREAM, 0)):
        for stored in values:
            yield entry_from_bytes(stored)


def is_gone_at(entry: StreamEntry, now_ms: int) -> bool:
    """Returns whether a stream was disabled so long ago that no client can read it."""
    disabled_ms = entry.get("DisabledMs")
    return disabled_ms is not None and disabled_ms + STREAM_RETENTION_SECONDS * 1000 <= now_ms


def status_at(entry: StreamEntry, now_ms: int) -> str:
    """Returns the StreamStatus at a moment."""
    is_over = now_ms >= entry["SettledMs"]
    if "DisabledMs" in entry:
        return "DISABLED" if is_over else "DISABLING"
    return "ENABLED" if is_over else "ENABLING"


def trim_horizon(now_ms: int) -> int:
    """Returns the first position that is not trimmed yet."""
    return position_at(max(now_ms - STREAM_RETENTION_SECONDS * 1000, 0))


def trimmed() -> Reject:
    """Returns the error for a request for records that were trimmed."""
    return Reject(ServiceError("TrimmedDataAccessException", TRIMMED))


def shard_not_found() -> Reject:
    """Returns the error for a shard that does not exist."""
    return Reject(ServiceError("ResourceNotFoundException", SHARD_NOT_FOUND))


def stream_not_found(arn: str) -> Reject:
    """Returns the error for a stream that does not exist."""
    message = f"Requested resource not found: Stream: {arn} not found"
    return Reject(ServiceError("ResourceNotFoundException", message))
