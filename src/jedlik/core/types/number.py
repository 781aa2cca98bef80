"""Numbers: exact decimals of up to 38 significant digits, stored as canonical text.

- The canonical text of a number is its plain decimal form: no exponent, no plus sign, no
  unnecessary zero (`1E3` is `1000`, `-0` is `0`, `0042.1200` is `42.12`). Equal numbers have equal
  canonical texts, so sets, keys and stored items compare numbers as strings.
- The magnitude of a number is the exponent of its first significant digit, from -130 to 125. For
  zero it is the exponent of its last written digit, so `0e126` overflows and `0.0e126` does not.
- No binary float is used. Exponents are compared before digits are written out, so no request can
  make us build an integer of more than a few hundred digits.

Sources: Developer Guide, "Naming rules and data types"; recorded answers, October 2026; Alternator
test_number.py for arithmetic.
"""

import re
from collections.abc import Callable
from decimal import Context, Decimal
from typing import Final, NamedTuple

from jedlik.core import limits
from jedlik.core.errors import Reject, Scope, invalid
from jedlik.core.pauses import spend
from jedlik.core.types.echo import clipped

NUMBER_OVERFLOW: Final = (
    "Number overflow. Attempting to store a number with magnitude larger than supported range"
)
NUMBER_UNDERFLOW: Final = (
    "Number underflow. Attempting to store a number with magnitude smaller than supported range"
)
TOO_MANY_DIGITS: Final = "Attempting to store more than 38 significant digits in a Number"
NOT_A_NUMBER: Final = "The parameter cannot be converted to a numeric value"

# Matches texts that are already canonical, if they have at most 38 characters.
_is_canonical = re.compile(r"0|-?(?:[1-9][0-9]*|(?:0|[1-9][0-9]*)\.[0-9]*[1-9])").fullmatch

# Longer texts are read in pieces, with pauses. For a text of 16 MB a regular expression needs
# 30 ms, and the removal of zeros a tenth of a second.
PIECE_CHARACTERS: Final = 32 * 1024
# Characters that are as much work as one value, see `spend`.
_CHARACTERS_PER_VALUE: Final = 32
# More significant digits, or digits of an exponent, than any number may have.
_TOO_MANY: Final = 64

_written = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?").fullmatch

_Match = Callable[[str, int, int], "re.Match[str] | None"]
_digits: Final[_Match] = re.compile(r"[0-9]*").match
_zeros: Final[_Match] = re.compile(r"0*").match

# Precise enough for the exact sum of any two numbers: digits from 10^126 down to 10^-167.
_EXACT: Final = Context(prec=300, traps=[])


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


def canonical(text: str, *, current: bool = True) -> str:
    """Returns the canonical text of a number. Raises Reject if `text` is no number in range.

    current: True for the error texts of single-item writes and reads. False for those of batch
    writes, transactions, Scan and PartiQL. These read a number as Java does: the exponent and the
    scale (digits after the point minus the exponent) must fit in 32 bits.
    """
    if len(text) <= limits.NUMBER_DIGITS:
        # fast path: most numbers are counts
        if text.isdigit() and text[0] != "0" and text.isascii():
            return text
        if _is_canonical(text):
            return text
    return _canonical(text, current=current)


def size_bytes(canonical_text: str) -> int:
    """Returns the stored size of a number: one byte, one for a minus sign, and its digits.

    Two digits take one byte. The digits before and after the point are counted separately. Zeros
    that only place the point are free. Source: recorded answers, October 2026; the rule in the
    Developer Guide approximates it.
    """
    if canonical_text.isdigit():
        return 1 + (len(canonical_text.rstrip("0")) + 1) // 2
    digits = canonical_text.lstrip("-")
    signs = len(canonical_text) - len(digits)
    whole, _, fraction = digits.partition(".")
    if not fraction:
        return 1 + signs + (len(whole.rstrip("0")) + 1) // 2
    if whole == "0":
        return 1 + signs + (len(fraction.lstrip("0")) + 1) // 2
    return 1 + signs + (len(whole) + 1) // 2 + (len(fraction) + 1) // 2


def compare(left: str, right: str) -> int:
    """Returns -1, 0 or 1 if `left` is less than, equal to or greater than `right` (canonical
    texts).
    """
    if left == right:
        return 0
    return -1 if Decimal(left) < Decimal(right) else 1


