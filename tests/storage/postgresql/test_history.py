"""Histories of clients on two nodes, while the database crashes and starts again.

An order must explain all answers. What failed may have happened or not.
"""

import asyncio
import random
import signal
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Never

from jedlik.core.keys.key import Key
from jedlik.storage.interface import Abort, Batch, Put, StorageUnavailableError
from jedlik.storage.postgresql import PostgresqlStorage, open_database
from tests.simulation.history import Event, is_serializable
from tests.storage.postgresql.database import Database, address, running
from tests.storage.scenarios import key
from tests.waiting import come_true

State = tuple[int, int]
Step = Callable[[State], State | None]
REGISTERS = [key(b"a"), key(b"b")]
CLIENTS, CALLS, CRASH_AFTER = 6, 40, 100


def numbers(values: Sequence[bytes | None]) -> State:
    first, second = (int(value or b"0") for value in values)
    return first, second


async def put(node: PostgresqlStorage, keys: Sequence[Key], at: int, value: int) -> Step:
    """Writes one register and reads nothing."""
    batch = Batch([Put(keys[at], b"%d" % value)], None)
    await node.transact([], lambda _: batch)
    return lambda state: (value, state[1]) if at == 0 else (state[0], value)


async def swap(node: PostgresqlStorage, keys: Sequence[Key]) -> Step:
    """Swaps the registers, and returns what they had."""

    def decide(values: Sequence[bytes | None]) -> Batch[State]:
        first, second = numbers(values)
        puts = [Put(keys[0], b"%d" % second), Put(keys[1], b"%d" % first)]
        return Batch(puts, (first, second))

    answer: Batch[State] | Abort[Never] = await node.transact(keys, decide)
    assert isinstance(answer, Batch)
    found = answer.result
    return lambda state: (state[1], state[0]) if state == found else None


async def read(node: PostgresqlStorage, keys: Sequence[Key]) -> Step:
    """Reads both registers."""
    found = numbers(await node.read(keys, consistent=True))
    return lambda state: state if state == found else None


async def read_one(node: PostgresqlStorage, keys: Sequence[Key], at: int) -> Step:
    """Reads one register."""
    (value,) = await node.read([keys[at]], consistent=True)
    found = int(value or b"0")
    return lambda state: state if state[at] == found else None


def unanswered(kind: str, at: int, value: int) -> Step:
    """The step of a call that failed."""
    if kind == "put":
        return lambda state: (value, state[1]) if at == 0 else (state[0], value)
    return lambda state: (state[1], state[0]) if kind == "swap" else state


async def a_call(
    node: PostgresqlStorage,
    keys: Sequence[Key],
    seed: int,
    clock: Iterator[int],
    values: Iterator[int],
) -> Event[State]:
    """Does something with the registers. After a failure waits until the node works again.

    seed: decides what is done. clock: the next moment. values: the next new value.
    """
    chance = random.Random(seed)
    kind, at = chance.choice(("put", "swap", "read", "read one")), chance.randrange(2)
    called, value = next(clock), next(values)
    try:
        if kind == "put":
            step = await put(node, keys, at, value)
        elif kind == "read one":
            step = await read_one(node, keys, at)
        else:
            step = await (swap if kind == "swap" else read)(node, keys)
    except StorageUnavailableError:
        await come_true(lambda: node.health.outage is None)
        return Event(called, None, unanswered(kind, at, value))
    return Event(called, next(clock), step)


async def history(database: Database, seed: int) -> list[Event[State]]:
    """Returns what clients have seen."""
    where = address(database.url())
    nodes = [await open_database(where, connections=4) for _ in range(2)]
    clock, values = count(1), count(1)
    events: list[Event[State]] = []

    async def client(number: int) -> None:
        for each in range(CALLS):
            seed_of_call = (seed * 1000 + number) * 1000 + each
            node = nodes[number % 2]
            events.append(await a_call(node, REGISTERS, seed_of_call, clock, values))

    async def crash() -> None:
        await come_true(lambda: len(events) >= CRASH_AFTER)
        await asyncio.to_thread(database.stop, signal.SIGQUIT)
        await asyncio.to_thread(database.start)

    await asyncio.gather(crash(), *map(client, range(CLIENTS)))
    for node in nodes:
        await node.close()
    return events


def test_histories_over_a_crash_of_the_database_are_serializable() -> None:
    with running() as database:
        events = asyncio.run(history(database, 1))
    assert len(events) == CLIENTS * CALLS
    assert is_serializable(events, (0, 0))
