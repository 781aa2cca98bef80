"""Partitions of vector indexes that a process keeps in memory, because searches ask for them.

What is kept is derived: it belongs to a version of its index (`engine.vectors.search`) and is of no
use with another. A partition is kept when it is searched twice in the same version, so that one
that is always written between two searches costs no memory. The least recently searched go first.
"""

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from jedlik.features.vector_indexes.matrix import VectorMatrix

DEFAULT_BYTES: Final = 512 << 20
_REMEMBERED: Final = 10_000  # versions of partitions

Place = tuple[int, bytes]  # id of the table, partition of the entries


class KeptVectors:
    """The kept partitions of one process, of at most `limit_bytes` together.

    One is gathered at a time, and may be as large: while it is, memory can hold twice the limit.
    """

    def __init__(self, limit_bytes: int = DEFAULT_BYTES) -> None:
        self.limit_bytes = limit_bytes
        self._kept: OrderedDict[Place, tuple[bytes, VectorMatrix]] = OrderedDict()
        self._seen: OrderedDict[Place, tuple[bytes, bool]] = OrderedDict()  # False: in vain
        self._is_gathering = False

    def find(self, place: Place, version: bytes) -> "VectorMatrix | None":
        """The partition in this version, if it is kept; in another it is dropped."""
        found = self._kept.get(place)
        if found is None:
            return None
        if found[0] != version:
            del self._kept[place]
            return None
        self._kept.move_to_end(place)
        return found[1]

    def begin(self, place: Place, version: bytes) -> bool:
        """Whether to gather what a search of this version reads. If so, `end` must follow."""
        seen = self._seen.get(place)
        if seen is None or seen[0] != version:
            self._see(place, version, True)
            return False
        if not seen[1] or self._is_gathering or not self.limit_bytes:
            return False
        self._is_gathering = True
        return True

    def end(self, place: Place, version: bytes, matrix: "VectorMatrix | None") -> None:
        """Keep what was gathered; None if it could not be, was too large, or is of no version."""
        self._is_gathering = False
        if matrix is None:
            self._see(place, version, False)
            return
        self._kept[place] = (version, matrix)
        self._kept.move_to_end(place)
        while sum(each.size_bytes for _, each in self._kept.values()) > self.limit_bytes:
            self._kept.popitem(last=False)

    def _see(self, place: Place, version: bytes, is_worth_gathering: bool) -> None:
        self._seen[place] = (version, is_worth_gathering)
        self._seen.move_to_end(place)
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
