"""The records of work on tables that jobs have, and those of them that cannot be read.

A record is stored under the id of its table, alone or with the id of its index or of its work. If a
page of the file is damaged, or a record is no JSON, then only the work of its own table has to
wait. A scan stops at such a record, and does not say which one it is. So its key is searched for:
the scan of a smaller span succeeds or stops too. The node remembers the key, and later scans leave
it out.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from jedlik.core.keys.key import Key, Span, entries_of_partition
from jedlik.core.keys.space import Space
from jedlik.engine.catalog import TABLES
from jedlik.engine.context import Node
from jedlik.engine.jobs import Piece
from jedlik.engine.read import pages
from jedlik.engine.table_record import record_from_bytes
from jedlik.storage.interface import FailureKind, StorageUnavailableError

TABLE_BYTES: Final = 8
INDEX_BYTES: Final = 10  # two for the id of the index

PieceOf = Callable[[Node, bytes], Piece]

_MALFORMED: Final = (KeyError, TypeError, ValueError)


def works_span(partition: bytes) -> Span:
    """Returns the span of all records of work in a partition of the space JOB."""
    return entries_of_partition(Space.JOB, 0, partition)


async def work_pieces(
    node: Node, partition: bytes, key_bytes: int, piece_of: PieceOf
) -> Sequence[Piece]:
    """Returns the piece of each record in a partition of the space JOB.

    piece_of: decodes a record. The piece of a record that cannot be read fails until it can be.
    """
    while True:
        unread = [each for each in sorted(node.unread) if each.partition == partition]
        found = [_unread_piece(node, each, piece_of) for each in unread]
        first = 0
        for end in (*(_number(each) for each in unread), 1 << 8 * key_bytes):
            part = _Part(node, partition, key_bytes, first)
            stop = await part.add_pieces(end, piece_of, found)
            if stop is not None:
                node.unread[stop] = await _name_of(node, stop)
                break
            first = end + 1
        else:
            return found


def in_turns(pieces: Sequence[Piece], latest: str, count: int) -> list[Piece]:
    """Returns the first `count` pieces, beginning after the one that was done last.

    latest: what that piece was of; it may be gone.
    """
    first = list(pieces[:count])
    names = [each.of for each in first]
    after = names.index(latest) + 1 if latest in names else 0
    return [*first[after:], *first[:after]]


class _Part:
    """The records from the number `first` on, without those that are known to be unreadable."""

    def __init__(self, node: Node, partition: bytes, key_bytes: int, first: int) -> None:
        self._node = node
        self._partition = partition
        self._key_bytes = key_bytes
        self._first = first

    async def add_pieces(self, end: int, piece_of: PieceOf, found: list[Piece]) -> Key | None:
        """Adds the pieces of the records before `end`. Returns the key of the first record that
        cannot be read.
        """
        records: list[bytes] = []
        try:
            await self._read(end, records)
        except StorageUnavailableError as error:
            if error.kind is not FailureKind.DAMAGED:
                raise
            # The records of a page are lost together with one of them, so they are found one by one
            return await self._key_after(None, end)
        for at, record in enumerate(records):
            try:
                found.append(piece_of(self._node, record))
            except _MALFORMED:
                return await self._key_after(at, end)
        return None

    async def _key_after(self, records: int | None, end: int) -> Key:
        """Returns the key of the record that follows the first `records`, or that stops a scan."""
        low, high = self._first, end  # the scan before `high` reaches the record
        if await self._reaches(low, records):
            raise StorageUnavailableError("the keys of work are damaged", FailureKind.DAMAGED)
        while high - low > 1:
            middle = (low + high) // 2
            if await self._reaches(middle, records):
                high = middle
            else:
                low = middle
        return Key(Space.JOB, 0, self._partition, low.to_bytes(self._key_bytes, "big"))

    async def _reaches(self, end: int, records: int | None) -> bool:
        found: list[bytes] = []
        try:
            await self._read(end, found)
        except StorageUnavailableError as error:
            if error.kind is not FailureKind.DAMAGED:
                raise
            return True
        return records is not None and len(found) > records

    async def _read(self, end: int, records: list[bytes]) -> None:
        if end == self._first:
            return
        start = (self._partition, self._first.to_bytes(self._key_bytes, "big"))
        is_last = end == 1 << 8 * self._key_bytes
        stop = (
            (self._partition + b"\x00", b"")
            if is_last
            else (self._partition, end.to_bytes(self._key_bytes, "big"))
        )
        async for values in pages(self._node.storage, Span(Space.JOB, 0, start, stop)):
            records += values


def _number(key: Key) -> int:
    return int.from_bytes(key.sort, "big")


def _unread_piece(node: Node, key: Key, piece_of: PieceOf) -> Piece:
    return Piece(node.unread[key], partial(_look_again, node, key, piece_of), _never)


async def _look_again(node: Node, key: Key, piece_of: PieceOf) -> bool:
    """Raises the error of a record if it still cannot be read. Otherwise forgets that it could not
    be: the next look finds it.
    """
    (record,) = await node.storage.read([key], consistent=True)
    if record is not None:
        piece_of(node, record)
    del node.unread[key]
    return False


async def _never(_: object) -> None:
    raise AssertionError("a record that cannot be read is never due")


async def _name_of(node: Node, key: Key) -> str:
    """Returns whose work a record is about, in the words of the piece that it would have been."""
    table_id = int.from_bytes(key.sort[:TABLE_BYTES], "big")
    name = f"table number {table_id}"
    try:
        async for values in pages(node.storage, TABLES):
            for record in map(record_from_bytes, values):
                if record["Id"] == table_id:
                    name = f"table {record['TableName']} in {record['Region']}"
    except (StorageUnavailableError, *_MALFORMED):
        pass  # a record of a table is damaged too
    if len(key.sort) != INDEX_BYTES:
        return name
    return f"index {int.from_bytes(key.sort[TABLE_BYTES:], 'big')} of {name}"
