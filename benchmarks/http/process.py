"""One server process under measurement: start, wait for an answer, pause, weigh, stop.

A server is started in a process group of its own, so that its workers are paused, weighed and
stopped with it. While one target is measured the others are paused (SIGSTOP): they are loaded and
warm, but take no time from it.
"""

import contextlib
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.http.client import Endpoint, exchange

_POLL_S = 0.002
_START_TIMEOUT_S = 60.0
_STOP_TIMEOUT_S = 15.0
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


class NotStartedError(Exception):
    """The server ended, or never answered; the message says what it last said."""


class ServerProcess:
    """A running server on a loopback endpoint."""

    def __init__(
        self, command: Sequence[str], *, endpoint: Endpoint, environment: Mapping[str, str]
    ) -> None:
        self.endpoint = endpoint
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  closed by stop
        self._spawned = time.perf_counter()
        try:
            self._process = subprocess.Popen(
                command,
                stdout=self._log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env={**os.environ, **environment},
                start_new_session=True,
            )
        except OSError as error:
            raise NotStartedError(f"{command[0]}: {error.strerror}") from error

    def wait_for_answer(self, request: bytes) -> float:
        """Seconds from spawning to the first successful answer; raises NotStartedError."""
        answer = None
        while time.perf_counter() - self._spawned < _START_TIMEOUT_S:
            if self._process.poll() is not None:
                raise NotStartedError(
                    f"ended with {self._process.returncode}: {self._last_words()}"
                )
            try:
                answer = exchange(self.endpoint, request)
            except OSError:
                time.sleep(_POLL_S)
                continue
            if answer.succeeded:
                return time.perf_counter() - self._spawned
            time.sleep(_POLL_S)
        raise NotStartedError(f"no successful answer, last {answer}: {self._last_words()}")

    @property
    def is_running(self) -> bool:
        """Whether it has not ended; a paused one has not."""
        return self._process.poll() is None

    def pause(self) -> None:
        """Stop its processes from running, until `resume`."""
        os.killpg(self._process.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Let its processes run again."""
        os.killpg(self._process.pid, signal.SIGCONT)

    def rss_bytes(self) -> int:
        """Resident memory of all its processes; pages they share count in each."""
        pages = 0
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                group = int((folder / "stat").read_text().rpartition(")")[2].split()[2])
                if group == self._process.pid:
                    pages += int((folder / "statm").read_text().split()[1])
            except OSError:  # it ended while we looked
                continue
        return pages * _PAGE_BYTES

    def stop(self) -> None:
        """Ask it to end, and end what is left of its process group."""
        if self._process.poll() is None:
            self.resume()
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_STOP_TIMEOUT_S)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._log.close()

    def _last_words(self) -> str:
        self._log.seek(0)
        lines = self._log.read().decode(errors="replace").strip().splitlines()
        return lines[-1][:200] if lines else "it said nothing"


def free_endpoint() -> Endpoint:
    """A loopback endpoint no one listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return Endpoint("127.0.0.1", probe.getsockname()[1])
