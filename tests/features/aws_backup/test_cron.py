"""Schedules: the dialect of EventBridge, compared with a search minute by minute.

Examples: EventBridge User Guide, "Cron expressions reference".
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jedlik.features.aws_backup.cron import InvalidScheduleError, Schedule, first_runs

MINUTE_MS = 60_000
FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def ms(moment: datetime) -> int:
    return round(moment.timestamp()) * 1000


def after(expression: str, begin: str, zone: str = "", count: int = 1) -> list[str]:
    """Returns the next times in UTC, without the year's first digits."""
    begin_ms = ms(datetime.fromisoformat(begin).replace(tzinfo=UTC))
    found = first_runs(Schedule(f"cron({expression})", zone), begin_ms, count)
    return [f"{datetime.fromtimestamp(each / 1000, UTC):%Y-%m-%dT%H:%M}" for each in found]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("0 10 * * ? *", ["2026-01-01T10:00", "2026-01-02T10:00", "2026-01-03T10:00"]),
        ("15 12 * * ? *", ["2026-01-01T12:15", "2026-01-02T12:15", "2026-01-03T12:15"]),
        ("0 18 ? * MON-FRI *", ["2026-01-01T18:00", "2026-01-02T18:00", "2026-01-05T18:00"]),
        ("0 8 1 * ? *", ["2026-01-01T08:00", "2026-02-01T08:00", "2026-03-01T08:00"]),
        ("0/15 * * * ? *", ["2026-01-01T00:15", "2026-01-01T00:30", "2026-01-01T00:45"]),
        ("1/10 0 * * ? *", ["2026-01-01T00:01", "2026-01-01T00:11", "2026-01-01T00:21"]),
        ("10-30/10 5 ? * 5 *", ["2026-01-01T05:10", "2026-01-01T05:20", "2026-01-01T05:30"]),
        ("0 9 ? * 2#1 *", ["2026-01-05T09:00", "2026-02-02T09:00", "2026-03-02T09:00"]),
        ("0 9 ? * TUE#5 *", ["2026-03-31T09:00", "2026-06-30T09:00", "2026-09-29T09:00"]),
        ("0 9 ? * 6L *", ["2026-01-30T09:00", "2026-02-27T09:00", "2026-03-27T09:00"]),
        ("0 9 ? * L *", ["2026-01-03T09:00", "2026-01-10T09:00", "2026-01-17T09:00"]),
        ("0 9 L * ? *", ["2026-01-31T09:00", "2026-02-28T09:00", "2026-03-31T09:00"]),
        ("0 9 31 * ? *", ["2026-01-31T09:00", "2026-03-31T09:00", "2026-05-31T09:00"]),
        # The first of August 2026 is a Saturday, the first of November a Sunday.
        ("0 9 1W 8,11 ? *", ["2026-08-03T09:00", "2026-11-02T09:00", "2027-08-02T09:00"]),
        # The last of January is a Saturday, that of May a Sunday.
        ("0 9 31W * ? 2026", ["2026-01-30T09:00", "2026-03-31T09:00", "2026-05-29T09:00"]),
        ("0 9 15W FEB ? *", ["2026-02-16T09:00", "2027-02-15T09:00", "2028-02-15T09:00"]),
        ("0 0 29 2 ? *", ["2028-02-29T00:00", "2032-02-29T00:00", "2036-02-29T00:00"]),
        ("0 0 1 jan,jul ? 2027-2028", ["2027-01-01T00:00", "2027-07-01T00:00", "2028-01-01T00:00"]),
    ],
)
def test_times(expression: str, expected: list[str]) -> None:
    assert after(expression, "2026-01-01T00:00", count=3) == expected


def test_a_time_is_not_its_own_next() -> None:
    assert after("0 10 * * ? *", "2026-01-01T10:00") == ["2026-01-02T10:00"]


def test_no_time_is_left() -> None:
    assert after("0 10 * * ? 2025", "2026-01-01T00:00") == []
    assert after("0 10 30 2 ? *", "2026-01-01T00:00") == []
    assert Schedule("cron(0 0 * * ? *)").next_after(1 << 62) is None


def test_the_clocks_go_forward() -> None:
    # In New York on 8 March 2026 no clock shows 02:30.
    found = after("30 2 * * ? *", "2026-03-07T00:00", "America/New_York", 3)
    assert found == ["2026-03-07T07:30", "2026-03-09T06:30", "2026-03-10T06:30"]


def test_the_clocks_go_back() -> None:
    # In New York on 1 November 2026 all clocks show 01:30 twice.
    found = after("30 1 * * ? *", "2026-10-31T12:00", "America/New_York", 2)
    assert found == ["2026-11-01T05:30", "2026-11-02T06:30"]
    # A search that begins between the two does not find the second one.
    again = after("30 1 * * ? *", "2026-11-01T05:30", "America/New_York")
    assert again == ["2026-11-02T06:30"]


