"""A server as users start it: with the command, in its own process."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from jedlik.app.life_cycle import REPEATED_S
from tests.app import stores
from tests.figures import count
from tests.waiting import wait_until

COMMAND = str(Path(sys.executable).with_name("jedlik"))
_URL = re.compile(r" serves (https?://\S+) ")
_STOP_SECONDS = 20
_RUN_SECONDS = 60


class Server(NamedTuple):
    """A server that answers at `url`. line: what it printed when it started."""

    process: subprocess.Popen[str]
    url: str
    line: str

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.url.rpartition(":")[2])

    def workers(self) -> list[int]:
        """The processes that it has started, oldest first."""
        return children(self.process)

    def kill(self) -> None:
        """Ends it and its workers at once, as a power failure would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()
        count(kills=1)

    def stop(self) -> tuple[int, str]:
        """Asks it to stop. Returns its exit status and what it wrote to standard error."""
        self.process.send_signal(signal.SIGTERM)
        _, errors = self.process.communicate(timeout=_STOP_SECONDS)
        return self.process.returncode, errors


def signal_again(process: subprocess.Popen[str]) -> None:
    """Sends SIGTERM to a process that stops, when it is not taken for the first one any more."""
    until_s = time.monotonic() + REPEATED_S
    wait_until(lambda: time.monotonic() > until_s)
    process.send_signal(signal.SIGTERM)


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Returns this environment without settings of Jedlik and AWS, and with `extra`."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("JEDLIK_", "AWS_"))
    }
    return {**inherited, **(extra or {})}


def children(process: subprocess.Popen[str]) -> list[int]:
    """Returns the processes that a process has started, oldest first; none after its end."""
    try:
        listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    except OSError:
        return []
    return [int(each) for each in listed.split()]


def free_port() -> int:
    """Returns a port of this machine that nobody uses now."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
    return port


def launch(
    *flags: str, extra: Mapping[str, str] | None = None, prefix: Sequence[str] = ()
) -> subprocess.Popen[str]:
    """Starts `jedlik serve` on a free port, in its own process group, and does not wait.

    prefix: a command that runs the server command.
    """
    return subprocess.Popen(
        [*prefix, COMMAND, *stores.chosen(["serve", "--port", "0", *flags])],
        env=environment(extra),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@contextmanager
def launched(*flags: str) -> Iterator[subprocess.Popen[str]]:
    """Runs a process of `launch` during a `with` block, and then ends its whole group."""
    process = launch(*flags)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def start(
    *flags: str, extra: Mapping[str, str] | None = None, prefix: Sequence[str] = ()
) -> Server:
    """Starts `jedlik serve` and waits for the line that it prints when it serves."""
    process = launch(*flags, extra=extra, prefix=prefix)
    assert process.stdout is not None
    line = process.stdout.readline()
    found = _URL.search(line)
    if found is None:
        process.kill()
        _, errors = process.communicate()
        raise AssertionError(f"no start-up line but {line!r}; standard error: {errors}")
    return Server(process, found[1], line.rstrip("\n"))


@contextmanager
def serving(
    *flags: str, extra: Mapping[str, str] | None = None, prefix: Sequence[str] = ()
) -> Iterator[Server]:
    """Runs a server during a `with` block. It must end with status 0, unless the block ends it."""
    server = start(*flags, extra=extra, prefix=prefix)
    try:
        yield server
        if server.process.poll() is None:
            assert server.stop() == (0, "")
    finally:
        if server.process.returncode is None:
            server.kill()


def run(
    *arguments: str, extra: Mapping[str, str] | None = None, seconds: float = _RUN_SECONDS
) -> subprocess.CompletedProcess[str]:
    """Runs the command and waits for its end, at most for so many seconds."""
    return subprocess.run(
        [COMMAND, *stores.chosen(arguments)],
        env=environment(extra),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


def verified(folder: Path, *flags: str) -> str:
    """Returns the output of `jedlik verify` for a data folder. Everything in it must agree."""
    done = run("verify", "--data", str(folder), *flags)
    assert (done.returncode, done.stderr) == (0, ""), f"{done.stdout}{done.stderr}"
    return done.stdout
