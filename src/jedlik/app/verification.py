"""`jedlik verify`: reads a whole folder or database that no server uses, and reports faults."""

import asyncio
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

from jedlik.app.backup_places import backup_target
from jedlik.app.compose import RandomIds
from jedlik.app.credentials import sealing_key
from jedlik.app.database import DatabaseError, address, open_store
from jedlik.app.encryption_key import encryption_key
from jedlik.app.server_name import server_name
from jedlik.app.settings import Settings, SettingsError
from jedlik.app.standard_error import without_log
from jedlik.engine.catalog import TABLES, load_table
from jedlik.engine.sealing import Sealing
from jedlik.engine.verification import Report, name_of, verify
from jedlik.features.encryption_keys.table_keys import TableKeys
from jedlik.features.options import Options
from jedlik.features.registry import features
from jedlik.storage.encrypted import EncryptedStorage
from jedlik.storage.interface import Epoch, FailureKind, Storage, StorageUnavailableError
from jedlik.storage.sqlite import OpenError, open_folder
from jedlik.storage.sqlite.damage import damage_in
from jedlik.storage.sqlite.opening import FILE_NAME
from jedlik.storage.sqlite.verification import file_faults

_ALL: Final = 2**40

_COUNTED: Final = (
    "tables",
    "items",
    "index entries",
    "expiry entries",
    "streams",
    "stream records",
    "history records",
    "backups",
)


def verify_folder(settings: Settings, environment: Mapping[str, str]) -> int:
    """Prints the counts and the faults of a data folder or a database, and returns the exit status.

    Raises SettingsError if it cannot be read.
    """
    if settings.memory:
        raise SettingsError("--memory stores nothing that could be verified")
    folder = Path(settings.data)
    if not (settings.store or (folder / FILE_NAME).exists()):
        raise SettingsError(f"there is no data in {folder}")
    key = encryption_key(settings, environment)
    try:
        if settings.store:
            verified = address(settings, environment).shown
            report = asyncio.run(_verified_store(settings, environment, key))
        else:
            verified = str(folder)
            report = asyncio.run(_verified(settings, key))
    except (DatabaseError, OpenError, StorageUnavailableError) as error:
        raise SettingsError(str(error)) from error
    for sentence in (*report.unread, *report.sentences):
        print(sentence, file=sys.stderr)
    counted = ", ".join(f"{report.counts[each]:,} {each}" for each in _COUNTED)
    verdict = f"{report.wrong_count:,} do not agree" if report.wrong_count else "all agree"
    print(f"{verified}: {counted}: {verdict}")
    return 1 if report.wrong_count else 0


async def _verified_store(
    settings: Settings, environment: Mapping[str, str], key: bytes | None
) -> Report:
    """Returns the report of a database that no server uses. Damage is an error of the database."""
    opened = await open_store(settings, environment, key, Epoch(), alone=True)
    try:
        encrypted = EncryptedStorage(opened.storage)
        data_keys = TableKeys(encrypted, Sealing(opened.sealing_key), RandomIds())
        return await verify(encrypted, features(Options()), data_keys)
    finally:
        await opened.storage.close()


async def _verified(settings: Settings, key: bytes | None) -> Report:
    folder = Path(settings.data)
    storage = open_folder(folder, key=key, server=f"`jedlik verify`, {server_name()}")
    names: dict[int, str] = {}
    report, has_failed, target = Report(), False, None
    try:
        with without_log():  # the report says more about damage
            await _read_names(storage, names)
        encrypted = EncryptedStorage(storage)
        sealing = Sealing(partial(sealing_key, folder, key))
        data_keys = TableKeys(encrypted, sealing, RandomIds())
        target = backup_target(settings, key, encrypted)
        options = Options(backup_target=target)
        with without_log():
            report = await verify(encrypted, features(options), data_keys)
    except StorageUnavailableError as error:
        if error.kind is not FailureKind.DAMAGED:
            raise
        has_failed = True
    finally:
        await storage.close()
        if target is not None:
            await target.buckets.close()
    path = folder / FILE_NAME
    damage = damage_in(path, key=key, has_failed=has_failed)
    if damage is None:
        faults = file_faults(path, key=key)
    else:
        report = Report()  # what agrees counts for nothing if the rest cannot be read
        faults = damage.sentences(names)
    for fault in faults:
        report.wrong(FILE_NAME, fault)
    return report


async def _read_names(storage: Storage, names: dict[int, str]) -> None:
    """Adds the name of each table in reports, by its number."""
    page = await storage.scan(TABLES, limit_items=_ALL, limit_bytes=_ALL)
    for stored in page.values:
        table = load_table(stored, ())
        names[table.id] = name_of(table)
