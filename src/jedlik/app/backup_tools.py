"""Runs `jedlik backup`, whose options are in `backup_commands` (docs/adr/0040)."""

import asyncio
import os
import sys
from argparse import Namespace
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Final

from jedlik.app.backup_copies import CopyError, copy_in, copy_out
from jedlik.app.backup_listing import (
    Listed,
    backups_in_folder,
    backups_in_place,
    chosen,
    print_backups,
)
from jedlik.app.backup_places import open_place
from jedlik.app.backup_restore import restore_here
from jedlik.app.backup_verification import Verdict, verified_copy, verified_in_folder
from jedlik.app.encryption_key import encryption_key
from jedlik.app.offline_node import OfflineNode, offline_node
from jedlik.app.settings import Settings, SettingsError, settings_from
from jedlik.core.errors import Reject
from jedlik.features.backups.blocks import DamagedBlockError
from jedlik.features.backups.place import Place, PlaceAwayError
from jedlik.features.backups.records import Backup, arn_of
from jedlik.storage.interface import StorageUnavailableError
from jedlik.storage.sqlite import OpenError
from jedlik.storage.sqlite.opening import FILE_NAME

_FAILURES: Final = (CopyError, DamagedBlockError, PlaceAwayError, Reject)


class _Command:
    """One run of `jedlik backup`."""

    def __init__(self, arguments: Namespace, settings: Settings, key: bytes | None) -> None:
        self.arguments = arguments
        self.names: list[str] = arguments.paths
        self.folder = Path(settings.data)
        self._settings = settings
        self._key = key

    @asynccontextmanager
    async def offline(self, *, is_new: bool = False) -> AsyncIterator[OfflineNode]:
        """Opens the data folder. is_new: whether it is made if it is missing."""
        if not is_new and not (self.folder / FILE_NAME).is_file():
            raise SettingsError(f"there is no data in {self.folder}")
        async with offline_node(self._settings, self._key, "jedlik backup") as offline:
            yield offline

    @asynccontextmanager
    async def place(self, text: str, *, is_new: bool = False) -> AsyncIterator[Place]:
        """Opens the place of copies. is_new: whether it is made if it is missing."""
        place = open_place(text, self._settings, self._key, is_new=is_new)
        try:
            yield place
        finally:
            await place.close()

    def wanted(self, listed: Listed) -> list[Backup]:
        """Returns the backups that the arguments name; all of them if they name none."""
        return chosen(listed.backups, self.names) if self.names else list(listed.backups)


def run_backup(arguments: Namespace) -> int:
    """Runs the command. Returns the exit status. Raises SettingsError if nothing was done."""
    settings = settings_from(arguments, os.environ)
    if settings.memory:
        raise SettingsError("--memory stores no backups: give a folder with --data")
    _check(arguments)
    command = _Command(arguments, settings, encryption_key(settings, os.environ))
    try:
        return asyncio.run(_ACTIONS[arguments.action](command))
    except (OpenError, StorageUnavailableError, PlaceAwayError) as error:
        raise SettingsError(str(error)) from error
    except DamagedBlockError as error:
        return _failed(str(error))
    except Reject as error:
        return _failed(str(error.error.message))


def _check(arguments: Namespace) -> None:
    """Raises SettingsError for options that do not fit the action."""
    action, names = arguments.action, arguments.paths
    if action == "copy":
        if bool(arguments.to) == bool(arguments.source):
            raise SettingsError("jedlik backup copy needs --to PLACE or --from PLACE")
        if bool(names) == arguments.all:
            raise SettingsError("jedlik backup copy needs the BACKUPs to copy, or --all")
        return
    if arguments.to:
        raise SettingsError("--to is for jedlik backup copy")
    if action == "restore" and (len(names) != 1 or not arguments.table):
        raise SettingsError("jedlik backup restore needs one BACKUP, and --table NAME")
    if action != "restore" and arguments.table:
        raise SettingsError("--table is for jedlik backup restore")


