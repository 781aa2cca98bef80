"""When the epoch rises around a COMMIT, also if the COMMIT fails or its process is killed."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Never

import apsw
import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.storage.interface import Batch, Decide, Epoch, Put, StorageUnavailableError
from jedlik.storage.outages import Outages
from jedlik.storage.sqlite.statements import READ
from jedlik.storage.sqlite.tuning import Tuning
from jedlik.storage.sqlite.writer import Writer
from tests.storage.sqlite.parts import new_file

ROOT = Path(__file__).parents[3]
KEY = Key(Space.CATALOG, 0, b"name", b"")


def raising(value: bytes) -> Decide[None, Never]:
    return lambda _: Batch([Put(KEY, value)], None, raises_epoch=True)


@pytest.mark.parametrize("loop_commit_s", [0.0, 1.0], ids=["in-thread", "in-loop"])
@pytest.mark.parametrize("size", [1, 600_000])
def test_the_epoch_rises_before_the_commit_and_is_stable_after_it(
    tmp_path: Path, loop_commit_s: float, size: int
) -> None:
    epoch = Epoch()
    seen: list[tuple[str, int, int | None, bool]] = []

    async def scenario() -> None:
        file = new_file(tmp_path)
        other = file.connect()

        def look(moment: str) -> bool:
            is_visible = other.execute(READ, KEY).get is not None
            seen.append((moment, epoch.now(), epoch.stable(), is_visible))
            return False  # which lets the commit go on

        tuning = Tuning(loop_group=1, loop_commit_s=loop_commit_s)
        writer = Writer(file, Outages(), epoch, now_ms=lambda: 0, tuning=tuning)
        writer._connection.set_commit_hook(lambda: look("begun"))
        writer._connection.set_wal_hook(lambda *_: look("committed"))
        await writer.transact([], raising(b"v" * size))
        await writer.close()
        other.close()

    asyncio.run(scenario())
    assert seen == [("begun", 1, None, False), ("committed", 1, None, True)]
    assert (epoch.now(), epoch.stable()) == (1, 1)


def test_a_commit_that_fails_leaves_a_stable_epoch(tmp_path: Path) -> None:
    epoch = Epoch()

    async def scenario() -> None:
        writer = Writer(new_file(tmp_path), Outages(), epoch, now_ms=lambda: 0)
        connection = writer._connection
        connection.set_commit_hook(_fail)
        with pytest.raises(StorageUnavailableError):
            await writer.transact([], raising(b"1"))
        assert epoch.stable() == epoch.now() > 0
        connection.set_commit_hook(None)
        before = epoch.now()
        await writer.transact([], raising(b"2"))
        assert epoch.stable() == epoch.now() > before
        await writer.close()

    asyncio.run(scenario())


def _fail() -> bool:
    raise apsw.FullError


def test_a_worker_killed_after_its_commit_leaves_no_stale_cache(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.storage.sqlite.killed_worker", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    before, after, later = json.loads(done.stdout)
    assert before["value"] == "old"
    assert before["stable"] == before["now"]
    assert after["value"] == "new"  # it was committed
    assert after["now"] > before["now"]  # and so a cache is dropped
    assert after["stable"] is None  # and nothing is cached
    assert later["stable"] == later["now"] > after["now"]  # until the successor has started
