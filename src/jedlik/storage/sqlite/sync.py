"""Calls on the data file that SQL cannot make: syncing it without a lock, and allocating space.

They use the descriptor that SQLite has open. A second descriptor must not be used: closing it would
release the locks that SQLite holds on the file in this process (sqlite.org/howtocorrupt, 2.2).
"""

from ctypes import CFUNCTYPE, POINTER, addressof, c_int, c_int64, c_void_p, cast
from typing import Final

import apsw

# int xSync(sqlite3_file*, int flags): in struct sqlite3_io_methods it follows iVersion, xClose,
# xRead, xWrite and xTruncate. The layout is part of SQLite's ABI (sqlite.org/c3ref/io_methods).
_SYNC: Final = CFUNCTYPE(c_int, c_void_p, c_int)
_SYNC_AT: Final = 5


def sync_data_file(connection: apsw.Connection) -> None:
    """Waits until the operating system has written the data file to the disk.

    Other threads run meanwhile. Raises apsw.IOError if the sync fails.
    """
    file = c_void_p()
    connection.file_control("main", apsw.SQLITE_FCNTL_FILE_POINTER, addressof(file))
    methods = cast(file, POINTER(POINTER(c_void_p)))[0]
    error: int = _SYNC(methods[_SYNC_AT])(file, apsw.SQLITE_SYNC_NORMAL)
    if error != apsw.SQLITE_OK:
        raise apsw.exception_for(error)


def allocate_in_chunks(connection: apsw.Connection, chunk_bytes: int) -> None:
    """Let the data file grow and shrink by so many bytes at a time, on this connection."""
    size = c_int(chunk_bytes)
    connection.file_control("main", apsw.SQLITE_FCNTL_CHUNK_SIZE, addressof(size))


def allocate(connection: apsw.Connection, size_bytes: int) -> None:
    """Reserve the space on the disk for a data file of this size, rounded up to a chunk.

    Raises apsw.FullError or apsw.IOError if there is too little.
    """
    size = c_int64(size_bytes)
    connection.file_control("main", apsw.SQLITE_FCNTL_SIZE_HINT, addressof(size))
