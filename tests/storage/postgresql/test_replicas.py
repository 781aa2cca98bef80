"""Reads from a standby that really replicates: what they may show, and what happens if it fails."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Iterator
from typing import NamedTuple

import asyncpg
import pytest

from jedlik.core.keys.key import Span
from jedlik.storage.interface import Put
from jedlik.storage.postgresql import PostgresqlStorage, ReplicaOptions, open_database
from jedlik.storage.postgresql.replica import Replica
from tests.storage.postgresql.database import Database, address, running
from tests.storage.scenarios import key, writing
from tests.waiting import come_true

LAG_S = 1.0
ITEM = key(b"item")


class Pair(NamedTuple):
    """A server and its standby."""

    primary: Database
    standby: Database


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    with running() as primary:
        standby = primary.standby()
        try:
            yield Pair(primary, standby)
        finally:
            if standby.process is not None:
                standby.stop(signal.SIGQUIT)


def play(pair: Pair, scenario: Callable[[PostgresqlStorage, Replica], Awaitable[None]]) -> None:
    """Opens a storage with the replica, and waits until it may be read."""

    async def whole() -> None:
        options = ReplicaOptions([address(pair.standby.url())], LAG_S)
        storage = await open_database(address(pair.primary.url()), connections=4, replicas=options)
        try:
            assert storage.replicas is not None
            (replica,) = storage.replicas.all
            await come_true(lambda: replica.is_fresh(LAG_S))
            await scenario(storage, replica)
        finally:
            await storage.close()

    asyncio.run(whole())


async def put(storage: PostgresqlStorage, value: bytes) -> None:
    await storage.transact([], writing(Put(ITEM, value)))


async def seen(storage: PostgresqlStorage, *, consistent: bool = False) -> bytes | None:
    """Returns the value of the item, as a read and as a scan see it."""
    (value,) = await storage.read([ITEM], consistent=consistent)
    return value


async def replicated(storage: PostgresqlStorage, value: bytes) -> None:
    """Waits until reads that may be old show a value."""
    async with asyncio.timeout(60):
        while True:
            if await seen(storage) == value:
                return
            await asyncio.sleep(0.01)


async def scanned(storage: PostgresqlStorage, *, consistent: bool = False) -> list[bytes]:
    span = Span(ITEM.space, ITEM.table)
    page = await storage.scan(span, limit_items=9, limit_bytes=999, consistent=consistent)
    return list(page.values)


def test_only_reads_that_may_be_old_go_to_the_replica(pair: Pair) -> None:
    async def scenario(storage: PostgresqlStorage, replica: Replica) -> None:
        await put(storage, b"1")
        assert await seen(storage, consistent=True) == b"1"
        assert await scanned(storage, consistent=True) == [b"1"]
        assert replica.reads == 0
        await replicated(storage, b"1")
        assert await scanned(storage) == [b"1"]
        assert replica.reads >= 2

    play(pair, scenario)


def test_a_replica_that_lags_is_not_read(pair: Pair) -> None:
    async def scenario(storage: PostgresqlStorage, replica: Replica) -> None:
        await put(storage, b"before")
        await replicated(storage, b"before")
        connection = await asyncpg.connect(pair.standby.url(), ssl=False)
        await connection.execute("SELECT pg_wal_replay_pause()")
        await put(storage, b"after")
        assert await seen(storage) == b"before"  # within the bound it may be old
        await come_true(lambda: not replica.is_fresh(LAG_S))
        reads = replica.reads
        assert (await seen(storage), await scanned(storage)) == (b"after", [b"after"])
        assert replica.reads == reads
        await connection.execute("SELECT pg_wal_replay_resume()")
        await connection.close()
        await come_true(lambda: replica.is_fresh(LAG_S))
        assert (await seen(storage), await scanned(storage)) == (b"after", [b"after"])
        assert replica.reads > reads

    play(pair, scenario)


def test_a_replica_that_ends_fails_no_read(pair: Pair) -> None:
    async def scenario(storage: PostgresqlStorage, replica: Replica) -> None:
        await put(storage, b"1")
        await replicated(storage, b"1")
        pair.standby.stop(signal.SIGQUIT)
        for _ in range(20):
            assert (await seen(storage), await scanned(storage)) == (b"1", [b"1"])
        assert not replica.is_fresh(LAG_S)
        assert storage.health.outage is None
        await asyncio.to_thread(pair.standby.start)
        await come_true(lambda: replica.is_fresh(LAG_S))
        reads = replica.reads
        assert await seen(storage) == b"1"
        assert replica.reads == reads + 1

    play(pair, scenario)


def test_a_replica_that_hangs_delays_reads_for_a_second_at_most(pair: Pair) -> None:
    async def scenario(storage: PostgresqlStorage, replica: Replica) -> None:
        await put(storage, b"1")
        await replicated(storage, b"1")
        connection = await asyncpg.connect(pair.standby.url(), ssl=False)
        listed = "SELECT pid FROM pg_stat_activity WHERE application_name = 'jedlik'"
        pids = [row["pid"] for row in await connection.fetch(listed)]
        await connection.close()
        assert len(pids) >= 2
        assert pair.standby.process is not None
        pids.append(pair.standby.process.pid)  # so that new connections hang too
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            # More reads than connections: those that wait do not hang one after the other.
            async with asyncio.timeout(10):
                found = asyncio.gather(*(seen(storage) for _ in range(50)))
                pages = asyncio.gather(*(scanned(storage) for _ in range(200)))
                assert set(await found) == {b"1"}
                assert await pages == [[b"1"]] * 200
            assert not replica.is_fresh(LAG_S)
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)
        await come_true(lambda: replica.is_fresh(LAG_S))

    play(pair, scenario)


def test_an_address_that_leads_to_several_servers_is_not_trusted(pair: Pair) -> None:
    """What one server has shown says nothing about another one."""

    async def scenario(storage: PostgresqlStorage, replica: Replica) -> None:
        connection = await asyncpg.connect(pair.primary.url(), ssl=False)
        replica._server = await connection.fetchval("SELECT pg_postmaster_start_time()")
        await connection.close()
        await put(storage, b"2")
        for _ in range(3):
            assert await seen(storage) == b"2"  # from the primary
        assert replica.reads == 0

    play(pair, scenario)


def test_a_beat_whose_row_is_gone_goes_on(pair: Pair) -> None:
    async def scenario(storage: PostgresqlStorage, replica: Replica) -> None:
        connection = await asyncpg.connect(pair.primary.url(), ssl=False)
        assert storage.replicas is not None
        session = storage.replicas._session
        delete = "DELETE FROM jedlik.session WHERE id = $1"
        await connection.execute(delete, session)
        before = replica.proven_s
        await come_true(lambda: replica.proven_s > before + 0.1)
        await connection.close()

    play(pair, scenario)
