"""Targets and media types; cases from dynalite `test/connection.js`."""

import pytest

from jedlik.core.wire import headers
from jedlik.core.wire.headers import JSON, JSON_1_0, Target, answer_media_type, target_named


@pytest.mark.parametrize(
    ("value", "target"),
    [
        (b"DynamoDB_20120810.PutItem", Target("DynamoDB_20120810", "PutItem")),
        (b"DynamoDBStreams_20120810.GetRecords", Target("DynamoDBStreams_20120810", "GetRecords")),
        (b" DynamoDB_20120810.PutItem ", Target("DynamoDB_20120810", "PutItem")),
        (None, None),
        (b"", None),
        (b"whatever", None),
        (b"a.b.c", None),
        (b"DynamoDB_20120810.Put\xffItem", None),
        (b"Dynamo\xff.PutItem", None),
    ],
)
def test_target(value: bytes | None, target: Target | None) -> None:
    assert target_named(value) == target


@pytest.mark.parametrize(
    ("content_type", "has_body", "answered"),
    [
        (b"application/x-amz-json-1.0", True, JSON_1_0),
        (b"application/x-amz-json-1.0;blahblah", True, JSON_1_0),
        (b"  application/json  ;   asfd", True, JSON),
        (b"application/json;", True, JSON),
        (b"application/jsonasdf", True, None),
        (b"application/x-amz-json-1.1", True, None),
        (b"whatever", True, None),
        (b"whatever", False, JSON),
        (None, True, None),
        (None, False, JSON),
    ],
)
def test_media_type(content_type: bytes | None, has_body: bool, answered: bytes | None) -> None:
    assert answer_media_type(content_type, has_body=has_body) == answered


def test_long_targets_are_not_kept() -> None:
    before = headers._known_target.cache_info().currsize
    long = b"a" * 1000
    assert target_named(long + b".PutItem") == Target(long.decode(), "PutItem")
    assert headers._known_target.cache_info().currsize == before
