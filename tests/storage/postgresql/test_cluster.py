"""Which clusters are refused, and that a database finds its shards again."""

import asyncio
import signal

import asyncpg
import pytest

from jedlik.storage.postgresql import OpenError, open_database
from jedlik.storage.postgresql.schema import FORMAT
from tests.storage.postgresql import cluster
from tests.storage.postgresql.database import address, execute, prepare, shared


def opened(url: str, shards: int) -> None:
    async def whole() -> None:
        storage = await open_database(address(url, shards), connections=2)
        await storage.close()

    asyncio.run(whole())


def test_a_database_without_citus_is_refused() -> None:
    prepare()
    shared().execute("CREATE DATABASE without_citus")
    with pytest.raises(OpenError, match="has no Citus"):
        opened(shared().url("without_citus"), 2)


def test_a_database_with_data_is_not_distributed() -> None:
    prepare()
    with pytest.raises(OpenError, match="Use an empty database"):
        opened(shared().url("conformance"), 2)


def test_a_worker_is_refused() -> None:
    cluster.prepare()
    with pytest.raises(OpenError, match="give the address of the coordinator"):
        opened(cluster.shared().workers[0].url(cluster.NAME), 2)


def test_a_coordinator_without_workers_is_refused() -> None:
    cluster.prepare()
    server = cluster.shared().coordinator
    server.execute("CREATE DATABASE lonely")
    server.execute("CREATE EXTENSION citus", name="lonely")
    with pytest.raises(OpenError, match="not in its own list of nodes"):
        opened(server.url("lonely"), 2)
    server.execute(f"SELECT citus_set_coordinator_host('127.0.0.1', {server.port})", name="lonely")
    with pytest.raises(OpenError, match="has no workers"):
        opened(server.url("lonely"), 2)


def test_a_worker_that_may_lose_commits_is_refused() -> None:
    cluster.prepare()
    worker = cluster.shared().workers[0]
    worker.execute(f"ALTER DATABASE {cluster.NAME} SET synchronous_commit = off")
    try:
        with pytest.raises(OpenError, match=f"{worker.port} has the setting synchronous_commit"):
            asyncio.run(_checked_again())
    finally:
        worker.execute(f"ALTER DATABASE {cluster.NAME} RESET synchronous_commit")


async def _checked_again() -> None:
    """Opens the database when the coordinator has new connections to the workers."""
    url = cluster.shared().coordinator.url(cluster.NAME)
    await execute(url, ("SELECT 1",))
    await (await cluster.reopened()).close()


def test_the_number_of_shards_stays() -> None:
    cluster.prepare()
    url = cluster.shared().coordinator.url(cluster.NAME)
    with pytest.raises(OpenError, match="Their number cannot be changed"):
        opened(url, cluster.SHARDS + 1)
    opened(url, cluster.SHARDS)
    opened(url, 0)

    async def places() -> tuple[int, int]:
        connection = await asyncpg.connect(url, ssl=False)
        try:
            row = await connection.fetchrow(
                "SELECT count(*), count(DISTINCT get_shard_id_for_distribution_column("
                "'jedlik.distributed_entry', value)) FROM jedlik.place"
            )
        finally:
            await connection.close()
        assert row is not None
        return row[0], row[1]

    assert asyncio.run(places()) == (cluster.SHARDS, cluster.SHARDS)


def test_a_format_is_raised_while_a_worker_is_away() -> None:
    with cluster.running() as away:
        url = away.coordinator.url(cluster.NAME)

        async def whole() -> None:
            await (await open_database(address(url, 2), connections=2)).close()
            back = ("UPDATE jedlik.format SET number = 1", "ALTER TABLE jedlik.session DROP format")
            await execute(url, back)
            await asyncio.to_thread(away.workers[1].stop, signal.SIGQUIT)
            await (await open_database(address(url), connections=2)).close()

        asyncio.run(whole())
        assert away.coordinator.value("SELECT number FROM jedlik.format", cluster.NAME) == FORMAT
