"""What a change of an item does to the secondary indexes of its table, in the same transaction."""

from collections.abc import Mapping, Sequence
from typing import Final

from jedlik.core.errors import ServiceError
from jedlik.core.keys.key import Key
from jedlik.core.keys.key_schema import KeySchema
from jedlik.core.types.stored_item import Image
from jedlik.engine.meter import MeteredIndex
from jedlik.engine.participant import Derived, ItemChange, Participant
from jedlik.engine.table import Table
from jedlik.engine.table_record import TableRecord
from jedlik.features.secondary_indexes.build import MARKER, build_key, has_passed, marker_key
from jedlik.features.secondary_indexes.entries import IndexChange, index_change, index_mutations
from jedlik.features.secondary_indexes.index import (
    Index,
    collection_counter_key,
    secondary_indexes,
)
from jedlik.features.secondary_indexes.rules import IndexRule
from jedlik.features.secondary_indexes.source import IndexSource
from jedlik.storage.interface import Add, Delete, Mutation, Put, counters_of

NO_SOURCES: Final[Mapping[str, IndexSource]] = {}
COLLECTION_TOO_LARGE: Final = ServiceError(
    "ItemCollectionSizeLimitExceededException", "Collection size exceeded."
)


class IndexParticipant(Participant):
    """The indexes of one kind that a table has.

    indexes: in the order in which a description lists them, except those being deleted.
    sources: the indexes that can be read by key, by name.
    """

    def __init__(
        self, indexes: Sequence[Index], sources: Mapping[str, IndexSource] = NO_SOURCES
    ) -> None:
        super().__init__()
        self.indexes = indexes
        self.sources = sources
        self.item_rules = [IndexRule(index) for index in indexes]
        self.scalars = [("IndexKey", name) for index in indexes for name, _ in index.key_attributes]

    def reads(self, key: Key) -> Sequence[Key]:
        """See Participant.reads. For an index in building: its progress, and the marker of the
        item.
        """
        keys: list[Key] = []
        for index in self.indexes:
            if index.is_building:
                keys += (build_key(key.table, index.id), marker_key(index, key))
        return keys

    def derive(
        self, change: ItemChange, found: Mapping[Key, bytes | None]
    ) -> Derived | ServiceError | None:
        """See Participant.derive."""
        if change.is_same:
            return None
        mutations: list[Mutation] = []
        charges: list[tuple[MeteredIndex, float]] = []
        for each in self.index_changes(change, found, mutations):
            charges.append((each.index, each.units))
            mutations += index_mutations(each, change.key)
        return Derived(mutations, charges)

    def index_changes(
        self, change: ItemChange, found: Mapping[Key, bytes | None], mutations: list[Mutation]
    ) -> list[IndexChange]:
        """Returns the changes of the indexes. Adds to `mutations` the markers of items that builds
        must skip.
        """
        changes: list[IndexChange] = []
        for index in self.indexes:
            before = self.entered(index, change, found, mutations)
            touched = index_change(index, change.key, before, change.new)
            if touched is not None:
                changes.append(touched)
        return changes

    def entered(
        self,
        index: Index,
        change: ItemChange,
        found: Mapping[Key, bytes | None],
        mutations: list[Mutation],
    ) -> Image | None:
        """Returns the old item if it has been added to the index, else None.

        While an index is being built, some items have not been added yet. For one of these it adds
        a marker to `mutations`.
        """
        if not index.is_building or _is_entered(index, change.key, found):
            return change.old
        if change.new is not None:
            mutations.append(Put(marker_key(index, change.key), MARKER))
        return None


class CollectionParticipant(IndexParticipant):
    """The indexes of a table with local indexes, and the sizes of its item collections.

    limit_bytes: the greatest size of an item collection.
    """

    def __init__(
        self, indexes: Sequence[Index], sources: Mapping[str, IndexSource], limit_bytes: int
    ) -> None:
        super().__init__(indexes, sources)
        self._limit_bytes = limit_bytes

    def reads(self, key: Key) -> Sequence[Key]:
        """See Participant.reads. It adds the size of the item collection."""
        return (collection_counter_key(key), *super().reads(key))

    def derive(
        self, change: ItemChange, found: Mapping[Key, bytes | None]
    ) -> Derived | ServiceError | None:
        """See Participant.derive. It refuses a change that would make a collection too large."""
        counter = collection_counter_key(change.key)
        (size_bytes,) = counters_of(found[counter], 1)
        if change.is_same:
            return Derived((), (), size_bytes)
        mutations: list[Mutation] = []
        charges: list[tuple[MeteredIndex, float]] = []
        grown_bytes = 0 if change.new is None else change.new.size_bytes
        grown_bytes -= 0 if change.old is None else change.old.size_bytes
        for each in self.index_changes(change, found, mutations):
            charges.append((each.index, each.units))
            mutations += index_mutations(each, change.key)
            if not each.index.is_global:
                grown_bytes += each.size_bytes
        size_bytes += grown_bytes
        if grown_bytes > 0 and size_bytes > self._limit_bytes:
            return COLLECTION_TOO_LARGE
        if grown_bytes:  # an empty collection has no counter: its key may never be used again
            mutations.append(Add(counter, (grown_bytes,)) if size_bytes else Delete(counter))
        return Derived(mutations, charges, size_bytes)


def index_participant(
    record: TableRecord, key: KeySchema, limit_bytes: int
) -> IndexParticipant | None:
    """Returns the participant of a table with secondary indexes, or None for other tables.

    A table with local indexes has item collections even if a write changes no index.

    key: the primary key. limit_bytes: the greatest size of an item collection.
    """
    indexes = secondary_indexes(record)
    sources = {index.name: IndexSource(key, index) for index in indexes}
    if "LocalSecondaryIndexes" in record:
        return CollectionParticipant(indexes, sources, limit_bytes)
    return IndexParticipant(indexes, sources) if indexes else None


def indexes_of(table: Table) -> list[Index]:
    """Returns the indexes of a table that are not being deleted: global, local, then vector
    indexes.
    """
    indexes: list[Index] = []
    for participant in table.participants:
        if isinstance(participant, IndexParticipant):
            indexes += participant.indexes
    return indexes


def _is_entered(index: Index, item_key: Key, found: Mapping[Key, bytes | None]) -> bool:
    """Returns whether an item has been added to an index that is being built."""
    if found[marker_key(index, item_key)] is not None:
        return True
    return has_passed(found[build_key(item_key.table, index.id)], item_key)
