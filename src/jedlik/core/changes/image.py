"""An item before or after a change, as kept and as decoded."""

from typing import final

from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import item_from_bytes, stored_size_bytes


@final
class Image:
    """The bytes that keep an item; the item itself is decoded when first asked for."""

    __slots__ = ("_item", "stored")

    def __init__(self, stored: bytes, item: Item | None = None) -> None:
        """item: the same item decoded, where it is known."""
        self.stored = stored
        self._item = item

    @property
    def item(self) -> Item:
        """The item."""
        item = self._item
        if item is None:
            item = self._item = item_from_bytes(self.stored)
        return item

    @property
    def size_bytes(self) -> int:
        """Size of the item by the service's rules."""
        return stored_size_bytes(self.stored)
