"""The parts of one worker: only this module constructs storages, nodes and servers."""

import asyncio
import gc
import logging
import os
import random
import secrets
import ssl
import sys
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from socket import socket
from typing import Final, NamedTuple

from jedlik.apis.registry import APIS, PROTOCOLS
from jedlik.app.backup_places import backup_target
from jedlik.app.buckets import open_buckets
from jedlik.app.console import console
from jedlik.app.credentials import KeyPair, sealing_key
from jedlik.app.descriptor_watch import watch_descriptors
from jedlik.app.life_cycle import requests_s
from jedlik.app.listening import authority, reachable_host
from jedlik.app.log_writer import LogWriter
from jedlik.app.memory_limit import Share, share_of
from jedlik.app.opened import Opened, SystemClock
from jedlik.app.settings import Settings, elements, origins
from jedlik.app.worker import Life
from jedlik.core.principal import account_root
from jedlik.edge.access_log import AccessLog
from jedlik.edge.connections.limits import TIMEOUTS
from jedlik.edge.connections.memory import Memory
from jedlik.edge.http.server import Server
from jedlik.edge.http.shared import Bounds, Observer, next_turn
from jedlik.edge.metrics import Metrics, WorkerMetrics
from jedlik.engine.breaks import Breaks
from jedlik.engine.catalog import Catalog
from jedlik.engine.context import IssuerKeys, Node, no_issuer
from jedlik.engine.feature import Feature
from jedlik.engine.jobs import end_leases, keep
from jedlik.engine.sealing import Sealing
from jedlik.engine.setbacks import AwayError
from jedlik.features.encryption_keys.table_keys import TableKeys
from jedlik.features.options import Options
from jedlik.features.registry import features
from jedlik.pipeline.authenticate import Authenticator, Enforced, open_to_all
from jedlik.pipeline.exchange import AccessControl, Audit, Services
from jedlik.pipeline.pages import health_unless, live, local_only, ready_unless
from jedlik.pipeline.stages import Pipeline
from jedlik.pipeline.web_access import ANY, WebAccess
from jedlik.storage.encrypted import EncryptedStorage
from jedlik.storage.interface import (
    Epoch,
    FailureKind,
    Health,
    StorageUnavailableError,
)
from jedlik.wire.body_memory import FACTOR_MAX, memory_bytes

_LOG: Final = logging.getLogger("jedlik")

ACCOUNT_ID: Final = "000000000000"
# Requests leave hardly any reference cycles. Searching for them as often as Python does by default
# takes 4 % of the time of GetItem.
_GARBAGE_THRESHOLDS: Final = (50_000, 20, 100)


class StartError(Exception):
    """A worker cannot serve. The text is a sentence for the operator."""


class Process(NamedTuple):
    """The values from which one worker is made."""

    settings: Settings
    server_name: str  # the same in all workers, and in no other server
    encryption_key: bytes | None
    root: KeyPair | None  # None in open mode
    epoch: Callable[[], Epoch]  # called once, in the process of the worker
    metrics: Metrics
    number: int  # the number of this worker, from 0
    tls: ssl.SSLContext | None
    listening: socket
    issuer_files: Mapping[str, Path] = {}  # the keys of each issuer of web identities


class _Observers(NamedTuple):
    """What is called for each answer."""

    counters: WorkerMetrics
    access_log: AccessLog | None

    def all(self) -> Sequence[Observer]:
        """Returns those that exist."""
        return [self.counters] if self.access_log is None else [self.counters, self.access_log]


class RandomIds:
    """Ids from random numbers."""

    def uuid(self) -> str:
        """Returns a random UUID in its text form."""
        return str(uuid.uuid4())


