"""The command `jedlik account`: further accounts of a data folder, in which no server runs, or of a
database.
"""

import asyncio
import os
from functools import partial
from pathlib import Path
from shlex import quote

from jedlik.app.compose import RandomIds
from jedlik.app.credentials import sealing_key
from jedlik.app.database import DatabaseError, open_store
from jedlik.app.opened import Opened, SystemClock
from jedlik.app.server_name import server_name
from jedlik.app.settings import Settings, SettingsError
from jedlik.core.errors import Reject
from jedlik.engine.catalog import Catalog
from jedlik.engine.context import Node
from jedlik.engine.sealing import Sealing
from jedlik.features.encryption_keys.table_keys import TableKeys
from jedlik.features.identity.accounts import NewKey, create_account
from jedlik.storage.encrypted import EncryptedStorage
from jedlik.storage.interface import Epoch, StorageUnavailableError
from jedlik.storage.sqlite import OpenError, open_folder


def make_account(settings: Settings, encryption_key: bytes | None, account_id: str) -> int:
    """Makes an account and prints the key pair of its root, as variables that a shell reads.

    Raises SettingsError.
    """
    if settings.memory:
        raise SettingsError("--memory stores nothing: a server in memory has one account")
    try:
        key = asyncio.run(_made(settings, encryption_key, account_id))
    except Reject as reject:
        raise SettingsError(str(reject.error.message)) from None
    except (DatabaseError, OpenError, StorageUnavailableError) as error:
        raise SettingsError(str(error)) from error
    pair = {"AWS_ACCESS_KEY_ID": key.access_key_id, "AWS_SECRET_ACCESS_KEY": key.secret}
    for variable, value in pair.items():
        print(f"export {variable}={quote(value)}")
    return 0


async def _opened(settings: Settings, encryption_key: bytes | None) -> Opened:
    if settings.store:
        return await open_store(settings, os.environ, encryption_key, Epoch())
    folder = Path(settings.data)
    storage = open_folder(folder, key=encryption_key, server=f"`jedlik account`, {server_name()}")
    return Opened(storage, SystemClock(), partial(sealing_key, folder, encryption_key))


async def _made(settings: Settings, encryption_key: bytes | None, account_id: str) -> NewKey:
    opened = await _opened(settings, encryption_key)
    encrypted, ids = EncryptedStorage(opened.storage), RandomIds()
    sealing = Sealing(opened.sealing_key)
    try:
        node = Node(
            storage=encrypted,
            catalog=Catalog(encrypted, (), TableKeys(encrypted, sealing, ids)),
            clock=opened.clock,
            ids=ids,
            transition_delay_ms=0,
            host="",
            sealing=sealing,
        )
        return await create_account(node, account_id)
    finally:
        await opened.storage.close()
