"""One server process that is measured: start, wait for an answer, pause, measure memory, stop.

A server runs in its own process group, so that its workers are paused, measured and stopped with
it. While one target is measured the others are paused (SIGSTOP). They stay loaded and warm but use
no processor time.
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
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


class NotStartedError(Exception):
    """The server ended or never answered. The message includes its last output."""


class ServerProcess:
    """A running server on a loopback endpoint."""

    def __init__(
        self, command: Sequence[str], *, endpoint: Endpoint, environment: Mapping[str, str]
    ) -> None:
        self.endpoint = endpoint
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  (`stop` closes it)
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
        """Returns the seconds from start to the first successful answer. Raises NotStartedError."""
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
        """Whether the process has not ended. A paused process counts as running."""
        return self._process.poll() is None

    def pause(self) -> None:
        """Stops its processes until `resume`."""
        os.killpg(self._process.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Lets its processes run again."""
        os.killpg(self._process.pid, signal.SIGCONT)

    def rss_bytes(self) -> int:
        """Returns the resident memory of all its processes. Shared pages count once for each."""
        pages = 0
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                group = int((folder / "stat").read_text().rpartition(")")[2].split()[2])
                if group == self._process.pid:
                    pages += int((folder / "statm").read_text().split()[1])
            except OSError:  # the process has just ended
                continue
        return pages * _PAGE_BYTES

    def cpu_s(self) -> float:
        """Returns the processor time of all its processes so far, user and system, in seconds."""
        ticks = 0
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):  # the process has just ended
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                if int(fields[2]) == self._process.pid:
                    ticks += int(fields[11]) + int(fields[12])
        return ticks / _TICKS_PER_S

    def stop(self) -> None:
        """Asks it to end, then kills what is left of its process group."""
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
        return lines[-1][:200] if lines else "no output"


def free_endpoint() -> Endpoint:
    """Returns a loopback endpoint on which nobody listens at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return Endpoint("127.0.0.1", probe.getsockname()[1])
