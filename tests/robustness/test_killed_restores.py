"""Processes that restore tables are killed at any point, and others go on with the work.

Half of the kills are at a call of the storage, before or after its effect. The others are at any
instruction, so also in the middle of a commit. Between them clients write, and the clock steps.

JEDLIK_RESTORES sets how many restores are made (one fiftieth of it), JEDLIK_SEED which.
"""

import asyncio
import os
import signal
from pathlib import Path
from typing import Never

import pytest

from jedlik.storage.sqlite import open_folder
from tests.engine.in_memory import result_of
from tests.features.backups.disturbed_history import DisturbedHistory, small_pieces
from tests.features.backups.histories import FIRST_SECOND
from tests.features.backups.samples import NAME
from tests.figures import count

RESTORES = max(int(os.environ.get("JEDLIK_RESTORES", "100")) // 50, 2)
SEED = int(os.environ.get("JEDLIK_SEED", "1"))
KILLS_MAX = 8
CALLS = 60
ALARM_S = 0.1


@pytest.mark.timeout(120 + 10 * RESTORES)
def test_killed_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_pieces(monkeypatch)
    history = DisturbedHistory(
        SEED, lambda now_ms: open_folder(tmp_path, now_ms=now_ms), can_stop=False
    )
    result_of(begin(history))
    for _ in range(RESTORES):
        result_of(begin_restore(history))
        for _ in range(KILLS_MAX):
            if not killed(history):
                break
            count(killed_processes=1)
            result_of(go_on(history))
        result_of(end(history))
    count(restores=RESTORES)


async def begin(history: DisturbedHistory) -> None:
    await history.begin()
    history.clock.time_ms = FIRST_SECOND * 1000
    await history.live(6)
    await history.storage.close()


async def open_again(history: DisturbedHistory) -> None:
    history.storage = history.open_storage(history.clock.now_ms)
    history.caller = history.new_caller()
    await history.synchronise()


async def begin_restore(history: DisturbedHistory) -> None:
    await open_again(history)
    while not history.restoring:
        seconds = history.seconds_to_restore(NAME)
        await history.restore(NAME, history.random.choice(seconds))
    await history.storage.close()


async def go_on(history: DisturbedHistory) -> None:
    await open_again(history)
    await history.note()
    for _ in range(3):
        await history.disturb()
    await history.storage.close()


async def end(history: DisturbedHistory) -> None:
    await open_again(history)
    await history.finish()
    await history.storage.close()


def killed(history: DisturbedHistory) -> bool:
    """Does the work in another process. Returns whether it was killed before the end."""
    call, is_after = history.random.randrange(1, CALLS), history.random.random() < 0.5
    alarm_s = history.random.random() * ALARM_S if history.random.random() < 0.5 else 0.0
    child = os.fork()
    if child == 0:
        work_and_die(history, call, alarm_s, is_after=is_after)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.WEXITSTATUS(status) == 0, "the process that restores has failed"
    return False


def work_and_die(history: DisturbedHistory, call: int, alarm_s: float, *, is_after: bool) -> Never:
    """Does the work until it is killed, or until its end."""
    # Who is not interested in an alarm is killed by it, without any chance to do something.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)

    async def work() -> None:
        await open_again(history)
        if not alarm_s:
            history.process.die = lambda: os.kill(os.getpid(), signal.SIGKILL)
            history.process.kill_at(call, is_after=is_after)
        signal.setitimer(signal.ITIMER_REAL, alarm_s)
        history.owner = f"child {os.getpid()}"
        await history.without_comparing()
        signal.setitimer(signal.ITIMER_REAL, 0)
        await history.storage.close()

    try:
        asyncio.run(work())
        os._exit(0)
    finally:
        os._exit(99)
