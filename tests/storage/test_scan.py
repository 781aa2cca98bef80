"""Scans on every storage: the order, the ends of a span, the ends of a page."""

import pytest

from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.storage.interface import Put, Storage
from tests.storage.scenarios import ENTRIES, POSITIONS, Play, key, put_entries, writing


@pytest.mark.parametrize("reverse", [False, True])
def test_scan_finds_every_span_in_order(play: Play, reverse: bool) -> None:
    async def scenario(storage: Storage) -> None:
        await put_entries(storage)
        for start in POSITIONS[::3]:
            for end in POSITIONS:
                expected = [
                    entry
                    for entry in ENTRIES
                    if (start is None or entry[:2] >= start) and (end is None or entry[:2] < end)
                ]
                span = Span(Space.ITEM, 1, start, end)
                page = await storage.scan(
                    span, limit_items=1000, limit_bytes=2**20, reverse=reverse
                )
                values = [entry.value for entry in expected]
                assert list(page.values) == (values[::-1] if reverse else values)
                assert page.last is None

    play(scenario)


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("limit_items", [1, 2, 7, len(ENTRIES) - 1, len(ENTRIES)])
def test_scan_stops_at_limit_items(play: Play, limit_items: int, reverse: bool) -> None:
    async def scenario(storage: Storage) -> None:
        await put_entries(storage)
        page = await storage.scan(
            Span(Space.ITEM, 1), limit_items=limit_items, limit_bytes=2**20, reverse=reverse
        )
        ordered = ENTRIES[::-1] if reverse else ENTRIES
        assert list(page.values) == [entry.value for entry in ordered[:limit_items]]
        last = ordered[limit_items - 1]
        more = limit_items < len(ENTRIES)
        assert page.last == ((last.partition, last.sort) if more else None)

    play(scenario)


@pytest.mark.parametrize(
    ("limit_bytes", "count", "more"),
    [(0, 1, True), (1, 1, True), (10, 1, True), (11, 2, True), (20, 2, True), (21, 3, False)],
)
def test_scan_stops_once_it_has_limit_bytes(
    play: Play, limit_bytes: int, count: int, more: bool
) -> None:
    async def scenario(storage: Storage) -> None:
        puts = [Put(key(b"p", sort), b"0123456789") for sort in (b"1", b"2", b"3")]
        await storage.transact([], writing(*puts))
        page = await storage.scan(Span(Space.ITEM, 1), limit_items=9, limit_bytes=limit_bytes)
        assert (len(page.values), page.last is not None) == (count, more)

    play(scenario)


def test_scan_sees_every_write_before_it(play: Play) -> None:
    async def scenario(storage: Storage) -> None:
        for n in range(20):
            await storage.transact([], writing(Put(key(b"p", bytes([n])), b"v")))
            page = await storage.scan(Span(Space.ITEM, 1), limit_items=99, limit_bytes=99)
            assert len(page.values) == n + 1

    play(scenario)
