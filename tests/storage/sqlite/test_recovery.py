"""Outages of a whole storage: what fails meanwhile, what works, and that they end by themselves."""

import asyncio
import os
import shutil
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import apsw
import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.storage.interface import (
    Batch,
    Delete,
    FailureKind,
    Mutation,
    Put,
    StorageUnavailableError,
)
from jedlik.storage.outages import Outages
from jedlik.storage.sqlite import (
    SqliteStorage,
    checkpointer,
    open_folder,
    reader,
    recovery,
    writer,
)
from jedlik.storage.sqlite import storage as module
from jedlik.storage.sqlite.checkpointer import Checkpointer
from jedlik.storage.sqlite.data_file import DataFile
from jedlik.storage.sqlite.no_wait import NoWait
from jedlik.storage.sqlite.reserve import Reserve

Scenario = Callable[[SqliteStorage], Awaitable[None]]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recovery, "PERIOD_S", 0.02)
    monkeypatch.setattr(checkpointer, "_PERIOD_S", 0.02)


def play(folder: Path, scenario: Scenario) -> None:
    async def whole() -> None:
        storage = open_folder(folder)
        try:
            await scenario(storage)
        finally:
            await storage.close()

    asyncio.run(whole())


def entry(number: int) -> Key:
    return Key(Space.ITEM, 1, b"p", number.to_bytes(4, "big"))


async def write(storage: SqliteStorage, *mutations: Mutation) -> FailureKind | None:
    """Write, and return why it failed, or None."""
    try:
        await storage.transact([], lambda _: Batch(mutations, None))
    except StorageUnavailableError as error:
        return error.kind
    return None


async def put(storage: SqliteStorage, number: int, size: int = 3_000) -> FailureKind | None:
    return await write(storage, Put(entry(number), bytes(size)))


async def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.005)


class Disk:
    """A disk that can become full: the file cannot grow, and no space can be reserved."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_full = False
        fill = Reserve.fill
        monkeypatch.setattr(Reserve, "fill", lambda each: not self.is_full and fill(each))

    def fill(self, storage: SqliteStorage) -> None:
        self.is_full = True
        connection = storage._writer._connection
        pages = connection.execute("PRAGMA page_count").get
        connection.execute(f"PRAGMA max_page_count = {pages}").fetchall()


def test_on_a_full_disk_deletes_work_and_what_fits_into_their_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    disk = Disk(monkeypatch)

    async def scenario(storage: SqliteStorage) -> None:
        for number in range(40):
            assert await put(storage, number) is None
        assert (tmp_path / "jedlik.reserve").stat().st_size > 4096
        disk.fill(storage)
        outcomes = await asyncio.gather(*(put(storage, n) for n in range(100, 200)))
        assert outcomes.count(FailureKind.FULL) > 90
        assert storage.health.outage is FailureKind.FULL
        assert (tmp_path / "jedlik.reserve").stat().st_size == 0
        await asyncio.sleep(0.1)  # the outage goes on
        assert storage.health.outage is FailureKind.FULL
        assert await write(storage, *(Delete(entry(number)) for number in range(20))) is None
        assert await put(storage, 300) is None  # in the pages of deleted values
        assert await put(storage, 301, size=10**6) is FailureKind.FULL
        assert storage.health.outage is FailureKind.FULL
        assert len(caplog.messages) == 1
        disk.is_full = False
        await until(lambda: storage.health.outage is None)
        assert await put(storage, 301, size=10**6) is None
        assert (tmp_path / "jedlik.reserve").stat().st_size > 4096
        assert "storage outage over" in caplog.messages[1]
        assert len(caplog.messages) == 2

    play(tmp_path, scenario)
    assert sorted(os.listdir(tmp_path)) == ["jedlik.db", "jedlik.lock"]


def test_an_outage_without_requests_ends_too(tmp_path: Path) -> None:
    async def scenario(storage: SqliteStorage) -> None:
        await put(storage, 1)
        storage._writer._connection.execute("PRAGMA query_only = ON").fetchall()
        assert await put(storage, 2) is FailureKind.READ_ONLY
        assert storage.health.outage is FailureKind.READ_ONLY
        await until(lambda: storage.health.outage is None)
        assert await put(storage, 2) is None

    play(tmp_path, scenario)


def test_connections_that_are_stuck_are_opened_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """As after failures of fcntl: only new connections help."""

    async def scenario(storage: SqliteStorage) -> None:
        await put(storage, 1)
        stuck = storage._writer._connection, storage._reader._connection

        def refuse(*_: object) -> int:
            raise apsw.ProtocolError("locking protocol")

        stuck[0].authorizer = refuse
        assert await put(storage, 2) is FailureKind.LOCKED
        await until(lambda: storage.health.outage is None)
        assert await put(storage, 2) is None
        assert storage._writer._connection not in stuck
        assert storage._reader._connection not in stuck
        values = await storage.read([entry(1), entry(2)], consistent=True)
        assert list(values) == [bytes(3_000)] * 2
        assert len(caplog.messages) == 2

    play(tmp_path, scenario)


@pytest.mark.parametrize("opened", range(3))
def test_connections_that_cannot_be_opened_again_are_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: int
) -> None:
    """The disk fails while they are opened. opened: how many of the three the first try opens."""

    async def scenario(storage: SqliteStorage) -> None:
        await put(storage, 1)
        connect, left = storage._file.connect, [opened]

        def fail_once(*sizes: int) -> apsw.Connection:
            if left[0] == 0:
                left[0] = -1
                raise apsw.IOError("disk I/O error")
            left[0] -= 1
            return connect(*sizes)

        monkeypatch.setattr(storage._file, "connect", fail_once)
        storage._writer._connection.authorizer = refuse
        assert await put(storage, 2) is FailureKind.IO
        await until(lambda: storage.health.outage is None)
        assert left[0] < 0
        assert await put(storage, 2) is None
        assert list(await storage.read([entry(2)], consistent=True)) == [bytes(3_000)]

    play(tmp_path, scenario)


def refuse(*_: object) -> int:
    raise apsw.IOError("disk I/O error")


def test_a_storage_that_writes_again_has_a_checkpointer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening the connections may fail in the middle, when the process has no descriptor left."""
    failures = [apsw.CantOpenError("unable to open database file")]

    def begin(file: DataFile, outages: Outages) -> Checkpointer:
        if failures:
            raise failures.pop()
        return Checkpointer(file, outages)

    async def scenario(storage: SqliteStorage) -> None:
        await put(storage, 1)
        monkeypatch.setattr(module, "Checkpointer", begin)
        storage._writer._connection.authorizer = refuse
        assert await put(storage, 2) is FailureKind.IO
        await until(lambda: storage.health.outage is None)
        assert not failures
        assert await put(storage, 2) is None
        log = tmp_path / "jedlik.db-wal"
        await until(lambda: log.stat().st_size == 0)

    play(tmp_path, scenario)


