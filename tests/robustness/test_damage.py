"""A page of any kind that is damaged is an error, and never data. So is a damaged log.

JEDLIK_DAMAGES sets how many pages of each kind are damaged (2), JEDLIK_SEED which.
"""

import asyncio
import os
import random
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.storage.interface import (
    Batch,
    FailureKind,
    Mutation,
    Put,
    StorageUnavailableError,
)
from jedlik.storage.sqlite import OpenError, SqliteStorage, checkpointer, open_folder
from jedlik.storage.sqlite.connection import PAGE_BYTES
from jedlik.storage.sqlite.damage import damage_in
from jedlik.storage.sqlite.opening import FILE_NAME
from tests.figures import count
from tests.robustness.folders import KINDS, VALUES, fill, key, pages_of, value
from tests.waiting import come_true

DAMAGES = int(os.environ.get("JEDLIK_DAMAGES", "2"))
SEED = os.environ.get("JEDLIK_SEED", "1")
ENCRYPTION_KEY = b"k" * 32
COMMITS = 40


class Made(NamedTuple):
    """A folder, its key, the content of its file, and the pages of each kind."""

    folder: Path
    key: bytes | None
    content: bytes
    pages: dict[str, list[int]]


@pytest.fixture(scope="module", params=[None, ENCRYPTION_KEY], ids=["clear", "encrypted"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("made")
    fill(folder, encryption_key=request.param)
    content = (folder / FILE_NAME).read_bytes()
    return Made(folder, request.param, content, pages_of(folder, encryption_key=request.param))


def changed(chance: random.Random, content: bytes, page: int) -> bytes:
    """Returns the content with a page that differs: in a bit, in some bytes, or in half of it."""
    at = (page - 1) * PAGE_BYTES
    size = chance.choice([1, 1, 64, PAGE_BYTES // 2])
    first = at + chance.randrange(PAGE_BYTES - size + 1)
    if size == 1:
        damaged = bytes([content[first] ^ 1 << chance.randrange(8)])
    else:
        damaged = chance.choice([bytes(size), chance.randbytes(size)])
        if damaged == content[first : first + size]:
            damaged = b"\x01" * size
    return content[:first] + damaged + content[first + size :]


async def outcome(storage: SqliteStorage, at: Key) -> bytes | FailureKind | None:
    """Returns a value, or why it cannot be read."""
    try:
        (found,) = await storage.read([at], consistent=True)
    except StorageUnavailableError as error:
        return error.kind
    return found


async def read_all(folder: Path, encryption_key: bytes | None) -> int:
    """Reads every value. Returns how many are damaged; the others must be right."""
    storage = open_folder(folder, key=encryption_key)
    damaged = 0
    for number in range(VALUES):
        found = await outcome(storage, key(number))
        assert found in (value(number), FailureKind.DAMAGED)
        damaged += found is FailureKind.DAMAGED
    await storage.close()
    return damaged


@pytest.mark.timeout(120 + 10 * DAMAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_page_is_never_data(tmp_path: Path, made: Made, kind: str) -> None:
    chance = random.Random(f"{SEED} {kind} {made.key!r}")
    pages = made.pages[kind]
    path = tmp_path / FILE_NAME
    for _ in range(DAMAGES):
        page = chance.choice(pages)
        path.write_bytes(changed(chance, made.content, page))
        path.chmod(0o600)
        try:
            damaged = asyncio.run(read_all(tmp_path, made.key))
        except OpenError:
            count(pages_damaged=1, noticed_at_the_start=1)
            continue
        found = damage_in(path, key=made.key, has_failed=damaged > 0)
        # Nothing reads a free page. If it is encrypted, nothing checks it either.
        assert (damaged == 0) == (kind == "free"), (SEED, page)
        assert (found is None) == (kind == "free" and made.key is not None)
        if found is not None and made.key is None:
            assert found.pages == [page]
        count(pages_damaged=1, noticed_by_reads=damaged > 0, noticed_by_verify=found is not None)


# --- the write-ahead log -------------------------------------------------------------------------


@pytest.fixture(scope="module", params=[None, ENCRYPTION_KEY], ids=["clear", "encrypted"])
def killed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, bytes | None]:
    """A folder as a server leaves it that is killed after some commits, and its key."""
    folder = tmp_path_factory.mktemp("killed")

    async def whole() -> None:
        storage = open_folder(folder / "live", key=request.param)
        for number in range(COMMITS):
            put = Put(Key(Space.ITEM, 2, b"p", b"%02d" % number), value(number))
            await storage.transact([], lambda _, put=put: Batch([put], None))  # type: ignore[misc]
        # In another process: closing a descriptor of the file here would release its locks.
        copied = ["cp", "-r", str(folder / "live"), str(folder / "killed")]
        subprocess.run(copied, check=True)  # noqa: ASYNC221
        await storage.close()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checkpointer, "_PERIOD_S", 60.0)
        asyncio.run(whole())
    return folder / "killed", request.param


async def stored(folder: Path, encryption_key: bytes | None) -> list[bytes]:
    storage = open_folder(folder, key=encryption_key)
    page = await storage.scan(Span(Space.ITEM, 2), limit_items=1_000, limit_bytes=10**7)
    await storage.close()
    return list(page.values)


def spoiled(chance: random.Random, log: bytes) -> bytes:
    """Returns a log that was changed in a bit, cut, emptied in part, or replaced."""
    at = chance.randrange(len(log))
    way = chance.randrange(5)
    if way < 2:
        return log[:at] + bytes([log[at] ^ 1 << chance.randrange(8)]) + log[at + 1 :]
    if way == 2:
        return log[:at]
    if way == 3:
        return log[:at] + bytes(len(log) - at)
    return chance.randbytes(len(log))


@pytest.mark.timeout(120 + 10 * DAMAGES)
def test_a_damaged_log_leaves_the_first_commits(
    tmp_path: Path, killed: tuple[Path, bytes | None]
) -> None:
    folder, encryption_key = killed
    chance = random.Random(f"{SEED} {encryption_key!r}")
    for number in range(4 * DAMAGES):
        copy = tmp_path / f"{number}"
        shutil.copytree(folder, copy)
        log = copy / f"{FILE_NAME}-wal"
        log.write_bytes(spoiled(chance, log.read_bytes()))
        if chance.random() < 0.5:
            (copy / f"{FILE_NAME}-shm").write_bytes(chance.randbytes(32_768))
        found = asyncio.run(stored(copy, encryption_key))
        assert found == [value(each) for each in range(len(found))], SEED
        count(logs_damaged=1)
        shutil.rmtree(copy)
    assert len(asyncio.run(stored(folder, encryption_key))) == COMMITS


# --- the write-ahead log of a running server -----------------------------------------------------


def size_of(log: Path) -> int:
    return log.stat().st_size


def flip_a_bit(chance: random.Random, log: Path) -> None:
    """Changes a bit of the log in its place."""
    at = chance.randrange(size_of(log))
    with log.open("r+b") as file:
        file.seek(at)
        (byte,) = file.read(1)
        file.seek(at)
        file.write(bytes([byte ^ 1 << chance.randrange(8)]))


@pytest.mark.timeout(120 + 10 * DAMAGES)
@pytest.mark.parametrize("is_stopped", [False, True], ids=["running", "stopped"])
def test_damage_to_a_live_log_never_gets_a_matching_checksum(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_stopped: bool
) -> None:
    """When the log has been copied, each value is right or cannot be read, and `verify` says so.

    is_stopped: whether the log is copied because the storage is closed.
    """
    monkeypatch.setattr(checkpointer, "_PERIOD_S", 60.0 if is_stopped else 0.1)
    chance = random.Random(f"{SEED} live")
    for number in range(2 * DAMAGES):
        folder = tmp_path / f"{number}"
        log = folder / f"{FILE_NAME}-wal"

        async def scenario(folder: Path = folder, log: Path = log) -> None:
            storage = open_folder(folder)
            puts: list[Mutation] = [Put(key(at), value(at)) for at in range(VALUES)]
            await storage.transact([], lambda _: Batch(puts, None))
            flip_a_bit(chance, log)
            if not is_stopped:
                await come_true(lambda: not size_of(log))
            await storage.close()

        asyncio.run(scenario())
        path = folder / FILE_NAME
        try:
            damaged = asyncio.run(read_all(folder, None))
        except OpenError:  # the page of the header
            count(live_logs_damaged=1)
            continue
        found = damage_in(path, key=None, has_failed=damaged > 0)
        assert damaged == 0 or (found is not None and found.pages), SEED
        assert [each.name for each in folder.iterdir() if "check" in each.name] == []
        count(live_logs_damaged=1, noticed_by_reads=damaged > 0)
