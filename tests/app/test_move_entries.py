"""Copying and comparing entries, on listings that the test makes."""

import asyncio
from collections.abc import Sequence

import pytest

from jedlik.app import move_entries
from jedlik.app.move_entries import compare_and_repair, copy_entries
from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.storage.entry_listing import Entry
from jedlik.storage.interface import Put, StorageUnavailableError
from jedlik.storage.memory import MemoryStorage
from tests.storage.scenarios import writing


def entry(number: int, value: bytes = b"value") -> Entry:
    return Entry(Key(Space.ITEM, number // 10, b"%03d" % number, b""), value)


class Listing:
    """Lists entries in memory. reads: how often it was asked."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = sorted(entries)
        self.reads = 0

    async def after(self, key: Key | None, *, limit_items: int, limit_bytes: int) -> list[Entry]:
        self.reads += 1
        found = [each for each in self.entries if key is None or each.key > key]
        return found[:limit_items]

    async def last_key(self) -> Key | None:
        return self.entries[-1].key if self.entries else None

    async def about(self) -> int:
        return len(self.entries)


class Target(Listing):
    """The same for what is in a storage. The test knows all keys that can be there."""

    def __init__(self, storage: MemoryStorage, keys: Sequence[Key]) -> None:
        super().__init__(())
        self.storage, self.keys = storage, sorted(keys)

    async def after(self, key: Key | None, *, limit_items: int, limit_bytes: int) -> list[Entry]:
        values = await self.storage.read(self.keys, consistent=True)
        pairs = zip(self.keys, values, strict=True)
        self.entries = [Entry(each, value) for each, value in pairs if value is not None]
        return await super().after(key, limit_items=limit_items, limit_bytes=limit_bytes)


@pytest.fixture(autouse=True)
def small_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(move_entries, "_ITEMS", 7)


def test_a_copy_goes_on_after_a_key() -> None:
    wanted = [entry(number) for number in range(50)]
    done: list[int] = []

    async def scenario() -> None:
        storage = MemoryStorage()
        target = Target(storage, [each.key for each in wanted])
        await copy_entries(Listing(wanted), storage, wanted[19].key, done.append)
        assert await target.after(None, limit_items=99, limit_bytes=1) == wanted[20:]
        await copy_entries(Listing(wanted), storage, None, done.append)
        assert await target.after(None, limit_items=99, limit_bytes=1) == wanted
        await copy_entries(Listing(()), storage, None, done.append)

    asyncio.run(scenario())
    assert sum(done) == 80
    assert max(done) == 7


def test_a_copy_that_cannot_write_ends() -> None:
    async def scenario() -> None:
        storage = MemoryStorage()
        await storage.close()
        source = Listing([entry(number) for number in range(50)])
        with pytest.raises(StorageUnavailableError):
            await copy_entries(source, storage, None, lambda _: None)
        assert source.reads == 2

    asyncio.run(scenario())


@pytest.mark.parametrize("seed", range(4))
def test_a_comparison_repairs_every_difference(seed: int) -> None:
    """Entries are missing, changed, and too many, at the ends and in between."""
    wanted = [entry(number) for number in range(40) if (number * 7 + seed) % 3]
    there = [
        entry(number, b"other" if number % 2 else b"value")
        for number in range(40)
        if (number * 5 + seed) % 4
    ]
    differences = len(set(wanted) - set(there)) + len(
        {each.key for each in there} - {each.key for each in wanted}
    )

    async def scenario() -> None:
        storage = MemoryStorage()
        await storage.transact([], writing(*(Put(each.key, each.value) for each in there)))
        target = Target(storage, [entry(number).key for number in range(40)])
        done: list[int] = []
        source = Listing(wanted)
        found = await compare_and_repair(source, target, storage, done.append)
        assert found.repaired == differences
        assert found.source != found.target
        assert sum(done) == len(wanted)
        again = await compare_and_repair(source, target, storage, done.append)
        assert (again.repaired, again.source) == (0, found.source)
        assert again.source == again.target
        assert again.source.entries == len(wanted)
        assert again.source.size_bytes == sum(len(each.value) for each in wanted)

    asyncio.run(scenario())


def test_the_checksum_depends_on_keys_and_values() -> None:
    async def digest(*entries: Entry) -> str:
        storage = MemoryStorage()
        target = Target(storage, [each.key for each in entries])
        found = await compare_and_repair(Listing(entries), target, storage, lambda _: None)
        return found.source.digest

    async def scenario() -> None:
        one, other = entry(1), entry(2)
        moved = Entry(Key(Space.ITEM, 0, b"001v", b""), b"alue")
        digests = {
            await digest(),
            await digest(one),
            await digest(other),
            await digest(moved),
            await digest(one, other),
            await digest(Entry(one.key, b"valu")),
        }
        assert len(digests) == 6

    asyncio.run(scenario())
