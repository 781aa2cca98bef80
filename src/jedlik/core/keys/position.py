"""Positions: where an appended entry stands among all that were ever appended to a storage.

A position is the time of the commit in milliseconds times 2**20, plus a count; as a sort key it is
8 bytes, big-endian. The value of an appended entry begins with them.
"""

from typing import Final

POSITION_BYTES: Final = 8
_POSITIONS_PER_MS: Final = 1 << 20


def position_at(now_ms: int) -> int:
    """The first position of a moment."""
    return now_ms * _POSITIONS_PER_MS


def position_ms(position: int) -> int:
    """The moment of a position, in milliseconds."""
    return position // _POSITIONS_PER_MS


def position_of(value: bytes | None) -> int:
    """The position that an appended value begins with, or that is LAST_APPEND's; 0 of no value."""
    return 0 if value is None else int.from_bytes(value[:POSITION_BYTES], "big")


def position_to_bytes(position: int) -> bytes:
    """A position as a sort key."""
    return position.to_bytes(POSITION_BYTES, "big")
