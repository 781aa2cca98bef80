"""A worker that waits for ever is ended."""

import asyncio
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from jedlik.app.worker import Life
from tests.app.server import signal_again

SIGNALS = [signal.SIGTERM, signal.SIGINT]
LONG = "3600"  # a grace that no test waits for


@contextmanager
def living(*arguments: str, descriptors: tuple[int, ...] = ()) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.app.living", *arguments, *map(str, descriptors)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        pass_fds=descriptors,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().rstrip("\n")


def end(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Returns how the process ended, and what it printed after the last line that was read."""
    output, errors = process.communicate(timeout=60)
    return process.returncode, output + errors


@pytest.mark.parametrize("number", SIGNALS)
def test_while_it_starts_a_signal_ends_it_at_once(number: signal.Signals) -> None:
    with living(LONG, "starting") as process:
        assert line(process) == "starting"
        process.send_signal(number)
        assert end(process) == (0, "")


@pytest.mark.parametrize("number", SIGNALS)
def test_a_second_signal_ends_it_at_once(number: signal.Signals) -> None:
    with living(LONG, "serving") as process:
        assert line(process) == "serving"
        process.send_signal(number)
        assert line(process) == "stopping"
        signal_again(process)
        assert end(process) == (1, "jedlik: another signal ended the server at once\n")


def test_signals_that_come_together_are_one() -> None:
    """`timeout` sends its signal twice."""
    with living("0.5", "serving") as process:
        assert line(process) == "serving"
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGTERM)
        printed = "jedlik: what was in flight did not finish in time (--grace is 0.5 s)\n"
        assert end(process) == (1, "stopping\n" + printed)


def test_it_ends_when_its_time_to_stop_is_over() -> None:
    with living("0.5", "serving") as process:
        assert line(process) == "serving"
        process.send_signal(signal.SIGTERM)
        assert line(process) == "stopping"
        printed = "jedlik: what was in flight did not finish in time (--grace is 0.5 s)\n"
        assert end(process) == (1, printed)


@pytest.mark.parametrize("was_read", [True, False])
@pytest.mark.parametrize("state", ["starting", "serving"])
def test_the_death_of_its_parent_ends_it(state: str, was_read: bool) -> None:
    """Also if the parent has not read yet that the worker serves: then the socket is reset."""
    ours, theirs = socket.socketpair()
    with ours, theirs, living("0", state, descriptors=(theirs.fileno(),)) as process:
        assert line(process) == state
        if not was_read:
            theirs.send(b"+")
        theirs.close()
        ours.close()
        status, printed = end(process)
    stopped = "stopping\njedlik: what was in flight did not finish in time (--grace is 0 s)\n"
    assert (status, printed) == ((0, "") if state == "starting" else (1, stopped))


def test_with_a_parent_it_acts_on_one_signal_only() -> None:
    """Ctrl-C and service managers send a signal to all processes, and the parent sends one too."""
    ours, theirs = socket.socketpair()
    with ours, theirs, living("1", "serving", descriptors=(theirs.fileno(),)) as process:
        assert line(process) == "serving"
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGTERM)
        assert line(process) == "stopping"
        process.send_signal(signal.SIGTERM)
        printed = "jedlik: what was in flight did not finish in time (--grace is 1 s)\n"
        assert end(process) == (1, printed)


# --- heartbeats ----------------------------------------------------------------------------------


def test_heartbeats_show_that_the_event_loop_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jedlik.app.worker.HEARTBEAT_S", 0.001)
    ours, theirs = socket.socketpair()
    ours.setblocking(False)

    async def serve() -> None:
        life = Life(0, parent=theirs)
        life.serves()
        heartbeats = asyncio.create_task(life.send_heartbeats())
        for _ in range(5):
            assert await asyncio.get_running_loop().sock_recv(ours, 1) == b"+"
        heartbeats.cancel()

    with ours, theirs:
        asyncio.run(serve())


def test_a_parent_that_does_not_read_never_blocks_its_worker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("jedlik.app.worker.HEARTBEAT_S", 0.0)
    ours, theirs = socket.socketpair()

    async def serve() -> None:
        life = Life(0, parent=theirs)
        life.serves()
        heartbeats = asyncio.create_task(life.send_heartbeats())
        for _ in range(100):
            await asyncio.sleep(0)
        assert not heartbeats.done()
        heartbeats.cancel()

    with ours, theirs:
        with suppress(BlockingIOError):  # then the buffer is full
            while True:
                theirs.send(b"+", socket.MSG_DONTWAIT)
        asyncio.run(serve())
