"""The partitions of vector indexes that one process has in memory for searches.

A cached partition belongs to one version of its index (`features.vector_indexes.search`), and is
dropped if a search finds another version. A partition is cached when it is searched for the second
time in the same version. So a partition that is written between any two searches uses no memory.
The least recently searched partitions are dropped first.
"""

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from jedlik.features.vector_indexes.matrix import VectorMatrix

_SEARCHES: Final = 10_000  # remembered, by partition

Place = tuple[int, bytes]  # id of the table, partition of the entries


class VectorCache:
    """The cached partitions of one process, of at most `limit_bytes` together.

    Only one partition at a time is being collected, and it may be as large as the limit. Meanwhile
    the process can use twice the limit.
    """

    def __init__(self, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        self._cached: OrderedDict[Place, tuple[bytes, VectorMatrix]] = OrderedDict()
        # The version of the last search of a partition, and whether to collect it.
        self._searched: OrderedDict[Place, tuple[bytes, bool]] = OrderedDict()
        self._is_gathering = False

    def find(self, place: Place, version: bytes) -> "VectorMatrix | None":
        """Returns a partition if it is cached in this version. Drops it if it is cached in another
        version.
        """
        found = self._cached.get(place)
        if found is None:
            return None
        if found[0] != version:
            del self._cached[place]
            return None
        self._cached.move_to_end(place)
        return found[1]

    def begin(self, place: Place, version: bytes) -> bool:
        """Returns whether the search should collect what it reads, for the cache. If so, it must
        call `end`.
        """
        searched = self._searched.get(place)
        if searched is None or searched[0] != version:
            self._remember(place, version, True)
            return False
        if not searched[1] or self._is_gathering or not self.limit_bytes:
            return False
        self._is_gathering = True
        return True

    def end(self, place: Place, version: bytes, matrix: "VectorMatrix | None") -> None:
        """Caches what a search has collected.

        matrix: None if it was too large, or if the index changed.
        """
        self._is_gathering = False
        if matrix is None:
            self._remember(place, version, False)
            return
        self._cached[place] = (version, matrix)
        self._cached.move_to_end(place)
        while sum(each.size_bytes for _, each in self._cached.values()) > self.limit_bytes:
            self._cached.popitem(last=False)

    def __len__(self) -> int:
        return len(self._cached)

    def _remember(self, place: Place, version: bytes, is_worth_gathering: bool) -> None:
        self._searched[place] = (version, is_worth_gathering)
        self._searched.move_to_end(place)
        if len(self._searched) > _SEARCHES:
            self._searched.popitem(last=False)
