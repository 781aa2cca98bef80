"""Checksums of pages: written, compared, and added to files of formats that had none."""

import asyncio
import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.storage.interface import (
    Batch,
    FailureKind,
    Page,
    Put,
    StorageUnavailableError,
)
from jedlik.storage.sqlite import SqliteStorage, checksums, open_folder
from jedlik.storage.sqlite.connection import PAGE_BYTES, connect
from jedlik.storage.sqlite.open_errors import (
    ChecksumsMissingError,
    DamagedFileError,
    FolderUnusableError,
    OpenError,
)
from jedlik.storage.sqlite.schema import FORMAT

ROOT = Path(__file__).parents[3]
FOLDERS = Path(__file__).parent / "folders"
KEY = b"k" * 32  # of the folder `encrypted`
TABLE = 1
VALUES = 200


def entry(number: int) -> Key:
    return Key(Space.ITEM, TABLE, number.to_bytes(2, "big"), b"")


def filled(folder: Path, *, key: bytes | None = None) -> Path:
    """Make a file with some hundred pages, and return its path."""

    async def scenario() -> None:
        storage = open_folder(folder, key=key)
        puts = [Put(entry(number), bytes([number]) * 3_000) for number in range(VALUES)]
        await storage.transact([], lambda _: Batch(puts, None))
        await storage.close()

    asyncio.run(scenario())
    return folder / "jedlik.db"


def flip(path: Path, at: int, *, bits: int = 1) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        (byte,) = file.read(1)
        file.seek(at)
        file.write(bytes([byte ^ bits]))


async def outcome(storage: SqliteStorage, number: int) -> bytes | FailureKind | None:
    try:
        (value,) = await storage.read([entry(number)], consistent=True)
    except StorageUnavailableError as error:
        return error.kind
    return value


def outcomes(folder: Path, *, key: bytes | None = None) -> list[bytes | FailureKind | None]:
    async def scenario() -> list[bytes | FailureKind | None]:
        storage = open_folder(folder, key=key)
        found = [await outcome(storage, number) for number in range(VALUES)]
        await storage.close()
        return found

    return asyncio.run(scenario())


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
@pytest.mark.parametrize("offset", [0, 3, 200, 2_000, PAGE_BYTES - 20, PAGE_BYTES - 1])
def test_a_flipped_bit_is_never_data(tmp_path: Path, key: bytes | None, offset: int) -> None:
    """Wherever it is in a page, and whatever the page is for: an entry, a value, an inner page."""
    path = filled(tmp_path / "filled", key=key)
    damaged = 0
    for page in range(path.stat().st_size // PAGE_BYTES):
        if page % 7 and page > 10:
            continue
        copy = tmp_path / f"{page}"
        shutil.copytree(path.parent, copy)
        flip(copy / path.name, page * PAGE_BYTES + offset)
        try:
            found = outcomes(copy, key=key)
        except OpenError:
            damaged += 1
            continue
        for number, value in enumerate(found):
            assert value in (bytes([number]) * 3_000, FailureKind.DAMAGED)
        damaged += FailureKind.DAMAGED in found
    assert damaged > 20


def test_a_write_to_a_damaged_page_fails_as_well(tmp_path: Path) -> None:
    path = filled(tmp_path)
    flip(path, 50 * PAGE_BYTES + 2_000)

    async def scenario() -> None:
        storage = open_folder(tmp_path)
        kinds = []
        for number in range(VALUES):
            try:
                await storage.transact([entry(number)], lambda _: Batch([], None))
            except StorageUnavailableError as error:
                kinds.append(error.kind)
        assert set(kinds) == {FailureKind.DAMAGED}
        assert storage.health.failures == {FailureKind.DAMAGED: len(kinds)}
        assert storage.health.outage is None
        await storage.close()

    asyncio.run(scenario())


def test_a_damaged_header_that_says_there_are_no_checksums(tmp_path: Path) -> None:
    flip(filled(tmp_path), 20, bits=8)
    with pytest.raises(DamagedFileError):
        open_folder(tmp_path)


def test_an_installation_without_the_extension(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checksums._vfs_names.cache_clear()
    monkeypatch.setattr(checksums, "_EXTENSION", "noop2")
    with pytest.raises(ChecksumsMissingError, match="lacks the extension cksumvfs"):
        open_folder(tmp_path)
    monkeypatch.undo()
    asyncio.run(open_folder(tmp_path).close())


# Folders of the last version without checksums. `killed` has a log, which ends within a frame.
OLD = [("plain", None, 20), ("encrypted", KEY, 20), ("killed", None, 25)]


def old_folder(folder: Path, name: str) -> Path:
    shutil.copytree(FOLDERS / name, folder)
    for path in folder.iterdir():
        path.chmod(0o600)  # as the server made it: a checkout has rights of its own
    return folder


def pages(folder: Path, *, key: bytes | None = None) -> list[Page]:
    """What the folder contains, by space."""

    async def scenario() -> list[Page]:
        storage = open_folder(folder, key=key)
        spans = [Span(space, TABLE) for space in Space if space is not Space.JOB]
        found = [await storage.scan(each, limit_items=1000, limit_bytes=10**7) for each in spans]
        await storage.close()
        return found

    return asyncio.run(scenario())


def format_of(path: Path, *, key: bytes | None = None) -> int:
    connection = connect(path, key=key)
    version: int = connection.execute("PRAGMA user_version").get
    connection.close()
    return version


@pytest.mark.parametrize(("name", "key", "items"), OLD)
def test_a_folder_of_the_last_format_is_migrated(
    tmp_path: Path, name: str, key: bytes | None, items: int
) -> None:
    folder = old_folder(tmp_path / "data", name)
    first, again = pages(folder, key=key), pages(folder, key=key)
    assert [page.values for page in first] == [page.values for page in again]
    assert len(first[list(Space).index(Space.ITEM)].values) == items
    assert sorted(os.listdir(folder)) == ["jedlik.db", "jedlik.lock"]
    path = folder / "jedlik.db"
    assert format_of(path, key=key) == FORMAT
    assert path.stat().st_mode & 0o077 == 0
    if key is None:
        content = path.read_bytes()
        with apsw.Connection(":memory:", vfs=checksums.vfs_for(None)) as connection:
            for at in range(0, len(content), PAGE_BYTES):
                page = content[at : at + PAGE_BYTES]
                assert connection.execute("SELECT verify_checksum(?)", (page,)).get == 1


@pytest.mark.parametrize(("name", "items"), [("plain", 20), ("killed", 25)])
def test_a_migration_that_is_killed_begins_again(tmp_path: Path, name: str, items: int) -> None:
    """At each of its steps: in the middle of the new file, before it is renamed, and after."""
    for number, step in enumerate(("execute", "fsync", "replace", "after")):
        folder = old_folder(tmp_path / f"{number}", name)
        command = [sys.executable, "-m", "tests.storage.sqlite.killed_migration", str(folder), step]
        done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True)
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()
        found = pages(folder)[list(Space).index(Space.ITEM)]
        assert len(found.values) == items
        assert sorted(os.listdir(folder)) == ["jedlik.db", "jedlik.lock"]


def test_a_migration_on_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    folder = old_folder(tmp_path / "data", "plain")
    before = (folder / "jedlik.db").read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (33_000, hard))  # the shared memory fits in
        with pytest.raises(FolderUnusableError, match="full"):
            open_folder(folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (folder / "jedlik.db").read_bytes() == before
    assert not (folder / "jedlik.db.new").exists()
    assert len(pages(folder)[list(Space).index(Space.ITEM)].values) == 20
