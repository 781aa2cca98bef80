"""Opening a data folder: the order of the checks, and the error for each failure.

One process at a time opens a folder. If two processes start at once, the second finds a complete
file.
"""

import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Final

import apsw

from jedlik.storage.interface import Epoch
from jedlik.storage.sqlite.connection import KEY_BYTES, connect
from jedlik.storage.sqlite.open_errors import (
    DamagedFileError,
    FileBusyError,
    FolderUnusableError,
    ForeignFileError,
    KeyLengthError,
    KeyMissingError,
    KeyUnusedError,
    KeyWrongError,
)
from jedlik.storage.sqlite.schema import FORMAT, bring_up_to_date, touch_both_trees
from jedlik.storage.sqlite.server_lock import join_server, opening_alone
from jedlik.storage.sqlite.storage import SqliteStorage

FILE_NAME: Final = "jedlik.db"

# The first bytes of a SQLite file that is not encrypted. In a file encrypted by SQLite3 Multiple
# Ciphers, bytes 16 to 23 of the header are readable; the last three are equal in all SQLite files.
_CLEAR_MAGIC: Final = b"SQLite format 3\x00"
_HEADER_CONSTANTS: Final = b"\x40\x20\x20"


def open_folder(
    folder: Path,
    *,
    key: bytes | None = None,
    server: str | None = None,
    epoch: Epoch | None = None,
    now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
) -> SqliteStorage:
    """Open the storage in `folder`. Creates the folder and its files if they are missing.

    key: 32 random bytes to encrypt the whole file. A file is encrypted from its creation or never.
    server: the name that all workers of one server share, see `server_lock`. Without one this
    storage is a server of its own, which nobody can join. Workers open after they were forked: a
    storage does not survive a fork.
    epoch: the epoch that the workers share; by default, one for this process alone.
    now_ms: Unix time in milliseconds, for the positions of Appends.
    Raises OpenError with a sentence for the operator.
    """
    if key is not None and len(key) != KEY_BYTES:
        raise KeyLengthError(found=len(key), needed=KEY_BYTES)
    name = f"format {FORMAT}, {server or f'id {secrets.token_hex(16)}'}"
    path = folder / FILE_NAME
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with opening_alone(folder), ExitStack() as undo:
            lock = join_server(folder, server=name)
            undo.callback(os.close, lock)
            _prepare(path, key)
            connections = [connect(path, key=key) for _ in range(3)]
            storage = SqliteStorage(connections, epoch or Epoch(), lock=lock, now_ms=now_ms)
            undo.pop_all()  # from here on the storage owns the lock
            return storage
    except OSError as error:
        raise FolderUnusableError(folder, error.strerror or str(error)) from error


def _prepare(path: Path, key: bytes | None) -> None:
    """Check the file, create it if it is missing, and bring it to the newest format."""
    _check_header(path, key)
    with (
        _errors_for_operators(path, key),
        closing(connect(path, key=key)) as connection,
    ):
        bring_up_to_date(connection, path)
        touch_both_trees(connection)


def _check_header(path: Path, key: bytes | None) -> None:
    """Tell plain, encrypted and foreign files apart before SQLite opens the file."""
    if not path.exists():
        path.touch(mode=0o600)
    with path.open("r+b") as file:  # for writing too, so that a read-only file fails here
        header = file.read(100)
    if not header:
        return
    if header.startswith(_CLEAR_MAGIC):
        if key is not None:
            raise KeyUnusedError(path)
    elif header[21:24] != _HEADER_CONSTANTS:
        raise ForeignFileError(path)
    elif key is None:
        raise KeyMissingError(path)


@contextmanager
def _errors_for_operators(path: Path, key: bytes | None) -> Iterator[None]:
    try:
        yield
    except apsw.NotADBError as error:
        if key is None:
            raise DamagedFileError(path, str(error)) from error
        raise KeyWrongError(path) from error
    except (apsw.CorruptError, apsw.SQLError) as error:
        raise DamagedFileError(path, str(error)) from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise FileBusyError(path) from error
    except (
        apsw.CantOpenError,
        apsw.FullError,
        apsw.IOError,
        apsw.PermissionsError,
        apsw.ReadOnlyError,
    ) as error:
        raise FolderUnusableError(path.parent, str(error)) from error
