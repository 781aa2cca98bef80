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
from jedlik.core.types.stored_item import (
    item_from_bytes,
    stored_json,
    stored_json_array,
    stored_size_bytes,
)
from jedlik.engine.context import Context

_SCAN_ITEMS = 5_000  # of one call of the storage; a page of very small items takes several


class Read(NamedTuple):
    """What to read of a span, and what to keep of each item."""

    span: Span
    reverse: bool = False
    limit: int | None = None  # items read, not items kept
    keep: Callable[[Item], bool] | None = None
    shape: Callable[[Item], Item] | None = None
    count_only: bool = False


Items = object  # a Fragment of JSON, or a list of decoded items


class Fetched(NamedTuple):
    """One page.

    scanned: the kept bytes of all items read. last: the last of them if the page ended before the
    span did.
    """

    items: Items
    kept_count: int
    scanned: list[bytes]
    last: Item | None


async def fetch(context: Context, read: Read) -> Fetched:
    """One page of a span."""
    storage = context.node.storage
    span, limit = read.span, read.limit
    scanned: list[bytes] = []
    while True:
        wanted = _SCAN_ITEMS if limit is None else min(limit - len(scanned), _SCAN_ITEMS)
        page = await storage.scan(
            span, limit_items=wanted, limit_bytes=PAGE_BYTES, reverse=read.reverse
        )
        scanned += page.values
        # An item's JSON is longer than its size, so most pages need no look at sizes.
        if sum(map(len, scanned)) >= PAGE_BYTES and _cut(scanned):
            return _shaped(read, scanned, ended=False)
        if len(scanned) == limit:
            return _shaped(read, scanned, ended=False)
        if page.last is None:
            return _shaped(read, scanned, ended=True)
        span = after(span, *page.last, reverse=read.reverse)


def after(span: Span, partition: bytes, sort: bytes, *, reverse: bool) -> Span:
    """What is left of a span beyond an entry, in the direction of reading."""
    if reverse:
        return span._replace(end=(partition, sort))
    return span._replace(start=(partition, sort + b"\x00"))


def _cut(scanned: list[bytes]) -> bool:
    """Drop what comes after the item that fills the page; False if none does."""
    size_bytes = 0
    for at, stored in enumerate(scanned):
        size_bytes += stored_size_bytes(stored)
        if size_bytes >= PAGE_BYTES:
            del scanned[at + 1 :]
            return True
    return False


def _shaped(read: Read, scanned: list[bytes], *, ended: bool) -> Fetched:
    last = None if ended or not scanned else item_from_bytes(scanned[-1])
    if read.keep is None and (read.shape is None or read.count_only):
        items: object = None if read.count_only else stored_json_array(scanned)
        return Fetched(items, len(scanned), scanned, last)
    decoded, kept_count = _decoded(read, scanned)
    return Fetched(decoded, kept_count, scanned, last)


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
