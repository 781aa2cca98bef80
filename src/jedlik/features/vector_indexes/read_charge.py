"""The size for which reads of a table with vector indexes are charged.

The size that a stored item names counts the numbers of a vector. Reads are charged four bytes for
each dimension, which only the decoded item shows. Nobody needs that work unless the client asks for
the capacity, so the meter holds it back until then (`Meter.held`).
"""

from collections.abc import Callable, Sequence
from typing import final

from mypy_extensions import i64

from jedlik.core.pauses import spend
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.disposal import LARGE_BYTES, dispose
from jedlik.core.types.stored_item import item_from_bytes, stored_size_bytes


@final
class ReadCharge:
    """Finds the size of one read, and charges it.

    uncharged_bytes: returns for how many bytes of an item the table is not charged.
    charge: takes the size of all items together.
    """

    __slots__ = ("_at", "_charge", "_items", "_size_bytes", "_uncharged_bytes")

    def __init__(
        self,
        items: Sequence[bytes],
        uncharged_bytes: Callable[[Item], int],
        charge: Callable[[int], None],
    ) -> None:
        self._items = items
        self._uncharged_bytes = uncharged_bytes
        self._charge = charge
        self._at: i64 = 0  # the first item whose size is not known yet
        self._size_bytes: i64 = 0

    def run(self) -> None:
        """Charges the read. If it is left at an item, it continues with that item."""
        for at in range(self._at, len(self._items)):
            self._at = at
            stored = self._items[at]
            size_bytes = stored_size_bytes(stored)
            spend(1 + size_bytes)
            item = item_from_bytes(stored)
            self._size_bytes += size_bytes - self._uncharged_bytes(item)
            self._at = at + 1
            if len(stored) > LARGE_BYTES:
                dispose(item)
        self._charge(self._size_bytes)
