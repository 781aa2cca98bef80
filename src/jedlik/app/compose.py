"""One process of a server: the only place that constructs storages, nodes and servers."""

import asyncio
import gc
import logging
import os
import signal
import ssl
import sys
import time
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from socket import socket
from typing import Final, NamedTuple

from jedlik.apis.registry import OPERATION_BY_NAME
from jedlik.app.credentials import KeyPair
from jedlik.app.log_writer import LogWriter
from jedlik.app.settings import Settings
from jedlik.edge.access_log import AccessLog
from jedlik.edge.http.limits import PATIENCE
from jedlik.edge.http.protocol import Observer
from jedlik.edge.http.server import Server
from jedlik.edge.metrics import Metrics
from jedlik.engine.catalog import Catalog
from jedlik.engine.context import Node
from jedlik.engine.jobs import Job, keep
from jedlik.features.hooks_for_now import hooks
from jedlik.features.registry import JOBS
from jedlik.features.time_to_live import expire_items
from jedlik.features.vector_indexes.cache import KeptVectors
from jedlik.pipeline.authenticate import Authenticate, enforced, open_to_all
from jedlik.pipeline.pages import local_only
from jedlik.pipeline.stages import Pipeline
from jedlik.storage.interface import Epoch, Storage, StorageUnavailableError
from jedlik.storage.memory import MemoryStorage

_LOG: Final = logging.getLogger("jedlik")

ACCOUNT_ID: Final = "000000000000"
# Requests make no reference cycles worth looking for often: the default costs 4 % of GetItem.
_GARBAGE_THRESHOLDS: Final = (50_000, 20, 100)


class StartError(Exception):
    """A process cannot serve; the text is a sentence for the operator."""


class Process(NamedTuple):
    """What one process of a server is made of."""

    settings: Settings
    encryption_key: bytes | None
    root: KeyPair | None  # None in open mode
    epoch: Callable[[], Epoch]  # to be called when the process starts
    metrics: Metrics
    number: int  # of this worker, from 0
    tls: ssl.SSLContext | None
    listening: socket


class SystemClock:
    """The machine's time."""

    def now_ms(self) -> int:
        """Unix time in milliseconds."""
        return time.time_ns() // 1_000_000

    def sleep(self, seconds: float) -> Awaitable[None]:
        """Come back after `seconds`."""
        return asyncio.sleep(seconds)


class RandomIds:
    """Ids from the machine's randomness."""

    def uuid(self) -> str:
        """A random UUID in its text form."""
        return str(uuid.uuid4())


async def run(process: Process, ready: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT, then finish what is in flight. Calls `ready` once it serves.

    Raises StartError when the data folder cannot be used.
    """
    settings = process.settings
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop.set)
    storage = open_storage(process)
    node = _node(process, storage)
    log_writer = _log_writer(settings)
    access_log = None if log_writer is None else AccessLog(log_writer.write)
    server = _server(process, node, access_log)
    jobs = [asyncio.create_task(keep(job, node, _report_job)) for job in _jobs(settings)]
    if process.tls is None:
        await server.start([process.listening])
    else:
        await server.start([], [process.listening], tls=process.tls)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_GARBAGE_THRESHOLDS)
    ready()
    await stop.wait()
    await server.close(settings.grace)
    for job in jobs:
        job.cancel()
    await asyncio.gather(*jobs, return_exceptions=True)
    await storage.close()
    if access_log is not None and log_writer is not None:
        access_log.flush()
        log_writer.close()


def _report_job(name: str, error: Exception) -> None:
    if not isinstance(error, StorageUnavailableError):  # the storage has logged it
        _LOG.error("job failed: job=%s", name, exc_info=error)


def _jobs(settings: Settings) -> list[Job]:
    """The background jobs, as often as the settings say."""
    return [
        job._replace(every_s=settings.ttl_interval) if job is expire_items.JOB else job
        for job in JOBS
    ]


def open_storage(process: Process) -> Storage:
    """The storage of a process. Raises StartError."""
    settings = process.settings
    if settings.memory:
        return MemoryStorage()
    from jedlik.storage.sqlite import OpenError, open_folder  # noqa: PLC0415  (memory needs none)

    try:
        folder = Path(settings.data)
        return open_folder(folder, key=process.encryption_key, epoch=process.epoch())
    except OpenError as error:
        raise StartError(str(error)) from error


def _node(process: Process, storage: Storage) -> Node:
    settings = process.settings
    name = process.listening.getsockname()
    return Node(
        storage=storage,
        catalog=Catalog(storage, hooks(settings.item_collection_bytes)),
        clock=SystemClock(),
        ids=RandomIds(),
        transition_delay_ms=round(settings.transition_delay * 1000),
        host=f"{settings.host}:{name[1]}",
        vectors=KeptVectors(settings.vector_memory_mb << 20),
    )


def _server(process: Process, node: Node, access_log: AccessLog | None) -> Server:
    settings = process.settings
    observers: list[Observer] = [process.metrics.worker(process.number)]
    if access_log is not None:
        observers.append(access_log)
    metrics = process.metrics.page
    pipeline = Pipeline(
        node,
        OPERATION_BY_NAME,
        _authenticate(process.root),
        single_region=settings.region if settings.region_mode == "single" else None,
        # Counters tell who asks what, and making the page is work: not for strangers.
        pages={b"/metrics": metrics if process.root is None else local_only(metrics)},
    )
    return Server(
        pipeline.respond,
        PATIENCE._replace(idle_s=settings.idle_timeout),
        observers,
    )


def _authenticate(root: KeyPair | None) -> Authenticate:
    if root is None:
        return open_to_all(ACCOUNT_ID)
    secrets = {root.access_key_id: root.secret_access_key}
    return enforced(ACCOUNT_ID, secrets.get, time.time)


def _log_writer(settings: Settings) -> LogWriter | None:
    if not settings.access_log:
        return None
    if settings.access_log == "-":
        return LogWriter(sys.stdout.fileno())
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        descriptor = os.open(settings.access_log, flags, 0o600)
    except OSError as error:
        message = f"cannot write the access log {settings.access_log}: {error.strerror}"
        raise StartError(message) from error
    return LogWriter(descriptor)
