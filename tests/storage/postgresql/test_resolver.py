"""Commits that a worker of Citus does not show yet: nobody reads around them.

The connection between coordinator and worker is cut at COMMIT PREPARED.
"""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import asyncpg
import pytest

from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.storage.interface import (
    Add,
    Append,
    FailureKind,
    Put,
    StorageUnavailableError,
    counters_of,
)
from jedlik.storage.postgresql import PostgresqlStorage, open_database
from jedlik.storage.postgresql.connection import Connection
from jedlik.storage.postgresql.entry_id import id_of
from jedlik.storage.postgresql.resolver import Resolver
from tests.storage.postgresql import cluster
from tests.storage.postgresql.database import Database, address, execute
from tests.storage.postgresql.proxy import Cut, Proxy, proxied
from tests.storage.scenarios import key, value, writing
from tests.waiting import come_true, first_of

# On different workers: the first and the last place.
NEAR, FAR = key(b"\x00" * 8), key(b"\xff" * 8)
TOTAL = key(b"total", space=Space.COUNTER)
COMMIT = b"COMMIT PREPARED"
Scenario = Callable[[Proxy, PostgresqlStorage, PostgresqlStorage], Awaitable[None]]


@asynccontextmanager
async def reached_through(proxy: Proxy, worker: Database) -> AsyncIterator[None]:
    """Lets the coordinator reach a worker through a proxy."""
    coordinator = cluster.shared().coordinator.url(cluster.NAME)

    def moved(before: int, after: int) -> str:
        return (
            f"SELECT citus_update_node(nodeid, '127.0.0.1', {after}) FROM pg_dist_node"
            f" WHERE nodeport = {before}"
        )

    async def is_known() -> bool:
        connection = await asyncpg.connect(coordinator, ssl=False)
        try:
            return bool(
                await connection.fetchval("SELECT bool_and(metadatasynced) FROM pg_dist_node")
            )
        finally:
            await connection.close()

    await execute(coordinator, (moved(worker.port, proxy.port),))
    await first_of(is_known)
    try:
        yield
    finally:
        await execute(coordinator, (moved(proxy.port, worker.port),))
        await first_of(is_known)


async def shown() -> list[bytes]:
    """Returns what the workers show of NEAR and FAR to somebody who does not wait."""
    url = cluster.shared().coordinator.url(cluster.NAME)
    connection = await asyncpg.connect(url, ssl=False)
    try:
        rows = await connection.fetch(
            "SELECT value FROM jedlik.distributed_entry WHERE id = ANY ($1) ORDER BY id",
            [id_of(NEAR), id_of(FAR)],
        )
    finally:
        await connection.close()
    return [row[0] for row in rows]


async def is_partly_shown() -> bool:
    return sorted(await shown()) == [b"1", b"2"]


def played(scenario: Scenario) -> None:
    """Plays a scenario with two nodes. The first worker is reached through the proxy."""
    cluster.prepare()

    async def whole() -> None:
        where = address(cluster.shared().coordinator.url(cluster.NAME))
        worker = cluster.shared().workers[0]
        async with proxied(worker.port) as proxy, reached_through(proxy, worker):
            nodes = [await open_database(where, connections=3) for _ in range(2)]
            await cluster.emptied()
            await nodes[0].transact([], writing(Put(NEAR, b"1"), Put(FAR, b"1")))
            await scenario(proxy, *nodes)
            for each in nodes:
                await each.close()

    asyncio.run(whole())


@pytest.mark.parametrize("cut", [Cut.REQUEST, Cut.ANSWER])
def test_a_commit_is_answered_when_all_workers_show_it(cut: Cut) -> None:
    async def scenario(proxy: Proxy, storage: PostgresqlStorage, other: PostgresqlStorage) -> None:
        proxy.cut(cut, COMMIT)
        await storage.transact([], writing(Put(NEAR, b"2"), Put(FAR, b"2"), Add(TOTAL, (1,))))
        assert proxy.cuts == 1
        assert await shown() == [b"2", b"2"]
        assert await value(other, NEAR) == await value(other, FAR) == b"2"
        assert counters_of(await value(other, TOTAL), 1) == (1,)
        assert storage.health.failures == {}

    played(scenario)


@pytest.mark.parametrize("crashes", [False, True])
def test_nobody_sees_a_part_of_a_commit(crashes: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    log = Span(Space.CHANGE_LOG, 1, (b"log", b""), (b"log\x00", b""))

    async def scenario(proxy: Proxy, storage: PostgresqlStorage, other: PostgresqlStorage) -> None:
        forever = asyncio.Event()
        # This node cannot resolve, as if it were dead.
        monkeypatch.setattr(storage._resolver, "resolve", forever.wait)
        proxy.cut(Cut.REQUEST, COMMIT)
        append = Append(Space.CHANGE_LOG, 1, b"log", b"record")
        batch = writing(Put(NEAR, b"2"), Put(FAR, b"2"), append)
        commit = asyncio.ensure_future(storage.transact([], batch))
        await come_true(lambda: proxy.cuts == 1)
        await first_of(is_partly_shown)
        assert not commit.done()
        if crashes:
            coordinator = cluster.shared().coordinator
            await asyncio.to_thread(coordinator.stop, signal.SIGQUIT)
            await asyncio.to_thread(coordinator.start)
        single, joint, page, _ = await asyncio.gather(
            value(other, NEAR),
            other.read([FAR, NEAR], consistent=True),
            other.scan(log, limit_items=5, limit_bytes=500),
            other.transact([NEAR], writing(Put(key(b"third"), b"3"))),
        )
        assert single == b"2"
        assert list(joint) == [b"2", b"2"]
        assert [each[8:] for each in page.values] == [b"record"]
        forever.set()
        await commit

    played(scenario)


def test_a_stopped_node_keeps_others_waiting_for_some_seconds_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def scenario(_: Proxy, storage: PostgresqlStorage, other: PostgresqlStorage) -> None:
        held: list[Connection] = []
        # This node has its answer and does not go on, as if it were stopped.
        monkeypatch.setattr(storage._committer, "_end_doubt", held.append)
        await storage.transact([], writing(Put(NEAR, b"2"), Put(FAR, b"2")))
        with pytest.raises(StorageUnavailableError) as caught:
            await value(other, NEAR)
        assert caught.value.kind is FailureKind.LOCKED
        assert await value(other, FAR) == await value(other, NEAR) == b"2"
        await other.transact([], writing(Put(NEAR, b"3")))
        assert await value(other, NEAR) == b"3"
        held[0].terminate()
        storage._commit_pool.give_back(held[0])

    played(scenario)


def test_calls_at_the_same_time_share_the_work() -> None:
    connects = 0

    async def refused() -> "asyncpg.Connection[asyncpg.Record]":
        nonlocal connects
        connects += 1
        raise OSError("away")

    async def whole() -> None:
        resolver = Resolver(refused)
        await asyncio.gather(*(resolver.resolve() for _ in range(5)))
        await resolver.close()

    asyncio.run(whole())
    assert connects == 1
