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
from decimal import Context, Decimal
from typing import Final

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
_written = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?").fullmatch

# Characters that are as much work as one value, see `spend`. A request can have a long one.
_CHARACTERS_PER_VALUE: Final = 64
# Precise enough for the exact sum of any two numbers: digits from 10^126 down to 10^-167.
_EXACT: Final = Context(prec=300, traps=[])


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
    spend(len(text) // _CHARACTERS_PER_VALUE)
    match = _written(text)
    if match is None:
        raise _not_a_number(text, current=current)
    sign, whole, fraction, exponent_text = match.groups()
    fraction = fraction or ""
    if not whole and not fraction:
        raise _not_a_number(text, current=current)
    bits = 64 if current else 32
    exponent = _exponent(exponent_text or "0", bits=bits)
    if exponent is None or not (current or _fits(len(fraction) - exponent, bits=bits)):
        raise _not_a_number(text, current=current)
    digits = (whole + fraction).lstrip("0")
    magnitude = max(len(digits), 1) - 1 - len(fraction) + exponent
    if not current:
        magnitude = _as_java_int(magnitude + 1) - 1
    if magnitude > limits.NUMBER_MAGNITUDE_MAX:
        raise invalid(NUMBER_OVERFLOW, Scope.REQUEST)
    if magnitude < limits.NUMBER_MAGNITUDE_MIN:
        raise invalid(NUMBER_UNDERFLOW, Scope.REQUEST)
    digits = digits.rstrip("0")
    if len(digits) > limits.NUMBER_DIGITS:
        raise invalid(TOO_MANY_DIGITS)
    return _expanded(digits, magnitude, negative=sign == "-")


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
    """Wraps `number` to 32 bits. This is why `1e2147483647` underflows in the older wording."""
    return (number + (1 << 31)) % (1 << 32) - (1 << 31)


def _not_a_number(text: str, *, current: bool) -> Reject:
    """Returns the error for a text that is no number. The older wording ends without a colon if the
    text is empty.
    """
    message = f"{NOT_A_NUMBER}: {clipped(text)}" if text or current else NOT_A_NUMBER
    return invalid(message, Scope.REQUEST)
