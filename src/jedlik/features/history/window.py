"""Reads what changed in a table in a window of time: for each item its state before and after.

    log records of the window -> window entries: first old image, position of the last write
                                     |
    page of window entries ----------+--> changes, in key order
    today's items of the page -------+
    log records after the window -> overlay entries

The work first has the position before the window as its moment. `collect` follows the log to the
end of the window. Then the moment of the work becomes that end, and `read_changes` reads pages. The
state of an item at that moment is its overlay entry, or else today's item. The order of the steps
makes a page right, as in `reader`: today's items are read before the work catches up with the log.
"""

import struct
from collections.abc import Sequence
from hashlib import blake2b
from typing import Final, NamedTuple
from uuid import UUID

import orjson

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.key_schema import KeySchema
from jedlik.core.keys.position import position_to_bytes
from jedlik.core.keys.primary_key import fitting_key
from jedlik.core.keys.space import Space
from jedlik.engine.change_log import LogRecord, log_partition
from jedlik.engine.context import Node
from jedlik.engine.jobs import write
from jedlik.engine.table import key_schema_of
from jedlik.features.history.reader import (
    caught_up,
    log_directory,
    open_source,
    overlay_entry,
    overlay_key,
    position_in,
    span_under,
)
from jedlik.features.history.work import Work, key_of_work, work_to_bytes
from jedlik.storage.interface import Fence, Mutation, Put

_PAGE_ITEMS: Final = 100  # few enough to be handled between two requests
_PAGE_BYTES: Final = 1 << 18
_LOG_RECORDS: Final = 200
_PIECE_PAGES: Final = 10
_ERASED_ENTRIES: Final = 500
_PREFIX_BYTES: Final = 16
_HEAD: Final = struct.Struct(">HHQ")


class WindowEntry(NamedTuple):
    """An item that changed in the window. first: its first old image, empty if there was no item.
    written: the position of the last write.
    """

    item: Key
    first: bytes
    written: int


class ItemChange(NamedTuple):
    """An item before and after the window, as stored bytes, empty if there was no item.

    written: the position of the last write in the window.
    """

    item: Key
    old: bytes
    new: bytes
    written: int


class ChangesPage(NamedTuple):
    """Some changes, in key order. work: the record of the work after this page, not stored."""

    changes: Sequence[ItemChange]
    work: Work


async def collect(node: Node, work: Work, lease: Fence, until: int) -> Work:
    """Follows the log for some pages. until: the last position of the window.

    Returns the record of the work, which is stored. If its moment is `until`, everything that
    changed has its entry. Raises Reject and SourceLostError as `read_page` does.
    """
    await open_source(node, work)
    schema = key_schema_of(work["Source"])
    for _ in range(_PIECE_PAGES):
        name = await _unread_partition(node, work, until)
        if name is None:
            work = {**work, "Moment": until}
            await write(node, lease, [Put(key_of_work(work), work_to_bytes(work))])
            return work
        work = await _follow(node, work, lease, schema, (name, until))
    return work


async def read_changes(
    node: Node, work: Work, *, lease: Fence, start: tuple[bytes, bytes] | None = None
) -> ChangesPage:
    """Returns the next page of changes. The last one has a work with IsRead.

    start: where the page begins. None: where the record of the work says. Items that were absent
    before and after the window are left out, so a page may be empty.
    """
    still_open = await open_source(node, work)
    after = position_in(work) if start is None else start
    page = await node.storage.scan(
        span_under(work, _prefix(work), after), limit_items=_PAGE_ITEMS, limit_bytes=_PAGE_BYTES
    )
    table_id = work["Source"]["Id"]
    entries = [window_entry(table_id, each) for each in page.values]
    today = await node.storage.read([each.item for each in entries], consistent=True)
    work = await caught_up(node, work, lease, still_open)
    found = await node.storage.read(
        [overlay_key(work, each.item) for each in entries], consistent=True
    )
    changes = []
    for entry, now, overlay in zip(entries, today, found, strict=True):
        new = (now or b"") if overlay is None else overlay_entry(table_id, overlay)[1]
        if entry.first or new:
            changes.append(ItemChange(entry.item, entry.first, new, entry.written))
    moved: Work = {**work, "IsRead": page.last is None}
    if page.last is not None:
        partition, sort = page.last
        moved["Partition"], moved["Sort"] = partition[_PREFIX_BYTES:].hex(), sort.hex()
    return ChangesPage(changes, moved)


