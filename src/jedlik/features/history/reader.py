"""Reads the items of a table as they were at a moment, page by page.

    page of today's items ----------------------------+
                                                      +--> the items at the moment, in key order
    log records after the moment --> overlay entries -+
                                     (first old image of each item that has changed)

A page ends where either the items or the overlay entries reach a limit, so it is small also if most
items were deleted after the moment.

The order of the steps makes a page right. It scans the items first. Then it catches up with the
log, at least to the position of the last commit that the scan can have seen. So each item that
changed between the moment and the scan has its overlay entry. What changes after the scan is not in
the page, and its overlay entry, if it has one by now, is the image in the page. An item that was
deleted after the moment is in the overlay only, and the merge adds it.

What has been read and used is never read again. So a change of an item there gets no overlay entry.

A page has a megabyte, because catching up costs a commit. It is scanned in parts, so that the loop
serves others after each of them. Stored items are copied: only those near overlay entries are
decoded, to find the place of the entry among them.
"""

import struct
from bisect import bisect_left, bisect_right
from collections.abc import AsyncGenerator, Sequence, Set
from functools import cache
from typing import Final, NamedTuple
from uuid import UUID

import orjson

from jedlik.core.errors import Reject
from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.key_schema import KeySchema
from jedlik.core.keys.position import position_of, position_to_bytes
from jedlik.core.keys.primary_key import fitting_key
from jedlik.core.keys.ranges import after_prefix
from jedlik.core.keys.space import Space
from jedlik.core.types.stored_item import item_from_bytes
from jedlik.engine.change_log import LogRecord, log_partition
from jedlik.engine.context import Node
from jedlik.engine.jobs import write
from jedlik.engine.log_partitions import open_partitions
from jedlik.engine.read import pages
from jedlik.engine.table import key_schema_of
from jedlik.features.history.records import LogPartition, partition_from_bytes, partitions_span
from jedlik.features.history.work import Work, key_of_work, work_to_bytes
from jedlik.storage.interface import LAST_APPEND, Fence, Mutation, Page, Put, Storage

_PAGE_ITEMS: Final = 1000
_PAGE_BYTES: Final = 1 << 20
_PART_ITEMS: Final = 100  # few enough to be handled between two requests
_PART_BYTES: Final = 1 << 17
_LOG_RECORDS: Final = 50
_ERASED_ENTRIES: Final = 500
_PREFIX_BYTES: Final = 16
_LENGTHS: Final = struct.Struct(">HH")


class HistoryPage(NamedTuple):
    """Some items of a table as they were at the moment.

    items: the stored bytes of the items, in key order. work: the record of the work after this
    page. Whoever uses the page stores it, in the same transaction or later.
    """

    items: Sequence[bytes]
    work: Work


class SourceLostError(Exception):
    """The items cannot be read any more, because their encryption key was deleted."""


async def each_page(node: Node, work: Work, lease: Fence) -> AsyncGenerator[HistoryPage, None]:
    """Yields the next pages, up to the last one. See `read_page`.

    What is stored while they are read says that none of them has been used yet. Whoever has used
    some of them stores the record of the last one that was used.
    """
    stored_at = work["Partition"], work["Sort"]
    start = position_in(work)
    while True:
        page = await read_page(node, work, lease, start=start)
        yield page
        if page.work["IsRead"]:
            return
        await node.clock.sleep(0)  # a page that was in memory has not let others have their turn
        start = position_in(page.work)
        # What catching up stores must not pass items that nobody has used yet.
        work = {**page.work, "Partition": stored_at[0], "Sort": stored_at[1]}


async def read_page(
    node: Node, work: Work, lease: Fence, *, start: tuple[bytes, bytes] | None = None
) -> HistoryPage:
    """Returns the next page. The last one has a work with IsRead.

    start: where the page begins. None: where the record of the work says.
    Stores overlay entries and the record of the work under the lease. Raises Reject if the
    encryption key of the table cannot be used now, and SourceLostError.
    """
    schema = key_schema_of(work["Source"])
    still_open = await open_source(node, work)
    after = position_in(work) if start is None else start
    page = await _scanned(node, Span(Space.ITEM, schema.table_id, after))
    work = await caught_up(node, work, lease, still_open)
    changed = await _scanned(node, span_under(work, _prefix(work), after, page.last))
    last = page.last if changed.last is None else _item_place(changed.last)
    moved: Work = {**work, "IsRead": last is None}
    if last is not None:
        moved["Partition"], moved["Sort"] = last[0].hex(), last[1].hex()
    return HistoryPage(_merged(schema, page.values, changed.values, last), moved)


