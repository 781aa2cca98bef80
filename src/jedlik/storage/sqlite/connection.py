"""Connections to the data file, and the errors of the driver that can occur without a bug."""

from pathlib import Path
from typing import Final

import apsw

from jedlik.storage.interface import FailureKind, StorageUnavailableError
from jedlik.storage.sqlite.checksums import error_code, is_damage, vfs_for

# The length of a raw key of the cipher. A key of this length is used as it is, so that opening is
# fast. Keys are random bytes, never pass phrases.
KEY_BYTES: Final = 32

# The most memory that one connection uses for pages of the file, unless its user decides. A storage
# has three connections; only those of the reader and the writer fill theirs.
CACHE_BYTES: Final = 128 * 1024 * 1024

PAGE_BYTES: Final = 4096

# How long a new connection waits for another program that has locked the file: a program of the
# operator, or a process that repairs the shared memory of the log after another process died.
BUSY_TIMEOUT_MS: Final = 5_000


class DataFileGoneError(Exception):
    """The data file was removed or replaced, so everything that is written would be lost."""


# The errors that a full disk, failing hardware, a damaged file, missing rights or another process
# can cause. Any other error of the driver is a bug in this package and is not caught.
UNAVAILABLE: Final = (
    apsw.BusyError,
    apsw.CantOpenError,
    apsw.ConnectionClosedError,
    apsw.CorruptError,
    apsw.CursorClosedError,
    apsw.FullError,
    apsw.IOError,
    apsw.LockedError,
    apsw.NoMemError,
    apsw.NotADBError,
    apsw.PermissionsError,
    apsw.ProtocolError,
    apsw.ReadOnlyError,
    DataFileGoneError,
)

_ERRORS_BY_KIND: Final = {
    FailureKind.FULL: (apsw.FullError,),
    FailureKind.READ_ONLY: (apsw.ReadOnlyError, apsw.PermissionsError),
    FailureKind.LOCKED: (apsw.BusyError, apsw.LockedError, apsw.ProtocolError),
    FailureKind.GONE: (DataFileGoneError,),
    FailureKind.CLOSED: (apsw.ConnectionClosedError, apsw.CursorClosedError),
}

# NOMUTEX: the reader, the writer and the checkpointer use their connections from one thread at a
# time.
_FLAGS: Final = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_NOMUTEX

# FULL: a COMMIT syncs the write-ahead log before it returns and before others can see its rows.
# wal_autocheckpoint: the checkpointer copies the log. secure_delete: overwriting deleted bytes with
# zeros would cost a page write for each deletion and would not reach the copies in the log; who
# needs it encrypts the file.
_PRAGMAS: Final = """
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 0;
    PRAGMA secure_delete = OFF;
    PRAGMA trusted_schema = OFF;
"""


def connect(path: Path, *, key: bytes | None, cache_bytes: int = CACHE_BYTES) -> apsw.Connection:
    """Returns a new connection. It waits BUSY_TIMEOUT_MS for locks unless its user changes that.

    key: KEY_BYTES random bytes, or None for a file that is not encrypted.
    """
    connection = apsw.Connection(str(path), flags=_FLAGS, vfs=vfs_for(key), statementcachesize=200)
    connection.set_busy_timeout(BUSY_TIMEOUT_MS)  # before the pragmas, since some read the file
    if key is not None:
        connection.execute(f"PRAGMA cipher = 'chacha20'; PRAGMA key = 'raw:{key.hex()}'").fetchall()
    # Without this, SQLite plans a range again for each value that is bound to it. That takes twice
    # as long as reading one key, and gives the same plan each time, since there are no statistics.
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
    limit_cache(connection, cache_bytes)
    connection.execute(_PRAGMAS).fetchall()  # `execute` alone would stop at the first row
    return connection


def limit_cache(connection: apsw.Connection, cache_bytes: int) -> None:
    """Have a connection use at most this much memory for pages of the file."""
    connection.execute(f"PRAGMA cache_size = -{cache_bytes // 1024}").fetchall()


def unavailable(error: Exception) -> StorageUnavailableError:
    """Returns the error that a verb raises if the driver raised one of UNAVAILABLE."""
    return StorageUnavailableError(f"{type(error).__name__}: {error}", _kind_of(error))


def closed() -> StorageUnavailableError:
    """Returns the error that a verb raises after `close`."""
    return StorageUnavailableError("The storage is closed.", FailureKind.CLOSED)


def _kind_of(error: Exception) -> FailureKind:
    if isinstance(error, apsw.Error) and is_damage(error):
        return FailureKind.DAMAGED
    if isinstance(error, apsw.IOError) and error_code(error) == apsw.SQLITE_IOERR_SHMSIZE:
        return FailureKind.FULL  # the shared memory of the log could not grow
    for kind, errors in _ERRORS_BY_KIND.items():
        if isinstance(error, errors):
            return kind
    return FailureKind.IO
