"""Encoded values sort as the service sorts S, N and B. A partition begins with a hash."""

import base64
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jedlik.core.keys.encode import (
    END,
    HASH_BYTES,
    encode_number,
    encode_partition,
    encode_scalar,
    escaped,
)
from jedlik.core.types.number import canonical


def numbers() -> st.SearchStrategy[str]:
    """Generates canonical numbers of any magnitude, many of them close to each other."""
    digits = st.one_of(st.integers(1, 10**38 - 1), st.integers(1, 200), st.just(10**37))
    exponents = st.one_of(st.integers(-130, 87), st.integers(-4, 4))
    signed = st.builds(
        lambda sign, n, e: f"{sign}{n}e{e}", st.sampled_from(["", "-"]), digits, exponents
    )
    return st.one_of(st.just("0"), signed.map(lambda text: canonical(text, current=True)))


T = TypeVar("T", bytes, Decimal)


def sign_of(left: T, right: T) -> int:
    return (left > right) - (left < right)


@given(left=numbers(), right=numbers())
@example(left="9", right="10")
@example(left="-9", right="-10")
@example(left="0.1", right="0.11")
@example(left="-0.1", right="-0.11")
@example(left="1", right="100")
def test_numbers_order_as_their_values(left: str, right: str) -> None:
    by_value = sign_of(Decimal(left), Decimal(right))
    assert sign_of(encode_number(left), encode_number(right)) == by_value


def test_numbers_from_the_least_to_the_greatest() -> None:
    written = ["-9.9e125", "-1e125", "-10", "-9", "-1.5", "-1", "-0.99", "-1e-130", "0", "1e-130"]
    written += ["0.1", "0.10000001", "0.2", "1", "1.01", "2", "9", "10", "11", "99", "100", "1e125"]
    encoded = [encode_number(canonical(text, current=True)) for text in written]
    assert all(before < after for before, after in pairwise(encoded))


@given(numbers())
def test_negative_numbers_are_closed(text: str) -> None:
    """The final 0xff makes the longer of two negatives with equal first digits sort first."""
    encoded = encode_number(text)
    assert 1 <= len(encoded) <= 23
    assert (encoded[-1:] == b"\xff") == text.startswith("-")


@given(left=st.text(), right=st.text())
@example(left="\uffff", right="\U0001d11e")
def test_strings_order_as_their_utf8(left: str, right: str) -> None:
    encoded = encode_scalar("S", left), encode_scalar("S", right)
    assert sign_of(*encoded) == sign_of(left.encode(), right.encode())


@given(left=st.binary(), right=st.binary())
def test_binaries_order_as_unsigned_bytes(left: bytes, right: bytes) -> None:
    encoded = [encode_scalar("B", base64.b64encode(each).decode()) for each in (left, right)]
    assert encoded == [left, right]


@pytest.mark.parametrize(("tag", "value"), [("S", "a"), ("N", "1.5"), ("B", "AQI=")])
def test_a_partition_is_a_hash_and_the_value(tag: str, value: str) -> None:
    partition = encode_partition(tag, value)
    assert partition[HASH_BYTES:] == encode_scalar(tag, value)
    assert partition == encode_partition(tag, value)


def test_hashes_never_change() -> None:
    """The hashes are part of the file format: every later version must find the same item."""
    assert encode_partition("S", "a").hex() == "40f89e395b66422f61"


def test_encoded_numbers_never_change() -> None:
    """The bytes of numbers are part of the file format too."""
    known = {
        "0": "80",
        "1": "8103e90b",
        "-1": "7ffc16f4ff",
        "12.3": "8103ea0d1f",
        "0.01": "8103e70b",
    }
    assert {text: encode_number(text).hex() for text in known} == known


VALUES = st.lists(st.lists(st.sampled_from([0x00, 0x01, 0x02, 0xFF]), max_size=3).map(bytes))


@given(VALUES, VALUES)
def test_joined_values_sort_by_the_first_then_by_the_second(
    left: list[bytes], right: list[bytes]
) -> None:
    count = min(len(left), len(right))
    one, other = left[:count], right[:count]
    joined = [b"".join([escaped(each) + END for each in values]) for values in (one, other)]
    assert (joined[0] < joined[1]) == (one < other)
    assert (joined[0] == joined[1]) == (one == other)
