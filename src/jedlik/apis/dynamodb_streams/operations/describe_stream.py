"""DescribeStream: describes a stream and its shards.

A shard is shown until a day after its end.
"""

from typing import Final

from jedlik.apis.api import Access, Answer, Operation, Plane
from jedlik.apis.authorization import on_arn
from jedlik.apis.dynamodb_streams.model import DESCRIBE_STREAM, DescribeStreamRequest
from jedlik.core.errors import invalid
from jedlik.core.keys.key import Span
from jedlik.core.limits import DESCRIBE_STREAM_SHARDS
from jedlik.engine.context import Context
from jedlik.engine.read import pages
from jedlik.engine.table_record import Shard
from jedlik.features.streams.name import status_at, stream_named
from jedlik.features.streams.records import (
    arn_of,
    label_seconds,
    sequence_number,
    shard_from_bytes,
    shards_span,
)


def check(request: DescribeStreamRequest) -> DescribeStreamRequest:
    """Checks that a filter has both its members."""
    shard_filter = request.get("ShardFilter")
    if shard_filter is not None:
        for member in ("Type", "ShardId"):
            if member not in shard_filter:
                raise invalid(f"ShardFilter.{member} must be specified")
    return request


async def run(request: DescribeStreamRequest, context: Context) -> Answer:
    """Answers the stream, with a page of its shards in the order of their ids."""
    entry = await stream_named(context, request["StreamArn"])
    limit = request.get("Limit", DESCRIBE_STREAM_SHARDS)
    span = shards_span(entry["TableId"], entry["Label"], after=request.get("ExclusiveStartShardId"))
    parent = request["ShardFilter"]["ShardId"] if "ShardFilter" in request else None
    shards = await _shards(context, span, parent, limit + 1)
    description: dict[str, object] = {
        "StreamArn": arn_of(entry),
        "StreamLabel": entry["Label"],
        "StreamStatus": status_at(entry, context.node.clock.now_ms()),
        "StreamViewType": entry["ViewType"],
        "CreationRequestDateTime": label_seconds(entry["Label"]),
        "TableName": entry["TableName"],
        "KeySchema": entry["KeySchema"],
        "Shards": [_described(shard) for shard in shards[:limit]],
    }
    if len(shards) > limit:
        description["LastEvaluatedShardId"] = shards[limit - 1]["ShardId"]
    return {"StreamDescription": description}


async def _shards(context: Context, span: Span, parent: str | None, limit: int) -> list[Shard]:
    """Returns the first shards of the span, `limit` at most.

    parent: the id of a shard; only its children are returned. None: all shards are returned.
    """
    shards: list[Shard] = []
    async for values in pages(context.node.storage, span, limit_items=limit):
        found = map(shard_from_bytes, values)
        shards += [
            shard for shard in found if parent is None or shard.get("ParentShardId") == parent
        ]
        if len(shards) >= limit:
            break
    return shards[:limit]


def _described(shard: Shard) -> dict[str, object]:
    numbers = {"StartingSequenceNumber": sequence_number(shard["Starting"])}
    if "Ending" in shard:
        numbers["EndingSequenceNumber"] = sequence_number(shard["Ending"])
    described: dict[str, object] = {
        "ShardId": shard["ShardId"],
        "SequenceNumberRange": numbers,
    }
    if "ParentShardId" in shard:
        described["ParentShardId"] = shard["ParentShardId"]
    return described


OPERATION: Final = Operation(
    "DescribeStream",
    Access.READ,
    Plane.CONTROL,
    DESCRIBE_STREAM,
    check,
    run,
    on_arn("dynamodb:DescribeStream", "StreamArn"),
)
