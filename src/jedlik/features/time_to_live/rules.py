"""Rules of time to live."""

from typing import Final

from jedlik.core.limits import TIME_TO_LIVE_PAST_SECONDS
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import item_from_bytes

_TIME_DIGITS: Final = 18  # a longer number is a time that never comes


def expiry_s(item: Item, attribute: str) -> int | None:
    """Returns when an item expires, in whole seconds, or None if the attribute contains no time."""
    number = item.get(attribute, {}).get("N")
    if number is None or number[0] == "-":
        return None
    seconds = number.partition(".")[0]  # stored numbers have no exponents
    return int(seconds) if len(seconds) <= _TIME_DIGITS else None


def is_expired(item: Item, attribute: str, now_s: int) -> bool:
    """Returns whether an item must be deleted now."""
    time_s = expiry_s(item, attribute)
    return time_s is not None and now_s - TIME_TO_LIVE_PAST_SECONDS <= time_s <= now_s


def stored_expiry_s(stored: bytes | None, attribute: str) -> int | None:
    """Returns `expiry_s` of a stored item, or None if there is no item."""
    return None if stored is None else expiry_s(item_from_bytes(stored), attribute)
