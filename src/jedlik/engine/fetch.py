"""The one read path of pages: Query and Scan.

A page ends at `limit` items read, at 1 MB of items read, or at the end of the span. Sizes are those
of items by the service's rules, taken before the filter. Without filter and projection an item is
never decoded: its stored JSON goes into the answer as it is.
"""

from collections.abc import Callable
from typing import NamedTuple

from jedlik.core.keys.key import Span
from jedlik.core.limits import PAGE_BYTES
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import item_from_bytes, stored_json, stored_size_bytes
from jedlik.engine.context import Context

# Small enough to be read in well under a millisecond, large enough for few calls.
_SCAN_ITEMS = 2_000
_SCAN_BYTES = 1 << 20


class Read(NamedTuple):
    """What to read of a span, and what to keep of each item."""

    span: Span
    reverse: bool = False
    limit: int | None = None  # items read, not items kept
    keep: Callable[[Item], bool] | None = None
    shape: Callable[[Item], Item] | None = None
    count_only: bool = False


class Fetched(NamedTuple):
    """One page. `last` is the last item read when the page ended before the span did."""

    items: list[object]  # Fragments of JSON, or decoded Items
    kept_count: int
    scanned_count: int
    scanned_bytes: int
    last: Item | None


async def fetch(context: Context, read: Read) -> Fetched:
    """One page of a span."""
    storage = context.node.storage
    span, limit = read.span, read.limit
    kept: list[bytes] = []
    scanned_bytes = 0
    while True:
        wanted = _SCAN_ITEMS if limit is None else min(limit - len(kept), _SCAN_ITEMS)
        page = await storage.scan(
            span, limit_items=wanted, limit_bytes=_SCAN_BYTES, reverse=read.reverse
        )
        full = False
        for entry in page.entries:
            kept.append(entry.value)
            scanned_bytes += stored_size_bytes(entry.value)
            if scanned_bytes >= PAGE_BYTES:
                full = True
                break
        if full or len(kept) == limit:
            return _shaped(read, kept, scanned_bytes, ended=False)
        if not page.more:
            return _shaped(read, kept, scanned_bytes, ended=True)
        entry = page.entries[-1]
        span = after(span, entry.partition, entry.sort, reverse=read.reverse)


def after(span: Span, partition: bytes, sort: bytes, *, reverse: bool) -> Span:
    """What is left of a span beyond an entry, in the direction of reading."""
    if reverse:
        return span._replace(end=(partition, sort))
    return span._replace(start=(partition, sort + b"\x00"))


def _shaped(read: Read, kept: list[bytes], scanned_bytes: int, *, ended: bool) -> Fetched:
    last = None if ended or not kept else item_from_bytes(kept[-1])
    scanned_count = len(kept)
    if read.keep is None and read.shape is None:
        items: list[object] = [] if read.count_only else [stored_json(each) for each in kept]
        return Fetched(items, scanned_count, scanned_count, scanned_bytes, last)
    items, count = _decoded(read, kept)
    return Fetched(items, count, scanned_count, scanned_bytes, last)


def _decoded(read: Read, kept: list[bytes]) -> tuple[list[object], int]:
    items: list[object] = []
    count = 0
    keep, shape = read.keep, read.shape
    for stored in kept:
        item = item_from_bytes(stored)
        if keep is not None and not keep(item):
            continue
        count += 1
        if read.count_only:
            continue
        items.append(stored_json(stored) if shape is None else shape(item))
    return items, count
