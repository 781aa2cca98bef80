"""What every listing of entries must do: scenarios for the tests of each storage."""

from collections.abc import Awaitable, Callable

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.storage.entry_listing import Entry, EntryListing
from jedlik.storage.interface import Add, Append, Copy, Delete, Put, Storage, counters_to_bytes
from tests.storage.scenarios import writing

Scenario = Callable[[Storage, EntryListing], Awaitable[None]]
LONG = b"l" * 3_000  # such an id does not fit into the index of PostgreSQL

KEYS = [
    Key(space, table, partition, sort)
    for space in (Space.CATALOG, Space.ITEM, Space.COUNTER, Space.INDEX, Space.IMPORT)
    for table in (0, 1, 255, 256, 70_000)
    for partition in (b"", b"\x00", b"\x00\xff", b"a", LONG + b"1", LONG + b"2")
    for sort in (b"", b"\x00", b"\xff\xff")
]


async def _empty(_: Storage, entries: EntryListing) -> None:
    assert await entries.last_key() is None
    assert list(await entries.after(None, limit_items=10, limit_bytes=10)) == []


async def _in_order(storage: Storage, entries: EntryListing) -> None:
    puts = [Put(key, counters_to_bytes([number])) for number, key in enumerate(KEYS)]
    await storage.transact([], writing(*reversed(puts)))
    wanted = [Entry(each.key, each.value) for each in sorted(puts, key=lambda each: each.key)]
    assert await entries.last_key() == max(KEYS)
    for limit_items, limit_bytes in ((7, 1_000), (1_000, 20), (1_000_000, 1_000_000)):
        found: list[Entry] = []
        while True:
            last = found[-1].key if found else None
            page = await entries.after(last, limit_items=limit_items, limit_bytes=limit_bytes)
            assert len(page) <= limit_items
            assert sum(len(each.value) for each in page[:-1]) < limit_bytes
            if not page:
                break
            found += page
        assert found == wanted


async def _values(storage: Storage, entries: EntryListing) -> None:
    """Counters have their sums, copies the value of their source, Appends their position."""
    counter, other = Key(Space.COUNTER, 1, b"", b""), Key(Space.COUNTER, 1, b"", b"2")
    item, copy = Key(Space.ITEM, 1, b"i", b""), Key(Space.INDEX, 1, b"c", b"")
    await storage.transact([], writing(Add(counter, (1, 2)), Put(other, counters_to_bytes([9]))))
    await storage.transact([], writing(Add(counter, (10, -20)), Add(other, (1,))))
    await storage.transact([], writing(Put(item, b"value"), Copy(copy, item)))
    await storage.transact([], writing(Append(Space.CHANGE_LOG, 1, b"p", b"record")))
    await storage.transact([], writing(Put(Key(Space.ITEM, 2, b"", b""), b"gone")))
    await storage.transact([], writing(Delete(Key(Space.ITEM, 2, b"", b""))))
    found: dict[Key, bytes] = {}
    while page := await entries.after(max(found, default=None), limit_items=4, limit_bytes=10_000):
        found.update(page)
    assert found.pop(counter) == counters_to_bytes([11, -18])
    assert found.pop(other) == counters_to_bytes([10])
    assert (found.pop(item), found.pop(copy)) == (b"value", b"value")
    (log,) = [key for key in found if key.space is Space.CHANGE_LOG]
    assert found.pop(log) == log.sort + b"record"
    (last,) = found.items()
    assert (last[0].space, last[1]) == (Space.APPEND, log.sort)


SCENARIOS = (_empty, _in_order, _values)
