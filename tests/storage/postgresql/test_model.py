"""The storage on PostgreSQL is compared with the memory storage, on random histories."""

from hypothesis import settings
from hypothesis.stateful import initialize, rule

from tests.storage.postgresql.database import open_empty, prepare, reopened
from tests.storage.test_model import StorageMachine as SqliteMachine


class DatabaseMachine(SqliteMachine):
    """The same steps as on SQLite."""

    @initialize()
    def open(self) -> None:  # type: ignore[override]
        prepare()
        self.storage = self.loop.run_until_complete(open_empty(now_ms=self.now_ms))

    @rule()
    def reopen(self) -> None:
        self.loop.run_until_complete(self.tested.close())
        self.storage = self.loop.run_until_complete(reopened(now_ms=self.now_ms))

    def teardown(self) -> None:
        if self.storage is not None:
            self.loop.run_until_complete(self.storage.close())
        self.loop.close()
        self.folder.rmdir()


DatabaseMachine.TestCase.settings = settings(max_examples=30, stateful_step_count=20)
TestDatabase = DatabaseMachine.TestCase
