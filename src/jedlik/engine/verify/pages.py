"""Reading spans to their end."""

from collections.abc import AsyncIterator, Sequence
from typing import Final

from jedlik.core.keys.key import Span
from jedlik.engine.fetch import after
from jedlik.storage.interface import Storage

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
