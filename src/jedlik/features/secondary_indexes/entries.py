"""What a change of an item does to its entries in secondary indexes.

An index is changed, and charged, only if the projection of the item changes. Source of the charges:
recorded answers, October 2026.
"""

from typing import final

from jedlik.core.keys.key import Key
from jedlik.core.types.stored_item import Image
from jedlik.features.secondary_indexes.index import Index
from jedlik.storage.interface import Copy, Delete, Mutation, Put


@final
class IndexChange:
    """The change of the entry of one item in one index.

    removed: the key of the entry to delete, None if no entry must be deleted.
    added: the key of the entry to store, None if no entry must be stored.
    value: the bytes of the entry to store. None means a copy of the stored item.
    entries, size_bytes: by how much the index grows.
    units: what the change costs, in the unit of the index.
    """

    __slots__ = ("added", "entries", "index", "removed", "size_bytes", "units", "value")

    def __init__(  # noqa: PLR0913, PLR0917  (a value)
        self,
        index: Index,
        removed: Key | None,
        added: Key | None,
        value: bytes | None,
        entries: int,
        size_bytes: int,
        units: float,
    ) -> None:
        self.index = index
        self.removed = removed
        self.added = added
        self.value = value
        self.entries = entries
        self.size_bytes = size_bytes
        self.units = units


def index_change(
    index: Index, item_key: Key, old: Image | None, new: Image | None
) -> IndexChange | None:
    """Returns the change of an index that follows from the change of an item, or None if there is
    none.
    """
    before = index.entry(item_key, old)
    known = None
    if before is not None and old is not None and new is not None:
        known = before.key if index.has_same_key(old.item, new.item) else None
    after = index.entry(item_key, new, known)
    if after is None:
        if before is None:
            return None
        units = index.charge(before.size_bytes, 0)
        return IndexChange(index, before.key, None, None, -1, -before.size_bytes, units)
    size_bytes = after.size_bytes
    if before is None:
        value = index.stored_entry(after)
        return IndexChange(
            index, None, after.key, value, 1, size_bytes, index.charge(0, size_bytes)
        )
    grown_bytes = size_bytes - before.size_bytes
    if before.key != after.key:
        units = index.charge(before.size_bytes, 0) + index.charge(0, size_bytes)
        value = index.stored_entry(after)
        return IndexChange(index, before.key, after.key, value, 0, grown_bytes, units)
    if before.shows_the_same(after):
        return None
    units = index.charge(before.size_bytes, size_bytes)
    return IndexChange(index, None, after.key, index.stored_entry(after), 0, grown_bytes, units)


def index_mutations(change: IndexChange, item_key: Key) -> list[Mutation]:
    """Returns the mutations for one change of one index. They follow the mutation of the item
    itself.
    """
    mutations: list[Mutation] = []
    if change.removed is not None:
        mutations.append(Delete(change.removed))
    if change.added is not None:
        if change.value is None:
            mutations.append(Copy(change.added, item_key))
        else:
            mutations.append(Put(change.added, change.value))
    counted = change.index.counted(change.entries, change.size_bytes)
    if counted is not None:
        mutations.append(counted)
    return mutations