async def _scanned(node: Node, span: Span) -> Page:
    """Returns a page of a span. It is scanned in parts, and others have their turn after each."""
    values: list[bytes] = []
    size_bytes = 0
    while True:
        part = await node.storage.scan(
            span,
            limit_items=min(_PART_ITEMS, _PAGE_ITEMS - len(values)),
            limit_bytes=_PART_BYTES,
        )
        await node.clock.sleep(0)  # a part that was in memory has not let others have their turn
        values += part.values
        size_bytes += sum(map(len, part.values))
        if part.last is None or len(values) >= _PAGE_ITEMS or size_bytes >= _PAGE_BYTES:
            return Page(values, part.last)
        partition, sort = part.last
        span = span._replace(start=(partition, sort + b"\x00"))


def _merged(
    schema: KeySchema,
    items: Sequence[bytes],
    changed: Sequence[bytes],
    last: tuple[bytes, bytes] | None,
) -> Sequence[bytes]:
    """Returns the items up to `last`, each with its image in the overlay if it has one there.

    items, changed: stored items and overlay entries, both in key order.
    """

    @cache
    def place(at: int) -> tuple[bytes, bytes]:
        key = fitting_key(schema, item_from_bytes(items[at]))
        return key.partition, key.sort

    every = range(len(items))
    merged: list[bytes] = []
    at = 0
    for stored in changed:
        key, image = overlay_entry(schema.table_id, stored)
        found = bisect_left(every, (key.partition, key.sort), lo=at, key=place)
        merged += items[at:found]
        if image:
            merged.append(image)
        is_there = found < len(items) and place(found) == (key.partition, key.sort)
        at = found + is_there
    end = len(items) if last is None else bisect_right(every, last, lo=at, key=place)
    return [*merged, *items[at:end]]


def overlay_span(work: Work) -> Span:
    """Returns the span of all overlay entries of a work."""
    return span_under(work, _prefix(work))


def span_under(
    work: Work,
    prefix: bytes,
    after: tuple[bytes, bytes] = (b"", b""),
    last: tuple[bytes, bytes] | None = None,
) -> Span:
    """Returns the span of what a work has stored for items under a prefix.

    after: the place of the first item. last: the place of the last one, None for all.
    """
    following = after_prefix(prefix)
    end = None if following is None else (following, b"")
    if last is not None:
        end = (prefix + last[0], last[1] + b"\x00")
    return Span(Space.OVERLAY, work["Source"]["Id"], (prefix + after[0], after[1]), end)


async def erase_overlay(node: Node, work: Work, lease: Fence) -> bool:
    """Erases some overlay entries of a work. Returns whether none is left."""
    span = overlay_span(work)
    erased = await node.storage.erase(span, limit_items=_ERASED_ENTRIES, fence=lease)
    return erased < _ERASED_ENTRIES


async def caught_up(node: Node, work: Work, lease: Fence, still_open: Set[str]) -> Work:
    """Returns the work after it has read the log after its moment to the last commit of now.

    still_open: the names of the partitions that may get more records.
    """
    schema = key_schema_of(work["Source"])
    (appended,) = await node.storage.read([LAST_APPEND], consistent=True)
    last = position_of(appended)
    for entry in await log_directory(node.storage, schema.table_id):
        if entry["Name"] in work["Exhausted"] or entry["Starting"] > last:
            continue
        is_closed = entry["Name"] not in still_open
        work = await _follow(node, work, lease, schema, (entry["Name"], last, is_closed))
    return work


async def log_directory(storage: Storage, table_id: int) -> Sequence[LogPartition]:
    """Returns the partitions of the log of a table, in the order in which they were opened.

    An item has its records in one partition after the other, never in two at a time.
    """
    found = [
        partition_from_bytes(stored)
        async for values in pages(storage, partitions_span(table_id))
        for stored in values
    ]
    return sorted(found, key=_by_start)


