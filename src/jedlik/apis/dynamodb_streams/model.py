"""Requests of the operations on streams. All are answered in the older wording."""

from typing import Final, Literal, Required, TypedDict

from jedlik.apis.dynamodb.model.members import TABLE_NAME
from jedlik.core import limits
from jedlik.wire.shapes.constraints import at_least, at_most, max_length, min_length, one_of
from jedlik.wire.shapes.request import Request
from jedlik.wire.shapes.scalars import Integer, String, Timestamp
from jedlik.wire.shapes.structure import Member, Structure

_STREAM_ARN: Final = String(
    min_length(limits.STREAM_ARN_CHARACTERS_MIN), max_length(limits.STREAM_ARN_CHARACTERS_MAX)
)
_SHARD_ID: Final = String(
    min_length(limits.SHARD_ID_CHARACTERS_MIN), max_length(limits.SHARD_ID_CHARACTERS_MAX)
)


def _limit(most: int) -> Member:
    return Member("Limit", Integer(at_least(1), at_most(most)))


class ListStreamsRequest(TypedDict, total=False):
    """ListStreams."""

    TableName: str
    Limit: int
    ExclusiveStartStreamArn: str


LIST_STREAMS: Final = Request(
    "ListStreamsInput",
    Member("TableName", TABLE_NAME),
    _limit(limits.LIST_STREAMS_PAGE),
    Member("ExclusiveStartStreamArn", _STREAM_ARN),
)


class ShardFilter(TypedDict, total=False):
    """Which shards to describe."""

    Type: Literal["CHILD_SHARDS"]
    ShardId: str


class DescribeStreamRequest(TypedDict, total=False):
    """DescribeStream."""

    StreamArn: Required[str]
    Limit: int
    ExclusiveStartShardId: str
    ShardFilter: ShardFilter


DESCRIBE_STREAM: Final = Request(
    "DescribeStreamInput",
    Member("StreamArn", _STREAM_ARN, required=True),
    _limit(limits.DESCRIBE_STREAM_SHARDS),
    Member("ExclusiveStartShardId", _SHARD_ID),
    Member(
        "ShardFilter",
        Structure(
            "ShardFilter",
            Member("Type", String(one_of("CHILD_SHARDS"))),
            Member("ShardId", _SHARD_ID),
        ),
    ),
)


class GetShardIteratorRequest(TypedDict, total=False):
    """GetShardIterator."""

    StreamArn: Required[str]
    ShardId: Required[str]
    ShardIteratorType: Required[str]
    SequenceNumber: str
    Timestamp: float


GET_SHARD_ITERATOR: Final = Request(
    "GetShardIteratorInput",
    Member("StreamArn", _STREAM_ARN, required=True),
    Member("ShardId", _SHARD_ID, required=True),
    Member(
        "ShardIteratorType",
        String(
            one_of("AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON")
        ),
        required=True,
    ),
    Member(
        "SequenceNumber",
        String(
            min_length(limits.SEQUENCE_NUMBER_CHARACTERS_MIN),
            max_length(limits.SEQUENCE_NUMBER_CHARACTERS_MAX),
        ),
    ),
    Member("Timestamp", Timestamp()),
)


class GetRecordsRequest(TypedDict, total=False):
    """GetRecords."""

    ShardIterator: Required[str]
    Limit: int


GET_RECORDS: Final = Request(
    "GetRecordsInput",
    Member(
        "ShardIterator",
        String(min_length(1), max_length(limits.SHARD_ITERATOR_CHARACTERS)),
        required=True,
    ),
    _limit(limits.GET_RECORDS_RECORDS),
)
