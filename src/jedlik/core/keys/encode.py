"""Key values as bytes whose order is the service's order of S, N and B.

- S: its UTF-8 bytes. B: its bytes. Both order as the service orders them, bytewise.
- N: a sign byte, the decimal exponent, then the significant digits two to a byte. Negative numbers
  are the complement of their magnitude, closed by 0xff so that the longer is the smaller.

An item's partition begins with a hash of its partition key: the order of Scan, and parallel
segments, are then plain ranges on every storage.
"""

from base64 import b64decode
from functools import lru_cache
from hashlib import blake2b
from typing import Final

HASH_BYTES: Final = 8
END: Final = b"\x00\x01"  # closes an escaped value
HASH_SPACE: Final = 1 << (8 * HASH_BYTES)

_ZERO: Final = b"\x80"
_POSITIVE: Final = 0x81
_NEGATIVE: Final = 0x7F
_EXPONENT_BIAS: Final = 1000
_COMPLEMENT: Final = bytes(255 - byte for byte in range(256))


def encode_scalar(tag: str, value: str) -> bytes:
    """Bytes that order as values of type `tag` do. `value`: wire text; N canonical, B base64."""
    if tag == "S":
        return value.encode()
    if tag == "N":
        return encode_number(value)
    return b64decode(value)


def encode_partition(tag: str, value: str) -> bytes:
    """The partition of the items with this partition key: its hash, then the key itself."""
    return hashed(encode_scalar(tag, value))


def hashed(encoded: bytes) -> bytes:
    """An encoded partition key behind its hash."""
    return blake2b(encoded, digest_size=HASH_BYTES).digest() + encoded


def escaped(encoded: bytes) -> bytes:
    """An encoded value so that, closed by `END`, others may follow it and still order after it."""
    return encoded.replace(b"\x00", b"\x00\xff")


@lru_cache(maxsize=4096)
def encode_number(canonical: str) -> bytes:
    """Bytes that order as numbers do, equal for equal numbers. `canonical`: see types.number."""
    if canonical == "0":
        return _ZERO
    negative = canonical[0] == "-"
    integer, _, fraction = canonical.lstrip("-").partition(".")
    significant = (integer + fraction).lstrip("0")
    exponent = len(significant) - len(fraction) if integer == "0" else len(integer)
    digits = significant.rstrip("0")
    if len(digits) % 2:
        digits += "0"
    pairs = bytes(int(digits[at : at + 2]) + 1 for at in range(0, len(digits), 2))
    magnitude = (exponent + _EXPONENT_BIAS).to_bytes(2, "big") + pairs
    if negative:
        return bytes([_NEGATIVE]) + magnitude.translate(_COMPLEMENT) + b"\xff"
    return bytes([_POSITIVE]) + magnitude
