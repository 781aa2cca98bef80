"""Positions: numbers that give the order of all entries appended to a storage.

A position is the time of the commit in milliseconds times 2**20, plus a counter. As a sort key it
is 8 bytes, big-endian. The value of an appended entry begins with the same 8 bytes.
"""

from typing import Final

POSITION_BYTES: Final = 8
_POSITIONS_PER_MS: Final = 1 << 20


def position_at(now_ms: int) -> int:
    """Returns the first position of a time in milliseconds."""
    return now_ms * _POSITIONS_PER_MS


def position_ms(position: int) -> int:
    """Returns the time of a position, in milliseconds."""
    return position // _POSITIONS_PER_MS


def position_of(value: bytes | None) -> int:
    """Returns the position in the first bytes of `value`, or 0 if `value` is None.

    value: the value of an appended entry, or the value of LAST_APPEND.
    """
    return 0 if value is None else int.from_bytes(value[:POSITION_BYTES], "big")


def position_to_bytes(position: int) -> bytes:
    """Returns a position as a sort key."""
    return position.to_bytes(POSITION_BYTES, "big")
