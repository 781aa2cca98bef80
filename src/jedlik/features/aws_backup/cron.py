"""Schedules of backup plans: `cron(minutes hours day-of-month month day-of-week year)`. Pure.

    cron(0 5 ? * * *)       each day at 05:00
    cron(30 3 L * ? *)      the last day of each month at 03:30
    cron(0 12 15W * ? *)    at noon of the weekday that is nearest to the 15th, in its month
    cron(0 22 ? * 2#1 *)    the first Monday of each month (SUN is 1); 6L is the last Friday

A time that a zone leaves out, because its clocks go forward, is passed over. A time that occurs
twice, because they go back, counts once, the first time.

Sources: EventBridge User Guide, "Cron expressions reference"; EventBridge Scheduler User Guide,
"Daylight savings time". An increment that is larger than every value is refused there (aws-sdk-js
#4212). AWS Backup accepts no `rate(...)` (terraform-provider-aws #8269).
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final, NamedTuple, final
from zoneinfo import ZoneInfo

_EXPRESSION: Final = re.compile(r"cron\(([^()]*)\)")
_FIELDS: Final = 6
_ANY: Final = "?"
_ALL: Final = "*"
_LAST: Final = "L"
_MONTHS: Final = (
    "JAN",
    "FEB",
    "MAR",
    "APR",
    "MAY",
    "JUN",
    "JUL",
    "AUG",
    "SEP",
    "OCT",
    "NOV",
    "DEC",
)
_WEEKDAYS: Final = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_DIGITS_MAX: Final = 4
_WEEK: Final = 7
_WEEKS_MAX: Final = 5
_SATURDAY: Final = 7
_CHARACTERS_MAX: Final = 1_000


class InvalidScheduleError(Exception):
    """A text is no schedule."""


class _Field(NamedTuple):
    """The values of a field, and names for them. The first name is that of `least`."""

    least: int
    most: int
    names: tuple[str, ...] = ()


_MINUTES: Final = _Field(0, 59)
_HOURS: Final = _Field(0, 23)
_DAYS: Final = _Field(1, 31)
_MONTH: Final = _Field(1, 12, _MONTHS)
_WEEKDAY: Final = _Field(1, 7, _WEEKDAYS)
_YEARS: Final = _Field(1970, 2199)

# Returns the days of a month, from the year, the month, and how many days the month has.
_DaysOf = Callable[[int, int, int], set[int]]


@final
class Schedule:
    """The times of a cron expression in a time zone."""

    def __init__(self, expression: str, zone: str = "") -> None:
        """zone: a name of the IANA database, empty for UTC. Raises InvalidScheduleError."""
        found = _EXPRESSION.fullmatch(expression[:_CHARACTERS_MAX])
        fields = [] if found is None else found[1].split()
        if len(fields) != _FIELDS:
            raise InvalidScheduleError(f"{expression[:_CHARACTERS_MAX]} is no cron expression")
        minutes, hours, days, months, weekdays, years = (each.upper() for each in fields)
        self._times = [
            (hour, minute)
            for hour in sorted(_values(hours, _HOURS))
            for minute in sorted(_values(minutes, _MINUTES))
        ]
        self._months = sorted(_values(months, _MONTH))
        self._years = sorted(_values(years, _YEARS))
        if (days == _ANY) == (weekdays == _ANY):
            raise InvalidScheduleError("one of day-of-month and day-of-week must be ?")
        self._days_of = _days_of_month(days) if weekdays == _ANY else _days_of_week(weekdays)
        self._zone = _zone(zone)

    def next_after(self, after_ms: int) -> int | None:
        """Returns the first time after `after_ms`, None if there is none. Both are Unix time."""
        try:
            # The day before: the clocks of a zone may go back over midnight.
            first = (datetime.fromtimestamp(after_ms / 1000, self._zone) - timedelta(days=1)).date()
        except (OverflowError, ValueError, OSError):
            return None
        for day in self._days(first):
            for hour, minute in self._times:
                at_ms = _instant_ms(day, hour, minute, self._zone)
                if at_ms is not None and at_ms > after_ms:
                    return at_ms
        return None

    def _days(self, first: date) -> Iterator[date]:
        """Yields the days of the schedule from `first` on."""
        for year in self._years:
            if year < first.year:
                continue
            for month in self._months:
                if (year, month) < (first.year, first.month):
                    continue
                for day in sorted(self._days_of(year, month, monthrange(year, month)[1])):
                    found = date(year, month, day)
                    if found >= first:
                        yield found


def _instant_ms(day: date, hour: int, minute: int, zone: tzinfo) -> int | None:
    """Returns the instant of a local time. None if the zone leaves this time out."""
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        return None
    return round(instant.timestamp()) * 1000


def _zone(name: str) -> tzinfo:
    """Raises InvalidScheduleError if the machine knows no zone of this name."""
    if not name:
        return UTC
    try:
        return ZoneInfo(name)
    except (OSError, ValueError):  # ZoneInfoNotFoundError is a KeyError of its own
        raise InvalidScheduleError(f"there is no time zone {name}") from None
    except KeyError:
        raise InvalidScheduleError(f"there is no time zone {name}") from None


def _values(text: str, field: _Field) -> set[int]:
    """Returns the values of a field without `?`, `L`, `W` and `#`."""
    found: set[int] = set()
    for part in text.split(","):
        span, slash, increment = part.partition("/")
        low, high = _range(span, field, is_open=bool(slash))
        step = 1
        if slash:
            step = _number(increment)
            if not 1 <= step <= field.most:
                raise InvalidScheduleError(f"{increment} is no increment")
        found.update(range(low, high + 1, step))
    return found


def _range(text: str, field: _Field, *, is_open: bool) -> tuple[int, int]:
    """Returns the first and the last value. is_open: whether a single value means all after it."""
    if text == _ALL:
        return field.least, field.most
    first, dash, last = text.partition("-")
    low = _value(first, field)
    if not dash:
        return low, field.most if is_open else low
    high = _value(last, field)
    if high < low:
        raise InvalidScheduleError(f"{text} is no range")
    return low, high


def _value(text: str, field: _Field) -> int:
    found = field.least + field.names.index(text) if text in field.names else _number(text)
    if not field.least <= found <= field.most:
        raise InvalidScheduleError(f"{text} is not between {field.least} and {field.most}")
    return found


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS_MAX):
        raise InvalidScheduleError(f"{text} is no number")
    return int(text)


def _days_of_month(text: str) -> _DaysOf:
    if text == _LAST:
        return lambda year, month, last: {last}
    if text.endswith("W"):
        wanted = _value(text[:-1], _DAYS)
        return lambda year, month, last: _nearest_weekday(year, month, last, wanted)
    days = _values(text, _DAYS)
    return lambda year, month, last: {day for day in days if day <= last}


def _nearest_weekday(year: int, month: int, last: int, wanted: int) -> set[int]:
    """Returns the day from Monday to Friday that is nearest to a day, in the same month. A month
    without that day has none.
    """
    if wanted > last:
        return set()
    weekday = _weekday(year, month, wanted)
    if weekday == _SATURDAY:
        return {wanted - 1 if wanted > 1 else wanted + 2}
    if weekday == 1:
        return {wanted + 1 if wanted < last else wanted - 2}
    return {wanted}


def _days_of_week(text: str) -> _DaysOf:
    if text == _LAST:  # of the week
        text = str(_SATURDAY)
    if text.endswith(_LAST):
        wanted = _value(text[:-1], _WEEKDAY)
        return lambda year, month, last: {
            day for day in range(last - _WEEK + 1, last + 1) if _weekday(year, month, day) == wanted
        }
    day_text, hash_sign, number_text = text.partition("#")
    if hash_sign:
        wanted, number = _value(day_text, _WEEKDAY), _number(number_text)
        if not 1 <= number <= _WEEKS_MAX:
            raise InvalidScheduleError(f"{text} is no day of a month")
        first = (number - 1) * _WEEK + 1
        return lambda year, month, last: {
            day
            for day in range(first, min(first + _WEEK, last + 1))
            if _weekday(year, month, day) == wanted
        }
    weekdays = _values(text, _WEEKDAY)
    return lambda year, month, last: {
        day for day in range(1, last + 1) if _weekday(year, month, day) in weekdays
    }


def _weekday(year: int, month: int, day: int) -> int:
    """Returns the weekday of a day: 1 is Sunday, 7 is Saturday."""
    return date(year, month, day).isoweekday() % _WEEK + 1


def first_runs(schedule: Schedule, after_ms: int, count: int) -> Sequence[int]:
    """Returns the next times, at most `count`."""
    found: list[int] = []
    at_ms = schedule.next_after(after_ms)
    while at_ms is not None and len(found) < count:
        found.append(at_ms)
        at_ms = schedule.next_after(at_ms)
    return found