async def _list(command: _Command) -> int:
    if command.arguments.source:
        async with command.place(command.arguments.source) as place:
            listed = await backups_in_place(place)
    else:
        async with command.offline() as offline:
            listed = await backups_in_folder(offline.node.storage)
    shown = listed._replace(backups=command.wanted(listed))
    print_backups(shown, as_json=command.arguments.json)
    return _failed(*listed.faults)


async def _verify(command: _Command) -> int:
    async def verdict_of(backup: Backup) -> Verdict:
        return await verified_in_folder(offline, backup)

    async def verdict_of_copy(backup: Backup) -> Verdict:
        return await verified_copy(backup, place)

    if command.arguments.source:
        async with command.place(command.arguments.source) as place:
            return await _verified(command, await backups_in_place(place), verdict_of_copy)
    async with command.offline() as offline:
        listed = await backups_in_folder(offline.node.storage)
        return await _verified(command, listed, verdict_of)


async def _verified(
    command: _Command, listed: Listed, verdict_of: Callable[[Backup], Awaitable[Verdict]]
) -> int:
    status = _failed(*listed.faults)
    for backup in command.wanted(listed):
        verdict = await verdict_of(backup)
        status = _failed(*verdict.faults) or status
        result = f"{len(verdict.faults)} faults" if verdict.faults else verdict.unread or "whole"
        print(f"{arn_of(backup)}: {backup['Blocks']:,} blocks, {backup['Items']:,} items: {result}")
    return status


async def _copy(command: _Command) -> int:
    arguments = command.arguments
    if arguments.to:
        async with command.offline() as offline, command.place(arguments.to, is_new=True) as place:
            listed = await backups_in_folder(offline.node.storage)
            return await _copied(command, listed, lambda each: copy_out(offline, each, place))
    async with command.place(arguments.source) as place, command.offline(is_new=True) as offline:
        listed = await backups_in_place(place)
        return await _copied(command, listed, lambda each: copy_in(offline, each, place))


async def _copied(
    command: _Command, listed: Listed, copy: Callable[[Backup], Awaitable[bool]]
) -> int:
    """Copies each backup, and goes on with the next one if one fails."""
    status = _failed(*listed.faults)
    for backup in command.wanted(listed):
        try:
            is_copied = await copy(backup)
        except _FAILURES as error:
            status = _failed(f"{arn_of(backup)} was not copied: {error}")
        else:
            result = "copied" if is_copied else "was there"
            print(f"{arn_of(backup)}: {backup['Items']:,} items: {result}")
    return status


async def _restore(command: _Command) -> int:
    source, table = command.arguments.source, command.arguments.table
    names = command.names
    async with AsyncExitStack() as opened:
        copy: tuple[Place, Backup] | None = None
        if source:  # first, so that no data folder is made for a place that is away
            place = await opened.enter_async_context(command.place(source))
            listed = await backups_in_place(place)
            _failed(*listed.faults)  # one of them may be the one that is wanted
            (wanted,) = command.wanted(listed)
            copy, names = (place, wanted), [arn_of(wanted)]
        offline = await opened.enter_async_context(command.offline(is_new=copy is not None))
        if copy is not None:
            try:
                await copy_in(offline, copy[1], copy[0])
            except CopyError as error:
                return _failed(str(error))
        listed = await backups_in_folder(offline.node.storage)
        (backup,) = chosen(listed.backups, names)
        items = await restore_here(offline, backup, table)
    print(f"{table}: {items:,} items of {arn_of(backup)}")
    return 0


def _failed(*sentences: str) -> int:
    """Prints sentences to standard error. Returns the exit status: 1 if there are any."""
    for each in sentences:
        print(f"jedlik: {each}", file=sys.stderr)
    return int(bool(sentences))


_ACTIONS: Final = {"list": _list, "verify": _verify, "copy": _copy, "restore": _restore}
