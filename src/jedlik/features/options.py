"""The settings of a server that features need."""

from typing import NamedTuple

from jedlik.core.limits import ITEM_COLLECTION_BYTES


class Options(NamedTuple):
    """The options of all features; the defaults are those of a server.

    item_collection_bytes: the size to which an item collection may grow. vector_memory_bytes: the
    memory that one process may use to cache partitions of vector indexes. expiry_interval_s: how
    often each process looks for expired items.
    """

    item_collection_bytes: int = ITEM_COLLECTION_BYTES
    vector_memory_bytes: int = 512 << 20
    expiry_interval_s: float = 1.0
