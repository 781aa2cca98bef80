"""Syncing the data file: it happens, writes go on meanwhile, and a failure is reported."""

import os
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import apsw
import pytest

from jedlik.storage.outages import Outages
from jedlik.storage.sqlite import checkpointer
from jedlik.storage.sqlite import sync as module
from jedlik.storage.sqlite.checkpointer import Checkpointer
from jedlik.storage.sqlite.connection import PAGE_BYTES, connect
from jedlik.storage.sqlite.schema import bring_up_to_date
from jedlik.storage.sqlite.statements import put_values
from jedlik.storage.sqlite.sync import allocate, copy_log_again, sync_data_file
from tests.storage.sqlite.parts import new_file

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class WatchedVFS(apsw.VFS):
    """The file system of SQLite. It records syncs of data files, and writes before them."""

    def __init__(self) -> None:
        super().__init__("watched", "")
        self.on_sync: Callable[[], None] = lambda: None
        self.on_write: Callable[[], None] = lambda: None
        self.unsynced: set[int] = set()  # where pages were written since the last sync

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802  (SQLite's)
        return WatchedFile(name, flags, self)


class WatchedFile(apsw.VFSFile):
    def __init__(
        self, name: str | apsw.URIFilename | None, flags: list[int], vfs: WatchedVFS
    ) -> None:
        super().__init__("", name, flags)
        self._is_data = bool(flags[0] & apsw.SQLITE_OPEN_MAIN_DB)
        self._vfs = vfs

    def xSync(self, flags: int) -> None:  # noqa: N802  (SQLite's)
        if self._is_data:
            self._vfs.on_sync()
            self._vfs.unsynced.clear()
        super().xSync(flags)

    def xWrite(self, data: "ReadableBuffer", offset: int) -> None:  # noqa: N802  (SQLite's)
        if self._is_data:
            self._vfs.on_write()
            self._vfs.unsynced.add(offset)
        super().xWrite(data, offset)


@pytest.fixture
def vfs() -> Iterator[WatchedVFS]:
    watched = WatchedVFS()
    yield watched
    watched.unregister()


@pytest.fixture
def writing(tmp_path: Path) -> Iterator[apsw.Connection]:
    connection = connect(tmp_path / "file.db", key=None)
    bring_up_to_date(connection, tmp_path / "file.db")
    put(connection, 1)
    yield connection
    connection.close()


@pytest.fixture
def watched(tmp_path: Path, vfs: WatchedVFS, writing: apsw.Connection) -> apsw.Connection:
    """A connection to a file that another connection writes. A checkpointer closes it."""
    connection = apsw.Connection(str(tmp_path / "file.db"), vfs="watched")
    connection.execute("SELECT count(*) FROM value").fetchall()  # which opens the log
    return connection


def put(connection: apsw.Connection, number: int) -> None:
    connection.execute(put_values(1), (number, b"v" * 40_000)).fetchall()


def test_the_data_file_is_synced(watched: apsw.Connection, vfs: WatchedVFS) -> None:
    syncs: list[None] = []
    vfs.on_sync = lambda: syncs.append(None)
    sync_data_file(watched)
    assert len(syncs) == 1
    watched.close()


def test_a_sync_that_fails_is_reported(
    watched: apsw.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SYNC", lambda _: lambda *_: apsw.SQLITE_IOERR_FSYNC)
    with pytest.raises(apsw.IOError):
        sync_data_file(watched)
    watched.close()


def test_allocating_changes_no_byte_that_another_process_writes(tmp_path: Path) -> None:
    """Pages that are written as soon as the file has grown are still whole at the end."""
    page, pages = b"\xff" * PAGE_BYTES, 20_000
    with (tmp_path / "file").open("w+b") as file:
        descriptor = file.fileno()

        def write_when_it_grows() -> None:
            while os.fstat(descriptor).st_size == 0:
                pass
            for number in range(pages - 1, 0, -100):
                os.pwrite(descriptor, page, number * PAGE_BYTES)

        writing = Thread(target=write_when_it_grows)
        writing.start()
        allocate(descriptor, pages * PAGE_BYTES)
        os.ftruncate(descriptor, pages * PAGE_BYTES)  # where the system cannot allocate
        writing.join()
        for number in range(pages - 1, 0, -100):
            assert os.pread(descriptor, PAGE_BYTES, number * PAGE_BYTES) == page


def test_allocating_more_than_there_is_fails(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with (tmp_path / "file").open("w+b") as file:
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (PAGE_BYTES, hard))
            with pytest.raises(apsw.FullError):
                allocate(file.fileno(), 2 * PAGE_BYTES)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_checkpoint_syncs_most_while_others_may_write(
    tmp_path: Path,
    watched: apsw.Connection,
    vfs: WatchedVFS,
    writing: apsw.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Something is written while the log is copied. Under load this is always so."""
    monkeypatch.setattr(checkpointer, "_PERIOD_S", 0.01)
    monkeypatch.setattr(checkpointer, "LOG_LIMIT_PAGES", 5)
    syncs: list[bool] = []

    def write() -> None:
        vfs.on_write = lambda: None
        put(writing, 2)

    def look() -> None:
        writing.set_busy_timeout(0)
        try:
            writing.execute("BEGIN IMMEDIATE").fetchall()
        except apsw.BusyError:
            syncs.append(False)
        else:
            writing.execute("ROLLBACK").fetchall()
            syncs.append(True)

    vfs.on_write, vfs.on_sync = write, look
    file = new_file(tmp_path)
    monkeypatch.setattr(file, "connect", lambda: watched)
    working = Checkpointer(file, Outages())
    deadline = time.monotonic() + 5
    while len(syncs) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.005)
    working.close()
    assert syncs[:2] == [True, False]


@pytest.mark.parametrize("is_closed", [False, True])
def test_pages_whose_sync_failed_are_copied_again(
    tmp_path: Path,
    watched: apsw.Connection,
    vfs: WatchedVFS,
    writing: apsw.Connection,
    monkeypatch: pytest.MonkeyPatch,
    is_closed: bool,
) -> None:
    """After a sync that failed, the kernel takes the pages for written, and the next sync succeeds
    (https://lwn.net/Articles/752063). So they must be written again before the log starts again or
    is deleted.
    """
    monkeypatch.setattr(checkpointer, "_PERIOD_S", 0.01)
    monkeypatch.setattr(checkpointer, "LOG_LIMIT_PAGES", 5)
    lost: set[int] = set()
    failed = Event()

    def write() -> None:  # so that a part of the log is copied, and SQLite does not sync itself
        vfs.on_write = lambda: None
        put(writing, 2)

    def fail(_: apsw.Connection) -> None:
        monkeypatch.setattr(checkpointer, "sync_data_file", sync_data_file)
        lost.update(vfs.unsynced)
        vfs.unsynced.clear()
        failed.set()
        if is_closed:
            working._stop.set()
        raise apsw.IOError

    vfs.on_write, vfs.on_sync = write, lambda: lost.difference_update(vfs.unsynced)
    monkeypatch.setattr(checkpointer, "sync_data_file", fail)
    file = new_file(tmp_path)
    monkeypatch.setattr(file, "connect", lambda: watched)
    working = Checkpointer(file, Outages())
    assert failed.wait(5)
    assert lost
    if is_closed:
        writing.close()
    else:
        deadline = time.monotonic() + 5
        while is_copied_in_part(writing):
            assert time.monotonic() < deadline
            time.sleep(0.005)
    working.close()
    assert (tmp_path / "file.db-wal").exists() is not is_closed
    assert not lost


def is_copied_in_part(connection: apsw.Connection) -> bool:
    pages, copied = connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_NOOP)
    return copied < pages


def test_the_log_is_copied_again_by_whoever_copies_next(
    tmp_path: Path, writing: apsw.Connection
) -> None:
    pages, copied = writing.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
    assert pages == copied > 10
    copy_log_again(writing)
    other = connect(tmp_path / "file.db", key=None)
    assert other.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_NOOP) == (pages, 0)
    put(other, 2)  # does not start the log again
    more, copied = writing.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
    assert more == copied > pages
    assert other.execute("SELECT count(*) FROM value").get == 2
    other.close()
