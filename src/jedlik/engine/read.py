"""The one read path of pages: Query, Scan and SELECT.

A page ends at `limit` items read, at 1 MB of items read (or what a read over several spans has left
of it), or at the end of the span. Sizes are those of items by the service's rules, taken before
the filter; where the items of index entries are read from the table, it is these that are counted.
Without filter and projection an item is never decoded: its stored JSON goes into the answer as it
is.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Final, NamedTuple, final

from jedlik.core.keys.key import Span
from jedlik.core.keys.primary_key import fitting_key
from jedlik.core.keys.ranges import after
from jedlik.core.limits import PAGE_BYTES
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import (
    item_from_bytes,
    stored_json,
    stored_json_array,
    stored_size_bytes,
)
from jedlik.engine.context import Context
from jedlik.engine.table import Table
from jedlik.storage.interface import Storage

_SCAN_ITEMS: Final = 5_000  # of one call of the storage; a page of very small items takes several
_READ_ITEMS: Final = 100  # likewise, of items for entries: any may be as large as an item can be


@final
class Read:
    """What to read of a span, and what to keep of each item.

    limit: items to read at most. keep, shape: the filter, and the projection of what it keeps; None
    for all. count_only: the items themselves are not asked for. table: given, the span is of an
    index whose entries lack attributes, and the items are taken from this table. limit_bytes: what
    ends the page, by the service's sizes.
    """

    __slots__ = ("count_only", "keep", "limit", "limit_bytes", "reverse", "shape", "span", "table")

    def __init__(  # noqa: PLR0913, PLR0917  (a value)
        self,
        span: Span,
        reverse: bool = False,
        limit: int | None = None,
        keep: Callable[[Item], bool] | None = None,
        shape: Callable[[Item], Item] | None = None,
        count_only: bool = False,
        table: Table | None = None,
        limit_bytes: int = PAGE_BYTES,
    ) -> None:
        self.span = span
        self.reverse = reverse
        self.limit = limit
        self.keep = keep
        self.shape = shape
        self.count_only = count_only
        self.table = table
        self.limit_bytes = limit_bytes


Items = object  # a Fragment of JSON, or a list of decoded items


@final
class Fetched:
    """One page.

    scanned: the kept bytes of all items read. last: the last of them if the page ended before the
    span did. fetched: the kept bytes of the items that were read from the table in addition.
    """

    __slots__ = ("fetched", "items", "kept_count", "last", "scanned")

    def __init__(
        self,
        items: Items,
        kept_count: int,
        scanned: list[bytes],
        last: Item | None,
        fetched: Sequence[bytes] = (),
    ) -> None:
        self.items = items
        self.kept_count = kept_count
        self.scanned = scanned
        self.last = last
        self.fetched = fetched

    @property
    def size_bytes(self) -> int:
        """What counts against the size of the page: of what was fetched, if anything was."""
        return sum(map(stored_size_bytes, self.fetched or self.scanned))


class _Items(NamedTuple):
    """Items of index entries, and whether they filled the page."""

    values: list[bytes]
    filled: bool


async def fetch(context: Context, read: Read) -> Fetched:
    """One page of a span."""
    storage = context.node.storage
    span, limit, limit_bytes = read.span, read.limit, read.limit_bytes
    scanned: list[bytes] = []
    while True:
        wanted = _SCAN_ITEMS if limit is None else min(limit - len(scanned), _SCAN_ITEMS)
        page = await storage.scan(
            span, limit_items=wanted, limit_bytes=limit_bytes, reverse=read.reverse
        )
        scanned += page.values
        # An item's JSON is longer than its size, so most pages need no look at sizes.
        if sum(map(len, scanned)) >= limit_bytes and _cut(scanned, limit_bytes):
            ended = False
            break
        if len(scanned) == limit:
            ended = False
            break
        if page.last is None:
            ended = True
            break
        span = after(span, *page.last, reverse=read.reverse)
    if read.table is None:
        return _shaped(read, scanned, scanned, ended=ended)
    items = await _items_of(context, read.table, scanned, limit_bytes)
    fetched = _shaped(read, scanned, items.values, ended=ended and not items.filled)
    fetched.fetched = items.values
    return fetched


def _cut(scanned: list[bytes], limit_bytes: int) -> bool:
    """Drop what comes after the item that fills the page; False if none does."""
    size_bytes = 0
    for at, stored in enumerate(scanned):
        size_bytes += stored_size_bytes(stored)
        if size_bytes >= limit_bytes:
            del scanned[at + 1 :]
            return True
    return False


def _shaped(read: Read, scanned: list[bytes], found: list[bytes], *, ended: bool) -> Fetched:
    last = None if ended or not scanned else item_from_bytes(scanned[-1])
    if read.keep is None and (read.shape is None or read.count_only):
        items: object = None if read.count_only else stored_json_array(found)
        return Fetched(items, len(found), scanned, last)
    decoded, kept_count = _decoded(read, found)
    return Fetched(decoded, kept_count, scanned, last)


async def _items_of(
    context: Context, table: Table, entries: list[bytes], limit_bytes: int
) -> _Items:
    """The items of entries of an index; those deleted since are left out. Of the entries goes what
    comes after the item that fills the page.

    That these items are what fills it is dynalite's rule; no document says.
    """
    items: list[bytes] = []
    size_bytes = 0
    for first in range(0, len(entries), _READ_ITEMS):
        some = entries[first : first + _READ_ITEMS]
        keys = [fitting_key(table.key, item_from_bytes(entry)) for entry in some]
        found = await context.node.storage.read(keys, consistent=True)
        for at, stored in enumerate(found, first):
            if stored is None:
                continue
            items.append(stored)
            size_bytes += stored_size_bytes(stored)
            if size_bytes >= limit_bytes:
                del entries[at + 1 :]
                return _Items(items, filled=True)
    return _Items(items, filled=False)


def _decoded(read: Read, scanned: list[bytes]) -> tuple[list[object], int]:
    items: list[object] = []
    kept_count = 0
    keep, shape = read.keep, read.shape
    for stored in scanned:
        item = item_from_bytes(stored)
        if keep is not None and not keep(item):
            continue
        kept_count += 1
        if not read.count_only:
            items.append(stored_json(stored) if shape is None else shape(item))
    return items, kept_count


_PAGE_ITEMS: Final = 1_000


_PAGE_BYTES: Final = 1 << 22


async def pages(storage: Storage, span: Span) -> AsyncIterator[Sequence[bytes]]:
    """All values of a span, in their order, a page at a time."""
    while True:
        page = await storage.scan(span, limit_items=_PAGE_ITEMS, limit_bytes=_PAGE_BYTES)
        yield page.values
        if page.last is None:
            return
        span = after(span, *page.last, reverse=False)


async def count_of(storage: Storage, span: Span) -> int:
    """How many entries a span has."""
    count = 0
    async for values in pages(storage, span):
        count += len(values)
    return count


async def is_empty(storage: Storage, span: Span) -> bool:
    """Whether a span has no entry."""
    return not (await storage.scan(span, limit_items=1, limit_bytes=1)).values