def window_span(work: Work) -> Span:
    """Returns the span of all window entries of a work."""
    return span_under(work, _prefix(work))


async def erase_window(node: Node, work: Work, lease: Fence) -> bool:
    """Erases some window entries of a work. Returns whether none is left."""
    span = window_span(work)
    erased = await node.storage.erase(span, limit_items=_ERASED_ENTRIES, fence=lease)
    return erased < _ERASED_ENTRIES


def window_entry(table_id: int, stored: bytes) -> WindowEntry:
    """Returns an entry, decoded."""
    partition_bytes, sort_bytes, written = _HEAD.unpack_from(stored)
    sort_at = _HEAD.size + partition_bytes
    image_at = sort_at + sort_bytes
    item = Key(Space.ITEM, table_id, stored[_HEAD.size : sort_at], stored[sort_at:image_at])
    return WindowEntry(item, stored[image_at:], written)


async def _unread_partition(node: Node, work: Work, until: int) -> str | None:
    """Returns the name of the next partition of the log with records of the window to read."""
    for entry in await log_directory(node.storage, work["Source"]["Id"]):
        passed = work["Passed"].get(entry["Name"], work["Moment"])
        if entry["Starting"] <= until and passed < until:
            return entry["Name"]
    return None


async def _follow(
    node: Node, work: Work, lease: Fence, schema: KeySchema, log: tuple[str, int]
) -> Work:
    """Reads a page of a log partition. log: its name, and the last position to read."""
    name, until = log
    partition = log_partition(name)
    passed = work["Passed"].get(name, work["Moment"])
    span = Span(
        Space.CHANGE_LOG,
        schema.table_id,
        (partition, position_to_bytes(passed + 1)),
        (partition, position_to_bytes(until + 1)),
    )
    page = await node.storage.scan(span, limit_items=_LOG_RECORDS, limit_bytes=_PAGE_BYTES)
    records = [LogRecord(each) for each in page.values]
    passed = until if page.last is None else records[-1].position
    work = {**work, "Passed": {**work["Passed"], name: passed}}
    entries = await _entries(node, work, schema, records)
    await write(node, lease, [*entries, Put(key_of_work(work), work_to_bytes(work))])
    return work


async def _entries(
    node: Node, work: Work, schema: KeySchema, records: Sequence[LogRecord]
) -> list[Mutation]:
    """Returns the window entries to write for some log records, which are in their order."""
    by_key: dict[Key, WindowEntry] = {}
    for record in records:
        item = fitting_key(schema, orjson.loads(record.keys))
        key = _window_key(work, item)
        first = by_key[key].first if key in by_key else record.old or b""
        by_key[key] = WindowEntry(item, first, record.position)
    keys = list(by_key)
    found = await node.storage.read(keys, consistent=True)
    mutations: list[Mutation] = []
    for key, stored in zip(keys, found, strict=True):
        entry = by_key[key]
        if stored is not None:
            entry = entry._replace(first=window_entry(schema.table_id, stored).first)
        mutations.append(Put(key, _to_bytes(entry)))
    return mutations


def _to_bytes(entry: WindowEntry) -> bytes:
    """Returns the bytes of an entry: the key of the item, the position, the image."""
    item = entry.item
    head = _HEAD.pack(len(item.partition), len(item.sort), entry.written)
    return head + item.partition + item.sort + entry.first


def _prefix(work: Work) -> bytes:
    """Returns an id like that of the work's overlay, and different from all others."""
    identity = UUID(work["Id"]).bytes
    return blake2b(identity, digest_size=_PREFIX_BYTES, person=b"window").digest()


def _window_key(work: Work, item: Key) -> Key:
    return Key(Space.OVERLAY, item.table, _prefix(work) + item.partition, item.sort)