def test_a_zone_is_ahead_of_utc_by_a_day() -> None:
    assert after("0 9 1 * ? *", "2026-01-31T00:00", "Pacific/Kiritimati") == ["2026-01-31T19:00"]


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "0 10 * * ? *",
        "rate(1 day)",
        "cron(0 10 * * ?)",
        "cron(0 10 * * ? * *)",
        "cron(0 10 * * * *)",
        "cron(0 10 ? * ? *)",
        "cron(0 10 1 * MON *)",
        "cron(60 10 * * ? *)",
        "cron(0 24 * * ? *)",
        "cron(0 10 0 * ? *)",
        "cron(0 10 32 * ? *)",
        "cron(0 10 * 13 ? *)",
        "cron(0 10 * FOO ? *)",
        "cron(0 10 ? * 0 *)",
        "cron(0 10 ? * 8 *)",
        "cron(0 10 ? * 3#6 *)",
        "cron(0 10 ? * 3#0 *)",
        "cron(0 10 ? * 3#1,6#3 *)",
        "cron(0 10 * * ? 1969)",
        "cron(0 10 * * ? 2200)",
        "cron(*/60 10 * * ? *)",
        "cron(*/0 10 * * ? *)",
        "cron(/5 10 * * ? *)",
        "cron(0 10, * * ? *)",
        "cron(0 12-10 * * ? *)",
        "cron(? 10 * * ? *)",
        "cron(0 10 W * ? *)",
        "cron(0 10 L,1 * ? *)",
        "cron(0 10 ? * 1_0 *)",
        "cron(0 10 * * ? ٢٠٢٦)",
    ],
)
def test_what_is_no_schedule(expression: str) -> None:
    with pytest.raises(InvalidScheduleError):
        Schedule(expression)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "/etc/passwd", "a\x00b", "UTC/"])
def test_what_is_no_zone(zone: str) -> None:
    with pytest.raises(InvalidScheduleError):
        Schedule("cron(0 10 * * ? *)", zone)


@given(st.text(max_size=60))
def test_any_text_is_accepted_or_refused(text: str) -> None:
    try:
        Schedule(f"cron({text})")
        Schedule(text)
    except InvalidScheduleError:
        pass


# --- A search minute by minute --------------------------------------------------------------------

LISTS = st.lists(st.integers(0, 59), min_size=1, max_size=3, unique=True)
DAYS = st.one_of(
    st.just(("*", lambda day, last: True)),
    st.just(("L", lambda day, last: day == last)),
    st.integers(1, 31).map(lambda each: (str(each), lambda day, last: day == each)),
    st.tuples(st.integers(1, 28), st.integers(1, 9)).map(
        lambda each: (
            f"{each[0]}/{each[1]}",
            lambda day, last: day >= each[0] and (day - each[0]) % each[1] == 0,
        )
    ),
)
WEEKDAYS = st.one_of(
    st.sets(st.integers(1, 7), min_size=1, max_size=3).map(
        lambda each: (",".join(map(str, sorted(each))), lambda weekday, at, left: weekday in each)
    ),
    st.tuples(st.integers(1, 7), st.integers(1, 5)).map(
        lambda each: (
            f"{each[0]}#{each[1]}",
            lambda weekday, at, left: weekday == each[0] and at == each[1],
        )
    ),
    st.integers(1, 7).map(
        lambda each: (f"{each}L", lambda weekday, at, left: weekday == each and left < 7)
    ),
)


def matching_days(fits: Callable[[datetime], bool], days: int = 70) -> list[datetime]:
    found = []
    for number in range(days):
        day = FIRST + timedelta(days=number)
        if fits(day):
            found.append(day)
    return found


@settings(max_examples=60, deadline=None)
@given(DAYS, LISTS, st.integers(0, 23))
def test_days_of_the_month(
    days: tuple[str, Callable[[int, int], bool]], minutes: list[int], hour: int
) -> None:
    text, fits = days
    expression = f"{','.join(map(str, minutes))} {hour} {text} * ? *"
    expected = [
        ms(day.replace(hour=hour, minute=minute))
        for day in matching_days(lambda each: fits(each.day, monthrange(each.year, each.month)[1]))
        for minute in sorted(minutes)
    ]
    found = first_runs(Schedule(f"cron({expression})"), ms(FIRST) - 1, len(expected))
    assert found == expected


@settings(max_examples=60, deadline=None)
@given(WEEKDAYS, st.integers(0, 59), st.integers(0, 23))
def test_days_of_the_week(
    weekdays: tuple[str, Callable[[int, int, int], bool]], minute: int, hour: int
) -> None:
    text, fits = weekdays

    def fits_day(day: datetime) -> bool:
        last = monthrange(day.year, day.month)[1]
        return bool(fits(day.isoweekday() % 7 + 1, (day.day + 6) // 7, last - day.day))

    expected = [ms(day.replace(hour=hour, minute=minute)) for day in matching_days(fits_day)]
    found = first_runs(
        Schedule(f"cron({minute} {hour} ? * {text} *)"), ms(FIRST) - 1, len(expected)
    )
    assert found == expected


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]),
    st.integers(0, 365 * 24 * 60),
)
def test_a_schedule_in_a_zone(hour: int, minute: int, zone: str, begin: int) -> None:
    schedule = Schedule(f"cron({minute} {hour} * * ? *)", zone)
    runs = first_runs(schedule, ms(FIRST) + begin * MINUTE_MS, 5)
    assert len(runs) == 5
    for at_ms in runs:
        local = datetime.fromtimestamp(at_ms / 1000, ZoneInfo(zone))
        assert (local.hour, local.minute) == (hour, minute)
    for one, other in pairwise(runs):
        assert timedelta(hours=22) < timedelta(milliseconds=other - one) < timedelta(hours=50)
