"""Tests of base64. Source: recorded answers in dynalite's test suite (`assertType` of Blob)."""

import base64 as codec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.types import base64

LAST = "Invalid last non-pad Base64 character dectected"
LENGTH = "Base64 encoded length is expected a multiple of 4 bytes but found: "


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", None),
        ("AAAA", None),
        ("AA==", None),
        ("AAA=", None),
        ("23456", LENGTH + "5"),
        ("fakebase64", LENGTH + "10"),
        ("=+/=", LAST),
        ("+/+=", LAST),
        ("AB==", LAST),
        ("YWJj??!!", "Invalid base 64 character: '?'"),
        ("ÿdog", "Invalid base 64 character: 'ÿ'"),
        ("A===", "Invalid base 64 character: '='"),
        ("====", "Invalid base 64 character: '='"),
        ("AA=A", "Invalid base 64 character: '='"),
        ("AA==AAAA", "Invalid base 64 character: '='"),
        ("A\nA=", "Invalid base 64 character: '\n'"),
    ],
)
def test_fault(text: str, message: str | None) -> None:
    assert base64.fault(text) == message


@given(st.binary())
def test_encoded_bytes_are_valid(content: bytes) -> None:
    text = codec.b64encode(content).decode()
    assert base64.fault(text) is None
    assert base64.bytes_of(text) == content
    assert base64.decoded_bytes(text) == len(content)


@given(st.text(alphabet="AQgwE+/=-?é", max_size=12))
def test_only_canonical_texts_are_valid(text: str) -> None:
    if base64.fault(text) is None:
        assert codec.b64encode(codec.b64decode(text, validate=True)).decode() == text


def test_long_texts() -> None:
    assert base64.fault("QUJD" * 200_000) is None
    assert base64.fault("QUJD" * 200_000 + "QU!D") == "Invalid base 64 character: '!'"
