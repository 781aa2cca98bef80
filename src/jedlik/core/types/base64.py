"""Base64 text in B and BS. It is checked once, on arrival, and measured without decoding."""

import binascii
from typing import Final

from jedlik.core.pauses import spend

_GROUP: Final = 4  # characters that encode three bytes
_ALPHABET: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
# The last character before the padding has bits that belong to no byte; they must be zero.
_LAST_BEFORE_PADDING: Final = {"=": "AEIMQUYcgkosw048", "==": "AQgw"}
# A long text is checked in pieces, with pauses between them.
_PIECE_CHARACTERS: Final = 256 * 1024
_CHARACTERS_PER_VALUE: Final = 64
_BAD_LAST_CHARACTER: Final = "Invalid last non-pad Base64 character dectected"


def fault(text: str) -> str | None:
    """Returns what is wrong with a base64 text, in the service's words, or None if it is canonical.

    Source: recorded answers in dynalite's test suite (`assertType` of Blob).
    """
    if len(text) % _GROUP:
        return f"Base64 encoded length is expected a multiple of 4 bytes but found: {len(text)}"
    foreign = _foreign(text)
    if not foreign:
        return None
    padding = "=" * len(foreign)
    last_characters = _LAST_BEFORE_PADDING.get(padding)
    if last_characters is not None and text.endswith(padding):
        if text[-1 - len(padding)] in last_characters:
            return None
        return _BAD_LAST_CHARACTER
    if text[-1] == "=" and text.rstrip("=")[-1:] not in _LAST_BEFORE_PADDING["="]:
        return _BAD_LAST_CHARACTER
    return f"Invalid base 64 character: '{foreign.decode()[0]}'"


def _foreign(text: str) -> bytes:
    """Returns the characters that encode nothing."""
    if len(text) <= _PIECE_CHARACTERS:
        return text.encode().translate(None, _ALPHABET)
    pieces: list[bytes] = []
    for first in range(0, len(text), _PIECE_CHARACTERS):
        spend(_PIECE_CHARACTERS // _CHARACTERS_PER_VALUE)
        pieces.append(text[first : first + _PIECE_CHARACTERS].encode().translate(None, _ALPHABET))
    return b"".join(pieces)


def decoded_bytes(text: str) -> int:
    """Returns how many bytes a canonical base64 text encodes."""
    return len(text) // _GROUP * 3 - text.count("=", -2)


def bytes_of(text: str) -> bytes:
    """Returns the bytes that a canonical base64 text encodes."""
    return binascii.a2b_base64(text)


def text_of(data: bytes) -> str:
    """Returns the canonical base64 text of bytes."""
    return binascii.b2a_base64(data, newline=False).decode()
