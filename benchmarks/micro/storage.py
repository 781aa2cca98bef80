"""Speed of the storages under the load of an event loop: `python -m benchmarks.micro.storage`.

Several callers put items in one uvloop. Each waits for its answer before it puts again, and runs
about as much Python as a request does before and after the storage. That work competes with the
storage for the interpreter, as in the server. Each put reads the old value, writes 1.1 KB under one
of 65,536 random keys, and adds to a counter.
"""

import argparse
import asyncio
import json
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Never

import uvloop

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.storage.interface import Add, Batch, Decide, Put, Storage
from jedlik.storage.memory import MemoryStorage
from jedlik.storage.sqlite import open_folder

VALUE_BYTES = 1100
KEYS = 65_536
COUNTER = Key(Space.COUNTER, 1, b"", b"")
DOCUMENT = json.dumps({"id": "x" * 300, "numbers": [{"N": str(n)} for n in range(40)]})


@contextmanager
def opened(name: str) -> Iterator[Storage]:
    """Returns an empty storage of the kind `name`. The caller closes it."""
    if name == "memory":
        yield MemoryStorage()
        return
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        yield open_folder(Path(folder), key=os.urandom(32) if name == "encrypted" else None)


def put_of(key: Key, value: bytes) -> Decide[None, Never]:
    """Returns a `decide` that writes after a look at the old value, as that of PutItem does."""

    def decide(old: Sequence[bytes | None]) -> Batch[None]:
        grown = 0 if old[0] is not None else 1
        return Batch([Put(key, value), Add(COUNTER, (grown, len(value)))], None)

    return decide


async def puts_per_s(storage: Storage, *, callers: int, seconds: float) -> float:
    """Returns acknowledged puts per second. Each of `callers` waits for its answer."""
    source = random.Random(1)
    blob = source.randbytes(VALUE_BYTES + 256)
    end = time.perf_counter() + seconds
    count = 0

    async def caller() -> None:
        nonlocal count
        while time.perf_counter() < end:
            json.loads(DOCUMENT)
            key = Key(Space.ITEM, 1, source.randrange(KEYS).to_bytes(2, "big") * 10, b"")
            at = source.randrange(256)
            await storage.transact([key], put_of(key, blob[at : at + VALUE_BYTES]))
            count += 1

    start = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(callers)))
    return count / (time.perf_counter() - start)


async def read_us(storage: Storage, *, rounds: int) -> float:
    """Returns the microseconds of one point read of a random key."""
    source = random.Random(2)
    keys = [
        Key(Space.ITEM, 1, source.randrange(KEYS).to_bytes(2, "big") * 10, b"")
        for _ in range(rounds)
    ]
    start = time.perf_counter()
    for key in keys:
        await storage.read((key,), consistent=True)
    return (time.perf_counter() - start) / rounds * 1e6


async def read_after_commit_us(storage: Storage, *, rounds: int) -> float:
    """Returns the microseconds of one point read that follows a commit."""
    key = Key(Space.ITEM, 1, b"\x00\x00" * 10, b"")
    total = 0.0
    for number in range(rounds):
        await storage.transact([key], put_of(key, number.to_bytes(VALUE_BYTES, "big")))
        total += await read_us(storage, rounds=1)
    return total / rounds


async def scan_us(storage: Storage) -> float:
    """Returns the microseconds per entry of a page of 1 MiB."""
    start = time.perf_counter()
    page = await storage.scan(Span(Space.ITEM, 1), limit_items=10_000, limit_bytes=2**20)
    return (time.perf_counter() - start) / len(page.values) * 1e6


async def measure(name: str, seconds: float, report: Callable[[str], None]) -> None:
    """Prints one line for the storage `name`."""
    with opened(name) as storage:
        few = await puts_per_s(storage, callers=32, seconds=seconds)
        many = await puts_per_s(storage, callers=128, seconds=seconds)
        one = await puts_per_s(storage, callers=1, seconds=seconds / 3)
        point = await read_us(storage, rounds=20_000)
        after = await read_after_commit_us(storage, rounds=300)
        entry = await scan_us(storage)
        report(
            f"{name:10s} puts/s with 1, 32, 128 callers {one:7,.0f} {few:7,.0f} {many:7,.0f}; "
            f"read {point:.2f} us, after a commit {after:.2f} us, scan {entry:.2f} us per entry"
        )
        await storage.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("storages", nargs="*", default=["memory", "sqlite", "encrypted"])
    arguments = parser.parse_args()
    for storage_name in arguments.storages:
        uvloop.run(measure(storage_name, arguments.seconds, print))
