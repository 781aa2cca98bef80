"""An item as a verification hands it on."""

from typing import NamedTuple

from jedlik.core.keys.key import Key
from jedlik.core.types.attribute_value import Item


class KeptItem(NamedTuple):
    """An item, the bytes that keep it, and the key that follows from it."""

    key: Key
    item: Item
    stored: bytes
