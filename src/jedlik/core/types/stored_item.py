"""An item as it is kept: its size, then its wire JSON, so that reads copy and never decode.

Layout of the bytes: format (1 byte, = 1), size by the service's rules (4 bytes, big-endian), JSON
of the item with numbers and sets in canonical form (docs/adr/0004-item-representation.md).
"""

from collections.abc import Sequence
from typing import Final, cast, final

import orjson

from jedlik.core.types.attribute_value import Item

_FORMAT: Final = b"\x01"
_HEADER_BYTES: Final = 5


def item_to_bytes(item: Item, size_bytes: int) -> bytes:
    """The bytes to keep for `item`, whose size by the service's rules is `size_bytes`."""
    return _FORMAT + size_bytes.to_bytes(4, "big") + orjson.dumps(item)


def stored_size_bytes(stored: bytes) -> int:
    """Size of a kept item by the service's rules, without decoding it."""
    # Compiled, a tenth of what int.from_bytes takes; every write asks for it several times.
    return stored[1] << 24 | stored[2] << 16 | stored[3] << 8 | stored[4]


def stored_json(stored: bytes) -> orjson.Fragment:
    """The wire JSON of a kept item, to be spliced into an answer unread."""
    return orjson.Fragment(stored[_HEADER_BYTES:])


def stored_json_bytes(stored: bytes) -> bytes:
    """The wire JSON of a kept item."""
    return stored[_HEADER_BYTES:]


def stored_json_array(stored: Sequence[bytes]) -> orjson.Fragment:
    """The wire JSON of a list of kept items, to be spliced into an answer unread."""
    return orjson.Fragment(b"[" + b",".join([each[_HEADER_BYTES:] for each in stored]) + b"]")


def item_from_bytes(stored: bytes) -> Item:
    """A kept item, decoded: a fresh value the caller may keep."""
    return cast(Item, orjson.loads(memoryview(stored)[_HEADER_BYTES:]))


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
