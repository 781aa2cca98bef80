"""Verifies vector indexes: the entry of each item begins with its vector, and there are no
others.
"""

from collections.abc import Sequence
from typing import Final

from jedlik.core.types.attribute_value import Item
from jedlik.core.types.value import item_size_bytes
from jedlik.engine.table import Table
from jedlik.engine.verification import Follower, Verification, VerifiedItem, Verifier
from jedlik.features.secondary_indexes.verify import ExpectedEntry, IndexEntries, project
from jedlik.features.vector_indexes.index import (
    VectorIndex,
    uncharged_bytes,
    vector_indexes,
    vector_of,
)
from jedlik.storage.interface import counters_of


def verify_table(verification: Verification, table: Table) -> Sequence[Follower]:
    """Returns the followers of a table."""
    return [VectorEntries(verification, table, index) for index in vector_indexes(table.record)]


class VectorEntries(IndexEntries):
    """The entries of one vector index of a table."""

    def __init__(self, verification: Verification, table: Table, index: VectorIndex) -> None:
        super().__init__(verification, table, index)
        self._schema = index.vector
        self._uncharged_bytes = 0

    def expected(self, item: Item) -> ExpectedEntry | None:
        """Returns the entry that an item must have, or None for an item without a valid vector."""
        vector = vector_of(self._schema, item)
        if vector is None:
            return None
        name = self._schema.attribute
        projected = project(self.index, item)
        projected.pop(name, None)
        size_bytes = item_size_bytes(projected) + len(name.encode()) + len(vector)
        return ExpectedEntry(vector, projected, size_bytes)

    async def entered(self, items: Sequence[VerifiedItem]) -> Sequence[VerifiedItem]:
        """Returns the items that have been added to the index, and counts their uncharged bytes."""
        entered = await super().entered(items)
        self._uncharged_bytes += sum(uncharged_bytes(self._schema, each.item) for each in entered)
        return entered

    async def end(self) -> None:
        """Compares the counters. The fourth contains the uncharged bytes."""
        await super().end()
        (counter,) = await self.storage.read([self.index.counter_key], consistent=True)
        stored, expected = counters_of(counter, 4)[3], self._uncharged_bytes
        self.report.compare(self.where, "bytes not charged for", stored=stored, expected=expected)


VERIFIER: Final = Verifier(table=verify_table)
