"""Tests of ARNs. Source: Service Authorization Reference, "Resource types defined by DynamoDB"."""

import pytest

from jedlik.core.types.arn import TableArn, parse_table_arn, stream_arn, table_arn

TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/Music"


def test_the_arn_of_a_table_and_of_its_stream() -> None:
    assert table_arn("eu-west-1", "123456789012", "Music") == TABLE
    assert stream_arn(TABLE, "2026-11-23T18:30:00.000") == (
        TABLE + "/stream/2026-11-23T18:30:00.000"
    )


@pytest.mark.parametrize(
    ("text", "resource"),
    [
        (TABLE, ""),
        (TABLE + "/index/ByArtist", "index/ByArtist"),
        (stream_arn(TABLE, "2026-11-23T18:30:00.000"), "stream/2026-11-23T18:30:00.000"),
    ],
)
def test_the_parts_of_an_arn(text: str, resource: str) -> None:
    assert parse_table_arn(text) == TableArn("eu-west-1", "123456789012", "Music", resource)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Music",
        "arn:aws:dynamodb:eu-west-1:123456789012",
        "arn:aws:dynamodb:eu-west-1:123456789012:table",
        "arn:aws:dynamodb:eu-west-1:123456789012:table/",
        TABLE + "/",  # a second spelling of a table would escape a Deny
        "arn:aws:dynamodb:eu-west-1:123456789012:Music",
        "arn:aws:dynamodb::123456789012:global-table/Music",
        "arn:aws:s3:eu-west-1:123456789012:table/Music",
        "arn:aws-cn:dynamodb:eu-west-1:123456789012:table/Music",
        "urn:aws:dynamodb:eu-west-1:123456789012:table/Music",
    ],
)
def test_other_texts_are_no_arns_of_tables(text: str) -> None:
    assert parse_table_arn(text) is None
