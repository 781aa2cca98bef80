"""The five verbs on a database: a reader, a writer and a watcher do the work."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.position import position_to_bytes
from jedlik.storage.interface import (
    LAST_APPEND,
    Abort,
    Batch,
    Decide,
    E,
    Epoch,
    Fence,
    Health,
    Page,
    Put,
    R,
    StorageUnavailableError,
)
from jedlik.storage.outages import Outages
from jedlik.storage.postgresql.address import STARTING, Address
from jedlik.storage.postgresql.committer import Committer
from jedlik.storage.postgresql.connection import DISTRIBUTED_SETTINGS, Connection
from jedlik.storage.postgresql.entry_listing import PostgresqlEntries
from jedlik.storage.postgresql.failures import SENTENCES, UNAVAILABLE, unavailable
from jedlik.storage.postgresql.open_error import OpenError
from jedlik.storage.postgresql.places import Places
from jedlik.storage.postgresql.pool import Pool
from jedlik.storage.postgresql.queries import PlainQueries, Queries
from jedlik.storage.postgresql.reader import Reader, Scan
from jedlik.storage.postgresql.replica import Replica
from jedlik.storage.postgresql.replicas import NO_REPLICAS, ReplicaOptions, Replicas
from jedlik.storage.postgresql.resolver import Resolver
from jedlik.storage.postgresql.schema import prepare
from jedlik.storage.postgresql.servers import Servers
from jedlik.storage.postgresql.statements import COUNT_NODES, READ_SECRET
from jedlik.storage.postgresql.watcher import Watcher
from jedlik.storage.postgresql.writer import Writer
from jedlik.storage.watched_epoch import WatchedEpoch

_RECOVERY_S: Final = 0.5
_OWN_SECRET: Final = "INSERT INTO secret VALUES ($1, $2) ON CONFLICT DO NOTHING"  # noqa: S105


class PostgresqlStorage:
    """An open database. `open_database` creates it. Only one event loop may use it."""

    def __init__(  # noqa: PLR0913  (options by name)
        self,
        servers: Servers,
        epoch: Epoch,
        *,
        connections: int,
        now_ms: Callable[[], int] | None,
        places: Sequence[int] = (),
        replicas: ReplicaOptions = NO_REPLICAS,
    ) -> None:
        """connections: for reads and commits together. now_ms: Unix time in milliseconds for the
        positions of Appends; the time of the database if it is None. places: those of the shards of
        a database with Citus, none if the database is not distributed. replicas: for reads that
        need not be consistent.
        """
        outages = Outages(sentences=SENTENCES)
        self.epoch: Final = WatchedEpoch(epoch)
        self.health: Final[Health] = outages.health
        self._servers = servers
        self._resolver = Resolver(servers.connect) if places else None
        queries: Queries = PlainQueries()
        if places:
            from jedlik.storage.postgresql.distributed_queries import (  # noqa: PLC0415  (rare)
                DistributedQueries,
            )

            queries = DistributedQueries(Places(places))
            servers.settings = DISTRIBUTED_SETTINGS
        self._outages = outages
        commits = max(1, connections // 3)
        self._read_pool = Pool(connections - commits, self._opened)
        self._commit_pool = Pool(commits, self._opened_session)
        self._watcher = Watcher(servers, self.epoch, lambda error: outages.failed(error, calls=0))
        self.now_ms: Final = self._watcher.now_ms if now_ms is None else now_ms
        self._reader = Reader(self._read_pool, outages, queries, resolver=self._resolver)
        self._committer = Committer(
            self._commit_pool, self.epoch, self.now_ms, queries, self._resolver
        )
        self.writer: Final = Writer(self._reader, self._committer, outages, commits)
        self.replicas: Replicas | None = None
        if replicas.addresses:
            all_replicas = [Replica(each, connections - commits) for each in replicas.addresses]
            self.replicas = Replicas(servers, all_replicas, replicas.lag_s)
        self._recovery: asyncio.Task[None] | None = None
        self._is_closed = False
        outages.on_outage = self._begin_recovery

    async def start(self) -> None:
        """Begins to watch the database. Raises one of UNAVAILABLE."""
        await self._watcher.start()
        if self.replicas is not None:
            self.replicas.start()

    def entries(self) -> PostgresqlEntries:
        """Returns what lists all entries with their keys."""
        return PostgresqlEntries(self._reader.patiently)

    def others_wait(self) -> bool:
        """See Storage.others_wait."""
        return self.writer.others_wait()

    async def company(self, wait_s: float) -> bool:
        """See Storage.company. Commits are made side by side, so this is only a pause."""
        await asyncio.sleep(wait_s)
        return self.writer.others_wait()

    def read(self, keys: Sequence[Key], *, consistent: bool) -> Awaitable[Sequence[bytes | None]]:
        """See Storage.read."""
        if not consistent and self.replicas is not None:
            replica = self.replicas.fresh()
            if replica is not None:
                return self._read_from(replica, keys)
        return self._reader.read(keys)

    def scan(
        self,
        span: Span,
        *,
        limit_items: int,
        limit_bytes: int,
        reverse: bool = False,
        consistent: bool = True,
    ) -> Awaitable[Page]:
        """See Storage.scan."""
        scan = Scan(span, limit_items, limit_bytes, reverse)
        if not consistent and self.replicas is not None:
            replica = self.replicas.fresh()
            if replica is not None:
                return self._scan_on(replica, scan)
        return self._reader.scan(scan)

    def transact(
        self, reads: Sequence[Key], decide: Decide[R, E]
    ) -> Awaitable[Batch[R] | Abort[E]]:
        """See Storage.transact."""
        return self.writer.transact(reads, decide)

    def erase(self, span: Span, *, limit_items: int, fence: Fence | None) -> Awaitable[int]:
        """See Storage.erase."""
        return self.writer.erase(span, limit_items=limit_items, fence=fence)

    async def close(self) -> None:
        """See Storage.close. Closing twice is harmless."""
        if self._is_closed:
            return
        self._is_closed = True
        if self._recovery is not None:
            self._recovery.cancel()
            await asyncio.gather(self._recovery, return_exceptions=True)
        await self.writer.close()
        await self._committer.close()
        await self._reader.close()
        if self._resolver is not None:
            await self._resolver.close()
        await self._watcher.close()
        if self.replicas is not None:
            await self.replicas.close()
        await self._commit_pool.close()
        await self._read_pool.close()

    async def secret(self, name: str, new: bytes) -> bytes:
        """Returns the secret that all nodes of this database share. The first one stores `new`.

        Raises StorageUnavailableError.
        """
        try:
            connection = await self._servers.connect()
            try:
                await connection.execute(_OWN_SECRET, name, new)
                stored = await connection.fetchval(READ_SECRET, name)
            finally:
                await connection.close()
        except UNAVAILABLE as error:
            raise unavailable(error) from error
        assert isinstance(stored, bytes)
        return stored

    async def _read_from(self, replica: Replica, keys: Sequence[Key]) -> Sequence[bytes | None]:
        """Reads from a replica, and from the primary if that fails."""
        try:
            found = await replica.read(keys)
        except StorageUnavailableError:
            replica.failed()
            return await self._reader.read(keys)
        replica.reads += 1
        return found

    async def _scan_on(self, replica: Replica, scan: Scan) -> Page:
        """Scans on a replica, and on the primary if that fails."""
        try:
            found = await replica.scan(scan)
        except StorageUnavailableError:
            replica.failed()
            return await self._reader.scan(scan)
        replica.reads += 1
        return found

    async def _opened(self) -> Connection:
        try:
            return Connection(await self._servers.connect())
        except UNAVAILABLE as error:
            raise unavailable(error) from error

    async def _opened_session(self) -> Connection:
        connection = await self._opened()
        if self._resolver is not None:
            connection.watch_warnings()
        try:
            await connection.open_session()
        except UNAVAILABLE as error:
            connection.terminate()
            raise unavailable(error) from error
        return connection

    def _begin_recovery(self) -> None:
        if not self._is_closed and (self._recovery is None or self._recovery.done()):
            self._recovery = asyncio.get_running_loop().create_task(self._recover())

    async def _recover(self) -> None:
        """Tries to write until it succeeds, which ends the outage."""
        while self.health.outage is not None:
            await asyncio.sleep(_RECOVERY_S)
            try:
                await self.writer.transact([LAST_APPEND], _same_again)
            except StorageUnavailableError:
                continue


async def open_database(
    address: Address,
    *,
    epoch: Epoch | None = None,
    connections: int = 12,
    now_ms: Callable[[], int] | None = None,
    replicas: ReplicaOptions = NO_REPLICAS,
) -> PostgresqlStorage:
    """Opens a database, and creates or migrates its schema. Raises OpenError.

    epoch: counts the commits of this node. The others: see PostgresqlStorage.
    """
    starting = Servers(address.of_command(STARTING))
    try:
        connection = await starting.connect()
        try:
            places = await prepare(connection, address)
        finally:
            await connection.close()
    except UNAVAILABLE as error:
        raise OpenError(f"cannot open {address.shown}: {unavailable(error)}") from error
    if places and replicas.addresses:
        raise OpenError(f"{address.shown} is distributed, so --store-replica cannot be used")
    storage = PostgresqlStorage(
        Servers(address, checks_format=True, before=starting),
        epoch or Epoch(),
        connections=connections,
        now_ms=now_ms,
        places=places,
        replicas=replicas,
    )
    return await _started(storage, address)


async def open_prepared(address: Address, *, connections: int) -> PostgresqlStorage:
    """Opens a database whose schema is as it must be (`exclusive_use`). Raises OpenError."""
    storage = PostgresqlStorage(Servers(address), Epoch(), connections=connections, now_ms=None)
    return await _started(storage, address)


async def refuse_nodes(address: Address) -> None:
    """Raises OpenError if a node uses a database."""
    try:
        connection = await Servers(address).connect()
        try:
            if await connection.fetchval(COUNT_NODES):
                raise OpenError(f"a server uses {address.shown}: stop it first")
        finally:
            await connection.close()
    except UNAVAILABLE as error:
        raise OpenError(f"cannot open {address.shown}: {unavailable(error)}") from error


async def _started(storage: PostgresqlStorage, address: Address) -> PostgresqlStorage:
    try:
        await storage.start()
    except UNAVAILABLE as error:
        raise OpenError(f"cannot open {address.shown}: {unavailable(error)}") from error
    return storage


def _same_again(values: Sequence[bytes | None]) -> Batch[None]:
    """Returns a Batch that writes what is stored already."""
    return Batch([Put(LAST_APPEND, values[0] or position_to_bytes(0))], None)
