"""The schema of the database: its creation, its format, and what the server must promise.

All nodes do this when they start, one after another. A step of a migration and the new number of
the format are one transaction.

Nodes of one format may serve a database together, whatever their versions are. A format is raised
only while no node uses the database: nodes of an earlier format would misread what newer ones
write. A node that was cut off meanwhile finds the new number when it connects (`servers`), and in
its sessions.
"""

from collections.abc import Sequence
from importlib.resources import files
from typing import Final

import asyncpg

from jedlik.storage.postgresql.address import Address
from jedlik.storage.postgresql.cluster import check_cluster, places_of
from jedlik.storage.postgresql.open_error import REQUIRED, OpenError
from jedlik.storage.postgresql.statements import COUNT_NODES, FORMAT_FOUND

SCHEMA: Final = "jedlik"
FORMAT: Final = 2
# The format of data folders that has the same records. If that one rises, this one must rise too,
# unless only the file has changed.
FOLDER_FORMAT: Final = 7
# While entries are moved into a database, this is added to its format. Every version of Jedlik
# refuses a format that is greater than its own.
UNFINISHED: Final = 1_000_000

_VERSION_MIN: Final = 140_000  # bit_xor and client_connection_check_interval came with 14
# Nodes that start at the same time wait for this lock.
_LOCK: Final = "SELECT pg_advisory_lock(7596835243154170209)"
_UNLOCK: Final = "SELECT pg_advisory_unlock(7596835243154170209)"
# New connections of nodes wait until the format has been raised.
_LOCK_FORMAT: Final = "LOCK TABLE format IN ACCESS EXCLUSIVE MODE"
_END_CONNECTIONS: Final = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'jedlik'"
)
_FORMAT: Final = "CREATE TABLE IF NOT EXISTS format (number int NOT NULL)"

_HAS_FORMAT: Final = f"SELECT to_regclass('{SCHEMA}.format') IS NOT NULL"
_IS_DISTRIBUTED: Final = f"SELECT to_regclass('{SCHEMA}.place') IS NOT NULL"


async def prepare(
    connection: "asyncpg.Connection[asyncpg.Record]", address: Address
) -> Sequence[int]:
    """Creates or migrates the schema. Returns the places of the shards, none if there are none.

    Raises OpenError.
    """
    await check_server(connection, address.shown)
    await lock(connection, address.shown)
    try:
        return await migrate(connection, address.shown, shards=address.shards)
    finally:
        await connection.execute(_UNLOCK)


async def lock(connection: "asyncpg.Connection[asyncpg.Record]", shown: str) -> None:
    """Takes the lock under which the schema changes. Raises OpenError if others have it too long.

    It ends with the connection.
    """
    try:
        await connection.execute(_LOCK)
    except (asyncpg.LockNotAvailableError, asyncpg.QueryCanceledError) as error:
        raise OpenError(
            f"another command moves {shown}, or changes its schema: wait until it has ended"
        ) from error


async def migrate(
    connection: "asyncpg.Connection[asyncpg.Record]",
    shown: str,
    *,
    is_target: bool = False,
    shards: int = 0,
) -> Sequence[int]:
    """Creates or migrates the schema, under the lock. Returns the places of the shards.

    is_target: whether entries are moved into the database, so that an unfinished move may be
    continued. shards: see `prepare`. Raises OpenError.
    """
    has_format = await connection.fetchval(_HAS_FORMAT)
    found = (await connection.fetchval(FORMAT_FOUND) if has_format else 0) or 0
    added = UNFINISHED if found >= UNFINISHED else 0
    _check_format(found, shown, is_target=is_target)
    is_distributed = await connection.fetchval(_IS_DISTRIBUTED)
    if shards and found and not is_distributed:
        raise OpenError(
            f"{shown} has data that is not distributed, and --store-shards cannot distribute"
            " it. Use an empty database"
        )
    if shards or is_distributed:
        await check_cluster(connection, shown, is_new=not is_distributed)
    if not has_format:
        await connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        await connection.execute(_FORMAT)
    for number in range(found - added + 1, FORMAT + 1):
        async with connection.transaction():
            await _lock_alone(connection, shown, found)
            if is_distributed:  # what a step changes is on the coordinator; a worker may be away
                await connection.execute("SET LOCAL citus.enable_ddl_propagation = off")
            await connection.execute(_step(str(number)))
            if shards and number == 1:
                await connection.execute(_step("distributed_1").replace("SHARDS", str(shards)))
            await connection.execute("DELETE FROM format")
            await connection.execute("INSERT INTO format VALUES ($1)", number + added)
    if not (shards or is_distributed):
        return ()
    return await places_of(connection, shown, shards)


async def _lock_alone(
    connection: "asyncpg.Connection[asyncpg.Record]", shown: str, found: int
) -> None:
    """Lets no node connect until the end of the transaction. Raises OpenError if one has connected.

    found: the format of the database, 0 if it has none.
    """
    await _refuse_nodes(connection, shown, found)  # they need not wait for a lock of no use
    try:
        await connection.execute(_LOCK_FORMAT)
    except asyncpg.LockNotAvailableError as error:
        raise OpenError(
            f"another program, perhaps pg_dump, reads {shown}: wait until it has ended"
        ) from error
    await _refuse_nodes(connection, shown, found)


async def _refuse_nodes(
    connection: "asyncpg.Connection[asyncpg.Record]", shown: str, found: int
) -> None:
    if found and await connection.fetchval(COUNT_NODES):
        raise OpenError(
            f"nodes of an earlier version use {shown}, which has format {found}. This version"
            f" brings it to format {FORMAT}, and they cannot use that: stop all of them, then"
            " start this one. If none of them runs any more, the server still has their"
            f" connections. This ends them: {_END_CONNECTIONS}"
        )


def _check_format(found: int, shown: str, *, is_target: bool) -> None:
    """Raises OpenError unless the database can be migrated. found: its format."""
    added = UNFINISHED if found >= UNFINISHED else 0
    if added and not is_target:
        raise OpenError(
            f"a move to {shown} is not finished. Run the same `jedlik move` again, or drop the"
            f" schema {SCHEMA} to give it up"
        )
    if found - added > FORMAT:
        raise OpenError(
            f"{shown} has format {found - added}, and this version of Jedlik uses formats up to"
            f" {FORMAT}. Use the newer version that wrote it"
        )


async def check_server(connection: "asyncpg.Connection[asyncpg.Record]", shown: str) -> None:
    """Checks the version and the settings of the server. Raises OpenError."""
    version = int(await connection.fetchval("SHOW server_version_num"))
    if version < _VERSION_MIN:
        raise OpenError(f"{shown} is PostgreSQL {version // 10_000}; 14 or newer is needed")
    for name, refused, reason in REQUIRED:
        value = await connection.fetchval("SELECT current_setting($1)", name)
        if value in refused:
            raise OpenError(f"{shown} has the setting {name} = {value}: {reason}. Change it")


def _step(name: str) -> str:
    return (files(__package__) / "migrations" / f"{name}.sql").read_text()
