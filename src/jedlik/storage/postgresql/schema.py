"""The schema of the database: its creation, its format, and what the server must promise.

All nodes do this when they start, one after another. A step of a migration and the new number of
the format are one transaction.
"""

from importlib.resources import files
from typing import Final

import asyncpg

SCHEMA: Final = "jedlik"
FORMAT: Final = 1

_VERSION_MIN: Final = 140_000  # bit_xor and client_connection_check_interval came with 14
# Nodes that start at the same time wait for this lock.
_LOCK: Final = "SELECT pg_advisory_lock(7596835243154170209)"
_UNLOCK: Final = "SELECT pg_advisory_unlock(7596835243154170209)"
_FORMAT: Final = "CREATE TABLE IF NOT EXISTS format (number int NOT NULL)"

# The settings that make an acknowledged commit durable, and the values that do not.
_REQUIRED: Final = (
    ("synchronous_commit", ("off",), "a commit that was acknowledged could be lost"),
    ("fsync", ("off",), "a crash of the machine could damage the database"),
    ("full_page_writes", ("off",), "a crash of the machine could damage the database"),
)


class OpenError(Exception):
    """The database cannot be used. The text is a sentence for the operator."""


async def prepare(connection: "asyncpg.Connection[asyncpg.Record]", shown: str) -> None:
    """Creates or migrates the schema. Raises OpenError.

    shown: the address, as messages show it.
    """
    await _check(connection, shown)
    await connection.execute(_LOCK)
    try:
        await connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        await connection.execute(_FORMAT)
        found = await connection.fetchval("SELECT max(number) FROM format") or 0
        if found > FORMAT:
            raise OpenError(
                f"{shown} has format {found}, and this version of Jedlik uses formats up to"
                f" {FORMAT}. Use the newer version that wrote it"
            )
        for number in range(found + 1, FORMAT + 1):
            async with connection.transaction():
                await connection.execute(_step(number))
                await connection.execute("DELETE FROM format")
                await connection.execute("INSERT INTO format VALUES ($1)", number)
    finally:
        await connection.execute(_UNLOCK)


async def _check(connection: "asyncpg.Connection[asyncpg.Record]", shown: str) -> None:
    version = int(await connection.fetchval("SHOW server_version_num"))
    if version < _VERSION_MIN:
        raise OpenError(f"{shown} is PostgreSQL {version // 10_000}; 14 or newer is needed")
    for name, refused, reason in _REQUIRED:
        value = await connection.fetchval("SELECT current_setting($1)", name)
        if value in refused:
            raise OpenError(f"{shown} has the setting {name} = {value}: {reason}. Change it")


def _step(number: int) -> str:
    return (files(__package__) / "migrations" / f"{number}.sql").read_text()
