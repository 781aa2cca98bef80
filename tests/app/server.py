"""A server as its users start it: the command, in a process of its own."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

COMMAND = str(Path(sys.executable).with_name("jedlik"))
_URL = re.compile(r" serves (https?://\S+) ")
_STOP_SECONDS = 20
_PATIENCE_SECONDS = 30  # until a condition holds: a bound for tests that fail


class Server(NamedTuple):
    """A server that answers at `url`; `line` is its start-up line."""

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
        """End it and its workers at once, as a power failure would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()

    def stop(self) -> tuple[int, str]:
        """Ask it to stop; returns its exit status and what it wrote to standard error."""
        self.process.send_signal(signal.SIGTERM)
        _, errors = self.process.communicate(timeout=_STOP_SECONDS)
        return self.process.returncode, errors


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """This environment without settings of Jedlik and AWS, and with `extra`."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("JEDLIK_", "AWS_"))
    }
    return {**kept, **(extra or {})}


def wait_until(condition: Callable[[], object]) -> None:
    """Wait for a condition that must come to hold."""
    deadline_s = time.monotonic() + _PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline_s, "it never came"
        time.sleep(0.001)


def children(process: subprocess.Popen[str]) -> list[int]:
    """The processes that a process has started, oldest first; none after its end."""
    try:
        listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    except OSError:
        return []
    return [int(each) for each in listed.split()]


def launch(
    *flags: str, extra: Mapping[str, str] | None = None, prefix: Sequence[str] = ()
) -> subprocess.Popen[str]:
    """Start `jedlik serve` on a free port, in a process group of its own, and do not wait.

    prefix: a command that starts what follows it.
    """
    return subprocess.Popen(
        [*prefix, COMMAND, "serve", "--port", "0", *flags],
        env=environment(extra),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@contextmanager
def launched(*flags: str) -> Iterator[subprocess.Popen[str]]:
    """A process of `launch`, and the end of its whole group."""
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
    """Start `jedlik serve` and wait for its start-up line."""
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
    """A server for the time of a `with` block; it must end well, unless the block ends it."""
    server = start(*flags, extra=extra, prefix=prefix)
    try:
        yield server
        if server.process.poll() is None:
            assert server.stop() == (0, "")
    finally:
        if server.process.returncode is None:
            server.kill()


def run(
    *arguments: str, extra: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        [COMMAND, *arguments],
        env=environment(extra),
        capture_output=True,
        text=True,
        timeout=_STOP_SECONDS,
        check=False,
    )


def verified(folder: Path, *flags: str) -> str:
    """The output of `jedlik verify` for a data folder in which everything must agree."""
    done = run("verify", "--data", str(folder), *flags)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return done.stdout
