"""Erasing on every storage: in pieces, within the span, and only if the fence is unchanged."""

import asyncio

import pytest

from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.storage.interface import Delete, Fence, FenceLostError, Put, Storage
from tests.storage.scenarios import ENTRIES, Play, key, put_entries, writing


def test_erase_goes_in_pieces_and_stays_in_its_span(play: Play) -> None:
    async def scenario(storage: Storage) -> None:
        await put_entries(storage)
        span = Span(Space.ITEM, 1, (b"\x00", b""), (b"b", b"1"))
        counts = [await storage.erase(span, limit_items=10, fence=None) for _ in range(4)]
        assert counts == [10, 10, 7, 0]
        page = await storage.scan(Span(Space.ITEM, 1), limit_items=99, limit_bytes=2**20)
        left = [entry for entry in ENTRIES if not (b"\x00", b"") <= entry[:2] < (b"b", b"1")]
        assert list(page.values) == [entry.value for entry in left]
        others = [key(b"a", table=0), key(b"a", table=2), key(b"a", space=Space.COUNTER)]
        assert list(await storage.read(others, consistent=True)) == [b"other"] * 3

    play(scenario)


def test_erase_needs_the_bytes_of_its_fence(play: Play) -> None:
    work = key(b"work", space=Space.JOB)

    async def scenario(storage: Storage) -> None:
        await put_entries(storage)
        await storage.transact([], writing(Put(work, b"mine")))
        span = Span(Space.ITEM, 1)
        assert await storage.erase(span, limit_items=3, fence=Fence(work, b"mine")) == 3
        for mutation in (Put(work, b"theirs"), Delete(work)):
            await storage.transact([], writing(mutation))
            with pytest.raises(FenceLostError):
                await storage.erase(span, limit_items=3, fence=Fence(work, b"mine"))
        page = await storage.scan(span, limit_items=99, limit_bytes=2**20)
        assert list(page.values) == [entry.value for entry in ENTRIES[3:]]

    play(scenario)


def test_erase_sees_what_arrived_before_it(play: Play) -> None:
    work, entries = key(b"work", space=Space.JOB), [key(b"p", bytes([n])) for n in range(6)]

    async def scenario(storage: Storage) -> None:
        await storage.transact([], writing(*(Put(at, b"") for at in entries[1:4])))
        span, fence = Span(Space.ITEM, 1), Fence(work, b"mine")
        outcomes = await asyncio.gather(
            storage.transact([], writing(Put(work, b"mine"), Put(entries[0], b""))),
            storage.transact([], writing(Put(entries[5], b""), Delete(entries[1]))),
            storage.erase(span, limit_items=3, fence=fence),
            storage.transact([], writing(Put(entries[2], b"after"), Put(work, b"theirs"))),
            storage.erase(span, limit_items=3, fence=fence),
            return_exceptions=True,
        )
        assert outcomes[2] == 3
        assert isinstance(outcomes[4], FenceLostError)
        found = await storage.read(entries, consistent=True)
        assert list(found) == [None, None, b"after", None, None, b""]

    play(scenario)
