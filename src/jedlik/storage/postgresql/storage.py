"""The five verbs on a database: a reader, a writer and a watcher do the work."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import asyncpg

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
from jedlik.storage.postgresql.address import Address
from jedlik.storage.postgresql.committer import Committer
from jedlik.storage.postgresql.connection import (
    DISTRIBUTED_SETTINGS,
    SETTINGS,
    Connection,
    connect,
)
from jedlik.storage.postgresql.failures import SENTENCES, UNAVAILABLE, unavailable
from jedlik.storage.postgresql.open_error import OpenError
from jedlik.storage.postgresql.places import Places
from jedlik.storage.postgresql.pool import Pool
from jedlik.storage.postgresql.queries import PlainQueries, Queries
from jedlik.storage.postgresql.reader import Reader
from jedlik.storage.postgresql.resolver import Resolver
from jedlik.storage.postgresql.schema import prepare
from jedlik.storage.postgresql.watcher import Watcher
from jedlik.storage.postgresql.writer import Writer
from jedlik.storage.watched_epoch import WatchedEpoch

CONNECTIONS_MIN: Final = 2
_RECOVERY_S: Final = 0.5
_OWN_SECRET: Final = "INSERT INTO secret VALUES ($1, $2) ON CONFLICT DO NOTHING"  # noqa: S105
_READ_SECRET: Final = "SELECT value FROM secret WHERE name = $1"  # noqa: S105
# Nodes give this name to their connections. `jedlik verify` looks for others before it reads.
_OTHERS: Final = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND application_name = 'jedlik' AND pid <> pg_backend_pid()"
)


class PostgresqlStorage:
    """An open database. `open_database` creates it. Only one event loop may use it."""

    def __init__(
        self,
        address: Address,
        epoch: Epoch,
        *,
        connections: int,
        now_ms: Callable[[], int] | None,
        places: Sequence[int] = (),
    ) -> None:
        """connections: for reads and commits together. now_ms: Unix time in milliseconds for the
        positions of Appends; the time of the database if it is None. places: those of the shards of
        a database with Citus, none if the database is not distributed.
        """
        outages = Outages(sentences=SENTENCES)
        self.epoch: Final = WatchedEpoch(epoch)
        self.health: Final[Health] = outages.health
        self._address = address
        self._settings = DISTRIBUTED_SETTINGS if places else SETTINGS
        self._resolver = Resolver(self._connected) if places else None
        queries: Queries = PlainQueries()
        if places:
            from jedlik.storage.postgresql.distributed_queries import (  # noqa: PLC0415  (rare)
                DistributedQueries,
            )

            queries = DistributedQueries(Places(places))
        self._outages = outages
        commits = max(1, connections // 3)
        self._read_pool = Pool(connections - commits, self._opened)
        self._commit_pool = Pool(commits, self._opened_session)
        self._watcher = Watcher(address, self.epoch, lambda error: outages.failed(error, calls=0))
        self.now_ms: Final = self._watcher.now_ms if now_ms is None else now_ms
        self._reader = Reader(self._read_pool, outages, queries, self._resolver)
        self._committer = Committer(
            self._commit_pool, self.epoch, self.now_ms, queries, self._resolver
        )
        self.writer: Final = Writer(self._reader, self._committer, outages, commits)
        self._recovery: asyncio.Task[None] | None = None
        self._is_closed = False
        outages.on_outage = self._begin_recovery

    async def start(self) -> None:
        """Begins to watch the database. Raises one of UNAVAILABLE."""
        await self._watcher.start()

    def read(self, keys: Sequence[Key], *, consistent: bool) -> Awaitable[Sequence[bytes | None]]:
        """See Storage.read."""
        return self._reader.read(keys)

    def scan(
        self, span: Span, *, limit_items: int, limit_bytes: int, reverse: bool = False
    ) -> Awaitable[Page]:
        """See Storage.scan."""
        return self._reader.scan(
            span, limit_items=limit_items, limit_bytes=limit_bytes, reverse=reverse
        )

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
        await self._commit_pool.close()
        await self._read_pool.close()

    async def secret(self, name: str, new: bytes) -> bytes:
        """Returns the secret that all nodes of this database share. The first one stores `new`."""
        connection = await connect(self._address)
        try:
            await connection.execute(_OWN_SECRET, name, new)
            stored = await connection.fetchval(_READ_SECRET, name)
        finally:
            await connection.close()
        assert isinstance(stored, bytes)
        return stored

    def _connected(self) -> "Awaitable[asyncpg.Connection[asyncpg.Record]]":
        return connect(self._address, self._settings)

    async def _opened(self) -> Connection:
        try:
            return Connection(await self._connected())
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
    alone: bool = False,
) -> PostgresqlStorage:
    """Opens a database, and creates or migrates its schema. Raises OpenError.

    epoch: counts the commits of this node. alone: whether no node may be connected.
    """
    try:
        connection = await connect(address)
        try:
            places = await prepare(connection, address)
            if alone and await connection.fetchval(_OTHERS):
                raise OpenError(f"a server uses {address.shown}: stop it first")
        finally:
            await connection.close()
        storage = PostgresqlStorage(
            address, epoch or Epoch(), connections=connections, now_ms=now_ms, places=places
        )
        await storage.start()
    except UNAVAILABLE as error:
        raise OpenError(f"cannot open {address.shown}: {unavailable(error)}") from error
    return storage


def _same_again(values: Sequence[bytes | None]) -> Batch[None]:
    """Returns a Batch that writes what is stored already."""
    return Batch([Put(LAST_APPEND, values[0] or position_to_bytes(0))], None)
