"""Histories of clients on two nodes, while the database crashes and starts again.

An order must explain all answers. What failed may have happened or not.
"""

import asyncio
import random
import signal
from collections.abc import Callable, Sequence
from itertools import count
from typing import Never

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


async def put(node: PostgresqlStorage, at: int, value: int) -> Step:
    """Writes one register and reads nothing."""
    batch = Batch([Put(REGISTERS[at], b"%d" % value)], None)
    await node.transact([], lambda _: batch)
    return lambda state: (value, state[1]) if at == 0 else (state[0], value)


async def swap(node: PostgresqlStorage) -> Step:
    """Swaps the registers, and returns what they had."""

    def decide(values: Sequence[bytes | None]) -> Batch[State]:
        first, second = numbers(values)
        puts = [Put(REGISTERS[0], b"%d" % second), Put(REGISTERS[1], b"%d" % first)]
        return Batch(puts, (first, second))

    answer: Batch[State] | Abort[Never] = await node.transact(REGISTERS, decide)
    assert isinstance(answer, Batch)
    found = answer.result
    return lambda state: (state[1], state[0]) if state == found else None


async def read(node: PostgresqlStorage) -> Step:
    """Reads both registers."""
    found = numbers(await node.read(REGISTERS, consistent=True))
    return lambda state: state if state == found else None


def unanswered(kind: str, at: int, value: int) -> Step:
    """The step of a call that failed."""
    if kind == "put":
        return lambda state: (value, state[1]) if at == 0 else (state[0], value)
    return lambda state: (state[1], state[0]) if kind == "swap" else state


async def history(database: Database, seed: int) -> tuple[list[Event[State]], int]:
    """Returns what clients have seen, and how many calls failed."""
    where = address(database.url())
    nodes = [await open_database(where, connections=4) for _ in range(2)]
    clock, values = count(1), count(1)
    events: list[Event[State]] = []
    failed = 0

    async def client(number: int) -> None:
        nonlocal failed
        chance = random.Random(seed * 1000 + number)
        node = nodes[number % 2]
        for _ in range(CALLS):
            kind, at, value = chance.choice(("put", "swap", "read")), chance.randrange(2), 0
            called = next(clock)
            try:
                if kind == "put":
                    value = next(values)
                    step = await put(node, at, value)
                else:
                    step = await (swap(node) if kind == "swap" else read(node))
            except StorageUnavailableError:
                failed += 1
                events.append(Event(called, None, unanswered(kind, at, value)))
                await come_true(lambda: node.health.outage is None)
            else:
                events.append(Event(called, next(clock), step))

    async def crash() -> None:
        await come_true(lambda: len(events) >= CRASH_AFTER)
        await asyncio.to_thread(database.stop, signal.SIGQUIT)
        await asyncio.to_thread(database.start)

    await asyncio.gather(crash(), *map(client, range(CLIENTS)))
    for node in nodes:
        await node.close()
    return events, failed


def test_histories_over_a_crash_of_the_database_are_serializable() -> None:
    with running() as database:
        events, _ = asyncio.run(history(database, 1))
    assert len(events) == CLIENTS * CALLS
    assert is_serializable(events, (0, 0))
