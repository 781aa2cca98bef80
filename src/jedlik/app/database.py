"""The database of `--store`: its address, its storage, and what all servers that use it share.

asyncpg is an optional dependency, so the storage is imported when it is needed.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jedlik.app.credentials import KeyPair, given_pair, new_sealing_key, sealing_key
from jedlik.app.opened import Opened
from jedlik.app.settings import Settings, SettingsError, elements
from jedlik.engine.sealing import Sealing
from jedlik.storage.interface import Epoch, StorageUnavailableError

if TYPE_CHECKING:
    from jedlik.storage.postgresql import Address, PostgresqlStorage
    from jedlik.storage.postgresql.replica import Replica

# Names among the secrets of a database: the sealing key, unless the servers are given one, and what
# is derived from the key of the servers, so that each of them can prove that it has the same.
SEAL: Final = "seal"
SEAL_PROOF: Final = "seal proof"
_PROOF: Final = b"seal proof"
_PROOF_BYTES: Final = 32


class DatabaseError(Exception):
    """The database cannot be used. The text is a sentence for the operator."""


class DatabaseClock:
    """The clock of the database, so that all servers that use it have one time."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms

    def now_ms(self) -> int:
        """Returns Unix time in milliseconds."""
        return self._now_ms()

    def sleep(self, seconds: float) -> Awaitable[None]:
        """Waits for `seconds`."""
        return asyncio.sleep(seconds)


def address(settings: Settings, environment: Mapping[str, str]) -> "Address":
    """Returns the checked address of `--store`. Raises SettingsError."""
    try:
        from jedlik.storage.postgresql import (  # noqa: PLC0415  (an optional dependency)
            AddressError,
            address_of,
        )
    except ImportError as error:
        raise SettingsError(
            "--store needs the package asyncpg: pip install 'jedlik[postgresql]'"
        ) from error
    try:
        return address_of(
            settings.store, settings.store_password_file, environment, settings.store_shards
        )
    except AddressError as error:
        raise SettingsError(str(error)) from None


def replica_addresses(settings: Settings, environment: Mapping[str, str]) -> list["Address"]:
    """Returns the checked addresses of `--store-replica`. Raises SettingsError."""
    found = []
    for each in elements(settings.store_replica):
        try:
            found.append(address(replace(settings, store=each), environment))
        except SettingsError as error:
            raise SettingsError(str(error).replace("--store ", "--store-replica ")) from None
    return found


def root_pair(environment: Mapping[str, str]) -> KeyPair:
    """Returns the root key pair of servers with `--store`. Raises SettingsError."""
    pair = given_pair(environment)
    if pair is None:
        raise SettingsError(
            "with --store the root key pair is the same for all servers: set"
            " JEDLIK_ROOT_ACCESS_KEY_ID and JEDLIK_ROOT_SECRET_ACCESS_KEY"
        )
    return pair


async def open_store(
    settings: Settings,
    environment: Mapping[str, str],
    encryption_key: bytes | None,
    epoch: Epoch,
    *,
    alone: bool = False,
) -> Opened:
    """Opens the database of `--store`. Raises DatabaseError and SettingsError.

    alone: whether no server may use it.
    """
    from jedlik.storage.postgresql import (  # noqa: PLC0415  (as above)
        OpenError,
        ReplicaOptions,
        open_database,
        refuse_nodes,
    )

    addresses = [] if alone else replica_addresses(settings, environment)
    replicas = ReplicaOptions(addresses, settings.store_replica_lag)
    try:
        where = address(settings, environment)
        if alone:
            await refuse_nodes(where)
        storage = await open_database(
            where,
            epoch=epoch,
            connections=settings.store_connections,
            replicas=replicas,
        )
        seal = await _checked_seal(storage, where, encryption_key)
    except OpenError as error:
        raise DatabaseError(str(error)) from error
    lags = None if storage.replicas is None else partial(_lags, storage.replicas.all)
    return Opened(storage, DatabaseClock(storage.now_ms), lambda: seal, lags)


def seal_proof(seal: bytes) -> bytes:
    """Returns what a database stores to recognize a sealing key, and nobody can compute it from."""
    return Sealing(lambda: seal).derived(_PROOF, b"", _PROOF_BYTES)


async def _checked_seal(
    storage: "PostgresqlStorage", where: "Address", encryption_key: bytes | None
) -> bytes:
    """Returns the sealing key: that of the option, otherwise the one that the database has.

    Closes the storage and raises DatabaseError if the database cannot be reached any more, or was
    served with another key. A server with another key could not read what the others have sealed,
    nor could they read what it seals.
    """
    try:
        if encryption_key is None:
            seal = await storage.secret(SEAL, new_sealing_key())
        else:
            seal = sealing_key(Path(), encryption_key)
        proof = seal_proof(seal)
        has_same_key = await storage.secret(SEAL_PROOF, proof) == proof
    except StorageUnavailableError as error:
        await storage.close()
        raise DatabaseError(f"cannot open {where.shown}: {error}") from error
    if not has_same_key:
        await storage.close()
        raise DatabaseError(
            f"{where.shown} is served with another key: give the one of its other servers with"
            " --key-file, --key-command or JEDLIK_KEY, or none if they have none"
        )
    return seal


def _lags(replicas: Sequence["Replica"]) -> Sequence[tuple[float, int]]:
    """Returns of each replica its lag in seconds, which may be infinite, and its count of reads."""
    now_s = time.monotonic()
    return [(now_s - each.proven_s, each.reads) for each in replicas]
