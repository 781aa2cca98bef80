"""The parts of a number as a request writes it.

A regular expression reads a short text at once. For a text of 16 MB this and the removal of zeros
would take a tenth of a second, so a long text is read in pieces, with pauses.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from jedlik.core.pauses import spend

PIECE_CHARACTERS: Final = 32 * 1024
# Characters that are as much work as one value, see `spend`.
_CHARACTERS_PER_VALUE: Final = 32
# More significant digits, or digits of an exponent, than any number may have.
_TOO_MANY: Final = 64

_written = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?").fullmatch

_Match = Callable[[str, int, int], "re.Match[str] | None"]
_digits: Final[_Match] = re.compile(r"[0-9]*").match
_zeros: Final[_Match] = re.compile(r"0*").match


class WrittenNumber(NamedTuple):
    """A number as it is written.

    significant: its digits without the zeros at both ends, empty for zero. Of more than 38 digits
    some may be missing, but no more than to leave 39.
    length: how many digits there are from the first one that is not 0, including zeros at the
    end.
    fraction_length: how many digits are after the point.
    exponent: its sign and digits, "0" without an exponent.
    """

    is_negative: bool
    significant: str
    length: int
    fraction_length: int
    exponent: str


def written_number(text: str) -> WrittenNumber | None:
    """Returns the parts of a number, or None if the text is no number."""
    if len(text) > PIECE_CHARACTERS:
        return _long_number(text)
    match = _written(text)
    if match is None:
        return None
    sign, whole, fraction, exponent = match.groups()
    fraction = fraction or ""
    if not whole and not fraction:
        return None
    digits = (whole + fraction).lstrip("0")
    return WrittenNumber(
        sign == "-", digits.rstrip("0"), len(digits), len(fraction), exponent or "0"
    )


def _long_number(text: str) -> WrittenNumber | None:
    start = 1 if text[0] in "+-" else 0
    whole_end = end = _end_of(_digits, text, start)
    after_point = end
    if text[end : end + 1] == ".":
        after_point = end + 1
        end = _end_of(_digits, text, after_point)
    exponent = _long_exponent(text, end)
    if exponent is None or whole_end - start + end - after_point == 0:
        return None
    first = _end_of(_zeros, text, start)
    if first == whole_end:
        first = _end_of(_zeros, text, after_point)
    length = end - max(first, after_point) + max(whole_end - first, 0)
    significant = _significant(text, first, end) if length else ""
    return WrittenNumber(text[0] == "-", significant, length, end - after_point, exponent)


def _long_exponent(text: str, at: int) -> str | None:
    """Returns the exponent that begins at `at`, or None if this is none."""
    if at == len(text):
        return "0"
    start = at + 1
    if text[start : start + 1] in ("+", "-"):
        start += 1
    if text[at] not in "eE" or start == len(text) or _end_of(_digits, text, start) < len(text):
        return None
    first = _end_of(_zeros, text, start)
    return text[at + 1 : start] + (text[first : first + _TOO_MANY] or "0")


def _significant(text: str, first: int, end: int) -> str:
    """Returns the digits from `first` to the last one before `end` that is not 0."""
    if end - first > _TOO_MANY:
        head = text[first : first + _TOO_MANY].replace(".", "")
        if _has_other_than_zeros(text, first + _TOO_MANY, end):
            return head
        return head.rstrip("0")
    return text[first:end].replace(".", "").rstrip("0")


def _has_other_than_zeros(text: str, start: int, end: int) -> bool:
    at = _end_of(_zeros, text, start)
    if at < end and text[at] == ".":
        at = _end_of(_zeros, text, at + 1)
    return at < end


def _end_of(match: _Match, text: str, start: int) -> int:
    """Returns where the characters end that `match` accepts, from `start` on."""
    at = start
    while True:
        to = at + PIECE_CHARACTERS
        found = match(text, at, to)
        assert found is not None  # it also matches no character
        spend((found.end() - at) // _CHARACTERS_PER_VALUE)
        at = found.end()
        if at < to:
            return at
