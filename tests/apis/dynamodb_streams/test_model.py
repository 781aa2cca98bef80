"""Requests on streams: the constraints of the published model, in the older wording."""

from typing import Any

import pytest

from jedlik.apis.dynamodb_streams.model import (
    DESCRIBE_STREAM,
    GET_RECORDS,
    GET_SHARD_ITERATOR,
    LIST_STREAMS,
)
from jedlik.core.errors import Reject
from jedlik.wire.shapes.request import Request

ONE = "1 validation error detected: "
AT = "' failed to satisfy constraint: "
NOT_NULL = "Member must not be null"
ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/2026"
SHARD = "shardId-00000000000000000000-00000000"


def message(shape: Request[Any], **members: object) -> str | None:
    with pytest.raises(Reject) as reject:
        shape.check(members)
    assert reject.value.error.code == "ValidationException"
    return reject.value.error.message


def test_sound() -> None:
    assert LIST_STREAMS.check({"TableName": "table", "Limit": 100})
    assert DESCRIBE_STREAM.check({"StreamArn": ARN, "ShardFilter": {"Type": "CHILD_SHARDS"}})
    iterator = {"StreamArn": ARN, "ShardId": SHARD, "ShardIteratorType": "LATEST"}
    assert GET_SHARD_ITERATOR.check({**iterator, "Timestamp": 1.5})
    assert GET_RECORDS.check({"ShardIterator": "x", "Limit": 1000})


@pytest.mark.parametrize(
    ("shape", "most"), [(LIST_STREAMS, 100), (DESCRIBE_STREAM, 100), (GET_RECORDS, 1000)]
)
def test_limit(shape: Request[Any], most: int) -> None:
    required = {"StreamArn": ARN, "ShardIterator": "x"}
    assert message(shape, **required, Limit=most + 1) == (
        f"{ONE}Value '{most + 1}' at 'limit{AT}Member must have value less than or equal to {most}"
    )
    assert message(shape, **required, Limit=0) == (
        f"{ONE}Value '0' at 'limit{AT}Member must have value greater than or equal to 1"
    )


def test_get_shard_iterator() -> None:
    assert message(GET_SHARD_ITERATOR, ShardIteratorType="BOGUS", SequenceNumber="1") == (
        f"4 validation errors detected: Value null at 'streamArn{AT}{NOT_NULL}; "
        f"Value null at 'shardId{AT}{NOT_NULL}; Value 'BOGUS' at 'shardIteratorType{AT}"
        "Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, "
        f"AT_SEQUENCE_NUMBER, TRIM_HORIZON]; Value '1' at 'sequenceNumber{AT}"
        "Member must have length greater than or equal to 21"
    )


def test_lengths_of_names() -> None:
    assert message(DESCRIBE_STREAM, StreamArn="arn", ExclusiveStartShardId="s") == (
        f"2 validation errors detected: Value 'arn' at 'streamArn{AT}"
        f"Member must have length greater than or equal to 37; "
        f"Value 's' at 'exclusiveStartShardId{AT}"
        "Member must have length greater than or equal to 28"
    )
