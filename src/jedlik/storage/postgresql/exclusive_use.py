"""The exclusive use of a database by one command, `jedlik move`.

A node that starts takes an advisory lock while it creates or migrates the schema. A command that
holds this lock keeps all nodes from starting, also those of earlier versions. Nodes that run have
connections, and the server lists them.

While entries are moved into a database, its format is a number that every version refuses. So a
move that was interrupted leaves a database that no node serves.
"""

from typing import Final, final

import asyncpg

from jedlik.storage.postgresql.address import Address
from jedlik.storage.postgresql.connection import connect
from jedlik.storage.postgresql.failures import UNAVAILABLE, unavailable
from jedlik.storage.postgresql.open_error import OpenError
from jedlik.storage.postgresql.schema import (
    FORMAT,
    SCHEMA,
    UNFINISHED,
    check_server,
    lock,
    migrate,
)
from jedlik.storage.postgresql.statements import COUNT_NODES, FORMAT_FOUND, READ_SECRET

_HAS_SCHEMA: Final = "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)"
_HAS_ENTRIES: Final = "SELECT EXISTS (SELECT FROM entry)"
_PUT_SECRET: Final = (
    "INSERT INTO secret VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value"  # noqa: S105
)


@final
class ExclusiveUse:
    """A database that no node uses, as long as this connection lives.

    Each method raises OpenError, with a sentence for the operator.
    """

    def __init__(self, address: Address, connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        self._address = address
        self._connection = connection

    @classmethod
    async def begin(cls, address: Address, *, is_target: bool) -> "ExclusiveUse":
        """Returns the exclusive use of a database.

        is_target: whether entries are moved into it. Then it must be empty, or a move to it was
        interrupted; it has no complete format until `finish`. A source must have data.
        """
        try:
            connection = await connect(address)
        except UNAVAILABLE as error:
            raise OpenError(f"cannot open {address.shown}: {unavailable(error)}") from error
        use = cls(address, connection)
        try:
            await check_server(connection, address.shown)
            await lock(connection, address.shown)
            if not (is_target or await connection.fetchval(_HAS_SCHEMA, SCHEMA)):
                raise OpenError(f"there is no data in {address.shown}")
            if await migrate(connection, address.shown, is_target=is_target):
                raise OpenError(
                    f"{address.shown} is distributed over workers of Citus, and `jedlik move` moves"
                    " plain databases only"
                )
            await use.check()
            if is_target:
                await use._mark()
        except UNAVAILABLE as error:
            await use.end()
            raise OpenError(f"cannot open {address.shown}: {unavailable(error)}") from error
        except OpenError:
            await use.end()
            raise
        return use

    async def check(self) -> None:
        """Raises OpenError if a node uses the database, or if this connection has ended."""
        try:
            if await self._connection.fetchval(COUNT_NODES):
                raise OpenError(f"a server uses {self._address.shown}: stop it first")
        except UNAVAILABLE as error:
            raise self._failed(error) from error

    async def secret(self, name: str) -> bytes | None:
        """Returns a secret of the nodes, None if there is none."""
        try:
            found: bytes | None = await self._connection.fetchval(READ_SECRET, name)
        except UNAVAILABLE as error:
            raise self._failed(error) from error
        return found

    async def finish(self, secrets: dict[str, bytes]) -> None:
        """Ends the move into the database: stores secrets, and the format that nodes serve."""
        await self.check()
        try:
            async with self._connection.transaction():
                for name, value in secrets.items():
                    await self._connection.execute(_PUT_SECRET, name, value)
                await self._set_format(FORMAT)
        except UNAVAILABLE as error:
            raise self._failed(error) from error

    async def end(self) -> None:
        """Ends the exclusive use. Ending twice is harmless."""
        if not self._connection.is_closed():
            self._connection.terminate()

    def _failed(self, error: BaseException) -> OpenError:
        """Returns the error for a connection that failed. Then the lock may be gone."""
        return OpenError(
            f"the connection to {self._address.shown} failed, so a server may have started:"
            f" {unavailable(error)}"
        )

    async def _mark(self) -> None:
        """Gives the database a format that no version serves."""
        connection = self._connection
        if await connection.fetchval(FORMAT_FOUND) < UNFINISHED:
            if await connection.fetchval(_HAS_ENTRIES):
                raise OpenError(
                    f"there is data in {self._address.shown}, and a move replaces nothing. Give an"
                    f" empty database, or drop the schema {SCHEMA}"
                )
            await self._set_format(UNFINISHED + FORMAT)

    async def _set_format(self, number: int) -> None:
        async with self._connection.transaction():
            await self._connection.execute("DELETE FROM format")
            await self._connection.execute("INSERT INTO format VALUES ($1)", number)