def add(left: str, right: str) -> str:
    """Returns the exact sum of two canonical texts, as canonical text.

    Raises Reject if the sum is out of range or has more than 38 digits, which the service also
    calls an overflow.
    """
    if _is_short_integer(left) and _is_short_integer(right):
        return str(int(left) + int(right))
    return _stored(_EXACT.add(Decimal(left), Decimal(right)))


def subtract(left: str, right: str) -> str:
    """Returns the exact difference of two canonical texts. Raises Reject as `add` does."""
    if _is_short_integer(left) and _is_short_integer(right):
        return str(int(left) - int(right))
    return _stored(_EXACT.subtract(Decimal(left), Decimal(right)))


def _is_short_integer(text: str) -> bool:
    """Returns whether the sum of two integers this short has at most 38 digits."""
    return len(text) < limits.NUMBER_DIGITS and "." not in text


def _stored(result: Decimal) -> str:
    """Returns the canonical text of an arithmetic result. Raises Reject if it is out of range."""
    if result.adjusted() > limits.NUMBER_MAGNITUDE_MAX:
        raise invalid(NUMBER_OVERFLOW)
    if not result:
        return "0"
    if result.adjusted() < limits.NUMBER_MAGNITUDE_MIN:
        raise invalid(NUMBER_UNDERFLOW)
    text = format(result, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if len(text.replace(".", "").lstrip("-0").rstrip("0")) > limits.NUMBER_DIGITS:
        raise invalid(NUMBER_OVERFLOW)
    return text


def _canonical(text: str, *, current: bool) -> str:
    """Does the work of `canonical` for a text that the fast paths do not accept."""
    written = written_number(text)
    if written is None:
        raise _not_a_number(text, current=current)
    bits = 64 if current else 32
    exponent = _exponent(written.exponent, bits=bits)
    if exponent is None or not (current or _fits(written.fraction_length - exponent, bits=bits)):
        raise _not_a_number(text, current=current)
    magnitude = max(written.length, 1) - 1 - written.fraction_length + exponent
    if not current:
        magnitude = _as_java_int(magnitude + 2) - 2
    if magnitude > limits.NUMBER_MAGNITUDE_MAX:
        raise invalid(NUMBER_OVERFLOW, Scope.REQUEST)
    if magnitude < limits.NUMBER_MAGNITUDE_MIN:
        raise invalid(NUMBER_UNDERFLOW, Scope.REQUEST)
    if len(written.significant) > limits.NUMBER_DIGITS:
        raise invalid(TOO_MANY_DIGITS)
    return _expanded(written.significant, magnitude, negative=written.is_negative)


def _expanded(digits: str, magnitude: int, *, negative: bool) -> str:
    """Returns the plain decimal form of `digits`, whose first digit is worth 10^magnitude.

    digits: without zeros at either end; empty for zero.
    """
    if not digits:
        return "0"
    places = magnitude + 1
    if places <= 0:
        plain = "0." + "0" * -places + digits
    elif places >= len(digits):
        plain = digits + "0" * (places - len(digits))
    else:
        plain = digits[:places] + "." + digits[places:]
    return "-" + plain if negative else plain


def _exponent(text: str, *, bits: int) -> int | None:
    """Returns the exponent in `text`, or None if it does not fit in a signed integer of `bits`."""
    digits = text.lstrip("+-").lstrip("0")
    if len(digits) > 19:  # 2^63 has 19 digits; int() must never receive a long text
        return None
    exponent = -int(digits or "0") if text[0] == "-" else int(digits or "0")
    return exponent if _fits(exponent, bits=bits) else None


def _fits(number: int, *, bits: int) -> bool:
    return -(1 << bits - 1) <= number < 1 << bits - 1


def _as_java_int(number: int) -> int:
    """Wraps `number` to 32 bits. This is why `1e2147483646` underflows in the older wording.

    `1e2147483645` overflows (dynoxide's captures of statements, October 2026).
    """
    return (number + (1 << 31)) % (1 << 32) - (1 << 31)


def _not_a_number(text: str, *, current: bool) -> Reject:
    """Returns the error for a text that is no number. The older wording ends without a colon if the
    text is empty.
    """
    message = f"{NOT_A_NUMBER}: {clipped(text)}" if text or current else NOT_A_NUMBER
    return invalid(message, Scope.REQUEST)


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
