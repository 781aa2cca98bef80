"""Tests of numbers. Sources: recorded answers, October 2026; Alternator test_number.py for
arithmetic.
"""

import re
import time
from decimal import Context, Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jedlik.core.errors import Reject
from jedlik.core.types import number
from jedlik.core.types.number import PIECE_CHARACTERS, WrittenNumber, written_number
from tests.core.test_pauses import Looks

NINES = "9" * 38
LARGEST = NINES + "0" * 88
SMALLEST = "0." + "0" * 129 + "1"
OVER, UNDER = number.NUMBER_OVERFLOW, number.NUMBER_UNDERFLOW
NAN = number.NOT_A_NUMBER

CANONICAL = {
    "+5": "5",
    "+1.5": "1.5",
    "+0": "0",
    "-0": "0",
    "+0.0": "0",
    "+1e2": "100",
    "1e+2": "100",
    "1.5E+3": "1500",
    "+.5": "0.5",
    ".5": "0.5",
    "5.": "5",
    "1.": "1",
    "1.e5": "100000",
    "00042": "42",
    "+1e-2": "0.01",
    "1.23E10": "12300000000",
    "1.0": "1",
    "3.1400": "3.14",
    "1.5E2": "150",
    "0042.1200": "42.12",
    "1E125": "1" + "0" * 125,
    "9." + "9" * 37 + "E+125": LARGEST,
    "-1e-130": "-" + SMALLEST,
    "0.1e126": "1" + "0" * 125,
    "0e125": "0",
    "0.0e126": "0",
    "1e000000000000000000000002": "100",
    "1" + "0" * 50: "1" + "0" * 50,
    "1." + "0" * 50: "1",
    "31415926535897932384626433832795028841e30": "31415926535897932384626433832795028841"
    + "0" * 30,
    "-314159265358979323846.26433832795028841": "-314159265358979323846.26433832795028841",
}


@pytest.mark.parametrize(("text", "expected"), CANONICAL.items())
def test_canonical(text: str, expected: str) -> None:
    assert number.canonical(text) == expected
    assert number.canonical(text, current=False) == expected
    assert number.canonical(expected) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        *((text, f"{NAN}: {text}") for text in ("abc", "1.2.3", " 1", "1 ", "0x10", "1e", "NaN")),
        *(
            (text, f"{NAN}: {text}")
            for text in ("+e2", "e2", "+1+2", "++5", "+-5", "-+5", "+", "-")
        ),
        *(
            (text, f"{NAN}: {text}")
            for text in ("1e+", ".", "1.2e3.4", "1_000", "1 5", "\n1", "1\n")
        ),
        *((text, f"{NAN}: {text}") for text in ("Infinity", "٣", "1٣", "1e9223372036854775808")),
        ("", NAN + ": "),
        ("1e126", OVER),
        ("-1e126", OVER),
        ("11e125", OVER),
        ("1e2147483647", OVER),
        ("1e2147483648", OVER),
        ("1e99999999999", OVER),
        ("-1e99999999999", OVER),
        ("1e-131", UNDER),
        ("0.9e-130", UNDER),
        ("1e-2147483648", UNDER),
        ("1e-99999999999", UNDER),
        ("0e126", OVER),
        ("0e-131", UNDER),
        ("1" * 39, number.TOO_MANY_DIGITS),
        ("3.14159265358979323846264338327950288419", number.TOO_MANY_DIGITS),
    ],
)
def test_refused(text: str, message: str) -> None:
    with pytest.raises(Reject) as reject:
        number.canonical(text)
    assert (reject.value.error.code, reject.value.error.message) == ("ValidationException", message)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", NAN),
        ("abc", NAN + ": abc"),
        ("1e126", OVER),
        ("1e2147483647", UNDER),
        ("1e2147483646", UNDER),
        ("10e2147483646", UNDER),
        ("0e2147483647", UNDER),
        ("1e2147483645", OVER),
        *(
            (text, f"{NAN}: {text}")
            for text in ("1e99999999999", "1e2147483648", "1e-2147483648", "1.5e-2147483647")
        ),
        ("1e-2147483647", UNDER),
    ],
)
def test_refused_in_the_older_wording(text: str, message: str) -> None:
    with pytest.raises(Reject) as reject:
        number.canonical(text, current=False)
    assert reject.value.error.message == message


