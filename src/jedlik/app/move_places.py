"""The two sides of `jedlik move`: data folders and databases, each for this command alone.

A source gives its entries and the key that seals its secrets. A target takes entries. No server
serves it before `finish`.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, final

from jedlik.app.credentials import (
    SEAL_FILE,
    new_sealing_key,
    sealing_key,
    store_sealing_key,
)
from jedlik.app.database import SEAL, SEAL_PROOF, DatabaseError, address, seal_proof
from jedlik.app.server_name import server_name
from jedlik.app.settings import Settings, SettingsError
from jedlik.app.unfinished_moves import unfinished_folder
from jedlik.storage.entry_listing import EntryListing
from jedlik.storage.interface import Storage
from jedlik.storage.sqlite import open_folder
from jedlik.storage.sqlite.entry_listing import SqliteEntries
from jedlik.storage.sqlite.opening import FILE_NAME

if TYPE_CHECKING:
    from jedlik.storage.postgresql import Address, ExclusiveUse, PostgresqlStorage

_SCHEMES: Final = ("postgresql://", "postgres://")
_CACHE_BYTES: Final = 16_000_000  # every page is read once, in order
_PROGRAM: Final = "jedlik move"


class Side(Protocol):
    """An open source or target.

    shown: what messages call it. has_encrypted_values: whether the key of the command encrypts all
    values that are stored there.
    """

    shown: str
    storage: Storage
    entries: EntryListing
    has_encrypted_values: bool

    async def seal(self) -> bytes | None:
        """Returns the key that seals the secrets of a source, None if it has sealed nothing yet.

        Raises SettingsError if the key of its servers was not given.
        """
        ...

    async def check(self) -> None:
        """Raises DatabaseError if a server may use this side."""
        ...

    async def finish(self, seal: bytes | None) -> None:
        """Makes a target what servers can serve. Afterwards only `close` may be called."""
        ...

    async def close(self) -> None:
        """Closes everything. Closing twice is harmless."""
        ...


def is_database(text: str) -> bool:
    """Returns whether an argument is the address of a database."""
    return text.startswith(_SCHEMES)


async def open_side(
    text: str, settings: Settings, environment: Mapping[str, str], key: bytes | None, *,
    is_target: bool,
) -> Side:  # fmt: skip
    """Opens a source or a target. Raises SettingsError, DatabaseError and OpenError of a folder."""
    if is_database(text):
        option = "--to" if is_target else "--from"
        try:
            where = address(replace(settings, store=text), environment).of_command(_PROGRAM)
        except SettingsError as error:
            raise SettingsError(str(error).replace("--store ", f"{option} ")) from None
        return await _Database.opened(where, key, is_target=is_target)
    return _Folder(Path(text), key, is_target=is_target)


@final
class _Folder:
    """A data folder."""

    def __init__(self, folder: Path, key: bytes | None, *, is_target: bool) -> None:
        self.shown = str(folder)
        self._wanted = folder
        self._key = key
        self._folder = folder
        if is_target:
            if os.path.lexists(folder) and not (folder.is_dir() and not any(folder.iterdir())):
                raise SettingsError(
                    f"{folder} exists and is not an empty folder. A move replaces nothing: give"
                    " another folder"
                )
            self._folder = unfinished_folder(folder)
        elif not (folder / FILE_NAME).is_file():
            raise SettingsError(f"there is no data in {folder}")
        storage = open_folder(self._folder, key=key, server=f"`{_PROGRAM}`, {server_name()}")
        storage.limit_caches(_CACHE_BYTES, _CACHE_BYTES)
        self.storage: Storage = storage
        self._entries = SqliteEntries(self._folder / FILE_NAME, key=key)
        self.entries: EntryListing = self._entries
        self.has_encrypted_values = key is not None

    async def seal(self) -> bytes | None:
        """See Side."""
        if self._key is None and not (self._folder / SEAL_FILE).exists():
            return None
        return sealing_key(self._folder, self._key)

    async def check(self) -> None:
        """See Side. The open storage has locked the folder."""

    async def finish(self, seal: bytes | None) -> None:
        """See Side."""
        await self.close()
        if self._key is None and seal is not None:
            store_sealing_key(self._folder, seal)
        _sync(self._folder)
        with suppress(FileNotFoundError):
            self._wanted.rmdir()  # fails if somebody has put something there
        self._folder.rename(self._wanted)
        _sync(self._wanted.absolute().parent)

    async def close(self) -> None:
        """See Side."""
        self._entries.close()
        await self.storage.close()


@final
class _Database:
    """A PostgreSQL database."""

    has_encrypted_values = False

    def __init__(
        self, shown: str, use: "ExclusiveUse", storage: "PostgresqlStorage", key: bytes | None
    ) -> None:
        self.shown = shown
        self.storage: Storage = storage
        self.entries: EntryListing = storage.entries()
        self._use = use
        self._key = key

    @classmethod
    async def opened(cls, where: "Address", key: bytes | None, *, is_target: bool) -> "_Database":
        """Opens a database."""
        from jedlik.storage.postgresql import (  # noqa: PLC0415  (an optional dependency)
            ExclusiveUse,
            open_prepared,
        )

        with _failures():
            use = await ExclusiveUse.begin(where, is_target=is_target)
            async with AsyncExitStack() as ending:
                ending.push_async_callback(use.end)
                storage = await open_prepared(where, connections=3)
                ending.pop_all()
        return cls(where.shown, use, storage, key)

    async def seal(self) -> bytes | None:
        """See Side."""
        if self._key is not None:
            return sealing_key(Path(), self._key)
        with _failures():
            stored = await self._use.secret(SEAL)
        if stored is None:
            raise SettingsError(
                f"{self.shown} stores no key that seals secrets: its servers were given one. Give"
                " it with --key-file, --key-command or JEDLIK_KEY"
            )
        return stored

    async def check(self) -> None:
        """See Side."""
        with _failures():
            await self._use.check()

    async def finish(self, seal: bytes | None) -> None:
        """See Side."""
        await self.storage.close()
        if self._key is None:
            # A database of servers without a key has always one of its own.
            used = seal or new_sealing_key()
            secrets = {SEAL: used, SEAL_PROOF: seal_proof(used)}
        else:
            secrets = {SEAL_PROOF: seal_proof(sealing_key(Path(), self._key))}
        with _failures():
            await self._use.finish(secrets)

    async def close(self) -> None:
        """See Side."""
        await self.storage.close()
        await self._use.end()


@contextmanager
def _failures() -> Iterator[None]:
    """Raises DatabaseError for failures of the database."""
    from jedlik.storage.postgresql import OpenError  # noqa: PLC0415  (an optional dependency)

    try:
        yield
    except OpenError as error:
        raise DatabaseError(str(error)) from error


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