async def run(process: Process, life: Life) -> None:
    """Serves until `life` calls for a stop, then finishes the requests in flight.

    Raises StartError if the worker cannot serve.
    """
    settings = process.settings
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    life.begin(lambda: loop.call_soon_threadsafe(stop.set))
    opened = await open_storage(process)
    storage = EncryptedStorage(opened.storage)
    options = _options(process, storage)
    all_features = features(options)
    node = _node(process, storage, opened, all_features)
    node.buckets = open_buckets(settings)
    log_writer = _log_writer(settings.access_log, "access log")
    access_log = None if log_writer is None else AccessLog(log_writer.write)
    audit_writer = _log_writer(settings.audit_log, "audit log")
    authenticator = _authenticator(process, node)
    audit = _audit(settings, audit_writer)
    control = _access_control(process, authenticator, audit)
    observers = _Observers(process.metrics.worker(process.number), access_log)
    observers.counters.replicas = opened.replicas
    server = _server(process, node, observers, control, stop.is_set)
    jobs = [job for each in all_features for job in each.jobs]
    if authenticator.last_uses is not None:
        jobs.append(authenticator.last_uses.job)
    breaks = Breaks(
        lambda: observers.counters.answers, node.clock.sleep, time.perf_counter, time.thread_time
    )
    await end_leases(node, jobs, opened.began_ms)
    tasks = [asyncio.create_task(breaks.within(keep(job, node, _report_job))) for job in jobs]
    if process.tls is None:
        await server.start([process.listening])
        tasks.append(asyncio.create_task(watch_descriptors()))  # the TLS port reports by itself
    else:
        await server.start([], [process.listening], tls=process.tls)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_GARBAGE_THRESHOLDS)
    life.serves()
    heartbeats = asyncio.create_task(life.send_heartbeats())
    await stop.wait()
    await _close(server, settings)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await node.buckets.close()
    if options.backup_target is not None:
        await options.backup_target.buckets.close()
    await storage.close()
    heartbeats.cancel()
    if access_log is not None and log_writer is not None:
        access_log.flush()
        log_writer.close()
    if audit_writer is not None:
        audit_writer.close()


async def _close(server: Server, settings: Settings) -> None:
    """Goes on serving for the seconds of `--drain`, then finishes the requests in flight."""
    if settings.drain:
        server.drain()
        await asyncio.sleep(settings.drain)
    await server.close(requests_s(settings.grace))


def _report_job(name: str, failures: int, error: Exception | None) -> None:
    """Logs the first failure with its traceback, then each failure, and the first success."""
    if isinstance(error, StorageUnavailableError):  # the storage has logged it
        return
    if error is None:
        _LOG.warning("job works again: job=%s failures=%d", name, failures)
    elif isinstance(error, AwayError):  # nothing is wrong with the server
        _LOG.error("job waits: job=%s failures=%d: %s", name, failures, error)
    elif failures == 1:
        _LOG.error("job failed: job=%s", name, exc_info=error)
    else:
        _LOG.error("job failed again: job=%s failures=%d error=%r", name, failures, error)


def _options(process: Process, storage: EncryptedStorage) -> Options:
    """Returns the options of features, from the settings."""
    settings = process.settings
    return Options(
        item_collection_bytes=settings.item_collection_bytes,
        vector_memory_bytes=_share(settings).vector_bytes,
        expiry_interval_s=settings.ttl_interval,
        backup_target=backup_target(settings, process.encryption_key, storage),
    )


def _share(settings: Settings) -> Share:
    """Returns the memory of one worker."""
    return share_of(
        settings.memory_limit,
        workers=settings.workers,
        vector_mb=settings.vector_memory_mb,
        has_caches=not (settings.memory or settings.store),
    )


async def open_storage(process: Process) -> Opened:
    """Opens the storage of a process. Raises StartError."""
    settings, clock = process.settings, SystemClock()
    if settings.memory:
        from jedlik.storage.memory import MemoryStorage  # noqa: PLC0415  (a folder needs none)

        # A server in memory has one worker, so all its processes have the same random key.
        return Opened(MemoryStorage(), clock, partial(secrets.token_bytes, 32))
    if settings.store:
        from jedlik.app.database import DatabaseError, open_store  # noqa: PLC0415  (as above)

        try:
            return await open_store(settings, os.environ, process.encryption_key, process.epoch())
        except DatabaseError as error:
            raise StartError(str(error)) from error
    from jedlik.storage.sqlite import OpenError, open_folder  # noqa: PLC0415  (memory needs none)

    folder, began_ms = Path(settings.data), clock.now_ms()
    try:
        storage = open_folder(
            folder,
            key=process.encryption_key,
            server=process.server_name,
            epoch=process.epoch(),
        )
    except OpenError as error:
        raise StartError(str(error)) from error
    share = _share(settings)
    storage.limit_caches(share.read_cache_bytes, share.write_cache_bytes)
    seal = partial(sealing_key, folder, process.encryption_key)
    return Opened(storage, clock, seal, began_ms=began_ms if storage.is_first else None)


def _node(
    process: Process, storage: EncryptedStorage, opened: Opened, all_features: Sequence[Feature]
) -> Node:
    settings = process.settings
    name = process.listening.getsockname()
    sealing, ids = Sealing(opened.sealing_key), RandomIds()
    return Node(
        storage=storage,
        catalog=Catalog(
            storage, [each.table for each in all_features], TableKeys(storage, sealing, ids)
        ),
        clock=opened.clock,
        ids=ids,
        transition_delay_ms=round(settings.transition_delay * 1000),
        host=authority(reachable_host(settings.host), name[1]),
        sealing=sealing,
        issuer_keys=_issuer_keys(process),
    )


