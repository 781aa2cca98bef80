"""Which entries are on the workers of Citus, and on which shard: their place.

The entries of the spaces that grow with the data are distributed. The others, such as the records
of tables and the counters, are on the coordinator, because almost every commit needs them.

All entries of a partition have one place. In three spaces a partition begins with a hash, after a
prefix of fixed length: there each place has a part of the range of hashes, so a scan visits one
place after another. Source of the layouts: `core.keys.encode`, `features.secondary_indexes.index`,
`features.history.reader`. A wrong assumption about them makes scans slower, not wrong.
"""

import hashlib
from collections.abc import Sequence
from typing import Final, NamedTuple, final

from jedlik.core.keys.key import Span
from jedlik.core.keys.ranges import after_prefix
from jedlik.core.keys.space import Space
from jedlik.storage.postgresql.entry_id import HEAD_BYTES

# The spaces with hashes, and how many bytes are before the hash.
_PREFIX_BYTES: Final = {int(Space.ITEM): 0, int(Space.INDEX): 2, int(Space.OVERLAY): 16}
# The spaces whose partitions are spread without an order.
_SPREAD: Final = frozenset((int(Space.CHANGE_LOG), int(Space.BACKUP_BLOCK)))
# The spaces whose entries of one table have one place, because they are read in order.
_TOGETHER: Final = frozenset((int(Space.EXPIRY),))
_DISTRIBUTED: Final = frozenset((*_PREFIX_BYTES, *_SPREAD, *_TOGETHER))

_RANK_BYTES: Final = 4
_END: Final = b"\x00\x00"


class Visit(NamedTuple):
    """The places of a span.

    is_ordered: whether all entries of an earlier place come before those of a later one.
    """

    places: Sequence[int]
    is_ordered: bool


def is_distributed(entry_id: bytes) -> bool:
    """Returns whether the entry with this id is on a worker."""
    return entry_id[0] in _DISTRIBUTED


@final
class Places:
    """The places of one database."""

    __slots__ = ("_values",)

    def __init__(self, values: Sequence[int]) -> None:
        """values: those of the column `place`, one for each shard. They never change."""
        self._values = values

    def place_of(self, entry_id: bytes) -> int:
        """Returns the place of a distributed entry."""
        begin = 2 + entry_id[1]
        end = entry_id.find(_END, begin, HEAD_BYTES)
        partition = entry_id[begin : end if end >= 0 else HEAD_BYTES]
        space = entry_id[0]
        prefix_bytes = _PREFIX_BYTES.get(space)
        if prefix_bytes is None:
            hashed = entry_id[:begin] if space in _TOGETHER else entry_id[:begin] + partition
            return self._at(hashlib.blake2b(hashed, digest_size=_RANK_BYTES).digest())
        raw = partition.replace(b"\x00\xff", b"\x00") if b"\x00" in partition else partition
        return self._at(raw[prefix_bytes : prefix_bytes + _RANK_BYTES])

    def visit(self, span: Span, low: bytes) -> Visit:
        """Returns the places of a distributed span. low: the first id of the span."""
        if span.space in _TOGETHER or (span.start is not None and _is_one_partition(span)):
            return Visit((self.place_of(low),), is_ordered=True)
        prefix_bytes = _PREFIX_BYTES.get(int(span.space))
        if prefix_bytes is None:
            return Visit(self._values, is_ordered=False)
        start = b"" if span.start is None else span.start[0]
        prefix = start[:prefix_bytes]
        first = self._number(start[prefix_bytes : prefix_bytes + _RANK_BYTES])
        last = len(self._values) - 1
        if span.end is not None and span.end[0][:prefix_bytes] == prefix:
            last = self._number(span.end[0][prefix_bytes : prefix_bytes + _RANK_BYTES])
        elif prefix_bytes and not (
            len(prefix) == prefix_bytes
            and span.end is not None
            and span.end == (after_prefix(prefix), b"")
        ):
            return Visit(self._values, is_ordered=False)
        return Visit(self._values[first : last + 1], is_ordered=True)

    def _at(self, rank: bytes) -> int:
        return self._values[self._number(rank)]

    def _number(self, rank: bytes) -> int:
        return int.from_bytes(rank.ljust(_RANK_BYTES, b"\x00"), "big") * len(self._values) >> 32


def _is_one_partition(span: Span) -> bool:
    """Returns whether all entries of a span with a start have one partition."""
    assert span.start is not None
    if span.end is None:
        return False
    partition = span.start[0]
    return span.end[0] == partition or span.end == (partition + b"\x00", b"")
