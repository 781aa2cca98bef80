"""Keys and spans: where an entry is, and where a range of entries is."""

from typing import NamedTuple

from jedlik.core.keys.space import Space


class Key(NamedTuple):
    """The address of one entry. Order of entries: space, table, partition, sort, bytewise."""

    space: Space
    table: int  # 0 where no table is meant; ids of tables are never used again
    partition: bytes
    sort: bytes


class Span(NamedTuple):
    """A range of entries of one space and table, in order of (partition, sort).

    `start` and `end` are (partition, sort) pairs; `start` is inclusive, `end` exclusive, None is
    open. A position just after an entry is (partition, sort + b"\\x00").
    """

    space: Space
    table: int
    start: tuple[bytes, bytes] | None = None
    end: tuple[bytes, bytes] | None = None
