"""The targets of a run: started, filled and paused. Each is resumed while it is measured."""

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.http.client import Endpoint
from benchmarks.http.drive import FailedRunError
from benchmarks.http.music import Call
from benchmarks.http.parameters import Parameters
from benchmarks.http.process import NotStartedError, ServerProcess, free_endpoint
from benchmarks.http.result import Result, TargetFacts
from benchmarks.http.sign import BENCHMARK_CREDENTIALS, signed
from benchmarks.http.table import fill_and_probe, verifies_signatures
from benchmarks.http.targets import (
    BARE_ECHO,
    ECHOES,
    JEDLIK_DISK,
    TARGETS,
    echo_command,
    environment,
    is_jedlik,
)
from benchmarks.http.workload import OPERATIONS, calls

_BARE_REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
_LIST_TABLES = Call("ListTables", b"{}")
_READ_BYTES = 1 << 20
_ECHO_BYTES = 1400  # size of an answer, if no target has shown its own


class _Served(NamedTuple):
    endpoint: Endpoint
    process: ServerProcess | None  # None if it was already running


class Fleet:
    """Servers by (target, operation). All operations of a target share one server; echoes do not.

    A target that cannot be started, filled or measured is reported in `result` and left out. So is
    an operation that a target does not support.
    """

    def __init__(self, parameters: Parameters, result: Result) -> None:
        self._parameters = parameters
        self._result = result
        self._folder = Path(tempfile.mkdtemp(prefix="run-", dir=parameters.data))
        self._served: dict[tuple[str, str], _Served] = {}

    @property
    def names(self) -> list[str]:
        """The targets that can be measured, in the order of the table."""
        return list(dict.fromkeys(target for target, _ in self._served))

    def serves(self, name: str, operation: str) -> bool:
        """Returns whether an operation of a target can be measured."""
        return (name, operation) in self._served

    def start(self, names: Sequence[str], items: int) -> None:
        """Starts each target, fills it with `items` items, checks its answers, and pauses it."""
        for name in names:
            if name not in ECHOES:
                with self.failing(name):
                    self._start_filled(name, items)
        for name in names:
            if name in ECHOES:
                with self.failing(name):
                    self._start_echo(name)

    def spawn(self, name: str) -> ServerProcess:
        """Starts the process of a target, without data. Raises NotStartedError."""
        endpoint = free_endpoint()
        if name in ECHOES:
            command = echo_command(endpoint.port, _ECHO_BYTES)
        else:
            data = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self._folder))
            found = TARGETS[name].command(endpoint.port, data, self._parameters.peers)
            if found is None:
                raise NotStartedError("not installed; --install-peers installs some")
            command = found
        return ServerProcess(command, endpoint=endpoint, environment=environment())

    @contextmanager
    def failing(self, name: str, operation: str | None = None) -> Iterator[None]:
        """Reports a failure of this target inside the `with` block, and leaves the target out.

        Only the operation is left out if the target is a peer and still runs.
        """
        try:
            yield
        except (NotStartedError, FailedRunError) as failure:
            say(f"{name}: {failure}")
            if operation is None or is_jedlik(name) or not self._runs(name, operation):
                self._facts(name).missing = str(failure)
                self._drop(name)
            else:
                self._leave_out(name, operation, f"failed under load: {failure}")

    @contextmanager
    def running(self, name: str, operation: str) -> Iterator[Endpoint]:
        """The endpoint of a target that runs during the `with` block."""
        endpoint, process = self._served[name, operation]
        if process is not None:
            if not process.is_running:
                raise FailedRunError("the server has ended")
            process.resume()
        try:
            yield endpoint
        finally:
            if process is not None and process.is_running:
                process.pause()

    def read_files(self) -> None:
        """Reads the data of all targets once, so that the operating system has it in memory."""
        for path in self._folder.rglob("*"):
            if path.is_file():
                with path.open("rb", buffering=0) as file:
                    while file.read(_READ_BYTES):
                        pass

    def close(self) -> None:
        """Stops all servers and deletes their data."""
        for process in {served.process for served in self._served.values()}:
            if process is not None:
                process.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start_filled(self, name: str, items: int) -> None:
        process = None
        if name in self._parameters.urls:
            endpoint = self._parameters.urls[name]
        else:
            process = self.spawn(name)
            endpoint = process.endpoint
        # It is stored before the first request, so that a failure stops it.
        served = _Served(endpoint, process)
        self._served |= {(name, operation): served for operation in self._parameters.operations}
        if process is not None:
            process.wait_for_answer(start_request(name, endpoint))
        say(f"{name}: loading {items:,} items")
        self._fill(name, endpoint, items)
        if process is not None:
            process.pause()

    def _fill(self, name: str, endpoint: Endpoint, items: int) -> None:
        """Fills a target and removes the operations that it does not support."""
        operations = [OPERATIONS[operation] for operation in self._parameters.operations]
        found = fill_and_probe(endpoint, BENCHMARK_CREDENTIALS, operations, items)
        if found.unmeasurable and (is_jedlik(name) or not found.answer_bytes):
            raise FailedRunError("; ".join(dict.fromkeys(found.unmeasurable.values())))
        for operation, why in found.unmeasurable.items():
            self._leave_out(name, operation, why)
        works = OPERATIONS[next(iter(found.answer_bytes))]
        self._facts(name).verifies_signatures = verifies_signatures(
            endpoint, BENCHMARK_CREDENTIALS, works, items
        )
        # The echo's answers have the size of Jedlik's on disk, or else of the first target's.
        known, sizes = self._result.answer_bytes, found.answer_bytes
        self._result.answer_bytes = known | sizes if name == JEDLIK_DISK else sizes | known

    def _runs(self, name: str, operation: str) -> bool:
        process = self._served[name, operation].process
        return process is None or process.is_running

    def _leave_out(self, name: str, operation: str, why: str) -> None:
        say(f"{name}: {operation}: {why}")
        self._facts(name).unmeasured[operation] = why
        process = self._served.pop((name, operation)).process
        shared = any(served.process is process for served in self._served.values())
        if process is not None and not shared:
            process.stop()

    def _drop(self, name: str) -> None:
        for key in [key for key in self._served if key[0] == name]:
            served = self._served.pop(key)
            if served.process is not None:
                served.process.stop()

    def _start_echo(self, name: str) -> None:
        for operation in self._parameters.operations:
            endpoint = free_endpoint()
            size_bytes = self._result.answer_bytes.get(operation, _ECHO_BYTES)
            command = echo_command(endpoint.port, size_bytes)
            process = ServerProcess(command, endpoint=endpoint, environment={})
            self._served[name, operation] = _Served(endpoint, process)
            process.wait_for_answer(_BARE_REQUEST)
            process.pause()

    def _facts(self, name: str) -> TargetFacts:
        facts = self._result.target(name)
        assert facts is not None, f"{name} is no target of this run"
        return facts


def start_request(name: str, endpoint: Endpoint) -> bytes:
    """Returns the request whose first successful answer ends the start."""
    if name in ECHOES:
        return _BARE_REQUEST
    authority = endpoint.authority
    return next(signed([_LIST_TABLES], host=authority, credentials=BENCHMARK_CREDENTIALS))


def request_pool(
    name: str, operation: str, endpoint: Endpoint, *, items: int, parameters: Parameters
) -> list[bytes]:
    """Returns the requests to send to a target, signed now."""
    if name == BARE_ECHO:
        return [_BARE_REQUEST]
    chosen = calls(OPERATIONS[operation], items=items, count=parameters.pool, seed=parameters.seed)
    return list(signed(chosen, host=endpoint.authority, credentials=BENCHMARK_CREDENTIALS))


def say(text: str) -> None:
    """Prints progress to standard error."""
    print(text, file=sys.stderr, flush=True)
