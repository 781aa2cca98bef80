"""Measures the storage on PostgreSQL against bare asyncpg, in one run.

    python -m benchmarks.micro.postgresql postgresql://USER@HOST:PORT/DATABASE

The database must be empty or one of Jedlik. Rounds of all kinds alternate, and the medians are
printed. Bare asyncpg executes one statement for each read or put, on as many connections as the
storage has, with as many callers as connections. The storage has 64 callers. A value has 1 KB.
"""

import asyncio
import os
import random
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from statistics import median
from typing import Final, Never

import asyncpg
import uvloop
from asyncpg.prepared_stmt import PreparedStatement

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.storage.interface import Add, Batch, Decide, Put
from jedlik.storage.postgresql import PostgresqlStorage, address_of, open_database

CONNECTIONS: Final = 12
CALLERS: Final = 64
KEYS: Final = 1000
ROUNDS: Final = 5
ROUND_S: Final = 2.0
_VALUE: Final = os.urandom(1024)
_TABLE: Final = 1 << 40  # no table of a server has this number
_COUNTER: Final = Key(Space.COUNTER, _TABLE, b"", b"")
_RECORD: Final = Key(Space.JOB, _TABLE, b"record", b"")
_BARE: Final = "bare_asyncpg"

Work = Callable[[], Awaitable[object]]


def item(number: int) -> Key:
    """Returns a key. All are in one table."""
    return Key(Space.ITEM, _TABLE, b"key %d" % number, b"")


async def rate(callers: Sequence[Work], round_s: float = ROUND_S) -> float:
    """Returns how often the callers together did their work in a second of a round."""
    ends_s = time.perf_counter() + round_s
    counts = [0] * len(callers)

    async def repeat(at: int) -> None:
        while time.perf_counter() < ends_s:
            await callers[at]()
            counts[at] += 1

    began_s = time.perf_counter()
    await asyncio.gather(*map(repeat, range(len(callers))))
    return sum(counts) / (time.perf_counter() - began_s)


def get(storage: PostgresqlStorage) -> Work:
    """Reads one key."""
    return lambda: storage.read([item(random.randrange(KEYS))], consistent=True)


def put(storage: PostgresqlStorage, keys: int) -> Work:
    """Puts an item as a PutItem does: it reads the item and the record of the table, and adds to
    the counters of the table.
    """

    async def work() -> None:
        key = item(random.randrange(keys))
        batch = Batch([Put(key, _VALUE), Add(_COUNTER, (0, 1))], None)
        await storage.transact([key, _RECORD], lambda _: batch)

    return work


async def bare(url: str) -> list[tuple[Work, Work]]:
    """Returns a read and a put of bare asyncpg for each connection."""
    found: list[tuple[Work, Work]] = []
    for number in range(CONNECTIONS):
        connection = await asyncpg.connect(url)
        if not number:
            await connection.execute(f"DROP TABLE IF EXISTS {_BARE}")
            await connection.execute(
                f"CREATE TABLE {_BARE} (id bytea PRIMARY KEY, value bytea NOT NULL)"
                " WITH (fillfactor = 85)"
            )
            rows = [(b"key %d" % each, _VALUE) for each in range(KEYS)]
            await connection.executemany(f"INSERT INTO {_BARE} VALUES ($1, $2)", rows)
        read = await connection.prepare(f"SELECT value FROM {_BARE} WHERE id = $1")
        write = await connection.prepare(
            f"INSERT INTO {_BARE} VALUES ($1, $2)"
            " ON CONFLICT (id) DO UPDATE SET value = excluded.value"
        )
        found.append((_reading(read), _writing(write)))
    return found


def _reading(statement: PreparedStatement) -> Work:
    return lambda: statement.fetchval(b"key %d" % random.randrange(KEYS))


def _writing(statement: PreparedStatement) -> Work:
    return lambda: statement.fetch(b"key %d" % random.randrange(KEYS), _VALUE)


def _putting(numbers: Sequence[int]) -> Decide[None, Never]:
    batch = Batch([Put(item(each), _VALUE) for each in numbers], None)
    return lambda _: batch


async def measure(url: str) -> None:
    """Prints the medians of all rounds."""
    storage = await open_database(address_of(url, "", os.environ), connections=CONNECTIONS)
    for number in range(0, KEYS, 100):
        await storage.transact([], _putting(range(number, number + 100)))
    pairs = await bare(url)
    kinds: dict[str, list[Work]] = {
        "bare asyncpg, read": [read for read, _ in pairs],
        "storage, read": [get(storage)] * CALLERS,
        "bare asyncpg, put": [write for _, write in pairs],
        "storage, put": [put(storage, KEYS)] * CALLERS,
        "storage, put of one key": [put(storage, 1)] * CALLERS,
    }
    rates: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(ROUNDS):
        for kind, callers in kinds.items():
            rates[kind].append(await rate(callers))
    for kind, found in rates.items():
        print(f"{kind:26} {median(found):8,.0f}/s  ({min(found):,.0f} to {max(found):,.0f})")
    await storage.close()


if __name__ == "__main__":
    uvloop.run(measure(sys.argv[1]))
