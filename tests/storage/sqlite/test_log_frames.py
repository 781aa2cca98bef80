"""Commits that a damaged log has lost are reported when the server starts."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.storage.sqlite import open_folder
from jedlik.storage.sqlite.connection import PAGE_BYTES, connect
from jedlik.storage.sqlite.log_frames import DamagedFrame, damaged_frames, frames_in
from tests.storage.sqlite.process import SERVER

ROOT = Path(__file__).parents[3]
HEADER = 32
FRAME = 24 + PAGE_BYTES
COMMITS = 40


@pytest.fixture(scope="module", params=[None, b"k" * 32], ids=["plain", "encrypted"])
def killed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, bytes | None]:
    """A folder whose server was killed after COMMITS commits, and its key."""
    folder = tmp_path_factory.mktemp("killed")
    key: bytes | None = request.param
    text = f"""
import asyncio, os
from pathlib import Path
from jedlik.storage.sqlite import open_folder
from tests.storage.sqlite.process import SERVER, putting

async def scenario():
    storage = open_folder(Path({str(folder)!r}), key={key!r}, server=SERVER)
    storage._checkpointer._stop.set()
    for number in range({COMMITS}):
        await storage.transact([], putting(b"%02d" % number))
    os._exit(0)

asyncio.run(scenario())
"""
    subprocess.run([sys.executable, "-c", text], cwd=ROOT, check=True)
    return folder, key


def started(folder: Path, key: bytes | None) -> int:
    """Start on the folder, and return how many values are there."""

    async def scenario() -> int:
        storage = open_folder(folder, key=key, server=SERVER)
        page = await storage.scan(Span(Space.ITEM, 2), limit_items=1000, limit_bytes=10**6)
        await storage.close()
        return len(page.values)

    return asyncio.run(scenario())


def damaged(folder: Path, to: Path, at: int, change: int = 1) -> Path:
    """Copy the folder, and change one byte of its log."""
    shutil.copytree(folder, to)
    log = to / "jedlik.db-wal"
    content = bytearray(log.read_bytes())
    content[at] ^= change
    log.write_bytes(content)
    return to


def test_an_intact_log_is_read_back_in_silence(
    tmp_path: Path, killed: tuple[Path, bytes | None], caplog: pytest.LogCaptureFixture
) -> None:
    folder, key = killed
    shutil.copytree(folder, tmp_path / "copy")
    frames = frames_in(tmp_path / "copy" / "jedlik.db", PAGE_BYTES)
    assert len(frames.commits) >= COMMITS
    assert frames.last == frames.commits[-1]
    assert started(tmp_path / "copy", key) == COMMITS
    assert caplog.text == ""


@pytest.mark.parametrize("part", ["page", "frame header", "salt", "last frame"])
def test_what_a_damaged_frame_loses_is_reported(
    tmp_path: Path,
    killed: tuple[Path, bytes | None],
    caplog: pytest.LogCaptureFixture,
    part: str,
) -> None:
    folder, key = killed
    frames = frames_in(folder / "jedlik.db", PAGE_BYTES)
    number = frames.last if part == "last frame" else frames.commits[len(frames.commits) // 2]
    offset = {"page": 3_000, "frame header": 17, "salt": 9, "last frame": 4_000}[part]
    at = HEADER + (number - 1) * FRAME + offset
    copy = damaged(folder, tmp_path / "copy", at)
    left = started(copy, key)
    assert left < COMMITS
    (sentence,) = caplog.messages
    found = re.search(
        r"after frame (\d+)\. The remaining (\d+) frames, with (\d+) commits", sentence
    )
    assert found
    read_back, remaining, commits = map(int, found.groups())
    assert read_back == max(n for n in frames.commits if n < number)
    assert read_back + remaining == frames.last
    # The frame whose salt is damaged looks like one of an earlier log.
    assert commits == COMMITS - left - (part == "salt")
    caplog.clear()
    assert started(copy, key) == left
    assert caplog.text == ""


@pytest.mark.parametrize("at", [0, 8, 17, 25])
def test_a_damaged_header_of_the_log(
    tmp_path: Path, killed: tuple[Path, bytes | None], caplog: pytest.LogCaptureFixture, at: int
) -> None:
    folder, key = killed
    started(damaged(folder, tmp_path / "copy", at), key)
    assert "is damaged after frame 0" in caplog.text


def test_a_log_that_ends_within_a_commit_is_normal(
    tmp_path: Path, killed: tuple[Path, bytes | None], caplog: pytest.LogCaptureFixture
) -> None:
    """A server that is killed while it writes leaves this."""
    folder, key = killed
    shutil.copytree(folder, tmp_path / "copy")
    log = tmp_path / "copy" / "jedlik.db-wal"
    os.truncate(log, log.stat().st_size - 100)
    assert started(tmp_path / "copy", key) == COMMITS - 1
    assert caplog.text == ""


def test_frames_of_an_earlier_log_are_not_lost(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A log that starts again at its beginning still has them behind its end."""
    text = f"""
import asyncio, os
from pathlib import Path
import apsw
from jedlik.storage.sqlite import open_folder
from tests.storage.sqlite.process import SERVER, putting

async def scenario():
    storage = open_folder(Path({str(tmp_path)!r}), server=SERVER)
    storage._checkpointer._stop.set()
    for number in range(9):
        await storage.transact([], putting(b"%02d" % number))
    storage._writer._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_RESTART)
    await storage.transact([], putting(b"10"))
    os._exit(0)

asyncio.run(scenario())
"""
    subprocess.run([sys.executable, "-c", text], cwd=ROOT, check=True)
    size = (tmp_path / "jedlik.db-wal").stat().st_size
    assert frames_in(tmp_path / "jedlik.db", PAGE_BYTES).last < (size - HEADER) // FRAME
    assert started(tmp_path, None) == 10
    assert caplog.text == ""


