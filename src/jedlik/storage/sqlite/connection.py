"""Connections to the data file, and what of their errors is the machine's fault and not ours."""

from pathlib import Path
from typing import Final

import apsw

from jedlik.storage.interface import StorageUnavailableError

# Bytes of a raw key of the cipher; a key of this length needs no derivation, so that opening is
# quick. Keys are random bytes, never pass phrases.
KEY_BYTES: Final = 32

# Each connection keeps at most this much of the file in memory; an engine has three connections,
# of which only the reader and the writer come to fill it.
CACHE_KIB: Final = 128 * 1024

PAGE_BYTES: Final = 4096

# How long another may keep the file locked while a connection to it is made: a program of the
# operator's, or a process that repairs the shared memory of the log after another died.
BUSY_TIMEOUT_MS: Final = 5_000

# The errors that a full disk, failing hardware, a damaged file, missing rights, or another process
# can cause. Any other error of the driver is a bug of ours and is not caught.
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
)

# NOMUTEX: a connection is used by one thread at a time, which the engine guarantees.
_FLAGS: Final = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_NOMUTEX

# FULL: a COMMIT returns, and its rows are seen by others, only once the write-ahead log is synced.
# Checkpoints are the checkpointer's. Deleted bytes are not overwritten with zeros: that costs a
# page write per deletion and does not reach the log's copies; encryption is the remedy.
_PRAGMAS: Final = f"""
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 0;
    PRAGMA cache_size = -{CACHE_KIB};
    PRAGMA secure_delete = OFF;
    PRAGMA trusted_schema = OFF;
"""


def connect(path: Path, *, key: bytes | None) -> apsw.Connection:
    """A configured connection, which waits BUSY_TIMEOUT_MS for locks until it is told otherwise.

    key: KEY_BYTES random bytes, or None for a file in the clear.
    """
    connection = apsw.Connection(str(path), flags=_FLAGS, statementcachesize=200)
    connection.set_busy_timeout(BUSY_TIMEOUT_MS)  # first: some of the pragmas read the file
    if key is not None:
        connection.execute(f"PRAGMA cipher = 'chacha20'; PRAGMA key = 'raw:{key.hex()}'").fetchall()
    # Otherwise a range is planned anew for each value bound to it, which takes twice the time of a
    # point read; there are no statistics that a plan could be better for.
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
    connection.execute(_PRAGMAS).fetchall()  # all of them: execute stops at the first row
    return connection


def unavailable(error: Exception) -> StorageUnavailableError:
    """The error of a verb for one of UNAVAILABLE."""
    return StorageUnavailableError(f"{type(error).__name__}: {error}")


def closed() -> StorageUnavailableError:
    """The error of a verb after close."""
    return StorageUnavailableError("The storage is closed.")
