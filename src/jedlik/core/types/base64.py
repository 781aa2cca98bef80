"""Base64 as it stands in B and BS: checked once at the edge, measured without decoding."""

import binascii
import re

_GROUP = 4  # characters, of three bytes
# The last character before the padding carries bits that no byte has; they must be zero.
_LAST_BEFORE_ONE_PAD = frozenset("AEIMQUYcgkosw048")
_LAST_BEFORE_TWO_PADS = frozenset("AQgw")
_foreign_character = re.compile(r"[^A-Za-z0-9+/]").search


def fault(text: str) -> str | None:
    """What is wrong with a base64 text, in the service's words; None if it is canonical.

    Source: recorded answers in dynalite's test suite (`assertType` of Blob).
    """
    if len(text) % _GROUP:
        return f"Base64 encoded length is expected a multiple of 4 bytes but found: {len(text)}"
    if not text:
        return None
    if text[-1] == "=":
        last = _LAST_BEFORE_TWO_PADS if text[-2] == "=" else _LAST_BEFORE_ONE_PAD
        if text.rstrip("=")[-1:] not in last:
            return "Invalid last non-pad Base64 character dectected"
    try:
        binascii.a2b_base64(text, strict_mode=True)
    except ValueError:
        foreign = _foreign_character(text)
        return f"Invalid base 64 character: '{foreign.group() if foreign else '='}'"
    return None


def decoded_bytes(text: str) -> int:
    """How many bytes a canonical base64 text stands for."""
    count = len(text) // _GROUP * 3
    if text[-2:] == "==":
        return count - 2
    return count - 1 if text[-1:] == "=" else count


def bytes_of(text: str) -> bytes:
    """The bytes a canonical base64 text stands for."""
    return binascii.a2b_base64(text)
