"""Keys and spans: the address of one entry, and a range of entries.

`Key(...)` calls a function of the standard library that cannot be compiled. The functions
`make_key` and `make_span` make the same values with a third less work. The request path uses them.
"""

from typing import Final, NamedTuple

from jedlik.core.keys.space import Space

_NEW: Final = tuple.__new__


class Key(NamedTuple):
    """The address of one entry. Entries are sorted bytewise by space, table, partition, sort."""

    space: Space
    table: int  # 0 if the entry belongs to no table; the id of a deleted table is never used again
    partition: bytes
    sort: bytes


class Span(NamedTuple):
    """A range of entries of one space and table, in order of (partition, sort).

    `start` and `end` are (partition, sort) pairs. `start` is inclusive, `end` is exclusive, and
    None means that the range is open on that side. The first position after an entry is (partition,
    sort + b"\\x00").
    """

    space: Space
    table: int
    start: tuple[bytes, bytes] | None = None
    end: tuple[bytes, bytes] | None = None


def make_key(space: Space, table: int, partition: bytes, sort: bytes) -> Key:
    """Returns the key of an entry."""
    return _NEW(Key, (space, table, partition, sort))


def make_span(
    space: Space, table: int, start: tuple[bytes, bytes] | None, end: tuple[bytes, bytes] | None
) -> Span:
    """Returns a range of entries. start, end: see `Span`."""
    return _NEW(Span, (space, table, start, end))


def entries_of_partition(space: Space, table: int, partition: bytes, after: bytes = b"") -> Span:
    """Returns the range of all entries of a partition, or of those that follow a sort key.

    after: that sort key. Empty: the range begins with the first entry.
    """
    start = after + b"\x00" if after else b""
    return Span(space, table, (partition, start), (partition + b"\x00", b""))
