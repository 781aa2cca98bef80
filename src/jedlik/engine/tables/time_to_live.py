"""The work that a table's time to live makes, written down so that it outlives a restart.

Each table with a time to live has one entry in space JOB, from UpdateTimeToLive on. It goes through
phases, in order; every change of the setting begins anew:

- ERASE: expiry entries of an earlier setting go.
- BACKFILL: the items that were there get expiry entries; those written meanwhile have theirs.
- SWEEP: expired items are deleted. A table whose time to live was disabled has none of this: its
  entry goes when there is nothing left to erase. That of a deleted table goes with it.
"""

from typing import Final, Literal, NotRequired, TypedDict

import orjson

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.core.types.table_record import TableRecord
from jedlik.storage.interface import Mutation, Put

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
