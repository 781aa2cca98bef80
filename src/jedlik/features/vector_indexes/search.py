"""Exact search of one partition of a vector index, in memory if the cached copy is current.

The version of an index is the value of its counters. The third counter counts every change of an
entry, in the same commit (`VectorIndex.counted`). A search that reads a partition compares the
version before and after. If it is the same, the index did not change in between, and the copy is
current for every search that finds this version, whichever process writes.

The first search imports this module, so a server that never searches starts without numpy.
"""

from typing import Final, NamedTuple

from jedlik.core.keys.key import Key
from jedlik.core.types.stored_item import ENCRYPTED, unreadable
from jedlik.engine.context import Node
from jedlik.engine.read import pages
from jedlik.features.secondary_indexes.spans import index_partition_span
from jedlik.features.vector_indexes.cache import VectorCache
from jedlik.features.vector_indexes.index import VectorSchema
from jedlik.features.vector_indexes.matrix import Accepts, VectorMatrix
from jedlik.features.vector_indexes.nearest import Nearest, Scored
from jedlik.storage.interface import counters_of
from jedlik.turns import Turn

_PAGE_ENTRIES: Final = 2_000
# A search compares a page of entries without a pause, and other requests wait.
_PAGE_BYTES: Final = 1 << 20
_ENTRIES_PER_LOOK: Final = 8  # at the clock, while a condition is evaluated


class Searched(NamedTuple):
    """What to search: a partition of a vector index.

    accepts: which entries to compare; None means all.
    cache: the partitions that this process holds in memory.
    """

    table_id: int
    partition: bytes
    counter_key: Key
    schema: VectorSchema
    accepts: Accepts | None
    cache: VectorCache


async def nearest_entries(
    node: Node, searched: Searched, vector: bytes, count: int
) -> list[Scored]:
    """Returns the `count` entries nearest to a vector, the nearest first.

    vector: in 32-bit floats, little-endian.
    """
    nearest = Nearest(searched.schema, vector, count)
    place = (searched.table_id, searched.partition)
    version = await _version(node, searched)
    cache = searched.cache
    matrix = cache.find(place, version)
    if matrix is not None:
        await matrix.search(nearest, searched.accepts, lambda: node.clock.sleep(0))
    elif cache.begin(place, version):
        gathered = None
        try:
            gathered = await _gather(node, searched, nearest, version)
        finally:
            cache.end(place, version, gathered)
    else:
        await _scan(node, searched, nearest, None)
    return nearest.found()


async def _gather(
    node: Node, searched: Searched, nearest: Nearest, version: bytes
) -> VectorMatrix | None:
    """Searches the storage. Returns a copy of the partition in memory.

    Returns None if the copy would be too large, or if the index changed while it was read.
    """
    entries, _ = counters_of(version or None, 2)
    limit_bytes = searched.cache.limit_bytes
    matrix = VectorMatrix(searched.schema, capacity=entries, limit_bytes=limit_bytes)
    fits = await _scan(node, searched, nearest, matrix)
    return matrix if fits and await _version(node, searched) == version else None


async def _scan(
    node: Node, searched: Searched, nearest: Nearest, matrix: VectorMatrix | None
) -> bool:
    """Compares every entry. Returns whether all of them were added to `matrix`.

    Raises Reject with ServiceUnavailable for an encrypted entry, as `stored_size_bytes`. Its first
    bytes would be searched as a vector, and cached for later searches.
    """
    span = index_partition_span(searched.table_id, searched.partition, ())
    size_bytes, accepts = searched.schema.size_bytes, searched.accepts
    turn = Turn()
    walk = pages(node.storage, span, limit_items=_PAGE_ENTRIES, limit_bytes=_PAGE_BYTES)
    async for entries in walk:
        if any(each.startswith(ENCRYPTED) for each in entries):
            raise unreadable()
        if matrix is not None and not matrix.add(entries):
            matrix = None
        if accepts is None:
            nearest.add(entries)
        else:
            accepted: list[bytes] = []
            for at, entry in enumerate(entries):
                if at % _ENTRIES_PER_LOOK == 0 and turn.is_over:
                    await turn.next()
                if accepts(entry[size_bytes:]):
                    accepted.append(entry)
            nearest.add(accepted)
        if not walk.ended:
            await node.clock.sleep(0)  # other requests run: a read of the storage may not wait
    return matrix is not None


async def _version(node: Node, searched: Searched) -> bytes:
    (counters,) = await node.storage.read([searched.counter_key], consistent=True)
    return counters or b""
