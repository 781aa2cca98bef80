"""Several processes on one file, and processes that die."""

import asyncio
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.storage.interface import counters_of
from jedlik.storage.sqlite import open_folder
from tests.storage.sqlite.process import COUNTER, NUMBER, SERVER

ROOT = Path(__file__).parents[3]
KILLS = 10


def started(folder: Path, task: str, times: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.storage.sqlite.process", str(folder), task, str(times)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)


def numbers(folder: Path) -> tuple[int, int]:
    """Returns the number that was read and written, and the counter."""

    async def scenario() -> tuple[int, int]:
        storage = open_folder(folder, server=SERVER)
        number, counter = await storage.read([NUMBER, COUNTER], consistent=True)
        await storage.close()
        return int(number or b"0"), counters_of(counter, 1)[0]

    return asyncio.run(scenario())


def test_no_increment_of_several_processes_is_lost(tmp_path: Path) -> None:
    """They also race to create the folder. One that is killed does not disturb the others."""
    processes = [started(tmp_path / "data", "increments", 20) for _ in range(3)]
    dying = started(tmp_path / "data", "puts", 8)
    assert dying.stdout is not None
    dying.stdout.readline()
    dying.kill()
    dying.communicate()
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    assert numbers(tmp_path / "data") == (960, 960)


def test_every_process_sees_what_another_has_acknowledged(tmp_path: Path) -> None:
    async def scenario() -> None:
        storage = open_folder(tmp_path, server=SERVER)
        await storage.read([NUMBER], consistent=True)
        process = started(tmp_path, "increments", 1)
        await asyncio.to_thread(process.communicate)
        (number,) = await storage.read([NUMBER], consistent=True)
        assert number == b"16"
        await storage.close()

    asyncio.run(scenario())


def acknowledged_before_kill(folder: Path, after_s: float) -> set[bytes]:
    """Kills a writer `after_s` its first acknowledged put. Returns what it acknowledged."""
    process = started(folder, "puts", 8)
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(after_s)
    process.kill()
    rest, _ = process.communicate()
    return {line for line in (first + rest).split(b"\n")[:-1] if line}


@pytest.mark.parametrize("seed", [1])
def test_a_killed_process_loses_nothing_it_acknowledged(tmp_path: Path, seed: int) -> None:
    source = random.Random(seed)
    acknowledged: set[bytes] = set()

    async def stored() -> dict[bytes, bytes]:
        storage = open_folder(tmp_path, server=SERVER)
        page = await storage.scan(Span(Space.ITEM, 2), limit_items=10**6, limit_bytes=10**9)
        await storage.close()
        return {value[: len(value) // 100]: value for value in page.values}

    for _ in range(KILLS):
        acknowledged |= acknowledged_before_kill(tmp_path, source.uniform(0, 0.08))
        found = asyncio.run(stored())
        assert acknowledged <= found.keys()
        assert all(value == sort * 100 for sort, value in found.items())
    assert len(acknowledged) > KILLS
