"""Two nodes on one database are compared with the memory storage, on random histories.

The same on a database that Citus distributes.
"""

import asyncio
import os
from collections.abc import Iterator
from types import ModuleType

import pytest
from hypothesis import settings
from hypothesis.stateful import initialize, rule

from jedlik.storage.postgresql import PostgresqlStorage
from tests.storage.postgresql import cluster, database
from tests.storage.test_model import StorageMachine as SqliteMachine


class Nodes:
    """Two nodes that all histories share, because opening a database takes long."""

    def __init__(self, where: ModuleType) -> None:
        """where: has `prepare`, `reopened` and `emptied`."""
        self.where = where
        self.loop = asyncio.new_event_loop()
        self.time_ms = 5
        self.open: list[PostgresqlStorage] = []

    def now_ms(self) -> int:
        return self.time_ms

    def begin(self) -> None:
        if not self.open:
            self.where.prepare()
            self.open = [self.loop.run_until_complete(self._opened()) for _ in range(2)]
        self.loop.run_until_complete(self.where.emptied())

    async def _opened(self) -> PostgresqlStorage:
        opened: PostgresqlStorage = await self.where.reopened(now_ms=self.now_ms)
        return opened

    def close(self) -> None:
        for each in self.open:
            self.loop.run_until_complete(each.close())
        self.loop.close()


NODES = Nodes(database)
DISTRIBUTED = Nodes(cluster)


@pytest.fixture(autouse=True, scope="module")
def _closed() -> Iterator[None]:
    yield
    NODES.close()
    DISTRIBUTED.close()


class DatabaseMachine(SqliteMachine):
    """The same steps as on SQLite, on one node or the other."""

    nodes = NODES

    @initialize()
    def open(self) -> None:
        self.loop.close()
        self.loop = self.nodes.loop
        self.nodes.begin()
        self.storage = self.nodes.open[0]
        self.nodes.time_ms = self.time_ms

    @rule()
    def reopen(self) -> None:
        """Goes on with the other node."""
        at = 0 if self.storage is self.nodes.open[1] else 1
        self.storage = self.nodes.open[at]

    def now_ms(self) -> int:
        self.nodes.time_ms = self.time_ms
        return self.time_ms

    def teardown(self) -> None:
        self.folder.rmdir()


DatabaseMachine.TestCase.settings = settings(max_examples=15, stateful_step_count=15)
TestDatabase = DatabaseMachine.TestCase


class DistributedMachine(DatabaseMachine):
    """The same steps on a cluster."""

    nodes = DISTRIBUTED


DistributedMachine.TestCase.settings = settings(
    max_examples=15, stateful_step_count=15, deadline=None
)
TestDistributed = pytest.mark.skipif(
    "TEST_CITUS" not in os.environ, reason="TEST_CITUS does not name a PostgreSQL with Citus"
)(DistributedMachine.TestCase)
