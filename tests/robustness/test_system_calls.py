"""System calls of a running server fail. It answers with errors, loses nothing, and recovers.

strace makes the calls fail, if it is installed and may trace a process. JEDLIK_SYSTEM_CALLS sets
how many of the cases are tried (2), JEDLIK_SEED how often their calls fail.
"""

import asyncio
import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.app.server import Server, start, verified
from tests.figures import count
from tests.simulation.ledger import Ledger, check, item
from tests.simulation.traffic import Connection, Refused
from tests.waiting import wait_until

SEED = int(os.environ.get("JEDLIK_SEED", "1"))
WRITERS = 4
WRITES = 60  # of each writer while calls fail


class Case(NamedTuple):
    """The system calls that fail, and with what. harmless: whether they are called again."""

    calls: str
    error: str
    harmless: bool = False


CASES = (
    Case("pwrite64", "EIO"),
    Case("fdatasync", "EIO"),
    Case("fcntl", "ENOLCK"),
    Case("pwrite64", "ENOSPC"),
    Case("pread64", "EIO"),
    Case("pwrite64,pread64", "EINTR", harmless=True),
)[: int(os.environ.get("JEDLIK_SYSTEM_CALLS", "2"))]


def cannot_trace() -> str | None:
    """Returns why strace cannot be used here, or None."""
    strace = shutil.which("strace")
    if strace is None:
        return "strace is not installed"
    done = subprocess.run([strace, "-o", os.devnull, "true"], capture_output=True, check=False)
    return None if done.returncode == 0 else "strace may not trace processes here"


@contextmanager
def failing(pid: int, case: Case, every: int, log: Path) -> Iterator[None]:
    """Every so many calls fail while the block runs. log: where strace writes those that failed."""
    inject = f"inject={case.calls}:error={case.error}:when={every}+{every}"
    command = ["strace", "-f", "-qq", "-p", str(pid), "-o", str(log), "-e", inject]
    process = subprocess.Popen([*command, "-e", f"trace={case.calls}"], stderr=subprocess.PIPE)
    try:
        wait_until(lambda: is_traced(pid) or process.poll() is not None)
        assert process.poll() is None, process.communicate()
        yield
    finally:
        process.terminate()
        process.communicate()


def is_traced(pid: int) -> bool:
    """Returns whether all threads of a process are traced."""
    states = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/status")]
    return all("TracerPid:\t0" not in state for state in states)


async def write(ledger: Ledger, port: int, writer: int) -> int:
    """Writes to the items of one writer. Returns how many writes were refused."""
    chance = random.Random(f"{SEED} {writer}")
    connection = Connection(port)
    refused, codes = 0, set[str]()
    for number in range(WRITES):
        name = f"{writer}-{chance.randrange(8)}"
        state = None if chance.random() < 0.2 else item(name, number, chance.randrange(1, 400))
        try:
            await ledger.do(connection, name, state)
        except Refused as error:
            refused += 1
            codes.add(str(error))
    await connection.close()
    assert codes <= {"ServiceUnavailable", "InternalServerError"}
    return refused


async def write_all(ledger: Ledger, port: int) -> int:
    return sum(await asyncio.gather(*(write(ledger, port, each) for each in range(WRITERS))))


def is_writable(server: Server, ledger: Ledger) -> bool:
    """Returns whether a round of writes succeeds."""
    return asyncio.run(write_all(ledger, server.port)) == 0


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.error} of {case.calls}")
def test_calls_that_fail(tmp_path: Path, case: Case) -> None:
    reason = cannot_trace()
    if reason is not None:
        pytest.skip(reason)
    ledger, log = Ledger(), tmp_path / "log"
    folder = tmp_path / "data"
    server = start("--data", str(folder))
    try:
        asyncio.run(check(ledger, server.port, first=True, seed=SEED))
        every = random.Random(f"{SEED} {case}").randrange(2, 30)
        with failing(server.process.pid, case, every, log):
            refused = asyncio.run(write_all(ledger, server.port))
        assert not (case.harmless and refused)
        wait_until(lambda: is_writable(server, ledger))
        asyncio.run(check(ledger, server.port, first=False, seed=SEED))
        status, errors = server.stop()
        assert status == 0
        assert "Traceback" not in errors
    finally:
        if server.process.returncode is None:
            server.kill()
    verified(folder)
    count(system_call_faults=log.read_text().count("(INJECTED)"), acknowledged_writes=ledger.count)
