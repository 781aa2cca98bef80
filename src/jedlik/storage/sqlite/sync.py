"""Calls on the data file that SQL cannot make: sync it without a lock, allocate it.

They open no descriptor of their own: closing it would release the locks that SQLite holds on the
file in this process (sqlite.org/howtocorrupt, 2.2).
"""

import errno
import os
from ctypes import (
    CDLL,
    CFUNCTYPE,
    POINTER,
    addressof,
    c_int,
    c_int64,
    c_void_p,
    cast,
    get_errno,
)
from typing import Final

import apsw

# int xSync(sqlite3_file*, int flags): in struct sqlite3_io_methods it follows iVersion, xClose,
# xRead, xWrite and xTruncate. The layout is part of SQLite's ABI (sqlite.org/c3ref/io_methods).
_SYNC: Final = CFUNCTYPE(c_int, c_void_p, c_int)
_SYNC_AT: Final = 5

# int fallocate(int fd, int mode, off_t offset, off_t len) of Linux, with 64 bits for an offset.
# None on other systems. os.posix_fallocate will not do: where the file system cannot allocate, it
# writes.
_LIBRARY: Final = CDLL(None, use_errno=True)
_FALLOCATE: Final = getattr(_LIBRARY, "fallocate64", getattr(_LIBRARY, "fallocate", None))
_NO_SPACE: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_UNSUPPORTED: Final = (errno.EOPNOTSUPP, errno.ENOSYS)


def sync_data_file(connection: apsw.Connection) -> None:
    """Wait until the operating system has written the data file to the disk.

    Other threads run meanwhile. Raises apsw.IOError if the sync fails.
    """
    file = c_void_p()
    connection.file_control("main", apsw.SQLITE_FCNTL_FILE_POINTER, addressof(file))
    methods = cast(file, POINTER(POINTER(c_void_p)))[0]
    error: int = _SYNC(methods[_SYNC_AT])(file, apsw.SQLITE_SYNC_NORMAL)
    if error != apsw.SQLITE_OK:
        raise apsw.exception_for(error)


def truncate_in_chunks(connection: apsw.Connection, chunk_bytes: int) -> None:
    """Let the data file shrink by so many bytes at a time, on this connection."""
    size = c_int(chunk_bytes)
    connection.file_control("main", apsw.SQLITE_FCNTL_CHUNK_SIZE, addressof(size))


def allocate(descriptor: int, size_bytes: int) -> None:
    """Reserve the space on the disk for a data file of this size. It never changes a byte.

    SQLite has a call for this too (SQLITE_FCNTL_SIZE_HINT). It writes a zero into each new block,
    even if another process has written a page there in the meantime: that page is damaged then.
    Where the system or the file system cannot allocate, this does nothing.
    Raises apsw.FullError or apsw.IOError if there is too little space.
    """
    if _FALLOCATE is None:
        return
    while _FALLOCATE(descriptor, 0, c_int64(0), c_int64(size_bytes)):
        number = get_errno()
        if number in _UNSUPPORTED:
            return
        if number in _NO_SPACE:
            raise apsw.FullError(os.strerror(number))
        if number != errno.EINTR:
            raise apsw.IOError(os.strerror(number))
