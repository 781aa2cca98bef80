"""A node on a data folder in which no server runs, for the commands that do what a server does."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from jedlik.app.backup_places import backup_target
from jedlik.app.compose import RandomIds
from jedlik.app.credentials import sealing_key
from jedlik.app.opened import SystemClock
from jedlik.app.server_name import server_name
from jedlik.app.settings import Settings
from jedlik.app.standard_error import without_log
from jedlik.engine.catalog import Catalog
from jedlik.engine.context import Node
from jedlik.engine.jobs import Job, give_up, next_piece, take_lease
from jedlik.engine.sealing import Sealing
from jedlik.features.backups.target import Target
from jedlik.features.encryption_keys.table_keys import TableKeys
from jedlik.features.options import Options
from jedlik.features.registry import features
from jedlik.storage.encrypted import EncryptedStorage
from jedlik.storage.interface import Storage
from jedlik.storage.sqlite import open_folder

_LEASE_PAUSE_S: Final = 0.2


class OfflineNode(NamedTuple):
    """A node, and what only commands need.

    raw: the storage without decryption. keys: opens the data keys of tables. target: where backups
    are that are away.
    """

    node: Node
    raw: Storage
    keys: TableKeys
    target: Target | None


@asynccontextmanager
async def offline_node(
    settings: Settings, key: bytes | None, command: str
) -> AsyncIterator[OfflineNode]:
    """Opens a data folder during a `with` block. Creates it if it is missing. Raises OpenError.

    command: what an error of another process shows.
    """
    folder = Path(settings.data)
    raw = open_folder(folder, key=key, server=f"`{command}`, {server_name()}")
    storage, ids = EncryptedStorage(raw), RandomIds()
    sealing = Sealing(partial(sealing_key, folder, key))
    keys = TableKeys(storage, sealing, ids)
    option = backup_target(settings, key, storage)
    hooks = [each.table for each in features(Options(backup_target=option))]
    node = Node(
        storage=storage,
        catalog=Catalog(storage, hooks, keys),
        clock=SystemClock(),
        ids=ids,
        transition_delay_ms=0,
        host="",
        sealing=sealing,
    )
    try:
        with without_log():
            yield OfflineNode(node, raw, keys, None if option is None else Target(option))
    finally:
        await storage.close()
        if option is not None:
            await option.buckets.close()


async def finish(
    job: Job, node: Node, progress: Callable[[], Awaitable[None]] | None = None
) -> None:
    """Does a job until nothing is due. The first failure is raised.

    A server that was killed may have left a lease, which ends within 15 seconds.
    """
    owner = node.ids.uuid()
    try:
        await _finish(job, node, owner, progress)
    finally:
        lease = await take_lease(job, node, owner)
        if lease is not None:
            await give_up(node, lease)


async def _finish(
    job: Job, node: Node, owner: str, progress: Callable[[], Awaitable[None]] | None
) -> None:
    while (piece := await next_piece(job, node)) is not None:
        lease = await take_lease(job, node, owner)
        if lease is None:
            await asyncio.sleep(_LEASE_PAUSE_S)
            continue
        await piece.run(lease)
        if progress is not None:
            await progress()
