"""What a change of an item does to the entries of secondary indexes.

An entry keeps the item as the index projects it, in the form in which items are kept, so that a
read of an index copies bytes as a read of the table does; one that shows all of it is a copy of
what is kept. An entry of a vector index is the vector,
then the rest of the projection in that form. An index is touched, and charged, only
if what it shows of the item changes. Source of the charges: recorded answers, October 2026.
"""

from typing import final

from jedlik.core.keys.key import Key
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import Image, item_to_bytes
from jedlik.core.types.value import item_size_bytes
from jedlik.engine.meter import write_units
from jedlik.features.secondary_indexes.entry_key import entry_key
from jedlik.features.secondary_indexes.index import Index
from jedlik.features.vector_indexes.index import VectorSchema, vector_of, vector_write_bytes


@final
class IndexChange:
    """What becomes of one item in one index.

    removed: the entry that goes, if it does not stay under its key. added: the entry to keep, new
    or over the old one, with its bytes in `value`, which is None where they are those of the item.
    entries, size_bytes: by how much the index grows. units: write capacity, at least one; of a
    vector index its VectorWriteRequestBytes.
    """

    __slots__ = ("added", "entries", "removed", "secondary_index", "size_bytes", "units", "value")

    def __init__(  # noqa: PLR0913, PLR0917  (a value)
        self,
        secondary_index: Index,
        removed: Key | None,
        added: Key | None,
        value: bytes | None,
        entries: int,
        size_bytes: int,
        units: float,
    ) -> None:
        self.secondary_index = secondary_index
        self.removed = removed
        self.added = added
        self.value = value
        self.entries = entries
        self.size_bytes = size_bytes
        self.units = units


@final
class _Entry:
    __slots__ = ("item", "key", "size_bytes", "vector")

    def __init__(
        self,
        key: Key,
        item: Item,
        size_bytes: int,
        vector: bytes = b"",
    ) -> None:
        self.key = key
        self.item = item
        self.size_bytes = size_bytes
        self.vector = vector


def index_change(
    index: Index, item_key: Key, old: Image | None, new: Image | None
) -> IndexChange | None:
    """What the change from `old` to `new` does to an index; None if nothing."""
    before = _entry(index, item_key, old)
    known = None
    if before is not None and old is not None and new is not None:
        known = before.key if _has_same_key(index, old.item, new.item) else None
    after = _entry(index, item_key, new, known)
    charge = write_units if index.vector is None else vector_write_bytes
    if after is None or new is None:
        if before is None:
            return None
        units = charge(before.size_bytes, 0)
        return IndexChange(index, before.key, None, None, -1, -before.size_bytes, units)
    if before is None:
        units = charge(0, after.size_bytes)
        value = _value(index, after)
        return IndexChange(index, None, after.key, value, 1, after.size_bytes, units)
    grown_bytes = after.size_bytes - before.size_bytes
    if before.key != after.key:
        units = charge(before.size_bytes, 0) + charge(0, after.size_bytes)
        value = _value(index, after)
        return IndexChange(index, before.key, after.key, value, 0, grown_bytes, units)
    if before.item == after.item and before.vector == after.vector:
        return None
    units = charge(before.size_bytes, after.size_bytes)
    return IndexChange(index, None, after.key, _value(index, after), 0, grown_bytes, units)


def _has_same_key(index: Index, old: Item, new: Item) -> bool:
    for name, _ in index.key_attributes:  # noqa: SIM110  (faster than a generator)
        if old.get(name) != new.get(name):
            return False
    return True


def _entry(
    index: Index, item_key: Key, image: Image | None, known: Key | None = None
) -> _Entry | None:
    """The entry of an item. known: its key, if that is known."""
    if image is None:
        return None
    item = image.item
    key = known or entry_key(index, item, item_key)
    if key is None:
        return None
    if index.vector is not None:
        return _vector_entry(index, index.vector, key, item)
    if index.projected is None:
        return _Entry(key, item, image.size_bytes)
    copied = {name: item[name] for name in item if name in index.projected}
    return _Entry(key, copied, item_size_bytes(copied))


def _value(index: Index, entry: _Entry) -> bytes | None:
    if index.vector is not None:
        return entry.vector + item_to_bytes(entry.item, entry.size_bytes)
    if index.projected is None:
        return None
    return item_to_bytes(entry.item, entry.size_bytes)


def _vector_entry(index: Index, schema: VectorSchema, key: Key, item: Item) -> _Entry | None:
    vector = vector_of(schema, item)
    if vector is None:
        return None
    shown = {
        name: item[name]
        for name in item
        if name != schema.attribute and (index.projected is None or name in index.projected)
    }
    size_bytes = item_size_bytes(shown) + len(schema.attribute.encode()) + len(vector)
    return _Entry(key, shown, size_bytes, vector)