async def _follow(
    node: Node, work: Work, lease: Fence, schema: KeySchema, log: tuple[str, int, bool]
) -> Work:
    """Reads one log partition to a position. log: its name, the position, whether it is closed."""
    name, last, is_closed = log
    partition = log_partition(name)
    while True:
        passed = work["Passed"].get(name, work["Moment"])
        span = Span(
            Space.CHANGE_LOG,
            schema.table_id,
            (partition, position_to_bytes(passed + 1)),
            (partition, position_to_bytes(last + 1)),
        )
        page = await node.storage.scan(span, limit_items=_LOG_RECORDS, limit_bytes=_PART_BYTES)
        if page.last is None and not page.values:
            break
        records = [LogRecord(each) for each in page.values]
        work = {**work, "Passed": {**work["Passed"], name: records[-1].position}}
        entries = await _new_entries(node, work, schema, records)
        await write(node, lease, [*entries, Put(key_of_work(work), work_to_bytes(work))])
        if page.last is None:
            break
    if is_closed:
        rest = {each: at for each, at in work["Passed"].items() if each != name}
        work = {**work, "Passed": rest, "Exhausted": [*work["Exhausted"], name]}
    return work


async def _new_entries(
    node: Node, work: Work, schema: KeySchema, records: Sequence[LogRecord]
) -> list[Mutation]:
    """Returns overlay entries for the items that change for the first time after the moment.

    Items that were read and used are left out.
    """
    used = bytes.fromhex(work["Partition"]), bytes.fromhex(work["Sort"])
    first: dict[Key, tuple[Key, bytes]] = {}
    for record in records:
        item = fitting_key(schema, orjson.loads(record.keys))
        if (item.partition, item.sort) <= used:
            continue
        entry = overlay_key(work, item)
        if entry not in first:
            first[entry] = (item, record.old or b"")
    keys = list(first)
    found = await node.storage.read(keys, consistent=True)
    return [
        Put(key, _overlay_value(*first[key]))
        for key, stored in zip(keys, found, strict=True)
        if stored is None
    ]


async def open_source(node: Node, work: Work) -> Set[str]:
    """Returns the names of the log partitions that the table has open. A deleted one has none.

    Lets its items and its log be read if they are encrypted. Raises Reject and SourceLostError.
    """
    source = work["Source"]
    table = await node.catalog.find(source["Region"], source["AccountId"], source["TableName"])
    if table is not None and table.id == source["Id"]:
        locked, names = table.locked, frozenset(open_partitions(table.record))
    else:
        locked, names = await node.catalog.data_keys.open_earlier(source), frozenset()
    if locked is None:
        return names
    if locked.is_lost:
        raise SourceLostError(f"table {source['TableName']} cannot be read: {locked.error.message}")
    raise Reject(locked.error)


def position_in(work: Work) -> tuple[bytes, bytes]:
    """Returns where the items begin that have not been read."""
    partition, sort = bytes.fromhex(work["Partition"]), bytes.fromhex(work["Sort"])
    return (partition, sort + b"\x00") if partition else (b"", b"")


def _prefix(work: Work) -> bytes:
    return UUID(work["Id"]).bytes


def overlay_key(work: Work, item: Key) -> Key:
    """Returns the key of the overlay entry of an item."""
    return Key(Space.OVERLAY, item.table, _prefix(work) + item.partition, item.sort)


def _item_place(entry: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """Returns the place of the item of an overlay entry. entry: the place of the entry."""
    return entry[0][_PREFIX_BYTES:], entry[1]


def _overlay_value(item: Key, image: bytes) -> bytes:
    """Returns the bytes of an overlay entry: the key of the item, then its image."""
    lengths = _LENGTHS.pack(len(item.partition), len(item.sort))
    return lengths + item.partition + item.sort + image


def overlay_entry(table_id: int, stored: bytes) -> tuple[Key, bytes]:
    """Returns the key of the item and its image; an empty one if there was no item."""
    partition_bytes, sort_bytes = _LENGTHS.unpack_from(stored)
    sort_at = _LENGTHS.size + partition_bytes
    image_at = sort_at + sort_bytes
    partition, sort = stored[_LENGTHS.size : sort_at], stored[sort_at:image_at]
    return Key(Space.ITEM, table_id, partition, sort), stored[image_at:]


def _by_start(entry: LogPartition) -> int:
    return entry["Starting"]
