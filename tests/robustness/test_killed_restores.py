"""Processes that begin restores, or go on with them, are killed at any point. Others go on.

Half of the kills are at a call of the storage, before or after its effect. The others are at any
instruction, so also in the middle of a commit. Restores of two tables are under way at once.
Between two processes clients write, and everything happens that `disturbed_history` has. What was
restored is compared with a model: items, and what queries of indexes return.

JEDLIK_KILLED_RESTORES sets how many restores are made (4), JEDLIK_SEED which.
"""

import asyncio
import itertools
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Never

import pytest

from jedlik.app.compose import RandomIds
from jedlik.storage.sqlite import open_folder
from tests.engine.in_memory import result_of
from tests.features.backups.disturbed_history import DisturbedHistory, small_pieces
from tests.features.backups.histories import FIRST_SECOND, TABLES, OpenStorage
from tests.figures import count

RESTORES = int(os.environ.get("JEDLIK_KILLED_RESTORES", "4"))
SEED = int(os.environ.get("JEDLIK_SEED", "1"))
OF_EACH = 20  # restores from one history
AT_ONCE = 3
KILLS_MAX = 8
CALLS = 60
ALARM_S = 0.1

Work = Callable[[], Awaitable[object]]


@pytest.mark.timeout(300 + 60 * RESTORES)
def test_killed_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_pieces(monkeypatch)
    made = 0
    for number in itertools.count():
        if made >= RESTORES:
            return
        seed = SEED * 100_000 + number
        history = DisturbedHistory(seed, opening(tmp_path / str(number)), can_stop=False)
        prove(history, min(RESTORES - made, OF_EACH))
        made += history.figures["restores"]
        count(**history.figures)


def opening(folder: Path) -> OpenStorage:
    """Returns the function that opens a folder."""
    return lambda now_ms: open_folder(folder, now_ms=now_ms)


def prove(history: DisturbedHistory, restores: int) -> None:
    """Restores tables until there were as many restores."""
    result_of(begin(history))
    while history.figures["restores"] < restores:
        for _ in range(history.random.randrange(1, AT_ONCE + 1)):
            begin_restore(history)
        for _ in range(KILLS_MAX):
            if not is_killed(history, history.without_comparing):
                break
            result_of(go_on(history))
        result_of(end(history))


async def begin(history: DisturbedHistory) -> None:
    await history.begin()
    history.clock.time_ms = FIRST_SECOND * 1000
    await history.live(6)
    await history.storage.close()


async def open_again(history: DisturbedHistory) -> None:
    history.storage = history.open_storage(history.clock.now_ms)
    history.caller = history.new_caller()
    await history.synchronise()


def begin_restore(history: DisturbedHistory) -> None:
    """Lets another process begin a restore. It may be killed then: the restore has begun or not."""
    source = history.random.choice(TABLES)
    second = history.random.choice(history.seconds_to_restore(source))
    expected = history.at(history.moment_of(second))[source]
    history.figures["begun"] += 1
    name = f"restored-{history.figures['begun']}"
    request = {"SourceTableName": source, "TargetTableName": name, "RestoreDateTime": second}

    async def call() -> None:
        await history.caller.calls("RestoreTableToPointInTime", **request)

    was_killed = is_killed(history, call, within=0.5)

    async def look() -> None:
        await open_again(history)
        tables = (await history.caller.calls("ListTables"))["TableNames"]
        await history.storage.close()
        assert was_killed or name in tables
        if name in tables:
            history.figures["restores"] += 1
            history.restoring[name] = (source, expected)

    result_of(look())


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


def is_killed(history: DisturbedHistory, work: Work, *, within: float = 1.0) -> bool:
    """Does some work in another process. Returns whether it was killed before the end.

    within: in which part of the usual calls, and of the usual time, it is killed.
    """
    call = history.random.randrange(1, int(CALLS * within))
    is_after = history.random.random() < 0.5
    is_timed = history.random.random() < 0.5
    alarm_s = history.random.uniform(0.001, ALARM_S * within) if is_timed else 0.0
    child = os.fork()
    if child == 0:
        work_and_die(history, work, (call, is_after, alarm_s))
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        history.figures["killed_processes"] += 1
        return True
    assert os.WEXITSTATUS(status) == 0, "the process that restores has failed"
    return False


def work_and_die(history: DisturbedHistory, work: Work, kill: tuple[int, bool, float]) -> Never:
    """Does some work until this process is killed, or until the end of the work.

    kill: at which call of the storage, whether after it, and at which time instead if it is not 0.
    """
    call, is_after, alarm_s = kill
    # Who is not interested in an alarm is killed by it, without any chance to do something.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)

    async def until_killed() -> None:
        await open_again(history)
        history.caller.node.ids = RandomIds()  # no other process has the same
        if not alarm_s:
            history.process.die = lambda: os.kill(os.getpid(), signal.SIGKILL)
            history.process.kill_at(call, is_after=is_after)
        signal.setitimer(signal.ITIMER_REAL, alarm_s)
        history.owner = f"child {os.getpid()}"
        await work()
        signal.setitimer(signal.ITIMER_REAL, 0)
        await history.storage.close()

    try:
        asyncio.run(until_killed())
        os._exit(0)
    finally:
        os._exit(99)
