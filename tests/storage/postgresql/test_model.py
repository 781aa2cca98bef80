"""Two nodes on one database are compared with the memory storage, on random histories."""

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import settings
from hypothesis.stateful import initialize, rule

from jedlik.storage.postgresql import PostgresqlStorage
from tests.storage.postgresql.database import emptied, prepare, reopened
from tests.storage.test_model import StorageMachine as SqliteMachine


class Nodes:
    """Two nodes that all histories share, because opening a database takes long."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.time_ms = 5
        self.open: list[PostgresqlStorage] = []

    def now_ms(self) -> int:
        return self.time_ms

    def begin(self) -> None:
        if not self.open:
            prepare()
            self.open = [self.loop.run_until_complete(self._opened()) for _ in range(2)]
        self.loop.run_until_complete(emptied())

    async def _opened(self) -> PostgresqlStorage:
        return await reopened(now_ms=self.now_ms)

    def close(self) -> None:
        for each in self.open:
            self.loop.run_until_complete(each.close())
        self.loop.close()


NODES = Nodes()


@pytest.fixture(autouse=True, scope="module")
def _closed() -> Iterator[None]:
    yield
    NODES.close()


class DatabaseMachine(SqliteMachine):
    """The same steps as on SQLite, on one node or the other."""

    @initialize()
    def open(self) -> None:
        self.loop.close()
        self.loop = NODES.loop
        NODES.begin()
        self.storage = NODES.open[0]
        NODES.time_ms = self.time_ms

    @rule()
    def reopen(self) -> None:
        """Goes on with the other node."""
        self.storage = NODES.open[0 if self.storage is NODES.open[1] else 1]

    def now_ms(self) -> int:
        NODES.time_ms = self.time_ms
        return self.time_ms

    def teardown(self) -> None:
        self.folder.rmdir()


DatabaseMachine.TestCase.settings = settings(max_examples=15, stateful_step_count=15)
TestDatabase = DatabaseMachine.TestCase
