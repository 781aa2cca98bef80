"""The stored bytes of an item: a small header, then the item's JSON as answers show it.

Layout: format (1 byte, = 1), size by the service's rules (4 bytes, big-endian), JSON of the item
with numbers and sets in canonical form. A read copies the JSON into its answer without decoding it
(docs/adr/0004-item-representation.md).
"""

from collections.abc import Callable, Sequence
from typing import Final, cast, final

import orjson

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.pauses import spend
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.disposal import LARGE_BYTES, dispose
from jedlik.core.types.json_in_pieces import PIECE_BYTES, loads

# How encrypted values begin (`storage.encrypted`). No stored item does. No log record does: its
# first byte has other flags. No vector does: its first four bytes would be no 32-bit float.
ENCRYPTED: Final = b"\xee\xff\xff\xff\xff"
_UNREADABLE: Final = "The request has failed due to a temporary failure of the server."
_FORMAT: Final = b"\x01"
_SIZE_PER_VALUE: Final = 8  # of an item by the service's rules
_HEADER_BYTES: Final = 5
_ENCODED_PER_VALUE: Final = 32  # bytes that are as much work as one value, see `spend`


def item_to_bytes(item: Item, size_bytes: int) -> bytes:
    """Returns the bytes to store for `item`. size_bytes: its size by the service's rules."""
    spend(size_bytes // _SIZE_PER_VALUE)
    return _FORMAT + size_bytes.to_bytes(4, "big") + orjson.dumps(item)


def stored_size_bytes(stored: bytes) -> int:
    """Returns the size of a stored item by the service's rules, without decoding the item.

    Raises Reject with ServiceUnavailable for an encrypted value. A reader meets one if the table
    got its first encryption key after the reader had loaded it (docs/adr/0033). It cannot decrypt
    the value, and its client tries again. Encrypted values have 0xFF in place of the size, and no
    item is as large as 16 MB.
    """
    # Compiled, this takes a tenth of the time of int.from_bytes. Every write calls it several
    # times.
    if stored[1]:
        raise unreadable()
    return stored[1] << 24 | stored[2] << 16 | stored[3] << 8 | stored[4]


def stored_json(stored: bytes) -> orjson.Fragment:
    """Returns the JSON of a stored item as a fragment that orjson copies into an answer."""
    return orjson.Fragment(stored[_HEADER_BYTES:])


def stored_json_bytes(stored: bytes) -> bytes:
    """Returns the JSON of a stored item."""
    return stored[_HEADER_BYTES:]


def stored_json_array(stored: Sequence[bytes]) -> orjson.Fragment:
    """Returns a JSON array of stored items as a fragment that orjson copies into an answer."""
    if not stored:
        return orjson.Fragment(b"[]")
    items = [each[_HEADER_BYTES:] for each in stored]
    # The brackets are joined with the items, because a page may be large, and `+` would copy it.
    items[0] = b"[" + items[0]
    items[-1] += b"]"
    return orjson.Fragment(b",".join(items))


def part_json(stored: bytes, part_of: Callable[[Item], Item]) -> orjson.Fragment | None:
    """Returns the JSON of a part of a stored item, None if the part is empty.

    The item is decoded and freed with pauses.
    """
    item = item_from_bytes(stored)
    part = part_of(item)
    if not part:
        return None
    encoded = orjson.dumps(part)
    spend(len(encoded) // _ENCODED_PER_VALUE)
    if len(stored) > LARGE_BYTES:
        dispose(item)
    return orjson.Fragment(encoded)


def item_from_bytes(stored: bytes) -> Item:
    """Decodes a stored item. The caller owns the returned value and may change it."""
    if len(stored) > PIECE_BYTES:
        return cast(Item, loads(stored, _HEADER_BYTES))
    return cast(Item, orjson.loads(memoryview(stored)[_HEADER_BYTES:]))


def unreadable() -> Reject:
    """Returns the error for an encrypted value that this process cannot decrypt, see
    `stored_size_bytes`.
    """
    return Reject(ServiceError("ServiceUnavailable", _UNREADABLE))


@final
class Image:
    """The stored bytes of an item. The item is decoded when it is read for the first time."""

    __slots__ = ("_item", "stored")

    def __init__(self, stored: bytes, item: Item | None = None) -> None:
        """item: the decoded item, if the caller has it already."""
        self.stored = stored
        self._item = item

    @property
    def item(self) -> Item:
        """Returns the decoded item."""
        item = self._item
        if item is None:
            item = self._item = item_from_bytes(self.stored)
        return item

    @property
    def size_bytes(self) -> int:
        """Returns the size of the item by the service's rules."""
        return stored_size_bytes(self.stored)
