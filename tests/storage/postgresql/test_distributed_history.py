"""Histories of clients on two nodes over Citus, while workers crash and shards move.

An order must explain all answers about two registers on different workers. What failed may have
happened or not. At the same time one client appends to a log, and another one follows it.
"""

import asyncio
import signal
from collections.abc import Sequence
from itertools import count

import asyncpg
import pytest

from jedlik.core.keys.key import Span
from jedlik.core.keys.position import POSITION_BYTES
from jedlik.core.keys.space import Space
from jedlik.storage.interface import Append, StorageUnavailableError
from jedlik.storage.postgresql import PostgresqlStorage, open_database
from tests.simulation.history import Event, is_serializable
from tests.storage.postgresql.cluster import NAME, SHARDS, Cluster, running
from tests.storage.postgresql.database import Database, address
from tests.storage.postgresql.test_history import State, a_call
from tests.storage.scenarios import key, writing
from tests.waiting import come_true, wait_until

REGISTERS = [key(b"\x00" * 8), key(b"\xff" * 8)]
CLIENTS, CALLS = 6, 60
LOG = b"log"


def restart(server: Database) -> None:
    """Kills a server like `kill -9`, and starts it again when its processes have ended."""
    server.stop(signal.SIGKILL)

    def starts() -> bool:
        try:
            server.start()
        except AssertionError:  # processes of the old one still run
            return False
        return True

    wait_until(starts)


def move_shards(cluster: Cluster) -> None:
    """Moves each shard of the first worker to the second one."""
    asyncio.run(_move_shards(cluster))


async def _move_shards(cluster: Cluster) -> None:
    first, second = cluster.workers[:2]
    connection = await asyncpg.connect(cluster.coordinator.url(NAME), ssl=False)
    try:
        rows = await connection.fetch(
            "SELECT shardid FROM citus_shards WHERE nodeport = $1"
            " AND table_name = 'jedlik.distributed_entry'::regclass",
            first.port,
        )
        assert rows
        for (shard,) in rows:
            await connection.execute(
                f"SELECT citus_move_shard_placement({shard}, '127.0.0.1', {first.port},"
                f" '127.0.0.1', {second.port}, 'force_logical')"
            )
    finally:
        await connection.close()


def add_worker(cluster: Cluster) -> None:
    """Adds a worker, and moves shards to it and to the first one, which has none."""
    cluster.add_worker()
    cluster.coordinator.execute("SELECT rebalance_table_shards()", name=NAME)


async def appended(node: PostgresqlStorage, ends: asyncio.Event) -> tuple[list[bytes], set[bytes]]:
    """Appends until the end. Returns what was acknowledged, in order, and what may be there."""
    made: list[bytes] = []
    doubtful: set[bytes] = set()
    for number in count(1):
        if ends.is_set():
            break
        record = b"%d" % number
        try:
            await node.transact([], writing(Append(Space.CHANGE_LOG, 1, LOG, record)))
        except StorageUnavailableError:
            doubtful.add(record)
            await come_true(lambda: node.health.outage is None)
        else:
            made.append(record)
    return made, doubtful


async def page_of_log(node: PostgresqlStorage, after: bytes) -> Sequence[bytes]:
    """Returns the next records, each with its position."""
    span = Span(Space.CHANGE_LOG, 1, (LOG, after + b"\x00"), (LOG + b"\x00", b""))
    return (await node.scan(span, limit_items=20, limit_bytes=10_000)).values


async def followed(node: PostgresqlStorage, appends: "asyncio.Task[object]") -> list[bytes]:
    """Reads the log from its end as it grows, until nothing is appended any more."""
    found: list[bytes] = []
    after = b""
    while True:
        is_last = appends.done()
        try:
            page = await page_of_log(node, after)
        except StorageUnavailableError:
            continue
        found += [each[POSITION_BYTES:] for each in page]
        if page:
            after = page[-1][:POSITION_BYTES]
        elif is_last:
            return found


async def history(cluster: Cluster) -> tuple[list[Event[State]], int]:
    """Returns what clients have seen, and how many calls failed."""
    where = address(cluster.coordinator.url(NAME), SHARDS)
    nodes = [await open_database(where, connections=6) for _ in range(2)]
    clock, values = count(1), count(1)
    events: list[Event[State]] = []
    ends = asyncio.Event()

    async def client(number: int) -> None:
        for at in range(CALLS):
            seed = number * 1000 + at
            events.append(await a_call(nodes[number % 2], REGISTERS, seed, clock, values))

    async def faults() -> None:
        steps = (
            lambda: restart(cluster.workers[0]),
            lambda: move_shards(cluster),
            lambda: restart(cluster.workers[1]),
            lambda: add_worker(cluster),
        )
        for number, step in enumerate(steps, 1):
            after = number * CLIENTS * CALLS // (len(steps) + 1)
            await come_true(lambda: len(events) >= after)  # noqa: B023
            await asyncio.to_thread(step)

    appends = asyncio.ensure_future(appended(nodes[0], ends))
    follower = asyncio.ensure_future(followed(nodes[1], appends))
    await asyncio.gather(faults(), *map(client, range(CLIENTS)))
    ends.set()
    made, doubtful = await appends
    found = await follower
    assert len(set(found)) == len(found), "a record was seen twice"
    assert [each for each in found if each not in doubtful] == made
    for node in nodes:
        await node.close()
    return events, sum(event.returned is None for event in events)


@pytest.mark.timeout(600)
def test_histories_over_crashes_and_moves_of_workers_are_serializable() -> None:
    with running() as cluster:
        events, _ = asyncio.run(history(cluster))
        assert len(cluster.workers) == 3
    assert len(events) == CLIENTS * CALLS
    assert is_serializable(events, (0, 0))
