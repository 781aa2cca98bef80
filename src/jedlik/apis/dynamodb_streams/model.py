"""Requests of the operations on streams. All are answered in the older wording."""

from typing import Annotated, Final, Literal, Required, TypedDict

from jedlik.apis.dynamodb.model.members import TableName, request
from jedlik.core import limits
from jedlik.core.types.constraints import at_least, at_most, max_length, min_length

_StreamArn = Annotated[
    str,
    min_length(limits.STREAM_ARN_CHARACTERS_MIN),
    max_length(limits.STREAM_ARN_CHARACTERS_MAX),
]
_ShardId = Annotated[
    str, min_length(limits.SHARD_ID_CHARACTERS_MIN), max_length(limits.SHARD_ID_CHARACTERS_MAX)
]
_SequenceNumber = Annotated[
    str,
    min_length(limits.SEQUENCE_NUMBER_CHARACTERS_MIN),
    max_length(limits.SEQUENCE_NUMBER_CHARACTERS_MAX),
]


class ListStreamsRequest(TypedDict, total=False):
    """ListStreams."""

    TableName: TableName
    Limit: Annotated[int, at_least(1), at_most(limits.LIST_STREAMS_PAGE)]
    ExclusiveStartStreamArn: _StreamArn


class ShardFilter(TypedDict, total=False):
    """Which shards to describe."""

    Type: Literal["CHILD_SHARDS"]
    ShardId: _ShardId


class DescribeStreamRequest(TypedDict, total=False):
    """DescribeStream."""

    StreamArn: Required[_StreamArn]
    Limit: Annotated[int, at_least(1), at_most(limits.DESCRIBE_STREAM_SHARDS)]
    ExclusiveStartShardId: _ShardId
    ShardFilter: ShardFilter


class GetShardIteratorRequest(TypedDict, total=False):
    """GetShardIterator."""

    StreamArn: Required[_StreamArn]
    ShardId: Required[_ShardId]
    ShardIteratorType: Required[
        Literal[
            "AFTER_SEQUENCE_NUMBER",
            "LATEST",
            "AT_TIMESTAMP",
            "AT_SEQUENCE_NUMBER",
            "TRIM_HORIZON",
        ]
    ]
    SequenceNumber: _SequenceNumber
    Timestamp: float


class GetRecordsRequest(TypedDict, total=False):
    """GetRecords."""

    ShardIterator: Required[
        Annotated[str, min_length(1), max_length(limits.SHARD_ITERATOR_CHARACTERS)]
    ]
    Limit: Annotated[int, at_least(1), at_most(limits.GET_RECORDS_RECORDS)]


LIST_STREAMS: Final = request(ListStreamsRequest)
DESCRIBE_STREAM: Final = request(DescribeStreamRequest)
GET_SHARD_ITERATOR: Final = request(GetShardIteratorRequest)
GET_RECORDS: Final = request(GetRecordsRequest)
