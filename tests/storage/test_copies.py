"""Copies: entries with the value of another entry, on every storage."""

import asyncio
from collections.abc import Sequence
from typing import Never

from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.storage.interface import Batch, Copy, Decide, Delete, Mutation, Put, Storage
from tests.storage.scenarios import Play, key, value, writing


def test_a_copy_shows_what_its_original_has(play: Play) -> None:
    item, copy = key(b"item"), key(b"copy", b"at", space=Space.INDEX)

    async def scenario(storage: Storage) -> None:
        async def found() -> tuple[bytes | None, list[bytes]]:
            span = Span(Space.INDEX, 1)
            page = await storage.scan(span, limit_items=9, limit_bytes=99)
            return await value(storage, copy), list(page.values)

        await storage.transact([], writing(Put(item, b"first"), Copy(copy, item)))
        assert await found() == (b"first", [b"first"])
        await storage.transact([], writing(Put(item, b"second"), Copy(copy, item)))
        assert await found() == (b"second", [b"second"])
        await storage.transact([], writing(Delete(copy)))
        assert await found() == (None, [])
        assert await value(storage, item) == b"second"
        await storage.transact([], writing(Copy(copy, item)))
        assert await found() == (b"second", [b"second"])
        await storage.transact([], writing(Put(copy, b"own")))
        assert await found() == (b"own", [b"own"])
        assert await value(storage, item) == b"second"
        await storage.transact([], writing(Put(item, b"third"), Copy(copy, item)))
        assert await found() == (b"third", [b"third"])
        await storage.transact([], writing(Delete(item), Delete(copy)))
        assert await found() == (None, [])

    play(scenario)


def test_copies_of_one_group(play: Play) -> None:
    """Transacts that wait together see the copies that earlier ones made."""
    item, copy = key(b"item"), key(b"copy", space=Space.INDEX)

    async def scenario(storage: Storage) -> None:
        seen: list[bytes | None] = []

        def looking(*mutations: Mutation) -> Decide[None, Never]:
            def decide(values: Sequence[bytes | None]) -> Batch[None]:
                seen.extend(values)
                return Batch(mutations, None)

            return decide

        await asyncio.gather(
            storage.transact([copy], looking(Put(item, b"1"), Copy(copy, item))),
            storage.transact([copy], looking(Delete(item), Delete(copy))),
            storage.transact([copy], looking(Put(item, b"2"), Copy(copy, item))),
            storage.transact([copy], looking()),
        )
        assert seen == [None, b"1", None, b"2"]
        assert await value(storage, copy) == b"2"

    play(scenario)


def test_a_copy_left_behind_is_forgotten_alone(play: Play) -> None:
    """Entries of an index that is being erased stay when their items are replaced."""
    item, other = key(b"item"), key(b"other")
    left = [key(b"left", each, space=Space.INDEX) for each in (b"1", b"2")]
    indexed = Span(Space.INDEX, 1)

    async def scenario(storage: Storage) -> None:
        await storage.transact(
            [], writing(Put(item, b"item"), *(Copy(each, item) for each in left))
        )
        await storage.transact([], writing(Delete(item)))
        assert await storage.erase(indexed, limit_items=1, fence=None) == 1
        await storage.transact([], writing(Put(other, b"other")))
        assert await storage.erase(indexed, limit_items=9, fence=None) == 1
        assert await storage.erase(indexed, limit_items=9, fence=None) == 0
        assert await value(storage, other) == b"other"

    play(scenario)
