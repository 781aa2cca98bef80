"""The log is copied when it has grown or when writes pause, also after the disk failed."""

import time
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from jedlik.storage.outages import Outages
from jedlik.storage.sqlite import checkpointer as module
from jedlik.storage.sqlite.checkpointer import Checkpointer
from jedlik.storage.sqlite.connection import PAGE_BYTES, connect
from jedlik.storage.sqlite.statements import put_values
from tests.storage.sqlite.parts import new_file
from tests.waiting import wait_until

LIMIT_PAGES = 100
LOG_MAX_BYTES = 200_000_000  # a log that begins again has some megabytes


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[apsw.Connection]:
    connection = new_file(tmp_path).connect()
    yield connection
    connection.close()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PERIOD_S", 0.01)
    monkeypatch.setattr(module, "_BUSY_TIMEOUT_MS", 20)


def put(connection: apsw.Connection, number: int) -> None:
    """Puts 40 KB when the lock is free."""
    connection.set_busy_timeout(1000)
    connection.execute(put_values(1), (number, b"v" * 40_000)).fetchall()


def logged_pages(connection: apsw.Connection) -> int:
    return connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_NOOP)[0]


def test_a_pause_empties_the_log(tmp_path: Path, connection: apsw.Connection) -> None:
    put(connection, 1)
    log = tmp_path / "file.db-wal"
    assert log.stat().st_size > 40_000
    checkpointer = Checkpointer(new_file(tmp_path), Outages())
    wait_until(lambda: log.stat().st_size == 0)
    checkpointer.close()
    assert connection.execute("SELECT count(*) FROM value").get == 1


def test_the_log_begins_again_while_writes_never_pause(
    tmp_path: Path, connection: apsw.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOG_LIMIT_PAGES", LIMIT_PAGES)
    checkpointer = Checkpointer(new_file(tmp_path), Outages())
    connection.execute("PRAGMA synchronous = OFF").fetchall()
    log = tmp_path / "file.db-wal"
    pages = [0]
    restarts: list[int] = []
    while len(restarts) < 3:
        put(connection, len(pages))
        pages.append(logged_pages(connection))
        size = log.stat().st_size
        # A pause, which a busy machine makes, also cuts the file off.
        if pages[-1] < pages[-2] and size > LIMIT_PAGES * PAGE_BYTES:
            restarts.append(pages[-2])
        assert size < LOG_MAX_BYTES
        time.sleep(0.001)  # a server leaves the lock for about as long between two writes
    checkpointer.close()


def test_a_reader_delays_the_end_of_a_checkpoint(
    tmp_path: Path, connection: apsw.Connection
) -> None:
    put(connection, 1)
    reader = connect(tmp_path / "file.db", key=None)
    reader.execute("BEGIN").fetchall()
    reader.execute("SELECT count(*) FROM value").fetchall()
    checkpointer = Checkpointer(new_file(tmp_path), Outages())
    time.sleep(0.1)
    assert logged_pages(connection) > 0
    put(connection, 2)
    assert reader.execute("SELECT count(*) FROM value").get == 1
    reader.execute("COMMIT").fetchall()
    wait_until(lambda: logged_pages(connection) == 0)
    checkpointer.close()
    reader.close()


def test_an_error_that_nobody_expects_does_not_end_the_thread(
    tmp_path: Path,
    connection: apsw.Connection,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Without the thread, the log would grow until the disk is full."""
    errors = [MemoryError(), MemoryError()]
    allocate = Checkpointer._allocate

    def fail(checkpointer: Checkpointer) -> None:
        if errors:
            raise errors.pop()
        allocate(checkpointer)

    monkeypatch.setattr(Checkpointer, "_allocate", fail)
    put(connection, 1)
    checkpointer = Checkpointer(new_file(tmp_path), Outages())
    wait_until(lambda: logged_pages(connection) == 0)
    checkpointer.close()
    assert not errors
    assert [record.message for record in caplog.records] == [
        "a checkpoint has failed, and is tried again"
    ]
