"""A log that changes while the server runs: its pages become unreadable, and nothing else."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.storage.interface import Batch, FailureKind, Put, StorageUnavailableError
from jedlik.storage.sqlite import SqliteStorage, checkpointer, log_check, open_folder
from jedlik.storage.sqlite.connection import PAGE_BYTES
from jedlik.storage.sqlite.log_check import remove_leftovers
from jedlik.storage.sqlite.log_frames import log_of
from jedlik.storage.sqlite.opening import FILE_NAME

HEADER = 32
FRAME = 24 + PAGE_BYTES
FIRST, LAST = (Key(Space.ITEM, 1, each, b"") for each in (b"first", b"last"))


@pytest.fixture(autouse=True)
def slow_checkpoints(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test calls the steps itself."""
    monkeypatch.setattr(checkpointer, "_PERIOD_S", 60.0)


def with_storage(
    folder: Path, scenario: Callable[[SqliteStorage], Awaitable[None]], *, key: bytes | None = None
) -> None:
    async def whole() -> None:
        storage = open_folder(folder, key=key)
        try:
            await scenario(storage)
        finally:
            await storage.close()

    asyncio.run(whole())


async def put(storage: SqliteStorage, key: Key, text: bytes) -> None:
    """Puts a value that has pages of its own."""
    await storage.transact([], lambda _: Batch([Put(key, text * 5_000)], None))


async def read(storage: SqliteStorage, key: Key) -> bytes | FailureKind | None:
    try:
        (found,) = await storage.read([key], consistent=True)
    except StorageUnavailableError as error:
        return error.kind
    return None if found is None else found[:1]


def flip(log: Path, at: int) -> None:
    with log.open("r+b") as file:
        file.seek(at)
        (byte,) = file.read(1)
        file.seek(at)
        file.write(bytes([byte ^ 1]))


def place_of(log: Path, text: bytes) -> int:
    """Returns where a long run of a byte begins in the log."""
    return log.read_bytes().index(text * 3_000) + 1_000


def checkpoint(storage: SqliteStorage) -> None:
    """Does what the thread does in two turns, after writes have paused."""
    storage._checkpointer._step()
    storage._checkpointer._step()


def test_what_came_from_a_damaged_frame_cannot_be_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    log = log_of(tmp_path / FILE_NAME)

    async def scenario(storage: SqliteStorage) -> None:
        await put(storage, FIRST, b"a")
        await put(storage, LAST, b"z")
        flip(log, place_of(log, b"a"))
        assert await read(storage, FIRST) == b"a"  # it was changed, and is in the reader's cache
        checkpoint(storage)
        assert log.stat().st_size == 0
        assert await read(storage, FIRST) is FailureKind.DAMAGED
        assert await read(storage, LAST) == b"z"
        await put(storage, LAST, b"y")
        checkpoint(storage)
        assert await read(storage, LAST) == b"y"

    with_storage(tmp_path, scenario)
    messages = [record.message for record in caplog.records]
    assert len(messages) == 2
    assert "a part of the write-ahead log, for pages" in messages[0]
    assert "cannot be read" in messages[0]
    assert "a part of ITEM of table number 1" in messages[1]


@pytest.mark.parametrize("at", [3, 8, 13, HEADER + 17, HEADER + FRAME + 3, HEADER + 2 * FRAME + 20])
def test_what_only_a_crash_would_miss_is_copied(tmp_path: Path, at: int) -> None:
    """The headers of a log are not used while the server runs: the content is right."""
    log = log_of(tmp_path / FILE_NAME)

    async def scenario(storage: SqliteStorage) -> None:
        await put(storage, FIRST, b"a")
        await put(storage, LAST, b"z")
        flip(log, at)
        checkpoint(storage)
        assert log.stat().st_size == 0
        assert [await read(storage, each) for each in (FIRST, LAST)] == [b"a", b"z"]

    with_storage(tmp_path, scenario)
    with_storage(tmp_path, lambda storage: put(storage, FIRST, b"b"))


def test_newer_content_of_a_page_stays(tmp_path: Path) -> None:
    log = log_of(tmp_path / FILE_NAME)

    async def scenario(storage: SqliteStorage) -> None:
        await put(storage, FIRST, b"a")
        flip(log, place_of(log, b"a"))
        await put(storage, FIRST, b"b")
        checkpoint(storage)
        assert await read(storage, FIRST) == b"b"

    with_storage(tmp_path, scenario)


def test_a_log_that_writes_never_let_empty_is_compared_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = log_of(tmp_path / FILE_NAME)

    async def scenario(storage: SqliteStorage) -> None:
        await put(storage, FIRST, b"a")
        flip(log, place_of(log, b"a"))
        storage._checkpointer._step()
        await put(storage, LAST, b"z")
        storage._checkpointer._step()
        assert await read(storage, FIRST) == b"a"
        monkeypatch.setattr(log_check, "_EVERY_S", 0.0)
        await put(storage, LAST, b"y")
        storage._checkpointer._step()
        assert await read(storage, FIRST) is FailureKind.DAMAGED
        assert await read(storage, LAST) == b"y"

    with_storage(tmp_path, scenario)


def test_an_encrypted_log_is_compared_by_the_cipher(tmp_path: Path) -> None:
    async def scenario(storage: SqliteStorage) -> None:
        await put(storage, FIRST, b"a")
        flip(log_of(tmp_path / FILE_NAME), HEADER + FRAME - 100)
        assert not storage._checkpointer._log_check.damaged(1)

    with_storage(tmp_path, scenario, key=b"k" * 32)


def test_a_file_system_without_links_is_reported_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    async def scenario(storage: SqliteStorage) -> None:
        monkeypatch.setattr(os, "link", refuse)
        for text in (b"a", b"b"):
            await put(storage, FIRST, text)
            checkpoint(storage)
        assert log_of(tmp_path / FILE_NAME).stat().st_size == 0

    with_storage(tmp_path, scenario)
    (record,) = caplog.records
    assert record.message.startswith("The write-ahead log cannot be compared")


def test_the_names_that_a_killed_server_has_left_are_removed(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    for name in ("check-17", "check-17-wal"):
        (tmp_path / f"{FILE_NAME}.{name}").touch(0o600)
    remove_leftovers(path)
    assert list(tmp_path.iterdir()) == []
