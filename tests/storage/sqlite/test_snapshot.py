"""A copy of the data file has one moment, whatever is written while it is made."""

import asyncio
import secrets
from pathlib import Path

import pytest

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.storage.interface import Batch, Put, StorageUnavailableError
from jedlik.storage.sqlite import open_folder
from jedlik.storage.sqlite.open_errors import KeyMissingError, KeyWrongError
from jedlik.storage.sqlite.opening import FILE_NAME
from jedlik.storage.sqlite.snapshot import copy_file
from jedlik.storage.sqlite.storage import SqliteStorage
from jedlik.storage.sqlite.verification import file_faults

KEY = secrets.token_bytes(32)
ENTRIES = 3_000
VALUE = b"v" * 2_000


def ignored(done: int, total: int) -> None:
    """Shows no progress."""


def key_of(number: int) -> Key:
    return Key(Space.ITEM, 1, number.to_bytes(4, "big"), b"")


async def put(storage: SqliteStorage, *numbers: int) -> None:
    batch = Batch([Put(key_of(each), VALUE) for each in numbers], None)
    await storage.transact([], lambda _: batch)


async def count(folder: Path, key: bytes | None) -> int:
    storage = open_folder(folder, key=key)
    try:
        page = await storage.scan(Span(Space.ITEM, 1), limit_items=2 * ENTRIES, limit_bytes=1 << 30)
        return len(page.values)
    finally:
        await storage.close()


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_what_is_written_meanwhile_is_not_in_it(tmp_path: Path, key: bytes | None) -> None:
    folder, target = tmp_path / "data", tmp_path / "copy"
    target.mkdir(mode=0o700)
    pieces: list[tuple[int, int]] = []

    async def scenario() -> None:
        storage = open_folder(folder, key=key)
        await put(storage, *range(ENTRIES))
        loop = asyncio.get_running_loop()

        def progress(done: int, total: int) -> None:
            number = ENTRIES + len(pieces)
            pieces.append((done, total))
            asyncio.run_coroutine_threadsafe(put(storage, number, 0), loop).result()

        file = folder / FILE_NAME
        await asyncio.to_thread(copy_file, file, target / FILE_NAME, key=key, progress=progress)
        await storage.close()

    asyncio.run(scenario())
    assert len(pieces) > 1
    assert pieces[-1][0] == pieces[-1][1] > 0
    assert [each.name for each in target.iterdir()] == [FILE_NAME]
    assert file_faults(target / FILE_NAME, key=key) == []
    assert asyncio.run(count(target, key)) == ENTRIES
    assert asyncio.run(count(folder, key)) == ENTRIES + len(pieces)


def made(folder: Path, key: bytes | None = None) -> Path:
    """Returns the closed data file of a folder with some entries."""

    async def scenario() -> None:
        storage = open_folder(folder, key=key)
        await put(storage, *range(100))
        await storage.close()

    asyncio.run(scenario())
    return folder / FILE_NAME


def test_the_key_must_be_the_right_one(tmp_path: Path) -> None:
    file, copy = made(tmp_path / "data", KEY), tmp_path / "copy"
    with pytest.raises(KeyMissingError):
        copy_file(file, copy, key=None, progress=ignored)
    with pytest.raises(KeyWrongError):
        copy_file(file, copy, key=b"x" * 32, progress=ignored)


def test_a_damaged_page_is_not_copied(tmp_path: Path) -> None:
    file, copy = made(tmp_path / "data"), tmp_path / "copy"
    content = bytearray(file.read_bytes())
    content[content.index(VALUE) + 5] ^= 1
    file.write_bytes(content)
    with pytest.raises(StorageUnavailableError):
        copy_file(file, copy, key=None, progress=ignored)
