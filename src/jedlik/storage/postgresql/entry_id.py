"""Keys as `bytea`: ids of entries, in the order of their keys, and the numbers of locks.

An id is space, number of the table, partition and sort key. In the partition each byte 00 is
followed by FF, and 00 00 ends it. So ids sort bytewise like keys.

A B-tree cannot store rows of more than 2,704 bytes. A longer id is cut after its head. Its digest
follows, and the rest is the tail, which is not in the index. Ids with one head are next to each
other; the order among them is that of their tails.
"""

import hashlib
from struct import Struct
from typing import Final, NamedTuple

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space

HEAD_BYTES: Final = 2560  # the same number is in migrations/1.sql
COUNTER_BYTE: Final = int(Space.COUNTER)  # the first byte of the ids of counters, also in 1.sql

_END: Final = b"\x00\x00"
# After every id with the same head.
_BEYOND: Final = b"\xff" * 33
_PREFIXES_MAX: Final = 10_000

_IDS_MAX: Final = 1_000

_PREFIXES: Final[dict[tuple[int, int], bytes]] = {}
_IDS: Final[dict[Key, bytes]] = {}

_HASH: Final = hashlib.blake2b(digest_size=8)
_NUMBER: Final = Struct(">q")


class Bounds(NamedTuple):
    """The ids of a span. The tails limit only the ids that have the head of their bound."""

    low: bytes  # inclusive
    low_tail: bytes | None
    high: bytes  # exclusive
    high_tail: bytes | None


def prefix_of(space: int, table: int) -> bytes:
    """Returns the beginning of the ids of a space and table."""
    prefix = _PREFIXES.get((space, table))
    if prefix is None:
        if len(_PREFIXES) >= _PREFIXES_MAX:
            _PREFIXES.clear()
        number = table.to_bytes((table.bit_length() + 7) // 8, "big")
        prefix = _PREFIXES[(space, table)] = bytes((space, len(number))) + number
    return prefix


def id_of(key: Key) -> bytes:
    """Returns the id of a key. A commit needs each several times, so the last ones are cached."""
    found = _IDS.get(key)
    if found is not None:
        return found
    whole = _whole(key)
    if len(whole) > HEAD_BYTES:
        return whole[:HEAD_BYTES] + hashlib.sha256(whole[HEAD_BYTES:]).digest()
    if len(_IDS) >= _IDS_MAX:
        _IDS.clear()
    _IDS[key] = whole
    return whole


def tail_of(key: Key) -> bytes | None:
    """Returns what the id of a key does not have, None if the id is complete."""
    # An escape at most doubles the partition, and the prefix and the end have less than 32 bytes.
    if 2 * len(key.partition) + len(key.sort) + 32 <= HEAD_BYTES:
        return None
    whole = _whole(key)
    return whole[HEAD_BYTES:] if len(whole) > HEAD_BYTES else None


def append_prefix(space: Space, table: int, partition: bytes) -> bytes:
    """Returns the beginning of the ids of the Appends to a partition. A position follows it."""
    prefix = _whole(Key(space, table, partition, b""))
    if len(prefix) + 8 > HEAD_BYTES:
        raise ValueError("the partition of an Append is too long")
    return prefix


def position_in(entry_id: bytes, tail: bytes | None) -> tuple[bytes, bytes]:
    """Returns the partition and the sort key of an entry."""
    whole = entry_id if tail is None else entry_id[:HEAD_BYTES] + tail
    begin = 2 + whole[1]
    end = whole.index(_END, begin)
    return whole[begin:end].replace(b"\x00\xff", b"\x00"), whole[end + len(_END) :]


def key_in(entry_id: bytes, tail: bytes | None) -> Key:
    """Returns the key of an entry. Raises ValueError if this version does not know its space."""
    number = int.from_bytes(entry_id[2 : 2 + entry_id[1]], "big")
    return Key(Space(entry_id[0]), number, *position_in(entry_id, tail))


def bounds_of(span: Span) -> Bounds:
    """Returns the ids of a span."""
    low, low_tail = prefix_of(span.space, span.table), None
    high, high_tail = prefix_of(span.space, span.table + 1), None
    if span.start is not None:
        low = _whole(Key(span.space, span.table, *span.start))
        if len(low) > HEAD_BYTES:
            low, low_tail = low[:HEAD_BYTES] + b"\x00", low[HEAD_BYTES:]
    if span.end is not None:
        high = _whole(Key(span.space, span.table, *span.end))
        if len(high) > HEAD_BYTES:
            high, high_tail = high[:HEAD_BYTES] + _BEYOND, high[HEAD_BYTES:]
    return Bounds(low, low_tail, high, high_tail)


def lock_number(entry_id: bytes) -> int:
    """Returns the number of the lock of an id, or of a pair of space and table by its prefix."""
    begun = _HASH.copy()  # to make a new one with its parameters takes longer than to hash an id
    begun.update(entry_id)
    number: int = _NUMBER.unpack(begun.digest())[0]
    return number


def _whole(key: Key) -> bytes:
    # `in` would be slow: bytes first ask whether what is looked for is an integer.
    partition = key.partition.replace(b"\x00", b"\x00\xff")
    return b"".join((prefix_of(key.space, key.table), partition, _END, key.sort))