def test_other_workers_do_not_look_at_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_folder(tmp_path, server=SERVER)
    monkeypatch.setattr("jedlik.storage.sqlite.opening.frames_in", None)
    second = open_folder(tmp_path, server=SERVER)
    asyncio.run(second.close())
    asyncio.run(first.close())
    assert caplog.text == ""


def _made(folder: Path, frames: int) -> Path:
    """Returns a log of some frames, as SQLite wrote it."""
    made = connect(folder / "made.db", key=None)
    made.execute("PRAGMA journal_mode = WAL; CREATE TABLE t (v)").fetchall()
    for number in range(frames):
        made.execute("INSERT INTO t VALUES (?)", (bytes([number]) * 5_000,)).fetchall()
    log = folder / "log"
    log.write_bytes((folder / "made.db-wal").read_bytes())
    made.close()
    return log


def test_the_checksums_are_those_of_sqlite(tmp_path: Path) -> None:
    log = _made(tmp_path, 5)
    last = (log.stat().st_size - HEADER) // FRAME
    assert damaged_frames(log, PAGE_BYTES, 1, last) == []
    assert damaged_frames(log, PAGE_BYTES, 3, last) == []


@pytest.mark.parametrize("numbers", [[1], [2], [4, 5], [4, 6], [3, 4, 5, 6]])
def test_the_frames_with_changed_content_are_found(tmp_path: Path, numbers: list[int]) -> None:
    log = _made(tmp_path, 5)
    content = bytearray(log.read_bytes())
    for number in numbers:
        content[HEADER + (number - 1) * FRAME + 24 + 100 * number] ^= 1
    log.write_bytes(content)
    found = damaged_frames(log, PAGE_BYTES, 1, 8)
    expected = []
    for number in numbers:
        frame = bytes(content[HEADER + (number - 1) * FRAME : HEADER + number * FRAME])
        expected.append(DamagedFrame(int.from_bytes(frame[:4], "big"), frame[24:]))
    assert found == expected


@pytest.mark.parametrize("at", [0, 3, 5, 30, HEADER + 18, HEADER + FRAME + 18])
def test_a_changed_checksum_is_no_changed_content(tmp_path: Path, at: int) -> None:
    log = _made(tmp_path, 5)
    content = bytearray(log.read_bytes())
    content[at] ^= 1
    log.write_bytes(content)
    assert damaged_frames(log, PAGE_BYTES, 1, 8) == []
