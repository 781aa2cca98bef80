"""Shard iterators: what was given out comes back, nothing else is taken."""

import struct
from base64 import b64encode
from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.apis.dynamodb_streams.shard_iterator import (
    ShardIterator,
    iterator_from_text,
    iterator_to_text,
)

ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/music/stream/2026-10-08T22:53:20.123"
SHARD = "shardId-00000001791500000123-0a1b2c3d"
NUMBERS = st.integers(0, 2**63 - 1)
GIVEN = ShardIterator(ARN, 7, SHARD, 1234, 1_791_500_000_123)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_an_iterator_survives_its_text(table_id: int, position: int, issued_ms: int) -> None:
    iterator = ShardIterator(ARN, table_id, SHARD, position, issued_ms)
    text = iterator_to_text(iterator)
    assert text.startswith(ARN + "|1|")
    assert len(text) <= 2048
    assert iterator_from_text(text) == iterator


@given(st.text(max_size=200))
def test_other_texts_are_no_iterators(text: str) -> None:
    assert iterator_from_text(text) is None
    assert iterator_from_text(f"{ARN}|1|{text}") is None


@pytest.mark.parametrize("at", [0, 20, 40, -1])
def test_a_changed_text_is_no_iterator(at: int) -> None:
    text = iterator_to_text(GIVEN)
    encoded = text.rpartition("|")[2]
    changed = "B" if encoded[at] != "B" else "C"
    end = len(encoded) + at if at < 0 else at
    wrong = encoded[:end] + changed + encoded[end + 1 :]
    assert iterator_from_text(f"{ARN}|1|{wrong}") is None
    assert iterator_from_text(text.replace("music", "movie")) is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"short",
        bytes(24) + b"\xff",
        struct.pack(">QQQ", 1, 2, 1 << 63) + SHARD.encode(),
        struct.pack(">QQQ", 1, 1 << 63, 2) + SHARD.encode(),
        struct.pack(">QQQ", 1 << 63, 1, 2) + SHARD.encode(),
        b"\xff" * 24 + SHARD.encode(),
    ],
)
def test_a_body_that_holds_no_position_is_no_iterator(body: bytes) -> None:
    hashed = blake2b(body, digest_size=8, person=b"shard iterator")
    hashed.update(ARN.encode())
    forged = b64encode(hashed.digest() + body).decode()
    assert iterator_from_text(f"{ARN}|1|{forged}") is None
