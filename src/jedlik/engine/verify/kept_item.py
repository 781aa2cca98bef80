"""An item as a verification hands it on."""

from typing import NamedTuple

import orjson

from jedlik.core.keys.key import Key
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import item_from_bytes


class KeptItem(NamedTuple):
    """An item, the bytes that keep it, and the key that follows from it."""

    key: Key
    item: Item
    stored: bytes


def item_in(stored: bytes) -> Item | None:
    """A kept item, decoded; None if it is damaged."""
    try:
        return item_from_bytes(stored)
    except orjson.JSONDecodeError:
        return None
