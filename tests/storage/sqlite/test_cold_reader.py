"""Reads that would wait for the disk are refused in the loop, and answered all the same."""

import asyncio
import gc
import os
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import apsw
import pytest

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.storage.interface import FailureKind, StorageUnavailableError
from jedlik.storage.outages import Outages
from jedlik.storage.sqlite import no_wait
from jedlik.storage.sqlite.connection import PAGE_BYTES
from jedlik.storage.sqlite.entries import Entries
from jedlik.storage.sqlite.no_wait import NoWait
from jedlik.storage.sqlite.reader import Reader
from tests.storage.sqlite.parts import new_file

COUNT = 600
EVERYTHING = Span(Space.ITEM, 1)

Scenario = Callable[[Reader], Awaitable[None]]


def key(number: int) -> Key:
    return Key(Space.ITEM, 1, b"p%d" % (number % 7), number.to_bytes(2, "big"))


def value(number: int) -> bytes:
    return number.to_bytes(2, "big") * 700


class Disk:
    """The operating system's cache as a test wants it: `cold` are pages that are not in it.

    A page comes into the cache when another thread reads the file, or, with `is_quick`, when it was
    refused once.
    """

    def __init__(self) -> None:
        self.cold: set[int] = set()
        self.is_quick = True
        self.forgets = False
        self.refused: list[int] = []
        self.error: BaseException | None = None

    def preadv(self, _: int, __: object, offset: int, flags: int) -> int:
        assert flags == no_wait._FLAG
        if self.error is not None:
            error, self.error = self.error, None
            raise error
        if offset in self.cold:
            self.refused.append(offset)
            if self.is_quick and not self.forgets:
                self.cold.remove(offset)
            raise BlockingIOError
        return 1


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk()
    monkeypatch.setattr(os, "preadv", disk.preadv)
    return disk


def play(folder: Path, scenario: Scenario, *, disk: Disk) -> None:
    """Play `scenario` with a reader that has no page in its own cache, and does not wait."""

    async def whole() -> None:
        file = new_file(folder)
        writing = file.connect()
        with writing:
            Entries(writing.cursor()).write({key(n): value(n) for n in range(COUNT)})
        writing.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        writing.close()
        reader = Reader(file, Outages())
        reader._connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
        pages = (folder / "file.db").stat().st_size // PAGE_BYTES
        disk.cold.update(range(PAGE_BYTES, pages * PAGE_BYTES, PAGE_BYTES))
        reader._no_wait.turn_on()
        await scenario(reader)
        reader.close()

    asyncio.run(whole())


@pytest.mark.parametrize("is_busy", [False, True], ids=["idle", "busy"])
@pytest.mark.parametrize("consistent", [False, True])
def test_a_key_is_read(tmp_path: Path, disk: Disk, is_busy: bool, consistent: bool) -> None:
    async def scenario(reader: Reader) -> None:
        reader._is_busy = is_busy
        keys = [[key(n)] for n in range(0, COUNT, 50)] + [[key(COUNT + 1)]]
        found = await asyncio.gather(*(reader.read(each, consistent=consistent) for each in keys))
        expected = [value(n) for n in range(0, COUNT, 50)]
        assert [values[0] for values in found] == [*expected, None]
        assert len(disk.refused) > 10

    play(tmp_path, scenario, disk=disk)


@pytest.mark.parametrize("consistent", [False, True])
def test_several_keys_are_read(tmp_path: Path, disk: Disk, consistent: bool) -> None:
    async def scenario(reader: Reader) -> None:
        numbers = [*range(0, COUNT, 9), COUNT + 1, 3]
        found = await reader.read([key(n) for n in numbers], consistent=consistent)
        assert list(found) == [value(n) if n < COUNT else None for n in numbers]
        assert disk.refused

    play(tmp_path, scenario, disk=disk)


def test_refusals_are_forgotten(tmp_path: Path, disk: Disk) -> None:
    """Also if many reads wait at the same time. Compiled, each refusal once stayed in memory for
    good, as the context of the one after it (ADR 0012).
    """

    async def scenario(reader: Reader) -> None:
        keys = [[key(n)] for n in range(0, COUNT, 20)]
        reads = [reader.read(each, consistent=True) for each in keys]
        scans = [reader.scan(EVERYTHING, limit_items=9, limit_bytes=10**9) for _ in range(9)]
        await asyncio.gather(*reads, *scans)
        assert len(disk.refused) > 10
        assert not [each for each in gc.get_objects() if isinstance(each, apsw.InterruptError)]

    play(tmp_path, scenario, disk=disk)


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("limit_items", [10, 10_000])
def test_a_span_is_scanned(tmp_path: Path, disk: Disk, reverse: bool, limit_items: int) -> None:
    async def scenario(reader: Reader) -> None:
        page = await reader.scan(
            EVERYTHING, limit_items=limit_items, limit_bytes=10**9, reverse=reverse
        )
        numbers = sorted(range(COUNT), key=lambda n: (n % 7, n), reverse=reverse)
        assert page.values == [value(n) for n in numbers[:limit_items]]
        assert (page.last is None) == (limit_items > COUNT)
        assert disk.refused

    play(tmp_path, scenario, disk=disk)


