"""The processes of a server.

With one worker the process of the command is the server. With several workers it is their parent
(`parent`): it binds a socket for each worker, and the kernel distributes connections over them.
Workers share the data folder and two pieces of memory: the epoch of the storage and the counters of
/metrics. `life_cycle` defines when a process starts, stops and ends.
"""

import os
import signal
import socket
import ssl
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import uvloop

from jedlik import __version__
from jedlik.apis.registry import APIS
from jedlik.app.backup_places import check_backup_target
from jedlik.app.buckets import check_buckets
from jedlik.app.compose import Process, StartError, run
from jedlik.app.credentials import ROOT_FILE, KeyPair, root_key_pair
from jedlik.app.encryption_key import encryption_key
from jedlik.app.life_cycle import FAILED
from jedlik.app.listening import authority, bind, reachable_host
from jedlik.app.server_name import server_name
from jedlik.app.settings import Settings
from jedlik.app.standard_error import say
from jedlik.app.unfinished_moves import refuse_unfinished
from jedlik.app.worker import SIGNALS, Life
from jedlik.edge.metrics import Metrics
from jedlik.storage.interface import Epoch, FailureKind
from jedlik.storage.shared_epoch import SharedEpochs

_STANDARD_OUTPUT: Final = 1


def serve(settings: Settings) -> int:
    """Serves until a signal stops the server. Returns the exit status. Raises SettingsError."""
    store, replicas = _store(settings)
    key = encryption_key(settings, os.environ)
    is_new = not (settings.store or os.path.exists(Path(settings.data) / ROOT_FILE))
    root = _root(settings, key)
    tls = _tls(settings)
    issuer_files = _issuer_files(settings)
    check_buckets(settings)
    check_backup_target(settings)
    listening = bind(settings)
    epochs = SharedEpochs(settings.workers)
    operations = [(api.name, name) for api in APIS for name in api.names]
    codes = sorted({row.code for api in APIS for row in api.errors.values()})
    kinds = [kind.value for kind in FailureKind]
    metrics = Metrics(operations, codes, settings.workers, kinds, replicas=replicas)
    name = server_name()
    processes = [
        Process(
            settings,
            name,
            key,
            root,
            partial(epochs.of, number),
            metrics,
            number,
            tls,
            each,
            issuer_files,
        )
        for number, each in enumerate(listening)
    ]
    port = listening[0].getsockname()[1]
    start_up_line = _start_up_line(settings, port, store)

    def announce() -> None:
        _tell(start_up_line)
        if settings.console:
            _tell(_console_line(settings, port))
        if is_new and root is not None and not settings.memory:
            _tell(_first_user(settings, port))

    if settings.workers == 1:
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        life = Life(settings.grace, announce, drain_s=settings.drain)
        return _run(processes[0]._replace(epoch=Epoch), life)

    def work(number: int, channel: socket.socket) -> int:
        for other, process in enumerate(processes):
            if other != number:
                process.listening.close()
        life = Life(settings.grace, parent=channel, drain_s=settings.drain)
        return _run(processes[number], life)

    from jedlik.app.parent import Parent  # noqa: PLC0415  (one worker needs no parent)

    parent = Parent(settings.workers, settings.grace, work, announce, settings.drain)
    parent.on_stop = partial(_stop_listening, processes)
    return parent.run()


def _tell(sentence: str) -> None:
    """Writes a line to standard output. A server serves also if its reader is gone (`| head`) or
    its disk is full. Nothing stays in a buffer, which Python would write when the process ends.
    """
    try:
        os.write(_STANDARD_OUTPUT, os.fsencode(f"{sentence}\n"))
    except OSError as error:
        say(f"cannot write to standard output: {error.strerror}")


def _stop_listening(processes: Sequence[Process]) -> None:
    """Otherwise clients could connect, and get no answer, until the last worker has ended."""
    for process in processes:
        process.listening.close()


def _store(settings: Settings) -> tuple[str, list[str]]:
    """Returns where the data is, in words, and the names of the replicas. Raises SettingsError."""
    if settings.store:
        from jedlik.app import database  # noqa: PLC0415  (most servers have a folder)

        replicas = [each.shown for each in database.replica_addresses(settings, os.environ)]
        return f"data in {database.address(settings, os.environ).shown}", replicas
    if settings.memory:
        return "data in memory", []
    refuse_unfinished(Path(settings.data))
    return f"data in {Path(settings.data).resolve()}", []


def _run(process: Process, life: Life) -> int:
    """Runs a worker and returns its exit status."""
    try:
        uvloop.run(run(process, life))
    except StartError as error:
        say(str(error))
        return FAILED
    return 0


def _root(settings: Settings, key: bytes | None) -> KeyPair | None:
    if settings.auth == "open":
        return None
    if settings.store:
        from jedlik.app.database import root_pair  # noqa: PLC0415  (as above)

        return root_pair(os.environ)
    return root_key_pair(os.environ, None if settings.memory else Path(settings.data), key)


def _tls(settings: Settings) -> ssl.SSLContext | None:
    if not (settings.tls or settings.tls_cert):
        return None
    from jedlik.app.certificate import tls_context  # noqa: PLC0415  (plain HTTP needs none)

    return tls_context(settings)


def _issuer_files(settings: Settings) -> Mapping[str, Path]:
    if not settings.web_identity_keys:
        return {}
    from jedlik.app.web_identity_keys import issuer_files  # noqa: PLC0415  (few servers need it)

    return issuer_files(settings)


def _first_user(settings: Settings, port: int) -> str:
    """Returns how to make a user, for the first start that enforces policies."""
    from jedlik.app.local_server import flags_of  # noqa: PLC0415  (other starts need no client)

    flags = flags_of(settings, port)
    return (
        f"Only the root may do anything yet (jedlik local-credentials --auth enforce {flags}). To"
        f" make a user: jedlik user create NAME --policy AmazonDynamoDBFullAccess {flags}"
    )


def _scheme(settings: Settings) -> str:
    return "https" if settings.tls or settings.tls_cert else "http"


def _console_line(settings: Settings, port: int) -> str:
    """Returns where a browser on this machine finds the console."""
    host = authority(reachable_host(settings.host), port)
    return f"The console is at {_scheme(settings)}://{host}/console/"


def _start_up_line(settings: Settings, port: int, store: str) -> str:
    """Returns the line that shows where the server listens, its mode, and where its data is."""
    workers = "1 worker" if settings.workers == 1 else f"{settings.workers} workers"
    return (
        f"jedlik {__version__} serves {_scheme(settings)}://{authority(settings.host, port)}"
        f" ({store}, auth {settings.auth}, {workers})"
    )
