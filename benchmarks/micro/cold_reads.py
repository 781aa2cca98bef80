"""Reads of a store that is larger than memory: `python -m benchmarks.micro.cold_reads`.

One event loop serves 32 callers that read a few hot keys. Then 8 more read random keys of the whole
store, and nearly all of them come from the disk. The hot callers should hardly notice. Each caller
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
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
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
ROUND_S = 0.3


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


def forget(path: Path) -> None:
    """Remove a file from the cache of the operating system."""
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(descriptor)


class Load:
    """Callers that read keys of one kind."""

    def __init__(self, storage: SqliteStorage, pick: Callable[[], int]) -> None:
        self.waits_s: list[float] = []
        self._storage = storage
        self._pick = pick

    async def caller(self, end: float) -> None:
        while (began := time.perf_counter()) < end:
            json.loads(DOCUMENT)
            (value,) = await self._storage.read([key(self._pick())], consistent=True)
            assert value is not None
            self.waits_s.append(time.perf_counter() - began)
            await asyncio.sleep(0)


def shown(rounds: Sequence[Load]) -> str:
    """Return rate and waiting times of a kind of callers, over all rounds."""
    rate = statistics.median(len(each.waits_s) for each in rounds) / ROUND_S
    waits = sorted(wait for each in rounds for wait in each.waits_s)
    p99 = waits[len(waits) * 99 // 100]
    return f"{rate:8,.0f}/s, 99 % within {p99 * 1e3:.2f} ms, worst {waits[-1] * 1e3:.1f} ms"


async def measure(folder: Path, count: int, rounds: int) -> None:
    """Print the rates of hot callers, alone and with cold ones, from rounds that alternate."""
    storage = open_folder(folder)
    source = random.Random(2)
    hot_numbers = [source.randrange(count) for _ in range(HOT_KEYS)]

    async def run(*, cold_callers: int) -> tuple[Load, Load]:
        hot = Load(storage, lambda: source.choice(hot_numbers))
        cold = Load(storage, lambda: source.randrange(count))
        end = time.perf_counter() + ROUND_S
        await asyncio.gather(
            *(hot.caller(end) for _ in range(HOT_CALLERS)),
            *(cold.caller(end) for _ in range(cold_callers)),
        )
        return hot, cold

    for _ in range(5):
        await run(cold_callers=COLD_CALLERS)
    alone, hot, cold = [], [], []
    blocks = resource.getrusage(resource.RUSAGE_SELF).ru_inblock
    for _ in range(rounds):
        alone.append((await run(cold_callers=0))[0])
        both = await run(cold_callers=COLD_CALLERS)
        hot.append(both[0])
        cold.append(both[1])
    blocks = resource.getrusage(resource.RUSAGE_SELF).ru_inblock - blocks
    left = statistics.median(
        len(b.waits_s) / len(a.waits_s) for a, b in zip(alone, hot, strict=True)
    )
    print(f"hot alone      {shown(alone)}")
    print(f"hot with cold  {shown(hot)}: {left:.0%} of the rate")
    print(f"cold           {shown(cold)}; {blocks / 2 / rounds / ROUND_S / 1e3:.0f} MB/s read")
    await storage.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
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
        forget(data / "jedlik.db")
        limit_memory(arguments.megabytes * 1_000_000 // 4)
        uvloop.run(measure(data, entries, arguments.rounds))
