"""Key values as bytes whose order is the service's order of S, N and B.

- S becomes its UTF-8 bytes and B its own bytes. Bytewise order is the service's order for both.
- N becomes a sign byte, the decimal exponent and the significant digits, two in each byte. The
  bytes of a negative number are complemented and end with 0xff, so that of two numbers with the
  same first digits the longer one sorts first.

The partition of an item begins with a hash of its partition key. The order of Scan is the order of
the hashes, so the segments of a parallel Scan are plain ranges in every storage.
"""

from base64 import b64decode
from functools import lru_cache
from hashlib import blake2b
from typing import Final

HASH_BYTES: Final = 8
_HASHED_BYTES_MAX: Final = 64 * 1024
END: Final = b"\x00\x01"  # ends an escaped value
HASH_SPACE: Final = 1 << (8 * HASH_BYTES)

_ZERO: Final = b"\x80"
_POSITIVE: Final = 0x81
_NEGATIVE: Final = 0x7F
_EXPONENT_BIAS: Final = 1000
_COMPLEMENT: Final = bytes(255 - byte for byte in range(256))


def encode_scalar(tag: str, value: str) -> bytes:
    """Returns bytes that sort as values of type `tag` do.

    value: the text on the wire: N in canonical form, B in base64.
    """
    if tag == "S":
        return value.encode()
    if tag == "N":
        return encode_number(value)
    return b64decode(value)


def encode_partition(tag: str, value: str) -> bytes:
    """Returns the partition of the items with this partition key: its hash, then the key itself."""
    return hashed(encode_scalar(tag, value))


def hashed(encoded: bytes) -> bytes:
    """Returns an encoded partition key with its hash in front."""
    # A longer key is refused. To hash 16 MB takes 20 ms.
    hashable = encoded if len(encoded) <= _HASHED_BYTES_MAX else b""
    return blake2b(hashable, digest_size=HASH_BYTES).digest() + encoded


def escaped(encoded: bytes) -> bytes:
    """Returns an encoded value in which no `END` occurs.

    A sort key of several values is made of escaped values, each followed by `END`. It sorts by the
    first value, then by the second, and so on.
    """
    return encoded.replace(b"\x00", b"\x00\xff")


@lru_cache(maxsize=4096)
def encode_number(canonical: str) -> bytes:
    """Returns bytes that sort as numbers do. `canonical`: see types.number."""
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
