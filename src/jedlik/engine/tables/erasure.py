"""The work of erasing a deleted table, written down for the job that does it."""

from typing import Final, TypedDict

import orjson

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.core.types.table_record import TableRecord
from jedlik.storage.interface import Put

_PARTITION: Final = b"erase table"

TABLE_ERASURES: Final = Span(Space.JOB, 0, (_PARTITION, b""), (_PARTITION + b"\x00", b""))
# What is kept under the id of a table; entries of indexes first, some are copies of items.
TABLE_SPACES: Final = (Space.INDEX, Space.ITEM, Space.COUNTER, Space.EXPIRY)


class TableErasure(TypedDict):
    """A table to erase, and when it is gone."""

    Id: int
    Region: str
    AccountId: str
    TableName: str
    NotBeforeMs: int


def table_erasure(record: TableRecord) -> Put:
    """The entry that has a table erased once its transition, the deletion, is over."""
    erasure: TableErasure = {
        "Id": record["Id"],
        "Region": record["Region"],
        "AccountId": record["AccountId"],
        "TableName": record["TableName"],
        "NotBeforeMs": record["Transition"]["EndsAtMs"],
    }
    return Put(table_erasure_key(record["Id"]), orjson.dumps(erasure))


def table_erasure_key(table_id: int) -> Key:
    """Where the erasure of a table is kept."""
    return Key(Space.JOB, 0, _PARTITION, table_id.to_bytes(8, "big"))
