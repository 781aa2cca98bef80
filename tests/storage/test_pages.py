"""Pages of spans of many lengths. Every storage ends them at the same entry."""

import asyncio
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pytest

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.storage.interface import Batch, Put, Storage
from jedlik.storage.memory import MemoryStorage
from jedlik.storage.sqlite import open_folder

VALUE_BYTES = 100
COUNTS = (0, 1, 2, 31, 32, 33, 34, 64, 65, 100)
SPANS = {
    "a partition": Span(Space.ITEM, 1, (b"p", b""), (b"p\x00", b"")),
    "a part of a partition": Span(Space.ITEM, 1, (b"p", b"\x00\x01"), (b"p", b"\x00\x63")),
    "a table": Span(Space.ITEM, 1),
    "a part of a table": Span(Space.ITEM, 1, (b"o", b""), (b"p", b"\x00\x30")),
}

Entry = tuple[bytes, bytes, bytes]


def entries(count: int) -> list[Entry]:
    """Entries of one partition, one before it, and one after it."""
    inside = [(b"p", n.to_bytes(2, "big"), bytes([n]) * VALUE_BYTES) for n in range(count)]
    return [(b"o", b"", b"before"), *inside, (b"q", b"", b"behind")]


async def fill(storage: Storage, found: Sequence[Entry]) -> None:
    puts = [Put(Key(Space.ITEM, 1, *entry[:2]), entry[2]) for entry in found]
    await storage.transact([], lambda _: Batch(puts, None))


@pytest.mark.parametrize("name", SPANS)
def test_a_page_ends_at_the_limits_or_with_the_span(tmp_path: Path, name: str) -> None:
    span = SPANS[name]
    start, end = span.start or (b"", b""), span.end or (b"\xff", b"")

    async def whole() -> None:
        for count in COUNTS:
            found = entries(count)
            inside = [entry for entry in found if start <= entry[:2] < end]
            for storage in (MemoryStorage(), open_folder(tmp_path / str(count), key=None)):
                await fill(storage, found)
                for limit_items, limit_bytes, reverse in product(
                    (1, 31, 32, 33, 34, 99, 5000), (1, 3_150, 3_200, 3_250, 6_500, 2**20), (0, 1)
                ):
                    page = await storage.scan(
                        span,
                        limit_items=limit_items,
                        limit_bytes=limit_bytes,
                        reverse=bool(reverse),
                    )
                    ordered = inside[::-1] if reverse else inside
                    expected = expected_entries(ordered, limit_items, limit_bytes)
                    assert list(page.values) == [value for _, _, value in expected]
                    more = len(expected) < len(ordered)
                    assert page.last == (expected[-1][:2] if more else None)
                await storage.close()

    asyncio.run(whole())


def expected_entries(ordered: list[Entry], limit_items: int, limit_bytes: int) -> list[Entry]:
    """Returns the entries of a page. Its last entry is the first that reaches a limit."""
    size_bytes = 0
    for at, (_, _, value) in enumerate(ordered):
        size_bytes += len(value)
        if at + 1 == limit_items or size_bytes >= limit_bytes:
            return ordered[: at + 1]
    return ordered
