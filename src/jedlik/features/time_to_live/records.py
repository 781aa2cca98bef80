"""What time to live stores: expiry entries, and the work of the job `expire_items`.

Each item that has a time has an expiry entry. The entries are in the order of time. The commit that
changes the item changes its entry too. So all expired items are found by reading one span, however
many items have not expired.

Source: Developer Guide, "Using time to live (TTL)": a time is a Number, in seconds of Unix time,
and items that expired more than five years ago are not deleted. Alternator test_ttl.py: a fraction
is allowed.
"""

from typing import Final, Literal, NotRequired, TypedDict

import orjson

from jedlik.core.keys.key import Key, Span, make_key
from jedlik.core.keys.space import Space
from jedlik.core.limits import TIME_TO_LIVE_PAST_SECONDS
from jedlik.engine.table_hooks import TableChange
from jedlik.storage.interface import Delete, Mutation, Put

PARTITION: Final = b"time to live"

_TIME_BYTES: Final = 8
_LENGTH_BYTES: Final = 2


def expiry_key(item_key: Key, time_s: int) -> Key:
    """Returns the key of the expiry entry of an item that expires at `time_s`."""
    time = time_s.to_bytes(_TIME_BYTES, "big")
    return make_key(Space.EXPIRY, item_key.table, time, expiry_value(item_key))


def expiry_value(item_key: Key) -> bytes:
    """Returns the value of an expiry entry: the partition and the sort key of the item."""
    partition = item_key.partition
    return len(partition).to_bytes(_LENGTH_BYTES, "big") + partition + item_key.sort


def item_key_of(table_id: int, value: bytes) -> Key:
    """Returns the key of the item to which an expiry entry belongs."""
    end = _LENGTH_BYTES + int.from_bytes(value[:_LENGTH_BYTES], "big")
    return Key(Space.ITEM, table_id, value[_LENGTH_BYTES:end], value[end:])


def expired_span(table_id: int, now_s: int) -> Span:
    """Returns the span of the expiry entries whose items must be deleted now."""
    first = max(now_s - TIME_TO_LIVE_PAST_SECONDS, 0)
    return Span(
        Space.EXPIRY,
        table_id,
        (first.to_bytes(_TIME_BYTES, "big"), b""),
        ((now_s + 1).to_bytes(_TIME_BYTES, "big"), b""),
    )


class TimeToLiveWork(TypedDict):
    """The work of one table.

    Attribute: None if the setting was disabled.
    Phase: ERASE erases the entries of the previous setting. BACKFILL writes entries of the existing
        items. SWEEP deletes expired items until the setting changes.
    After: the last item that BACKFILL has processed: partition and sort key in hexadecimal.
    """

    Id: int
    Region: str
    AccountId: str
    TableName: str
    Attribute: str | None
    Phase: Literal["ERASE", "BACKFILL", "SWEEP"]
    After: NotRequired[list[str]]


def work_key(table_id: int) -> Key:
    """Returns the key of the work of a table."""
    return Key(Space.JOB, 0, PARTITION, table_id.to_bytes(8, "big"))


def work_mutations(change: TableChange) -> list[Mutation]:
    """Returns what a change of a table's record writes: new work if the setting has changed.
    Deletes the work of a deleted table.
    """
    before, after = change.before, change.after
    if change.is_deletion:
        return [Delete(work_key(after["Id"]))]
    attribute = after.get("TimeToLiveAttribute")
    if attribute == (None if before is None else before.get("TimeToLiveAttribute")):
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