def test_pages_that_leave_the_cache_at_once_stop_nobody(
    tmp_path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The values are read in the thread in the end, which waits for the disk."""
    monkeypatch.setattr("jedlik.storage.sqlite.cold_reader._TURN_EVERY_S", 0.0)

    async def scenario(reader: Reader) -> None:
        disk.forgets = True
        for is_busy in (False, True):
            reader._is_busy = is_busy
            assert list(await reader.read([key(5)], consistent=True)) == [value(5)]
        two = await reader.read([key(5), key(9)], consistent=True)
        assert list(two) == [value(5), value(9)]
        page = await reader.scan(EVERYTHING, limit_items=10_000, limit_bytes=10**9)
        assert len(page.values) == COUNT

    play(tmp_path, scenario, disk=disk)


def test_a_refused_read_leaves_the_shared_snapshot(tmp_path: Path, disk: Disk) -> None:
    async def scenario(reader: Reader) -> None:
        first = asyncio.ensure_future(reader.read([key(1)], consistent=False))
        await asyncio.sleep(0)
        disk.cold.clear()
        assert list(await reader.read([key(2)], consistent=False)) == [value(2)]
        assert list(await first) == [value(1)]

    play(tmp_path, scenario, disk=disk)


def test_a_caller_that_goes_away_stops_nobody(tmp_path: Path, disk: Disk) -> None:
    async def scenario(reader: Reader) -> None:
        for is_busy in (False, True):
            reader._is_busy = is_busy
            disk.cold.update(range(PAGE_BYTES, 100 * PAGE_BYTES, PAGE_BYTES))
            reader._connection.release_memory()
            calls = [
                asyncio.ensure_future(reader.read([key(n)], consistent=True)) for n in (1, 300, 500)
            ]
            await asyncio.sleep(0)
            calls[1].cancel()
            assert list(await calls[0]) == [value(1)]
            assert list(await calls[2]) == [value(500)]

    play(tmp_path, scenario, disk=disk)


def test_damage_that_the_thread_meets_is_damage(tmp_path: Path, disk: Disk) -> None:
    async def scenario(reader: Reader) -> None:
        path = tmp_path / "file.db"
        with path.open("r+b") as file:
            file.seek(PAGE_BYTES)
            file.write(os.urandom(path.stat().st_size - PAGE_BYTES))
        with pytest.raises(StorageUnavailableError) as caught:
            await reader.read([key(1)], consistent=True)
        assert caught.value.kind is FailureKind.DAMAGED

    play(tmp_path, scenario, disk=disk)


def test_an_error_that_nobody_expects_fails_the_read(tmp_path: Path, disk: Disk) -> None:
    """Without an answer of the function, SQLite could take the page for read, without its bytes."""

    async def scenario(reader: Reader) -> None:
        for number in range(0, COUNT, 50):
            reader._connection.release_memory()
            disk.error = MemoryError()
            with pytest.raises(StorageUnavailableError) as failed:
                await reader.read([key(number)], consistent=True)
            assert failed.value.kind is FailureKind.IO
        assert await reader.read([key(7)], consistent=True) == (value(7),)

    play(tmp_path, scenario, disk=disk)


def test_closing_ends_the_thread(tmp_path: Path, disk: Disk) -> None:
    async def scenario(reader: Reader) -> None:
        await reader.read([key(1)], consistent=True)
        assert "jedlik-cold-reader" in [thread.name for thread in threading.enumerate()]
        reader.close()
        assert "jedlik-cold-reader" not in [thread.name for thread in threading.enumerate()]
        with pytest.raises(StorageUnavailableError):
            await reader.read([key(1)], consistent=True)
        reader._look()

    play(tmp_path, scenario, disk=disk)


@pytest.fixture
def watched(tmp_path: Path) -> Any:
    file = new_file(tmp_path)
    connection = file.connect()
    each = NoWait(connection, file.descriptor)
    yield each
    each.close()
    connection.close()
    file.close()


def test_it_begins_when_the_disk_is_read_and_ends_when_nothing_is_refused(
    watched: NoWait, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = 1_000
    monkeypatch.setattr(no_wait, "_read_blocks", lambda: blocks)
    watched._read_blocks = blocks
    watched.look()
    assert not watched.is_on
    blocks += 63
    watched.look()
    assert not watched.is_on
    blocks += 64
    watched.look()
    assert watched.is_on
    for _ in range(30):
        watched.look()
    watched._refused = 1
    for _ in range(40):
        watched.look()
        assert watched.is_on
    watched.look()
    assert not watched.is_on


def test_without_the_flag_of_the_operating_system_it_never_begins(
    watched: NoWait, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(no_wait, "_read_blocks", lambda: 10**9)
    monkeypatch.setattr(no_wait, "_FLAG", 0)
    watched.look()
    assert not watched.is_on


def test_a_file_system_that_cannot_say_is_read(
    tmp_path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(*_: object) -> int:
        raise OSError(95, "Operation not supported")

    async def scenario(reader: Reader) -> None:
        monkeypatch.setattr(os, "preadv", unsupported)
        gc.collect()
        assert list(await reader.read([key(1)], consistent=True)) == [value(1)]

    play(tmp_path, scenario, disk=disk)
