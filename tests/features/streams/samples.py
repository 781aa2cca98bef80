"""A table with a stream, and readers of it, for the tests of streams and of what writes to them."""

from collections.abc import Iterator
from typing import Any

from tests.apis.dynamodb.operations.samples import composite
from tests.engine.in_memory import Caller

Record = dict[str, Any]
BOTH = "NEW_AND_OLD_IMAGES"


def enabled(view_type: str = BOTH) -> dict[str, object]:
    """A StreamSpecification."""
    return {"StreamEnabled": True, "StreamViewType": view_type}


def caller_with_stream(view_type: str = BOTH, *, delay_ms: int = 0, **members: object) -> Caller:
    """A caller whose table `albums` (pk, sk) has a stream."""
    caller = Caller(delay_ms=delay_ms)
    request = {**composite(), "StreamSpecification": enabled(view_type), **members}
    caller.call("CreateTable", **request)
    return caller


def stream_arn(caller: Caller, name: str = "albums") -> str:
    """The ARN of a table's latest stream."""
    arn: str = caller.describe(name)["LatestStreamArn"]
    return arn


def described(caller: Caller, arn: str, **members: object) -> dict[str, Any]:
    """What DescribeStream says."""
    description: dict[str, Any] = caller.call("DescribeStream", StreamArn=arn, **members)[
        "StreamDescription"
    ]
    return description


def shards(caller: Caller, arn: str) -> list[dict[str, Any]]:
    """All shards of a stream."""
    found: list[dict[str, Any]] = described(caller, arn)["Shards"]
    return found


def iterator(
    caller: Caller, arn: str, shard_id: str, kind: str = "TRIM_HORIZON", **members: object
) -> str:
    """A shard iterator."""
    text: str = caller.call(
        "GetShardIterator", StreamArn=arn, ShardId=shard_id, ShardIteratorType=kind, **members
    )["ShardIterator"]
    return text


def read_on(caller: Caller, text: str | None, **members: object) -> Iterator[list[Record]]:
    """Pages of a shard from an iterator on: until it ends, or is open and has no more."""
    while text is not None:
        answer = caller.call("GetRecords", ShardIterator=text, **members)
        yield answer["Records"]
        text = answer.get("NextShardIterator")
        if not answer["Records"]:
            return


def records_of(caller: Caller, arn: str, shard_id: str) -> list[Record]:
    """All records of a shard."""
    pages = read_on(caller, iterator(caller, arn, shard_id))
    return [record for page in pages for record in page]


def records(caller: Caller, arn: str | None = None) -> list[Record]:
    """All records of a stream, read as the Kinesis adapter does: parents before their children."""
    arn = arn or stream_arn(caller)
    waiting = {shard["ShardId"]: shard for shard in shards(caller, arn)}
    found: list[Record] = []
    while waiting:
        ready = [s for s in waiting.values() if s.get("ParentShardId") not in waiting]
        for shard in ready:
            found += records_of(caller, arn, shard["ShardId"])
            del waiting[shard["ShardId"]]
    return found


def changes(found: list[Record]) -> list[tuple[str, str]]:
    """The name of each event, and the sort key of its item."""
    return [(each["eventName"], each["dynamodb"]["Keys"]["sk"]["S"]) for each in found]
