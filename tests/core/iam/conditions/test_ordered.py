"""Numbers and dates as texts. More rows are in `cases`."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.iam.conditions.ordered import parse_date, parse_number

MOMENTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30))


@given(moment=MOMENTS, minutes=st.integers(-23 * 60 - 59, 23 * 60 + 59))
def test_dates_are_those_of_the_calendar(moment: datetime, minutes: int) -> None:
    zoned = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    difference = zoned - datetime(1970, 1, 1, tzinfo=UTC)
    expected = Decimal(difference // timedelta(microseconds=1)) / 1_000_000
    text = moment.isoformat() + zoned.isoformat()[-6:]
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0),
        ("1796043600", 1_796_043_600),
        ("9223372036854775807", 2**63 - 1),
        ("1970-01", 0),
        ("1970-01-02T", 86_400),
        ("1970-01-01T01", 3_600),
        ("1970-01-01t01:01z", 3_660),
        ("1970-01-01T00:00:00.250Z", Decimal("0.25")),
        ("1970-01-01T00:00:00+01", -3_600),
        ("1970-02-31", 61 * 86_400),
        ("2000-02-29", 951_782_400),
        ("-0001-01-01", -62_198_755_200),
        ("-292275054-01-01", -9_223_372_017_043_200),
    ],
)
def test_forms_of_dates(text: str, seconds: int | Decimal) -> None:
    assert parse_date(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "-", "2026-13", "2026-00", "2026-11-00", "2026-11-32", "2026-11-30T24:00"),
        *("2026-11-30T23:60", "2026-11-30T23:59:60", "2026-11-30T23:59:59.", "2026-11-30T1:2:3:4"),
        *("2026-11-30T00:00+24:00", "2026-11-30T00:00+1", "2026-11-30 00:00", "2026-11-30TT"),
        *("9223372036854775808", "292278994-01", "-292275055-01", "\u0661\u0662", "1" * 200),
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("0", "0"), ("-12.50", "-12.5"), ("+3", "3"), ("007", "7"), ("0.1", "0.1")),
        *(("", None), ("-", None), (".5", None), ("5.", None), ("1e3", None), ("1_000", None)),
        *((" 1", None), ("--1", None), ("NaN", None), ("\u0661", None), ("1" * 129, None)),
    ],
)
def test_numbers(text: str, number: str | None) -> None:
    assert parse_number(text) == (None if number is None else Decimal(number))
