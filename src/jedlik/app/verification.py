"""`jedlik verify`: reads a whole data folder that no server uses, and reports every fault."""

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from jedlik.app.encryption_key import encryption_key
from jedlik.app.server_name import server_name
from jedlik.app.settings import Settings, SettingsError
from jedlik.engine.verification import Report, verify
from jedlik.features.options import Options
from jedlik.features.registry import features
from jedlik.storage.interface import StorageUnavailableError
from jedlik.storage.sqlite import OpenError, open_folder
from jedlik.storage.sqlite.opening import FILE_NAME
from jedlik.storage.sqlite.verification import file_faults

_COUNTED: Final = (
    "tables",
    "items",
    "index entries",
    "expiry entries",
    "streams",
    "stream records",
)


def verify_folder(settings: Settings, environment: Mapping[str, str]) -> int:
    """Prints the counts and the faults of a data folder, and returns the exit status.

    Raises SettingsError if the folder cannot be read.
    """
    if settings.memory:
        raise SettingsError("--memory stores nothing that could be verified")
    folder = Path(settings.data)
    if not (folder / FILE_NAME).exists():
        raise SettingsError(f"there is no data in {folder}")
    try:
        report = asyncio.run(_verified(folder, encryption_key(settings, environment)))
    except (OpenError, StorageUnavailableError) as error:
        raise SettingsError(str(error)) from error
    for sentence in report.sentences:
        print(sentence, file=sys.stderr)
    counted = ", ".join(f"{report.counts[each]:,} {each}" for each in _COUNTED)
    verdict = f"{report.wrong_count:,} do not agree" if report.wrong_count else "all agree"
    print(f"{folder}: {counted}: {verdict}")
    return 1 if report.wrong_count else 0


async def _verified(folder: Path, key: bytes | None) -> Report:
    storage = open_folder(folder, key=key, server=f"`jedlik verify`, {server_name()}")
    try:
        report = await verify(storage, features(Options()))
    finally:
        await storage.close()
    for fault in file_faults(folder / FILE_NAME, key=key):
        report.wrong(FILE_NAME, fault)
    return report
