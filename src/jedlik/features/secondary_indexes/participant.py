"""What a write does to the secondary indexes of its table, in the transaction of the write itself.

`commit` asks `index_reads` what must be read beside the item and, inside its decide,
`index_effects` what to write beside it. A table without indexes pays for neither.
"""

from typing import Final, final

from jedlik.core.errors import ServiceError
from jedlik.core.keys.key import Key
from jedlik.core.types.stored_item import Image
from jedlik.engine.table import Table
from jedlik.features.secondary_indexes.build import MARK, build_key, has_passed, mark_key
from jedlik.features.secondary_indexes.entries import IndexChange, index_change
from jedlik.features.secondary_indexes.index import Index, collection_counter_key
from jedlik.features.vector_indexes.participant import _uncharged_bytes, counted_uncharged
from jedlik.storage.interface import Add, Copy, Delete, Mutation, Put, counters_added, counters_of

COLLECTION_TOO_LARGE: Final = ServiceError(
    "ItemCollectionSizeLimitExceededException", "Collection size exceeded."
)


@final
class Beside:
    """What was read beside the items of one transaction.

    found: the values of what `index_reads` named; sizes of item collections are kept up to date
    there from write to write. collection_limit_bytes: what an item collection may grow to.
    """

    __slots__ = ("collection_limit_bytes", "found")

    def __init__(
        self,
        found: dict[Key, bytes | None],
        collection_limit_bytes: int,
    ) -> None:
        self.found = found
        self.collection_limit_bytes = collection_limit_bytes

    def copy(self) -> "Beside":
        """The same for another try."""
        return Beside(dict(self.found), self.collection_limit_bytes)


@final
class ItemImages:
    """One item of a table before and after a write."""

    __slots__ = ("key", "new", "old", "table")

    def __init__(
        self,
        table: Table,
        key: Key,
        old: Image | None,
        new: Image | None,
    ) -> None:
        self.table = table
        self.key = key
        self.old = old
        self.new = new


@final
class IndexEffects:
    """What a write did beside its item.

    collection_bytes: size of the item's collection afterwards, None for a table that has none.
    uncharged_bytes: what of the old and of the new item writes are not charged for.
    """

    __slots__ = ("changes", "collection_bytes", "mutations", "uncharged_bytes")

    def __init__(
        self,
        changes: tuple[IndexChange, ...],
        collection_bytes: int | None,
        mutations: list[Mutation],
        uncharged_bytes: tuple[int, int],
    ) -> None:
        self.changes = changes
        self.collection_bytes = collection_bytes
        self.mutations = mutations
        self.uncharged_bytes = uncharged_bytes


def index_reads(table: Table, item_key: Key) -> list[Key]:
    """The keys whose values `index_effects` needs."""
    keys = [collection_counter_key(item_key)] if table.has_item_collections else []
    for index in table.indexes:
        if index.is_building:
            keys += (build_key(table.id, index.id), mark_key(index, item_key))
    return keys


def index_effects(images: ItemImages, beside: Beside) -> IndexEffects | ServiceError:
    """The effects of one write; an error when the item's collection would grow beyond the limit."""
    found = beside.found
    changes: list[IndexChange] = []
    mutations: list[Mutation] = []
    table, key, old, new = images.table, images.key, images.old, images.new
    uncharged_old, uncharged_new = _uncharged_bytes(table, old), _uncharged_bytes(table, new)
    if old is None or new is None or old.stored != new.stored:
        for index in table.indexes:
            before = old
            if index.is_building and not _is_entered(index, images, found):
                before = None
                if new is not None:
                    mutations.append(Put(mark_key(index, key), MARK))
            change = index_change(index, key, before, new)
            if change is not None:
                changes.append(change)
                mutations += index_mutations(change, key)
            if index.vector is not None:
                name = index.vector.attribute
                uncharged_before = 0 if before is None else uncharged_old[name]
                mutations += counted_uncharged(index, uncharged_new[name] - uncharged_before)
    collection_bytes = None
    if table.has_item_collections:
        grown_bytes = _grown_bytes(images, changes)
        counter = collection_counter_key(key)
        (size_bytes,) = counters_of(found[counter], 1)
        collection_bytes = size_bytes + grown_bytes
        if grown_bytes > 0 and collection_bytes > beside.collection_limit_bytes:
            return COLLECTION_TOO_LARGE
        if grown_bytes:
            mutations.append(Add(counter, (grown_bytes,)))
            found[counter] = counters_added(found[counter], (grown_bytes,))
    uncharged = (sum(uncharged_old.values()), sum(uncharged_new.values()))
    return IndexEffects(tuple(changes), collection_bytes, mutations, uncharged)


def index_mutations(change: IndexChange, item_key: Key) -> list[Mutation]:
    """What to write for one change of one index, after the item itself."""
    mutations: list[Mutation] = []
    if change.removed is not None:
        mutations.append(Delete(change.removed))
    if change.added is not None:
        if change.value is None:
            mutations.append(Copy(change.added, item_key))
        else:
            mutations.append(Put(change.added, change.value))
    counter_key = change.secondary_index.counter_key
    if change.secondary_index.vector is not None:
        # One for the change, by which searches know what they keep in memory to be current.
        mutations.append(Add(counter_key, (change.entries, change.size_bytes, 1)))
    elif change.entries or change.size_bytes:
        mutations.append(Add(counter_key, (change.entries, change.size_bytes)))
    return mutations


def _is_entered(index: Index, images: ItemImages, found: dict[Key, bytes | None]) -> bool:
    """Whether the item as it was is in an index that is being built."""
    if found[mark_key(index, images.key)] is not None:
        return True
    return has_passed(found[build_key(images.table.id, index.id)], images.key)


def _grown_bytes(images: ItemImages, changes: list[IndexChange]) -> int:
    """By how much the item's collection grows."""
    old_bytes = 0 if images.old is None else images.old.size_bytes
    new_bytes = 0 if images.new is None else images.new.size_bytes
    local = sum(change.size_bytes for change in changes if not change.secondary_index.is_global)
    return new_bytes - old_bytes + local
