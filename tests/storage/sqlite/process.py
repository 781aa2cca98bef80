"""What another process does in test_processes.py: `python -m tests.storage.sqlite.process ...`."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Never

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.storage.interface import Add, Batch, Decide, Put
from jedlik.storage.sqlite import SqliteStorage, open_folder

NUMBER = Key(Space.ITEM, 1, b"number", b"")
COUNTER = Key(Space.COUNTER, 1, b"counter", b"")
SERVER = "tests"


def increment(values: Sequence[bytes | None]) -> Batch[int]:
    """Reads, adds one, and writes. A lost update would show in the sum."""
    number = int(values[0] or b"0") + 1
    return Batch([Put(NUMBER, str(number).encode()), Add(COUNTER, (1,))], number)


def putting(sort: bytes) -> Decide[None, Never]:
    """Puts a value that can be checked by its key."""
    return lambda _: Batch([Put(Key(Space.ITEM, 2, b"p", sort), sort * 100)], None)


async def increments(storage: SqliteStorage, *, times: int, callers: int) -> None:
    """Makes `times` increments by each of `callers`."""

    async def caller() -> None:
        for _ in range(times):
            await storage.transact([NUMBER], increment)

    await asyncio.gather(*(caller() for _ in range(callers)))
    await storage.close()


async def acknowledged_puts(storage: SqliteStorage, *, callers: int) -> None:
    """Puts numbers until the process is killed. Prints each number after it was acknowledged."""

    async def caller(name: int) -> None:
        for n in range(1_000_000):
            sort = f"{name}-{n}".encode()
            await storage.transact([], putting(sort))
            sys.stdout.write(sort.decode() + "\n")
            sys.stdout.flush()

    await asyncio.gather(*(caller(name) for name in range(callers)))


def main() -> None:
    """Arguments: the folder, what to do, and how often."""
    folder, task, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    storage = open_folder(folder, server=SERVER)
    if task == "increments":
        asyncio.run(increments(storage, times=times, callers=16))
    else:
        asyncio.run(acknowledged_puts(storage, callers=times))


if __name__ == "__main__":
    main()
