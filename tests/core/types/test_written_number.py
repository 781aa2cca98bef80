"""Tests of the parts of a number. Long texts are read in pieces: the result must be the same."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jedlik.core.types.written_number import PIECE_CHARACTERS, WrittenNumber, written_number
from tests.core.test_pauses import Looks

LONG = PIECE_CHARACTERS + 1
PADDING = "0" * LONG

MANTISSA = st.text("0123456789.", max_size=12)
EXPONENT = st.sampled_from(("", "e", "e1", "E-7", "e+", "e+-1", "e007", "e1.5", "x", "e-0"))


def short_and_long(before: str, after: str, digits: int) -> tuple[str, str]:
    """Returns a text, and one with so many zeros that it is read in pieces."""
    return before + "0" * digits + after, before + PADDING + after


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-12.50", WrittenNumber(True, "125", 4, 2, "0")),
        ("+0.00", WrittenNumber(False, "", 0, 2, "0")),
        ("00120e-3", WrittenNumber(False, "12", 3, 0, "-3")),
        (".5E+7", WrittenNumber(False, "5", 1, 1, "+7")),
    ],
)
def test_parts(text: str, expected: WrittenNumber) -> None:
    assert written_number(text) == expected


@given(st.sampled_from(("", "+", "-", "x")), MANTISSA, MANTISSA, EXPONENT)
@example("", "", "", "")
@example("-", "", ".", "e1")
@example("", "1", "1", "")
@example("", ".", "1", "")
@example("", "1.", "", "e1")
def test_a_long_text_has_the_parts_of_a_short_one(
    sign: str, before: str, after: str, exponent: str
) -> None:
    """Zeros in the middle change only lengths, unless they separate two digits by more than 38."""
    short_text, long_text = short_and_long(sign + before, after + exponent, 50)
    short, long = written_number(short_text), written_number(long_text)
    if short is None:
        assert long is None
        return
    assert long is not None
    more = LONG - 50
    is_fraction = "." in before
    has_digit = bool(re.search("[1-9]", before))
    assert long.is_negative == short.is_negative
    assert int(long.exponent) == int(short.exponent)
    assert long.fraction_length == short.fraction_length + more * is_fraction
    assert long.length == short.length + more * has_digit
    if len(short.significant) <= 38:
        assert long.significant == short.significant
    else:
        assert len(long.significant) > 38


def test_zeros_of_an_exponent_do_not_count() -> None:
    for sign in ("", "+", "-"):
        found = written_number(f"1e{sign}{PADDING}12")
        assert found is not None
        assert int(found.exponent) == int(f"{sign}12")
        found = written_number(f"1e{sign}{PADDING}")
        assert found is not None
        assert int(found.exponent) == 0


@pytest.mark.parametrize(
    "text",
    [
        "1" * 1_000_000,
        "1" + "0" * 1_000_000 + "e-1000000",
        "0" * 1_000_000 + "1",
        "0." + "0" * 1_000_000 + "1",
        "1e" + "0" * 1_000_000 + "1",
        "1e" + "9" * 1_000_000,
        "1" * 1_000_000 + "x",
    ],
)
def test_a_long_text_is_read_with_pauses(text: str) -> None:
    with Looks(5_000) as looks:
        written_number(text)
    assert looks.count >= 5
