"""The parent of several workers: signals at every moment, and workers that die."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.clients import client, create
from tests.app.server import children, launched, serving, signal_again
from tests.waiting import wait_until

WORKERS = 4


def is_gone(group: int) -> bool:
    """Returns whether all processes of a group have ended."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def end(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Returns the exit status and standard error of a server. All its workers must have ended."""
    _, errors = process.communicate(timeout=60)
    assert is_gone(process.pid)
    return process.returncode, errors


def blocked_signals(pid: int) -> int:
    """Returns the blocked signals of a process as bits, or all signals if it has just ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return -1
    found = [line for line in lines if line.startswith("SigBlk:")]
    return int(found[0].split()[1], 16) if found else -1


# --- signals -------------------------------------------------------------------------------------


@pytest.mark.parametrize("begun", range(1, WORKERS + 1))
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_during_the_start_ends_all(
    tmp_path: Path, begun: int, number: signal.Signals
) -> None:
    """`begun` workers have been forked. None has to be ready."""
    with launched("--data", str(tmp_path), "--workers", str(WORKERS)) as process:
        wait_until(lambda: len(children(process)) >= begun)
        if number == signal.SIGINT:
            os.killpg(process.pid, number)  # as Ctrl-C does
        else:
            process.send_signal(number)
        assert end(process) == (0, "")


def test_a_worker_never_leaves_a_signal_to_the_handler_of_its_parent(tmp_path: Path) -> None:
    """That handler does nothing, so a worker that was just forked would miss the signal."""
    wanted = 1 << (signal.SIGTERM - 1) | 1 << (signal.SIGINT - 1)
    with launched("--data", str(tmp_path), "--workers", "2") as process:
        seen = 0

        def all_serve() -> bool:
            nonlocal seen
            for worker in children(process):
                assert blocked_signals(worker) & wanted == wanted
                seen += 1
            return len(children(process)) == 2

        wait_until(all_serve)
        assert seen
        process.send_signal(signal.SIGTERM)
        assert end(process) == (0, "")


def test_a_signal_during_a_restart_ends_all(tmp_path: Path) -> None:
    for victim in (0, 1):
        with serving("--data", str(tmp_path), "--workers", "2") as server:
            workers = server.workers()
            os.kill(workers[victim], signal.SIGKILL)
            wait_until(lambda: set(server.workers()) - set(workers))  # noqa: B023
            server.process.send_signal(signal.SIGTERM)
            printed = f"jedlik: worker {victim} was ended by SIGKILL; another one is started\n"
            assert end(server.process) == (0, printed)


def test_workers_that_do_not_react_are_killed(tmp_path: Path) -> None:
    with serving("--data", str(tmp_path), "--workers", "2", "--grace", "0") as server:
        os.kill(server.workers()[0], signal.SIGSTOP)
        server.process.send_signal(signal.SIGTERM)
        printed = "jedlik: workers that did not stop in time were killed\n"
        assert end(server.process) == (1, printed)


def test_a_second_signal_kills_them_at_once(tmp_path: Path) -> None:
    with serving("--data", str(tmp_path), "--workers", "2", "--grace", "3600") as server:
        stopped, other = server.workers()
        os.kill(stopped, signal.SIGSTOP)
        server.process.send_signal(signal.SIGTERM)
        wait_until(lambda: other not in server.workers())
        signal_again(server.process)
        assert end(server.process) == (1, "jedlik: another signal ended the server at once\n")


def test_signals_that_come_together_are_one(tmp_path: Path) -> None:
    """`timeout` sends its signal twice."""
    with serving("--data", str(tmp_path), "--workers", "2") as server:
        server.process.send_signal(signal.SIGTERM)
        server.process.send_signal(signal.SIGTERM)
        assert end(server.process) == (0, "")


def test_the_death_of_the_parent_ends_its_workers(tmp_path: Path) -> None:
    with serving("--data", str(tmp_path), "--workers", "2") as server:
        server.process.kill()
        server.process.communicate()
        wait_until(lambda: is_gone(server.process.pid))
        flags = ("--data", str(tmp_path), "--workers", "2", "--port", str(server.port))
        with serving(*flags) as again:
            assert again.port == server.port


# --- workers that die ----------------------------------------------------------------------------


def test_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    with serving("--data", str(tmp_path), "--workers", "2") as server:
        first, second = server.workers()
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: first not in server.workers() and len(server.workers()) == 2)
        assert second in server.workers()
        with client(server.url) as dynamodb:
            create(dynamodb, ("pk", "S"))
        assert server.stop() == (
            0,
            "jedlik: worker 0 was ended by SIGKILL; another one is started\n",
        )


def test_who_starts_the_server_may_ignore_the_deaths_of_children(tmp_path: Path) -> None:
    """A process inherits that, and then the kernel reports to nobody how its own children ended."""
    ignoring = "import os, signal, sys; signal.signal(signal.SIGCHLD, signal.SIG_IGN)"
    prefix = (sys.executable, "-c", f"{ignoring}; os.execv(sys.argv[1], sys.argv[1:])")
    with serving("--data", str(tmp_path), "--workers", "2", prefix=prefix) as server:
        first, second = server.workers()
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: first not in server.workers() and len(server.workers()) == 2)
        assert second in server.workers()
        assert server.stop() == (
            0,
            "jedlik: worker 0 was ended by SIGKILL; another one is started\n",
        )


def test_a_worker_may_be_stopped_alone(tmp_path: Path) -> None:
    with serving("--data", str(tmp_path), "--workers", "2") as server:
        _, second = server.workers()
        os.kill(second, signal.SIGTERM)
        wait_until(lambda: second not in server.workers() and len(server.workers()) == 2)
        assert server.stop() == (
            0,
            "jedlik: worker 1 ended with status 0; another one is started\n",
        )


def test_the_start_up_line_comes_although_a_worker_dies_before_it(tmp_path: Path) -> None:
    with launched("--data", str(tmp_path), "--workers", "3") as process:
        wait_until(lambda: children(process))
        os.kill(children(process)[0], signal.SIGKILL)
        assert process.stdout is not None
        assert "(data in " in process.stdout.readline()
        wait_until(lambda: len(children(process)) == 3)
        process.send_signal(signal.SIGTERM)
        printed = "jedlik: worker 0 was ended by SIGKILL; another one is started\n"
        assert end(process) == (0, printed)


def test_every_death_is_reported_until_the_server_gives_up(tmp_path: Path) -> None:
    """The workers are killed one after the other, so that all deaths count as quick ones."""
    with launched("--data", str(tmp_path), "--workers", "3") as process:
        killed: set[int] = set()
        for _ in range(3):
            wait_until(lambda: set(children(process)) - killed)
            victim = (set(children(process)) - killed).pop()
            os.kill(victim, signal.SIGKILL)
            killed.add(victim)
            wait_until(lambda: victim not in children(process))  # noqa: B023
        status, errors = end(process)
        assert status == 1
        *replaced, last, sentence = errors.splitlines()
        assert len(replaced) == 2
        for line in replaced:
            assert line.endswith(" was ended by SIGKILL; another one is started")
        assert last.endswith(" was ended by SIGKILL")
        assert sentence == (
            "jedlik: 3 workers in a row ended within 2 s of their start: the server stops"
        )


def test_a_folder_that_cannot_be_opened_is_reported_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with launched("--data", str(tmp_path / "file"), "--workers", "4") as process:
        status, errors = end(process)
        assert status == 1
        assert errors.startswith("jedlik: The data folder ")
        assert errors.count("\n") == 1
