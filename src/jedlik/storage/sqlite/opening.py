"""Opening a data folder: the order of the checks, and the error for each failure.

One process at a time opens a folder. If two processes start at once, the second finds a complete
file.
"""

import logging
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Final

import apsw

from jedlik.storage.interface import Epoch
from jedlik.storage.sqlite.checksums import add_checksums, is_damage, lacks_checksums
from jedlik.storage.sqlite.connection import KEY_BYTES, PAGE_BYTES, connect
from jedlik.storage.sqlite.data_file import DataFile
from jedlik.storage.sqlite.log_check import remove_leftovers
from jedlik.storage.sqlite.log_frames import NO_FRAMES, LogFrames, frames_in, lost_commits
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
from jedlik.storage.sqlite.ownership import prepare_folder
from jedlik.storage.sqlite.schema import (
    CHECKSUM_FORMAT,
    FORMAT,
    bring_up_to_date,
    refuse_newer_format,
    touch_both_trees,
)
from jedlik.storage.sqlite.server_lock import FILE_NAME as LOCK_NAME
from jedlik.storage.sqlite.server_lock import join_server, opening_alone
from jedlik.storage.sqlite.storage import SqliteStorage

_LOG: Final = logging.getLogger("jedlik")

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
    """Opens the storage in `folder`. Creates the folder and its files if they are missing.

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
        prepare_folder(folder)
        with opening_alone(folder), ExitStack() as undo:
            lock, is_first = join_server(folder, server=name)
            undo.callback(os.close, lock)
            _prepare(path, key, is_first=is_first)
            file = DataFile(path, folder / LOCK_NAME, key=key)
            file.reserve.fill()
            with _errors_for_operators(path, key):
                storage = SqliteStorage(file, epoch or Epoch(), lock=lock, now_ms=now_ms)
            storage.is_first = is_first
            undo.pop_all()  # from here on the storage owns the lock
            return storage
    except OSError as error:
        raise FolderUnusableError(folder, error.strerror or str(error)) from error


def _prepare(path: Path, key: bytes | None, *, is_first: bool) -> None:
    """Checks the file, creates it if it is missing, and brings it to the newest format.

    is_first: whether no other process has the file open, so that its log is read back here.
    """
    check_header(path, key)
    if is_first:
        remove_leftovers(path)
    frames = frames_in(path, PAGE_BYTES) if is_first else NO_FRAMES
    with _errors_for_operators(path, key):
        if _migrated(path, key, frames) < CHECKSUM_FORMAT:
            _LOG.warning("The data file %s is written again, with checksums; once only.", path)
            add_checksums(path, CHECKSUM_FORMAT)
            _migrated(path, key, NO_FRAMES)


def _migrated(path: Path, key: bytes | None, frames: LogFrames) -> int:
    """Migrates the file as far as `bring_up_to_date` does. Returns its format.

    frames: what the log contained before. If it is damaged, this is logged.
    """
    with closing(connect(path, key=key)) as connection:
        # The end of the last connection empties the log, which changes the file. A file that is
        # refused must stay as it is.
        connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        _report_lost_commits(connection, path, frames)
        version = bring_up_to_date(connection, path)
        connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0)
        touch_both_trees(connection)
        if version >= CHECKSUM_FORMAT and lacks_checksums(connection):
            raise DamagedFileError(path, "its header says that its pages have no checksums")
    return version


def _report_lost_commits(connection: apsw.Connection, path: Path, frames: LogFrames) -> None:
    if not frames.last:
        return
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()  # reads the log back
    read_back, _ = connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_NOOP)
    sentence = lost_commits(path, frames, max(read_back, 0))
    if sentence is not None:
        _LOG.error(sentence)


def check_header(path: Path, key: bytes | None) -> None:
    """Tells plain, encrypted and foreign files apart before SQLite opens the file.

    Creates a missing file. Raises OpenError.
    """
    # For writing too, so that a read-only file fails here.
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        header = file.read(100)
    if not header:
        return
    if header.startswith(_CLEAR_MAGIC):
        refuse_newer_format(header, path)
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
    except apsw.IOError as error:
        if is_damage(error):
            raise DamagedFileError(path, "a page does not have its checksum") from error
        raise FolderUnusableError(path.parent, str(error)) from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise FileBusyError(path) from error
    except (
        apsw.CantOpenError,
        apsw.FullError,
        apsw.PermissionsError,
        apsw.ReadOnlyError,
    ) as error:
        raise FolderUnusableError(path.parent, str(error)) from error
