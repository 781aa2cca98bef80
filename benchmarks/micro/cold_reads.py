"""Reads of a store that is larger than memory: `python -m benchmarks.micro.cold_reads`.

One event loop serves 32 callers that read a few hot keys. Then 8 more read random keys of the whole
store, nearly all of which come from the disk. The hot callers should hardly notice. Each caller
does about as much work between two reads as a request does.

The process may use a quarter of the store's size, cache of the operating system included: a control
group of Linux limits it (version 1 or 2), which needs root.
"""

import argparse
import asyncio
import json
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import uvloop

from benchmarks.micro.storage import DOCUMENT
from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.storage.interface import Batch, Put
from jedlik.storage.sqlite import SqliteStorage, open_folder
from jedlik.storage.sqlite.no_wait import NoWait

VALUE_BYTES = 1100
ROW_BYTES = 1300  # of the file, for a value and its key
HOT_KEYS = 500
HOT_CALLERS = 32
COLD_CALLERS = 8
BATCH = 2_000


def key(number: int) -> Key:
    partition = random.Random(number).randbytes(8) + number.to_bytes(8, "big")
    return Key(Space.ITEM, 1, partition, b"")


async def fill(folder: Path, count: int) -> None:
    """Put `count` values, in the order of no key."""
    storage = open_folder(folder)
    source = random.Random(1)
    for start in range(0, count, BATCH):
        puts = [Put(key(n), source.randbytes(VALUE_BYTES)) for n in range(start, start + BATCH)]
        await storage.transact([], lambda _, puts=puts: Batch(puts, None))  # type: ignore[misc]
    await storage.close()


def limit_memory(limit_bytes: int) -> None:
    """Limit the memory of this process, cache of files included. Raises OSError."""
    root = Path("/sys/fs/cgroup")
    name = f"jedlik-cold-reads-{os.getpid()}"
    if (root / "memory").is_dir():  # version 1
        group, limit = root / "memory" / name, "memory.limit_in_bytes"
    else:
        group, limit = root / name, "memory.max"
    group.mkdir()
    (group / limit).write_text(str(limit_bytes))
    (group / "cgroup.procs").write_text(str(os.getpid()))


class Load:
    """Callers that read keys of one kind until `end`."""

    def __init__(self, storage: SqliteStorage, pick: Callable[[], int]) -> None:
        self.count = 0
        self.waits_s: list[float] = []
        self._storage = storage
        self._pick = pick

    async def caller(self, end: float) -> None:
        while (began := time.perf_counter()) < end:
            json.loads(DOCUMENT)
            (value,) = await self._storage.read([key(self._pick())], consistent=True)
            assert value is not None
            self.count += 1
            self.waits_s.append(time.perf_counter() - began)
            await asyncio.sleep(0)

    def shown(self, seconds: float) -> str:
        waits = sorted(self.waits_s)
        return (
            f"{self.count / seconds:8,.0f}/s, 99.9 % within {waits[len(waits) * 999 // 1000] * 1e3:.2f} ms, "
            f"worst {waits[-1] * 1e3:.2f} ms"
        )


async def measure(folder: Path, count: int, seconds: float) -> None:
    storage = open_folder(folder)
    source = random.Random(2)
    hot_numbers = [source.randrange(count) for _ in range(HOT_KEYS)]

    async def run(*, cold_callers: int) -> tuple[Load, Load]:
        hot = Load(storage, lambda: source.choice(hot_numbers))
        cold = Load(storage, lambda: source.randrange(count))
        end = time.perf_counter() + seconds
        await asyncio.gather(
            *(hot.caller(end) for _ in range(HOT_CALLERS)),
            *(cold.caller(end) for _ in range(cold_callers)),
        )
        return hot, cold

    await run(cold_callers=COLD_CALLERS)
    for _ in range(3):
        alone, _ = await run(cold_callers=0)
        blocks = resource.getrusage(resource.RUSAGE_SELF).ru_inblock
        hot, cold = await run(cold_callers=COLD_CALLERS)
        blocks = resource.getrusage(resource.RUSAGE_SELF).ru_inblock - blocks
        print(f"hot alone         {alone.shown(seconds)}")
        print(f"hot with cold     {hot.shown(seconds)}: {hot.count / alone.count:.0%}")
        print(f"cold              {cold.shown(seconds)}; {blocks / 2 / seconds / 1e3:,.0f} MB/s from the disk")
    await storage.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--megabytes", type=int, default=2_000)
    parser.add_argument("--blocking", action="store_true", help="read in the event loop, always")
    parser.add_argument("--folder", type=Path, help="an existing store, or where to make one")
    arguments = parser.parse_args()
    entries = arguments.megabytes * 1_000_000 // ROW_BYTES // BATCH * BATCH
    if arguments.blocking:
        NoWait.look = lambda self: None  # type: ignore[method-assign]
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as temporary:
        data = arguments.folder or Path(temporary)
        if not (data / "jedlik.db").exists():
            uvloop.run(fill(data, entries))
        limit_memory(arguments.megabytes * 1_000_000 // 4)
        uvloop.run(measure(data, entries, arguments.seconds))