def test_connections_that_work_again_are_not_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call of a client succeeds after the decision to open them again."""

    async def scenario(storage: SqliteStorage) -> None:
        await put(storage, 1)
        monkeypatch.setattr(storage._file, "connect", None)
        storage._reopen()
        assert await put(storage, 2) is None

    play(tmp_path, scenario)


def test_an_error_that_nobody_expects_does_not_end_the_recovery(tmp_path: Path) -> None:
    async def scenario(storage: SqliteStorage) -> None:
        await put(storage, 1)
        stuck = storage._writer._connection
        stuck.authorizer = refuse
        assert await put(storage, 2) is FailureKind.IO
        stuck.authorizer = lambda *_: apsw.SQLITE_DENY  # an error that only a bug can cause
        await until(lambda: storage.health.outage is None)
        assert await put(storage, 2) is None

    play(tmp_path, scenario)


def test_reads_still_look_whether_they_wait_for_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the connections were opened again."""
    looks: list[NoWait] = []

    def look(no_wait: NoWait) -> None:
        looks.append(no_wait)

    monkeypatch.setattr(reader, "_LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(NoWait, "look", look)

    async def scenario(storage: SqliteStorage) -> None:
        await storage.read([entry(1)], consistent=True)
        await until(lambda: bool(looks))
        storage._writer._connection.authorizer = refuse
        assert await put(storage, 2) is FailureKind.IO
        await until(lambda: storage.health.outage is None)
        await storage.read([entry(1)], consistent=True)
        await until(lambda: looks[-1] is storage._reader._no_wait)

    play(tmp_path, scenario)


@pytest.mark.parametrize(
    "name", ["jedlik.db", "jedlik.lock", "jedlik.db-wal", "jedlik.db-shm", "."]
)
def test_nothing_is_acknowledged_when_the_folder_is_gone(
    tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "data"

    async def scenario(storage: SqliteStorage) -> None:
        assert await put(storage, 1) is None
        if name == ".":
            shutil.rmtree(folder)
        else:
            (folder / name).unlink()
        if name not in {"jedlik.db", "."}:  # the others are looked for a few times a second
            await until(lambda: storage.health.outage is FailureKind.GONE)
        assert await put(storage, 2) is FailureKind.GONE
        assert await write(storage) is FailureKind.GONE  # as of an item that is stored already
        assert storage.health.outage is FailureKind.GONE
        outcomes = await asyncio.gather(*(put(storage, n) for n in range(10)))
        assert outcomes == [FailureKind.GONE] * 10
        (message,) = caplog.messages
        assert "removed or replaced while the server ran" in message
        if name == ".":
            other = open_folder(folder)  # a second server, with a file of its own
            assert await put(other, 1) is None
            assert await put(storage, 3) is FailureKind.GONE
            await other.close()

    async def look(storage: SqliteStorage) -> None:
        assert list(await storage.read([entry(1)], consistent=True)) == [bytes(3_000)]

    play(folder, scenario)
    if name == "jedlik.db-wal":
        play(folder, look)  # what was acknowledged before is copied when the server stops


@pytest.mark.parametrize("replaced", [False, True], ids=["gone", "replaced-by-a-file"])
def test_a_folder_that_is_gone_is_noticed_without_writes_and_may_come_back(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, replaced: bool
) -> None:
    folder = tmp_path / "data"

    async def scenario(storage: SqliteStorage) -> None:
        folder.rename(tmp_path / "moved")
        if replaced:
            folder.touch()
        await until(lambda: storage.health.outage is FailureKind.GONE)
        assert await put(storage, 1) is FailureKind.GONE
        if replaced:
            folder.unlink()
        (tmp_path / "moved").rename(folder)
        await until(lambda: storage.health.outage is None)
        assert await put(storage, 1) is None
        assert len(caplog.messages) == 2

    play(folder, scenario)


def test_waiting_for_a_lock_is_bounded_for_each_call(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A call that comes while another group waits does not wait for as long again, almost 4 s."""

    async def scenario(storage: SqliteStorage) -> None:
        await put(storage, 1)
        storage._writer._lock_timeout_s = 2.0
        other = apsw.Connection(str(tmp_path / "jedlik.db"))
        other.execute("BEGIN IMMEDIATE").fetchall()
        calls = []
        for number in range(10):
            calls.append(asyncio.create_task(timed(put(storage, number))))
            await asyncio.sleep(0.04)
        outcomes = await asyncio.gather(*calls)
        assert {kind for kind, _ in outcomes} == {FailureKind.LOCKED}
        assert max(waited_s for _, waited_s in outcomes) < 3.2
        assert len(caplog.messages) == 1
        other.execute("ROLLBACK").fetchall()
        other.close()
        await until(lambda: storage.health.outage is None)

    play(tmp_path, scenario)


async def timed(call: Awaitable[FailureKind | None]) -> tuple[FailureKind | None, float]:
    began_s = time.monotonic()
    return await call, time.monotonic() - began_s


def test_closing_does_not_wait_long_for_a_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_CLOSING_LOCK_S", 0.05)
    before = set(threading.enumerate())

    async def scenario(storage: SqliteStorage) -> None:
        await put(storage, 1)
        other = apsw.Connection(str(tmp_path / "jedlik.db"))
        other.execute("BEGIN IMMEDIATE").fetchall()
        call = asyncio.create_task(put(storage, 2))
        await asyncio.sleep(0.02)
        began_s = time.monotonic()
        await storage.close()
        assert time.monotonic() - began_s < 5
        assert await call is FailureKind.LOCKED
        await asyncio.sleep(0.2)  # nothing is opened again
        opened = {each.name for each in set(threading.enumerate()) - before}
        assert "jedlik-checkpointer" not in opened
        other.close()

    play(tmp_path, scenario)


def test_an_outage_that_nobody_waits_for_leaves_no_warning(tmp_path: Path) -> None:
    """Pytest turns the warning about a failed future that nobody looks at into an error."""

    async def scenario(storage: SqliteStorage) -> None:
        storage._writer._connection.execute("PRAGMA query_only = ON").fetchall()
        batch: Batch[None] = Batch([Put(entry(1), b"")], None)
        calls: list[asyncio.Future[object]] = [
            asyncio.ensure_future(storage.transact([], lambda _: batch))
        ]
        await until(calls.pop().done)

    play(tmp_path, scenario)
