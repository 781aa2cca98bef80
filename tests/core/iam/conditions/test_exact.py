"""Bool and BinaryEquals. More rows are in `cases`."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.iam.conditions.exact import EXACT_OPERATORS
from tests.core.iam.requests import request

BOOL, BINARY = EXACT_OPERATORS


@given(one=st.binary(max_size=6), other=st.binary(max_size=6))
def test_bytes_are_compared(one: bytes, other: bytes) -> None:
    test = BINARY.compile(base64.b64encode(one).decode(), True)
    assert test.matches(base64.b64encode(other).decode(), request()) is (one == other)


@pytest.mark.parametrize("text", ["Q", "QQ=", "QQ==x", "\u00e4", "Q Q=="])
def test_what_is_not_base64_matches_nothing(text: str) -> None:
    assert not BINARY.compile(text, True).matches(text, request())
    assert not BINARY.compile("QQ==", True).matches(text, request())


@pytest.mark.parametrize("value", ["yes", "1", "", "truee"])
def test_what_is_no_boolean_matches_nothing(value: str) -> None:
    assert not BOOL.compile(value, True).matches(value, request())
    assert BOOL.compile("True", True).matches("tRUE", request())
