"""What a change of an item does to the vector indexes of its table, in the same transaction."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import final

from jedlik.core.errors import ServiceError
from jedlik.core.keys.key import Key
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import Image
from jedlik.engine.meter import MeteredIndex, Usage, read_units
from jedlik.engine.participant import Derived, ItemChange
from jedlik.engine.table import Table
from jedlik.engine.table_record import TableRecord
from jedlik.features.secondary_indexes.entries import index_change, index_mutations
from jedlik.features.secondary_indexes.participant import IndexParticipant
from jedlik.features.vector_indexes.cache import VectorCache
from jedlik.features.vector_indexes.index import (
    VectorIndex,
    VectorSchema,
    uncharged_bytes,
    vector_indexes,
)
from jedlik.features.vector_indexes.read_charge import ReadCharge
from jedlik.storage.interface import Mutation


@final
class VectorParticipant(IndexParticipant):
    """The vector indexes of a table.

    Writes and reads of the table are charged four bytes for each dimension of an indexed vector,
    whatever its numbers are. So the participant also returns the bytes for which the table is not
    charged. Sources: recorded answers, October 2026; for reads dynoxide-rs 3.2.0,
    vector_billed_size.rs (captured on 23 October 2026; on 9 October reads counted the numbers).
    """

    def __init__(self, indexes: Sequence[VectorIndex], cache: VectorCache) -> None:
        """cache: the partitions that this process holds in memory for searches."""
        super().__init__(indexes)
        self.cache = cache
        self.charges_reads = True
        self._vector_indexes = indexes
        self._schemas: dict[str, VectorSchema] = {
            index.vector.attribute: index.vector for index in indexes
        }

    def read_charge(
        self, usage: Usage, items: Sequence[bytes], *, consistent: bool, at_least: int
    ) -> Callable[[], None]:
        """See Participant.read_charge."""
        add = partial(_add_units, usage, consistent=consistent, at_least=at_least)
        return ReadCharge(items, self._all_uncharged, add).run

    def _all_uncharged(self, item: Item) -> int:
        return sum([uncharged_bytes(schema, item) for schema in self._schemas.values()])

    def derive(
        self, change: ItemChange, found: Mapping[Key, bytes | None]
    ) -> Derived | ServiceError | None:
        """See Participant.derive."""
        old, new = self._uncharged(change.old), self._uncharged(change.new)
        mutations: list[Mutation] = []
        charges: list[tuple[MeteredIndex, float]] = []
        if not change.is_same:
            for index in self._vector_indexes:
                before = self.entered(index, change, found, mutations)
                touched = index_change(index, change.key, before, change.new)
                if touched is not None:
                    charges.append((index, touched.units))
                    mutations += index_mutations(touched, change.key)
                name = index.vector.attribute
                uncharged_before = 0 if before is None else old[name]
                counted = index.counted_uncharged(new[name] - uncharged_before)
                if counted is not None:
                    mutations.append(counted)
        return Derived(mutations, charges, None, (sum(old.values()), sum(new.values())))

    def _uncharged(self, image: Image | None) -> dict[str, int]:
        """Returns the uncharged bytes of an item, by vector attribute."""
        return {
            name: 0 if image is None else uncharged_bytes(schema, image.item)
            for name, schema in self._schemas.items()
        }


def _add_units(usage: Usage, size_bytes: int, *, consistent: bool, at_least: int) -> None:
    usage.read_units += read_units(size_bytes, consistent=consistent, at_least=at_least)


def vector_participant(record: TableRecord, cache: VectorCache) -> VectorParticipant | None:
    """Returns the participant of a table with vector indexes, or None for other tables."""
    indexes = vector_indexes(record)
    return VectorParticipant(indexes, cache) if indexes else None


def cache_of(table: Table) -> VectorCache:
    """Returns the cache for searches of a table with vector indexes."""
    return next(each.cache for each in table.participants if isinstance(each, VectorParticipant))