@pytest.mark.parametrize(
    "text", ["1" * 1_000_000, "1e" + "9" * 1_000_000, "0." + "0" * 1_000_000 + "1", "x" * 1_000_000]
)
def test_hostile_texts_take_bounded_time(text: str) -> None:
    started = time.process_time()
    with pytest.raises(Reject):
        number.canonical(text)
    assert time.process_time() - started < 1


# Each size was proved on the service with two items: one that fits and one that is a byte too
# large.
SIZES = {
    "0": 1, "1": 2, "12": 2, "123": 3, "1234": 3, "12345678901234567890123456789012345678": 20,
    "1.5": 3, "1.2": 3, "15": 2, "0042": 2, "100": 2, "1010": 3, "0.0000001": 2, "1E125": 2,
    "1E-100": 2, "-0": 1, "1.200": 3, "1.234": 4, "3.14159": 5, "123456": 4, "100.5": 4, "0.15": 2,
    "-42": 3, "-1.5": 4,
}  # fmt: skip


@pytest.mark.parametrize(("text", "size_bytes"), SIZES.items())
def test_size(text: str, size_bytes: int) -> None:
    assert number.size_bytes(number.canonical(text)) == size_bytes


@pytest.mark.parametrize(
    ("left", "right", "total"),
    [
        ("1", "10000000000000000000000", "10000000000000000000001"),
        ("1" + "0" * 37, "-1", NINES[1:]),
        (NINES, "1", "1" + "0" * 38),
        ("0.1", "0.2", "0.3"),
        ("1.5", "-1.5", "0"),
        ("-5", "5", "0"),
        ("9" + "0" * 125, "9" + "0" * 124, "99" + "0" * 124),
        (SMALLEST, SMALLEST, "0." + "0" * 129 + "2"),
        ("99.5", "0.5", "100"),
    ],
)
def test_add_and_subtract(left: str, right: str, total: str) -> None:
    assert number.add(left, right) == total
    assert number.subtract(total, right) == left
    negative = right[1:] if right[0] == "-" else "-" + right
    assert number.subtract(left, negative) == total


@pytest.mark.parametrize(
    ("left", "right", "message"),
    [
        ("9" + "0" * 125, "9" + "0" * 125, OVER),
        ("1" + "0" * 50, "1", OVER),  # the service also calls more than 38 digits an overflow
        ("1", "0." + "0" * 40 + "1", OVER),
        ("0." + "0" * 129 + "11", "-" + SMALLEST, UNDER),
        (LARGEST, SMALLEST, OVER),
    ],
)
def test_arithmetic_out_of_range(left: str, right: str, message: str) -> None:
    with pytest.raises(Reject) as reject:
        number.add(left, right)
    assert reject.value.error.message == message


numbers = st.builds(
    lambda digits, exponent: Decimal(digits).scaleb(exponent, Context(prec=60)),
    st.integers(min_value=-int(NINES), max_value=int(NINES)),
    st.integers(min_value=-130, max_value=88),
)


@given(numbers)
def test_canonical_is_the_same_number_and_stays(value: Decimal) -> None:
    if not -130 <= value.adjusted() <= 125:
        with pytest.raises(Reject, match="underflow" if value.adjusted() < 0 else "overflow"):
            number.canonical(str(value))
        return
    text = number.canonical(str(value))
    assert Decimal(text) == value
    assert "E" not in text
    assert number.canonical(text) == text
    assert 1 <= number.size_bytes(text) <= 22


@given(numbers, numbers)
def test_order_and_sum_are_exact(left: Decimal, right: Decimal) -> None:
    try:
        a, b = number.canonical(str(left)), number.canonical(str(right))
        total = number.add(a, b)
    except Reject:
        return
    assert Decimal(total) == Context(prec=400).add(left, right)
    assert number.canonical(total) == total
    assert number.compare(a, b) == (left > right) - (left < right)
    assert (a == b) == (left == right)


# Long texts are read in pieces: the parts must be those of short ones.
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