def _issuer_keys(process: Process) -> IssuerKeys:
    if not process.issuer_files:
        return no_issuer
    from jedlik.app.web_identity_keys import reader_of  # noqa: PLC0415  (few servers need it)

    return reader_of(process.issuer_files)


def _access_control(
    process: Process, authenticator: Authenticator, audit: Audit | None
) -> AccessControl:
    is_tls = process.tls is not None
    if process.root is None:
        return AccessControl(authenticator, audit=audit, is_tls=is_tls)
    from jedlik.pipeline.authorize import Authorize  # noqa: PLC0415  (open mode decides nothing)

    return AccessControl(authenticator, Authorize(is_tls=is_tls), audit, is_tls)


def _server(
    process: Process,
    node: Node,
    observers: _Observers,
    access_control: AccessControl,
    is_draining: Callable[[], bool],
) -> Server:
    settings = process.settings
    counters = observers.counters
    counters.storage_failures = partial(_failures, node.storage.health)
    metrics = process.metrics.page
    access = _web_access(settings)
    share = _share(settings)
    memory = Memory(
        share.request_bytes,
        estimate=partial(memory_bytes, random=random.random),
        factor_max=FACTOR_MAX,
        later=next_turn,
    )
    counters.memory = partial(_memory, memory)
    services = Services(
        node,
        access_control,
        region=settings.region if settings.region_mode == "single" else None,
        web_access=access,
        shows_host=reachable_host(settings.host) != settings.host,
        reserve=memory.grow,
    )
    # The counters show what other clients do, and making the page takes time. So with signatures
    # only clients on this machine get it.
    pages = {
        b"/": health_unless(partial(_outage, node.storage.health)),
        b"/health/live": live,
        b"/health/ready": ready_unless(partial(_unready, node.storage.health, is_draining)),
        b"/metrics": metrics if process.root is None else local_only(metrics, access),
    }
    pipeline = Pipeline(services, APIS, PROTOCOLS, pages, console(settings, ACCOUNT_ID))
    return Server(
        pipeline.respond,
        TIMEOUTS._replace(idle_s=settings.idle_timeout),
        observers.all(),
        bounds=Bounds(memory, share.connections),
        shed=pipeline.shed,
    )


def _web_access(settings: Settings) -> WebAccess:
    """Returns who may call. With signatures that is everybody, as on the service.

    Clients in a network call the server by names that it does not know. So a server that is open to
    the network accepts every Host, unless its names are given.
    """
    names = [each.lower() for each in elements(settings.allowed_host)]
    is_open = settings.auth == "open"
    return WebAccess(
        origins=origins(settings) if is_open else (ANY,),
        hosts=(settings.host.lower(), *names),
        checks_hosts=is_open and (bool(names) or not settings.dangerously_open_to_network),
    )


def _memory(memory: Memory) -> Sequence[int]:
    """Returns what the metrics show of the memory of requests."""
    return memory.limit_bytes, memory.held_bytes, memory.shed


def _outage(health: Health) -> str | None:
    return None if health.outage is None else health.outage.value


def _unready(health: Health, is_draining: Callable[[], bool]) -> str | None:
    """Returns why clients should send their requests to another server, or None."""
    if is_draining():
        return "draining"
    return None if health.outage is None else f"storage outage: {health.outage.value}"


def _failures(health: Health) -> Sequence[int]:
    """Returns what the metrics show of a storage: counts of failures by kind, then outages."""
    counts = [health.failures.get(kind, 0) for kind in FailureKind]
    return counts + [int(health.outage is kind) for kind in FailureKind]


def _authenticator(process: Process, node: Node) -> Authenticator:
    root = process.root
    if root is None:
        return open_to_all(account_root(ACCOUNT_ID, is_verified=False))
    roots = {root.access_key_id: (ACCOUNT_ID, root.secret_access_key)}
    from jedlik.features.identity.directory import Directory  # noqa: PLC0415  (as above)

    return Enforced(Directory(node, roots), time.time)


def _audit(settings: Settings, writer: LogWriter | None) -> Audit | None:
    if writer is None:
        return None
    from jedlik.pipeline.audit import AuditLog  # noqa: PLC0415  (most servers have none)

    return AuditLog(writer.write, has_data_events=settings.audit_data_events).record


def _log_writer(path: str, what: str) -> LogWriter | None:
    """Returns what writes a log to a file or to standard output. what: the name of the log."""
    if not path:
        return None
    if path == "-":
        return LogWriter(sys.stdout.fileno(), what)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError as error:
        raise StartError(f"cannot write the {what} {path}: {error.strerror}") from error
    return LogWriter(descriptor, what)
