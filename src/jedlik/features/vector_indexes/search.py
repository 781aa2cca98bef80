"""Exact search of one partition of a vector index, from memory where that is current.

The version of an index is the value of its counters. The third counts every change of an entry, in
the same commit (`VectorIndex.counted`). If the version was the same before and after a partition
was gathered, the index did not change in between. Then the gathered partition is current for every
search that finds this version, whichever process writes.

The first search imports this module, so a server that never searches starts without numpy.
"""

from typing import Final, NamedTuple

from jedlik.core.keys.key import Key
from jedlik.engine.context import Node
from jedlik.engine.read import pages
from jedlik.features.secondary_indexes.spans import index_partition_span
from jedlik.features.vector_indexes.cache import VectorCache
from jedlik.features.vector_indexes.index import VectorSchema
from jedlik.features.vector_indexes.matrix import Accepts, VectorMatrix
from jedlik.features.vector_indexes.nearest import Nearest, Scored
from jedlik.storage.interface import counters_of

_PAGE_ENTRIES: Final = 2_000
_PAGE_BYTES: Final = 1 << 20  # few enough to be compared between two requests


class Searched(NamedTuple):
    """A partition of a vector index, and which of its entries count; accepts: None for all. cache:
    the partitions that this process holds in memory.
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
    """The nearest entries, nearest first."""
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
    """Search, and return what was read, if all of it is of this version and there was room."""
    entries, _ = counters_of(version or None, 2)
    limit_bytes = searched.cache.limit_bytes
    matrix = VectorMatrix(searched.schema, capacity=entries, limit_bytes=limit_bytes)
    fits = await _scan(node, searched, nearest, matrix)
    return matrix if fits and await _version(node, searched) == version else None


async def _scan(
    node: Node, searched: Searched, nearest: Nearest, matrix: VectorMatrix | None
) -> bool:
    """Look at every entry; whether all of them found room in `matrix`."""
    span = index_partition_span(searched.table_id, searched.partition, ())
    size_bytes, accepts = searched.schema.size_bytes, searched.accepts
    walk = pages(node.storage, span, limit_items=_PAGE_ENTRIES, limit_bytes=_PAGE_BYTES)
    async for entries in walk:
        if matrix is not None and not matrix.add(entries):
            matrix = None
        if accepts is None:
            nearest.add(entries)
        else:
            nearest.add([entry for entry in entries if accepts(entry[size_bytes:])])
        if not walk.ended:
            await node.clock.sleep(0)  # the storage may never wait: let other requests run
    return matrix is not None


async def _version(node: Node, searched: Searched) -> bytes:
    (counters,) = await node.storage.read([searched.counter_key], consistent=True)
    return counters or b""
