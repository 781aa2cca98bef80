"""Expiry entries: the items of a table with a time to live, in order of that time.

An entry stands for an item as long as the item has that time: both change in one commit. So what
has expired is one span, however many items have not.

Source: Developer Guide, "Using time to live (TTL)": a Number, in seconds of Unix time; items whose
time is more than five years past are left alone. Alternator test_ttl.py: a fraction is allowed.
"""

from typing import Final

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.core.limits import TIME_TO_LIVE_PAST_SECONDS
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import item_from_bytes

_TIME_BYTES: Final = 8
_TIME_DIGITS: Final = 18  # of a time that fits; what is longer never comes
_LENGTH_BYTES: Final = 2


def expiry_s(item: Item, attribute: str) -> int | None:
    """The time an item expires, in whole seconds; None if the attribute is no such time."""
    number = item.get(attribute, {}).get("N")
    if number is None or number[0] == "-":
        return None
    seconds = number.partition(".")[0]  # numbers are kept without exponents
    return int(seconds) if len(seconds) <= _TIME_DIGITS else None


def is_expired(item: Item, attribute: str, now_s: int) -> bool:
    """Whether an item is to be deleted now."""
    time_s = expiry_s(item, attribute)
    return time_s is not None and now_s - TIME_TO_LIVE_PAST_SECONDS <= time_s <= now_s


def stored_expiry_s(stored: bytes | None, attribute: str) -> int | None:
    """`expiry_s` of a kept item; None where there is none."""
    return None if stored is None else expiry_s(item_from_bytes(stored), attribute)


def expiry_key(item_key: Key, time_s: int) -> Key:
    """Where the entry of an item is kept that expires at `time_s`."""
    time = time_s.to_bytes(_TIME_BYTES, "big")
    return Key(Space.EXPIRY, item_key.table, time, expiry_value(item_key))


def expiry_value(item_key: Key) -> bytes:
    """What an entry holds: the rest of the item's key."""
    partition = item_key.partition
    return len(partition).to_bytes(_LENGTH_BYTES, "big") + partition + item_key.sort


def item_key_of(table_id: int, value: bytes) -> Key:
    """The key of the item an entry stands for."""
    end = _LENGTH_BYTES + int.from_bytes(value[:_LENGTH_BYTES], "big")
    return Key(Space.ITEM, table_id, value[_LENGTH_BYTES:end], value[end:])


def expired_span(table_id: int, now_s: int) -> Span:
    """The entries of the items to be deleted now."""
    first = max(now_s - TIME_TO_LIVE_PAST_SECONDS, 0)
    return Span(
        Space.EXPIRY,
        table_id,
        (first.to_bytes(_TIME_BYTES, "big"), b""),
        ((now_s + 1).to_bytes(_TIME_BYTES, "big"), b""),
    )
