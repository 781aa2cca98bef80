"""Expiry entries: the items of a table with a time to live, in order of that time.

An entry stands for an item as long as the item has that time: both change in one commit. So what
has expired is one span, however many items have not.

Source: Developer Guide, "Using time to live (TTL)": a Number, in seconds of Unix time; items whose
time is more than five years past are left alone. Alternator test_ttl.py: a fraction is allowed.
"""

from typing import Final, Literal, NotRequired, TypedDict

import orjson

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.core.limits import TIME_TO_LIVE_PAST_SECONDS
from jedlik.engine.table_record import TableRecord
from jedlik.storage.interface import Mutation, Put

_TIME_BYTES: Final = 8
_LENGTH_BYTES: Final = 2


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


_PARTITION: Final = b"time to live"


TIME_TO_LIVE_SPAN: Final = Span(Space.JOB, 0, (_PARTITION, b""), (_PARTITION + b"\x00", b""))


class TimeToLiveWork(TypedDict):
    """What is to be done for one table."""

    Id: int
    Region: str
    AccountId: str
    TableName: str
    Attribute: str | None  # None: disabled
    Phase: Literal["ERASE", "BACKFILL", "SWEEP"]
    After: NotRequired[list[str]]  # the last item of BACKFILL: partition and sort, in hexadecimal


def time_to_live_mutations(before: TableRecord, after: TableRecord) -> list[Mutation]:
    """What a change of a table's record entails."""
    attribute = after.get("TimeToLiveAttribute")
    if attribute == before.get("TimeToLiveAttribute"):
        return []
    work: TimeToLiveWork = {
        "Id": after["Id"],
        "Region": after["Region"],
        "AccountId": after["AccountId"],
        "TableName": after["TableName"],
        "Attribute": attribute,
        "Phase": "ERASE",
    }
    return [Put(work_key(work["Id"]), orjson.dumps(work))]


def work_key(table_id: int) -> Key:
    """Where the work of a table is kept."""
    return Key(Space.JOB, 0, _PARTITION, table_id.to_bytes(8, "big"))
