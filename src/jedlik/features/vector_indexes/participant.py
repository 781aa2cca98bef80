"""Participant."""

from jedlik.core.types.stored_item import Image
from jedlik.engine.table import Table
from jedlik.features.secondary_indexes.index import Index
from jedlik.features.vector_indexes.index import uncharged_bytes
from jedlik.storage.interface import Add, Mutation


def counted_uncharged(index: Index, grown_bytes: int) -> tuple[Mutation, ...]:
    """What to write when items of a vector index have more, or less, that is not charged for. It
    is counted in the fourth counter of the index, of all items with a vector, in it or not.
    """
    return (Add(index.counter_key, (0, 0, 0, grown_bytes)),) if grown_bytes else ()


def _uncharged_bytes(table: Table, image: Image | None) -> dict[str, int]:
    """What of an item is not charged for, by vector attribute."""
    vectors = {each.vector.attribute: each.vector for each in table.indexes if each.vector}
    return {
        name: 0 if image is None else uncharged_bytes(schema, image.item)
        for name, schema in vectors.items()
    }
