"""A cluster of Citus for tests: a coordinator and two workers on this machine.

The variable TEST_CITUS names the folder with the programs of a PostgreSQL that has Citus. Without
it the tests of Citus are skipped.
"""

import asyncio
import os
import shutil
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

import pytest

from jedlik.storage.postgresql import PostgresqlStorage, open_database
from tests.at_end import at_end
from tests.storage.postgresql.database import SETTINGS, Database, address, execute, new_folder

SHARDS = 4
NAME = "distributed"
_SETTINGS = {
    **SETTINGS,
    "shared_preload_libraries": "citus",
    "wal_level": "logical",  # shards are moved by logical replication
    "max_prepared_transactions": "100",
    "citus.enable_statistics_collection": "off",
    "citus.recover_2pc_interval": "-1",  # the nodes must do it themselves
    "citus.metadata_sync_interval": "200",
    "citus.metadata_sync_retry_interval": "200",
    "citus.node_conninfo": "sslmode=disable",
}


class Cluster:
    """Servers that run: the coordinator and its workers. Each has the database NAME."""

    def __init__(self, parent: Path, binaries: Path) -> None:
        self._parent = parent
        self._binaries = binaries
        self.coordinator = self._new("coordinator")
        self.workers = [self._new("worker0"), self._new("worker1")]

    @property
    def servers(self) -> Sequence[Database]:
        """Returns all servers, the coordinator first."""
        return (self.coordinator, *self.workers)

    def create(self) -> None:
        """Makes and starts the servers, and makes them a cluster."""
        for each in self.servers:
            each.create()
            each.start()
        self.create_database(NAME)

    def create_database(self, name: str) -> None:
        """Makes an empty database on all servers. Each database has a list of workers."""
        for each in self.servers:
            _create_database(each, name)
        self.coordinator.execute(
            f"SELECT citus_set_coordinator_host('127.0.0.1', {self.coordinator.port})",
            *map(_adding, self.workers),
            name=name,
        )

    def add_worker(self) -> Database:
        """Adds one more worker while the others run."""
        worker = self._new(f"worker{len(self.workers)}")
        begin(worker)
        self.workers.append(worker)
        self.coordinator.execute(_adding(worker), name=NAME)
        return worker

    def stop(self) -> None:
        """Ends all servers that run."""
        for each in self.servers:
            if each.process is not None:
                each.stop(signal.SIGQUIT)

    def _new(self, name: str) -> Database:
        return Database(self._parent / name, self._binaries, _SETTINGS)


def begin(server: Database) -> None:
    """Makes and starts a server with an empty database that has Citus."""
    server.create()
    server.start()
    _create_database(server, NAME)


def _create_database(server: Database, name: str) -> None:
    server.execute(f"CREATE DATABASE {name}")
    server.execute("CREATE EXTENSION citus", name=name)


def _adding(worker: Database) -> str:
    return f"SELECT citus_add_node('127.0.0.1', {worker.port})"


def programs() -> Path:
    """Returns the folder of the programs, or skips the test."""
    chosen = os.environ.get("TEST_CITUS")
    if not chosen:
        pytest.skip("TEST_CITUS does not name the programs of a PostgreSQL with Citus")
    return Path(chosen)


@contextmanager
def running() -> Iterator[Cluster]:
    """Runs a cluster of its own during a `with` block. Skips the test if there is none."""
    binaries = programs()
    parent = new_folder()
    cluster = Cluster(parent, binaries)
    try:
        cluster.create()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(parent, ignore_errors=True)


@cache
def shared() -> Cluster:
    """Returns the cluster that all tests of this process share. It ends with their session."""
    runs = running()
    cluster = runs.__enter__()
    at_end(partial(runs.__exit__, None, None, None))
    return cluster


def new_database(name: str) -> None:
    """Makes one more database of the shared cluster, with empty tables that are distributed."""
    shared().create_database(name)
    asyncio.run(_distribute(name))


async def _distribute(name: str) -> None:
    where = address(shared().coordinator.url(name), SHARDS)
    await (await open_database(where, connections=2)).close()


@cache
def _prepared() -> bool:
    asyncio.run(_distribute(NAME))
    return True


async def reopened(**options: object) -> PostgresqlStorage:
    """Opens the shared database as it is."""
    where = address(shared().coordinator.url(NAME))
    return await open_database(where, connections=6, **options)  # type: ignore[arg-type]


async def emptied() -> None:
    """Deletes all entries of the shared database. Sessions stay, since nodes may have it open."""
    tables = ("distributed_entry", "entry", "delta")
    deletions = tuple(f"DELETE FROM jedlik.{each}" for each in tables)
    await execute(shared().coordinator.url(NAME), deletions)


async def open_empty(**options: object) -> PostgresqlStorage:
    """Opens the shared database, without any entries."""
    storage = await reopened(**options)
    await emptied()
    return storage


def prepare() -> None:
    """Starts the shared cluster, if it does not run, or skips the test."""
    programs()
    shared()
    _prepared()
