"""The job that encrypts the values of a table which are older than its data key.

New values are encrypted from the moment at which the table gets its key. The job stores each older
value again, in pieces: first the items with their index entries, in the order of the keys of the
items, then the records of the change log. The storage encrypts what is stored again. The progress
of the job is an entry in space JOB. One transaction proves the progress and the record of the
table, reads the values again, writes them, and stores the next progress. So a crash, or a process
that was stopped and continues, neither loses a change of a client nor leaves a value out.

The last piece removes HasPlainValues from the record. From then on a plain value is damage. A
backup or a restore that began before the table got its key has stored old images in the clear. So
the job waits until it has read the table.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final, Literal, TypedDict

import orjson

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.position import POSITION_BYTES, position_to_bytes
from jedlik.core.keys.primary_key import fitting_key
from jedlik.core.keys.space import Space
from jedlik.core.types.stored_item import item_from_bytes
from jedlik.engine.change_log import log_partition
from jedlik.engine.context import Node
from jedlik.engine.jobs import Job, Piece, write
from jedlik.engine.read import pages
from jedlik.engine.table import Table, is_lost
from jedlik.engine.table_hooks import TableChange
from jedlik.engine.table_record import TableRecord, record_from_bytes, table_to_bytes
from jedlik.engine.work_records import TABLE_BYTES, work_pieces
from jedlik.features.history.records import partition_from_bytes, partitions_span
from jedlik.features.history.work import works_on
from jedlik.features.secondary_indexes.participant import indexes_of
from jedlik.features.streams.records import shard_from_bytes
from jedlik.storage.interface import Abort, Batch, Copy, Delete, Fence, Mutation, Put

_PARTITION: Final = b"encrypt items"
PAGE_ITEMS: Final = 100  # few enough to be written between two requests
_PAGE_BYTES: Final = 1 << 18


class Work(TypedDict):
    """The work on one table.

    Phase: what is encrypted now. Partition, Sort: of the last entry that was encrypted, in
    hexadecimal. Both are empty at the start of a phase. LastPosition: of the last record of the log
    that may be in the clear.
    """

    TableId: int
    Region: str
    AccountId: str
    TableName: str
    Phase: Literal["ITEMS", "LOG"]
    Partition: str
    Sort: str
    LastPosition: int


def work_key(table_id: int) -> Key:
    """Returns the key of the work on a table."""
    return Key(Space.JOB, 0, _PARTITION, table_id.to_bytes(8, "big"))


def work_mutations(change: TableChange, last_position: int) -> Sequence[Mutation]:
    """Returns the work that follows from a change of a table's record.

    last_position: of the last Append of the storage.
    """
    record = change.after
    was_plain = change.before is not None and change.before.get("HasPlainValues", False)
    if change.is_deletion:
        return (Delete(work_key(record["Id"])),) if was_plain else ()
    if was_plain or not record.get("HasPlainValues", False):
        return ()
    return (Put(work_key(record["Id"]), orjson.dumps(_new_work(record, last_position))),)


async def pieces(node: Node) -> Sequence[Piece]:
    """Returns the work of each table that has values to encrypt."""
    return await work_pieces(node, _PARTITION, TABLE_BYTES, _piece)


def _piece(node: Node, stored: bytes) -> Piece:
    work: Work = orjson.loads(stored)
    of = f"table {work['TableName']} in {work['Region']}"
    return Piece(of, partial(_is_due, node, work), partial(_run, node, work))


async def _is_due(node: Node, work: Work) -> bool:
    """Returns whether no reader is older than the data key of the table."""
    works = await works_on(node.storage, work["TableId"])
    return all("DataKey" in each["Source"] for each in works)


async def _run(node: Node, work: Work, lease: Fence) -> None:
    """Encrypts a page of values of one table."""
    table = await node.catalog.find(work["Region"], work["AccountId"], work["TableName"])
    if table is None or table.id != work["TableId"] or is_lost(table):
        await write(node, lease, [Delete(work_key(work["TableId"]))])
    elif work["Phase"] == "ITEMS":
        await _encrypt_items(node, table, work)
    else:
        await _encrypt_log(node, table, work)


def _new_work(record: TableRecord, last_position: int) -> Work:
    return {
        "TableId": record["Id"],
        "Region": record["Region"],
        "AccountId": record["AccountId"],
        "TableName": record["TableName"],
        "Phase": "ITEMS",
        "Partition": "",
        "Sort": "",
        "LastPosition": last_position,
    }


async def _encrypt_items(node: Node, table: Table, work: Work) -> None:
    """Stores a page of items, and their index entries, again."""
    start = (bytes.fromhex(work["Partition"]), bytes.fromhex(work["Sort"]) + b"\x00")
    span = Span(Space.ITEM, table.id, start if work["Partition"] else None)
    page = await node.storage.scan(span, limit_items=PAGE_ITEMS, limit_bytes=_PAGE_BYTES)
    copied: dict[Key, Key | None] = {}  # each key to store again; the source of a copy
    for stored in page.values:
        item = item_from_bytes(stored)
        key = fitting_key(table.key, item)
        copied[key] = None
        for index in indexes_of(table):
            entry = index.entry_key(item, key)
            if entry is not None:
                copied[entry] = key if index.copies_items else None
    moved: Work = {**work, "Phase": "LOG", "Partition": "", "Sort": ""}
    if page.last is not None:
        partition, sort = page.last
        moved = {**work, "Partition": partition.hex(), "Sort": sort.hex()}
    await store_again(node, table, work, copied, moved)


async def _encrypt_log(node: Node, table: Table, work: Work) -> None:
    """Stores a page of the log again, or ends the work after its last page."""
    after = bytes.fromhex(work["Partition"])
    for partition in await _log_partitions(node, table.id):
        if partition < after:
            continue
        start = bytes.fromhex(work["Sort"]) + b"\x00" if partition == after else b""
        end = (partition, position_to_bytes(work["LastPosition"] + 1))
        span = Span(Space.CHANGE_LOG, table.id, (partition, start), end)
        page = await node.storage.scan(span, limit_items=PAGE_ITEMS, limit_bytes=_PAGE_BYTES)
        if page.values:
            positions = [value[:POSITION_BYTES] for value in page.values]
            keys = [Key(Space.CHANGE_LOG, table.id, partition, each) for each in positions]
            moved: Work = {**work, "Partition": partition.hex(), "Sort": positions[-1].hex()}
            await store_again(node, table, work, dict.fromkeys(keys), moved)
            return
    await store_again(node, table, work, {}, None)


async def _log_partitions(node: Node, table_id: int) -> list[bytes]:
    """Returns the partitions of the log of a table, in order: those of its streams, and those that
    its history needs.
    """
    found: set[bytes] = set()
    async for values in pages(node.storage, Span(Space.STREAM, table_id)):
        found.update(log_partition(shard_from_bytes(stored)["ShardId"]) for stored in values)
    async for values in pages(node.storage, partitions_span(table_id)):
        found.update(log_partition(partition_from_bytes(stored)["Name"]) for stored in values)
    return sorted(found)


async def store_again(
    node: Node, table: Table, work: Work, copied: dict[Key, Key | None], moved: Work | None
) -> None:
    """Stores values again, and the progress. moved: None if this ends the work.

    Writes nothing if the work or the table has changed since it was read.
    """
    keys, here = list(copied), work_key(table.id)

    def decide(values: Sequence[bytes | None]) -> Batch[None] | Abort[None]:
        if values[0] != orjson.dumps(work) or values[1] != table.stored:
            return Abort(None)
        mutations: list[Mutation] = []
        for key, value in zip(keys, values[2:], strict=True):
            source = copied[key]
            if value is not None:
                mutations.append(Put(key, value) if source is None else Copy(key, source))
        if moved is not None:
            return Batch([*mutations, Put(here, orjson.dumps(moved))], None)
        record = record_from_bytes(table.stored)
        del record["HasPlainValues"]
        stored = Put(table.catalog_key, table_to_bytes(record))
        return Batch([*mutations, stored, Delete(here)], None, raises_epoch=True)

    await node.storage.transact([here, table.catalog_key, *keys], decide)


JOB: Final = Job(name="encrypt items", every_s=0.2, pieces=pieces)
