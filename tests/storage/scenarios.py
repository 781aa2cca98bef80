"""What the tests of every storage share: the kinds, the keys, and entries to scan."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple, Never

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.storage.interface import Batch, Decide, Mutation, Put, Storage
from jedlik.storage.memory import MemoryStorage
from jedlik.storage.sqlite import open_folder
from tests.storage.postgresql import cluster
from tests.storage.postgresql.database import open_empty

KINDS = ("memory", "sqlite", "encrypted", "postgresql", "citus")
Scenario = Callable[[Storage], Awaitable[None]]
Play = Callable[[Scenario], None]


async def opened(kind: str, folder: Path) -> Storage:
    if kind == "memory":
        return MemoryStorage()
    if kind == "postgresql":
        return await open_empty()
    if kind == "citus":
        return await cluster.open_empty()
    return open_folder(folder, key=b"k" * 32 if kind == "encrypted" else None)


def key(partition: bytes, sort: bytes = b"", *, table: int = 1, space: Space = Space.ITEM) -> Key:
    return Key(space, table, partition, sort)


def writing(*mutations: Mutation, result: object = None) -> Decide[object, Never]:
    return lambda _: Batch(mutations, result)


async def value(storage: Storage, at: Key) -> bytes | None:
    (found,) = await storage.read([at], consistent=True)
    return found


class Entry(NamedTuple):
    partition: bytes
    sort: bytes
    value: bytes


ENTRIES = [
    Entry(partition, sort, partition + b"/" + sort)
    for partition in (b"", b"\x00", b"\x00\x00", b"\x00\xff", b"a", b"a\x00", b"b", b"\xff")
    for sort in (b"", b"\x00", b"1", b"1\x00", b"\xff\xff")
]
POSITIONS = [None, *(entry[:2] for entry in ENTRIES), (b"a", b"0"), (b"zz", b"")]


async def put_entries(storage: Storage) -> None:
    others = [key(b"a", table=0), key(b"a", table=2), key(b"a", space=Space.COUNTER)]
    puts = [Put(key(entry.partition, entry.sort), entry.value) for entry in reversed(ENTRIES)]
    await storage.transact([], writing(*puts, *(Put(other, b"other") for other in others)))
