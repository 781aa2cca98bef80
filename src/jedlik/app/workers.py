"""The processes of a server.

With one worker the command is the server. With several it is their parent: it binds a socket for
each (the kernel spreads connections over them), forks, waits, passes signals on and starts a worker
anew that died. Workers share nothing but the data folder and two pieces of memory: the version of
the catalog and the counters of /metrics.
"""

import errno
import ipaddress
import mmap
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import uvloop

from jedlik import __version__
from jedlik.apis.registry import APIS
from jedlik.app.certificate import tls_context
from jedlik.app.compose import Process, StartError, Version, run
from jedlik.app.credentials import KeyPair, root_key_pair
from jedlik.app.encryption_key import encryption_key
from jedlik.app.settings import Settings, SettingsError
from jedlik.edge.metrics import Metrics

_BACKLOG: Final = 1024
_QUICK_DEATH_S: Final = 2.0
_QUICK_DEATHS_MAX: Final = 3
_SLOT_BYTES: Final = 8


def serve(settings: Settings) -> int:
    """Serve until told to stop; returns the exit status. Raises SettingsError."""
    key = encryption_key(settings, os.environ)
    root = _root(settings, key)
    tls = tls_context(settings)
    listening = bind(settings)
    versions = SharedVersion(settings.workers)
    operations = [(api.name, name) for api in APIS for name in api.operations]
    codes = sorted({row.code for api in APIS for row in api.errors.values()})
    metrics = Metrics(operations, codes, settings.workers)
    processes = [
        Process(settings, key, root, versions.of(number), metrics, number, tls, each)
        for number, each in enumerate(listening)
    ]
    announce = _announcement(settings, listening[0].getsockname()[1])
    if settings.workers == 1:
        return _run(processes[0], lambda: _announce(announce))
    return Parent(processes, announce).run()


def bind(settings: Settings) -> list[socket.socket]:
    """A bound socket for each worker. Raises SettingsError."""
    try:
        found = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except (socket.gaierror, UnicodeError) as error:
        raise SettingsError(f"--host {settings.host} is no address of this machine") from error
    family, _, _, _, address = found[0]
    _refuse_danger(settings, str(address[0]))
    first = _bound(settings, family, address, shared=False)
    if settings.workers == 1:
        return [first]
    # The first proved that no other server has the port; a shared one would be given all the same.
    address = first.getsockname()
    first.close()
    return [_bound(settings, family, address, shared=True) for _ in range(settings.workers)]


class SharedVersion:
    """A version that several processes see and any may bump: each counts in a slot of its own."""

    def __init__(self, workers: int) -> None:
        self._memory = mmap.mmap(-1, _SLOT_BYTES * workers)
        self._slots = memoryview(self._memory).cast("Q")

    def of(self, worker: int) -> Version:
        """The version as one worker reads and bumps it; the sum of the slots never goes down."""
        slots = self._slots

        def bump() -> None:
            slots[worker] += 1

        if len(slots) == 1:
            return Version(lambda: slots[0], bump)
        return Version(lambda: sum(slots), bump)


class Parent:
    """Keeps the workers of a server going."""

    def __init__(self, processes: list[Process], announcement: str) -> None:
        self._processes = processes
        self._announcement = announcement
        self._number_by_pid: dict[int, int] = {}
        self._started_s: dict[int, float] = {}
        self._quick_deaths = 0
        self._stopping = False

    def run(self) -> int:
        """Start all, wait for all; returns the exit status."""
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self._stop)
        reading, writing = os.pipe()
        for number in range(len(self._processes)):
            self._start(number, writing)
        os.close(writing)
        if _read_all(reading) == len(self._processes):
            _announce(self._announcement)
        status = 0
        while self._number_by_pid:
            pid, wait_status = os.wait()
            number = self._number_by_pid.pop(pid)
            code = os.waitstatus_to_exitcode(wait_status)
            if not self._stopping:
                status = self._mourn(number, code)
        return status

    def _start(self, number: int, writing: int | None) -> None:
        pid = os.fork()
        if pid == 0:
            os._exit(self._be_worker(number, writing))
        self._number_by_pid[pid] = number
        self._started_s[number] = time.monotonic()

    def _be_worker(self, number: int, writing: int | None) -> int:
        for other, process in enumerate(self._processes):
            if other != number:
                process.listening.close()

        def ready() -> None:
            if writing is not None:
                os.write(writing, b".")
                os.close(writing)

        status = _run(self._processes[number], ready)
        sys.stdout.flush()
        sys.stderr.flush()
        return status

    def _mourn(self, number: int, code: int) -> int:
        """Start a worker anew that died, unless they keep dying; returns the exit status so far."""
        lived_s = time.monotonic() - self._started_s[number]
        self._quick_deaths = self._quick_deaths + 1 if lived_s < _QUICK_DEATH_S else 0
        if code == 1 or self._quick_deaths >= _QUICK_DEATHS_MAX:
            self._stop()
            return 1
        print(f"jedlik: worker {number} ended with {code}; starting it anew", file=sys.stderr)
        self._start(number, None)
        return 0

    def _stop(self, *_: object) -> None:
        self._stopping = True
        for pid in self._number_by_pid:
            os.kill(pid, signal.SIGTERM)


def _run(process: Process, ready: Callable[[], None]) -> int:
    """Be one process of the server; returns its exit status."""
    try:
        uvloop.run(run(process, ready))
    except StartError as error:
        print(f"jedlik: {error}", file=sys.stderr)
        return 1
    return 0


def _root(settings: Settings, key: bytes | None) -> KeyPair | None:
    if settings.auth == "open":
        return None
    return root_key_pair(os.environ, None if settings.memory else Path(settings.data), key)


def _refuse_danger(settings: Settings, address: str) -> None:
    if settings.auth == "enforce" or settings.dangerously_open_to_network:
        return
    if not ipaddress.ip_address(address.partition("%")[0]).is_loopback:
        raise SettingsError(
            f"--host {settings.host} can be reached by others, and --auth open lets all of them"
            " read and delete everything. Use --auth enforce, or say"
            " --dangerously-open-to-network"
        )


def _bound(
    settings: Settings, family: int, address: tuple[object, ...], *, shared: bool
) -> socket.socket:
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        bound.bind(address)
        bound.listen(_BACKLOG)
    except OSError as error:
        bound.close()
        raise SettingsError(_bind_failure(settings, error)) from error
    return bound


def _bind_failure(settings: Settings, error: OSError) -> str:
    where = f"{settings.host} port {settings.port}"
    if error.errno == errno.EADDRINUSE:
        return f"{where} is in use by another program: stop it, or choose another --port"
    if error.errno == errno.EACCES:
        return f"this user may not listen on {where}: choose a --port above 1023"
    return f"cannot listen on {where}: {error.strerror}"


def _announcement(settings: Settings, port: int) -> str:
    """The start-up line: where, what mode, what data."""
    scheme = "https" if settings.tls or settings.tls_cert else "http"
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    data = "data in memory" if settings.memory else f"data in {Path(settings.data).resolve()}"
    workers = "1 worker" if settings.workers == 1 else f"{settings.workers} workers"
    return (
        f"jedlik {__version__} serves {scheme}://{host}:{port}"
        f" ({data}, auth {settings.auth}, {workers})"
    )


def _announce(line: str) -> None:
    print(line, flush=True)


def _read_all(reading: int) -> int:
    """How many bytes came through a pipe until all its writers had closed it."""
    count = 0
    with os.fdopen(reading, "rb") as pipe:
        while pipe.read(1):
            count += 1
    return count
