"""The Numeric and Date operators. They do not support variables.

A date is a W3C form of ISO 8601 (`2026-11`, `2026-11-30`, `2026-11-30T13:00Z`,
`2026-11-30T13:00:00.5+01:00`) or seconds since 1970. Digits alone are seconds. A time without a
zone is UTC. Years go beyond what Python's dates can hold.

Sources: IAM User Guide, "Condition operators"; W3C NOTE-datetime; moto `iam/policy_validation.py`
for the range of years and for what the service accepts in addition to that note.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final, final

from jedlik.core.iam.conditions.operator import Never, Operator, Test
from jedlik.core.iam.request import Request

_YEAR_LEAST: Final = -292_275_054
_YEAR_MOST: Final = 292_278_993
_EPOCH_MOST_SECONDS: Final = 2**63 - 1
_NUMBER_CHARACTERS: Final = 128  # longer than any number or date that means something
_DAYS_BEFORE_MONTH: Final = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_DAYS_BEFORE_1970: Final = 719_162  # from the first day of year 1
_DATE: Final = re.compile(
    r"(-?[0-9]{1,9})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?"
    r"(?:T(?:([0-9]{1,2})(?::([0-9]{1,2})(?::([0-9]{1,2})(?:\.([0-9]{1,9}))?)?)?)?"
    r"(?:Z|([+-])([0-9]{2})(?::([0-9]{2}))?)?)?",
    re.IGNORECASE,
)

Parse = Callable[[str], Decimal | None]


@final
class _Ordered(Test):
    """Compares by order. less, equal, more: whether a request's value that is so matches."""

    __slots__ = ("_equal", "_less", "_more", "_parse", "_value")

    def __init__(self, value: Decimal, parse: Parse, accepted: str) -> None:
        self._value = value
        self._parse = parse
        self._less = "<" in accepted
        self._equal = "=" in accepted
        self._more = ">" in accepted

    def matches(self, value: str, request: Request) -> bool:
        found = self._parse(value)
        if found is None:
            return False
        if found == self._value:
            return self._equal
        return self._less if found < self._value else self._more


def parse_number(text: str) -> Decimal | None:
    """Returns the number that a text such as `-12.5` means, or None."""
    digits = text[1:] if text[:1] in {"+", "-"} else text
    whole, point, fraction = digits.partition(".")
    if len(text) > _NUMBER_CHARACTERS or not _is_digits(whole):
        return None
    return Decimal(text) if not point or _is_digits(fraction) else None


def parse_date(text: str) -> Decimal | None:
    """Returns the seconds since 1970 of a date, or None if the text is no date."""
    if len(text) > _NUMBER_CHARACTERS or not text.isascii():
        return None
    if text.isdigit():
        return Decimal(text) if int(text) <= _EPOCH_MOST_SECONDS else None
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
    hours, minutes, seconds = int(found[4] or 0), int(found[5] or 0), int(found[6] or 0)
    away_hours, away_minutes = int(found[9] or 0), int(found[10] or 0)
    if not (_YEAR_LEAST <= year <= _YEAR_MOST and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    if max(hours, away_hours) > 23 or max(minutes, seconds, away_minutes) > 59:
        return None
    away = (away_hours * 60 + away_minutes) * (-1 if found[8] == "-" else 1)
    total = _days(year, month, day) * 86_400 + hours * 3_600 + (minutes - away) * 60 + seconds
    return total + Decimal(f"0.{found[7] or 0}")


def _days(year: int, month: int, day: int) -> int:
    """Returns the days from 1970 to a date. A day after the end of its month is in the next one."""
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400
    days += _DAYS_BEFORE_MONTH[month - 1] + (1 if is_leap and month > 2 else 0) + day - 1
    return days - _DAYS_BEFORE_1970


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _operators(family: str, parse: Parse) -> tuple[Operator, ...]:
    def comparing(accepted: str) -> Callable[[str, bool], Test]:
        def compiled(text: str, has_variables: bool) -> Test:
            value = parse(text)
            return Never() if value is None else _Ordered(value, parse, accepted)

        return compiled

    return (
        Operator(f"{family}Equals", comparing("=")),
        Operator(f"{family}NotEquals", comparing("="), is_negated=True),
        Operator(f"{family}LessThan", comparing("<")),
        Operator(f"{family}LessThanEquals", comparing("<=")),
        Operator(f"{family}GreaterThan", comparing(">")),
        Operator(f"{family}GreaterThanEquals", comparing(">=")),
    )


NUMERIC_OPERATORS: Final = _operators("Numeric", parse_number)
DATE_OPERATORS: Final = _operators("Date", parse_date)
