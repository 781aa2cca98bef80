"""The record of a work that reads a table as it was at a moment, such as a backup or a restore.

Every piece of the work ends with a transaction that stores the record again. So another process
can go on where one has died. As long as the record exists, nothing is erased that the work needs:
the log from the moment on, and the items of a table that is deleted meanwhile.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypedDict, cast
from uuid import UUID

import orjson

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.engine.context import Node
from jedlik.engine.jobs import Piece
from jedlik.engine.read import pages
from jedlik.engine.table_record import TableRecord
from jedlik.engine.work_records import TABLE_BYTES, work_pieces, works_span
from jedlik.storage.interface import Storage

_PARTITION: Final = b"history"
_ID_BYTES: Final = 16  # of a UUID
WORKS: Final = works_span(_PARTITION)


class Work(TypedDict):
    """A work, and how far it has come.

    Kind: what the work makes; `For` says more about it. Source: the record of the table when the
    work began. Moment: the position up to which commits belong to the state of the table. Partition
    and Sort: the key of the last item that has been read, in hexadecimal. Passed: for each log
    partition the position up to which it has been read. Exhausted: the partitions that are closed
    and have been read to their end. IsRead: whether all items have been read, so that only the
    overlay remains to be erased.
    """

    Id: str
    Kind: str
    For: Mapping[str, object]
    Source: TableRecord
    Moment: int
    Partition: str
    Sort: str
    Passed: dict[str, int]
    Exhausted: list[str]
    IsRead: bool


def new_work(work_id: str, kind: str, purpose: Mapping[str, object], source: TableRecord) -> Work:
    """Returns a work that begins. The transaction that stores it sets its moment.

    work_id: a UUID. purpose: what `For` says.
    """
    return {
        "Id": work_id,
        "Kind": kind,
        "For": purpose,
        "Source": source,
        "Moment": 0,
        "Partition": "",
        "Sort": "",
        "Passed": {},
        "Exhausted": [],
        "IsRead": False,
    }


def work_key(work_id: str, table_id: int) -> Key:
    """Returns the key of the record of a work that reads a table."""
    return Key(Space.JOB, 0, _PARTITION, _table(table_id) + UUID(work_id).bytes)


def key_of_work(work: Work) -> Key:
    """Returns the key of the record of `work`."""
    return work_key(work["Id"], work["Source"]["Id"])


def id_in_key(key: Key) -> str:
    """Returns the id of the work whose record has a key."""
    return str(UUID(bytes=key.sort[-_ID_BYTES:]))


def work_from_bytes(stored: bytes) -> Work:
    """Returns the record of a work, decoded."""
    return cast(Work, orjson.loads(stored))


def work_to_bytes(work: Work) -> bytes:
    """Returns the bytes of the record of a work."""
    return orjson.dumps(work)


async def all_works(storage: Storage) -> Sequence[Work]:
    """Returns every work of every Region and account that has not ended."""
    found = [each async for values in pages(storage, WORKS) for each in values]
    return [work_from_bytes(each) for each in found]


async def works_on(storage: Storage, table_id: int) -> Sequence[Work]:
    """Returns the works that read a table, or its log, and have not read all of it."""
    table = _table(table_id)
    span = Span(Space.JOB, 0, (_PARTITION, table), (_PARTITION, table + b"\xff" * _ID_BYTES))
    found = [each async for values in pages(storage, span) for each in values]
    return [work for work in map(work_from_bytes, found) if not work["IsRead"]]


async def reads_table(storage: Storage, table_id: int) -> bool:
    """Returns whether a work still reads the items of a table, or its log."""
    return bool(await works_on(storage, table_id))


async def pieces_of_works(
    node: Node, kinds: Sequence[str], piece_of: Callable[[Node, Work], Piece]
) -> Sequence[Piece]:
    """Returns the piece of each work of some kinds. A record that is damaged stops only the work on
    its own table.
    """

    def piece(node: Node, stored: bytes) -> Piece:
        work = work_from_bytes(stored)
        if work["Kind"] in kinds:
            return piece_of(node, work)
        return Piece(f"{work['Kind']} {work['Id']}", _is_not_due, _never)

    return await work_pieces(node, _PARTITION, TABLE_BYTES + _ID_BYTES, piece)


async def _is_not_due() -> bool:
    """Returns False: another job does this work."""
    return False


async def _never(_: object) -> None:
    raise AssertionError("this work belongs to another job")


def _table(table_id: int) -> bytes:
    return table_id.to_bytes(TABLE_BYTES, "big")
