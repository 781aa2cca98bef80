"""Calls on the data file that SQL cannot make: syncing it without a lock, copying the log again,
and allocating space.

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
    byref,
    c_int,
    c_int64,
    c_uint32,
    c_void_p,
    cast,
    get_errno,
)
from typing import TYPE_CHECKING, Final

import apsw

if TYPE_CHECKING:
    from ctypes import _Pointer

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

# int xShmMap(sqlite3_file*, int region, int size, int extend, void volatile**)
# int xShmLock(sqlite3_file*, int offset, int n, int flags)
_MAP: Final = CFUNCTYPE(c_int, c_void_p, c_int, c_int, c_int, POINTER(c_void_p))
_MAP_AT: Final = 13
_LOCK: Final = CFUNCTYPE(c_int, c_void_p, c_int, c_int, c_int)
_LOCK_AT: Final = 14

# The shared memory of the log: sqlite.org/walformat, 2. Nobody copies while another one has the
# checkpoint lock. The number of frames that have been copied (nBackfill) follows the two headers.
_REGION_BYTES: Final = 32768
_CHECKPOINT_LOCK: Final = 1
_TAKE: Final = 2 | 8  # SQLITE_SHM_LOCK | SQLITE_SHM_EXCLUSIVE
_RELEASE: Final = 1 | 8
_COPIED_AT: Final = 2 * 48


def sync_data_file(connection: apsw.Connection) -> None:
    """Waits until the operating system has written the data file to the disk.

    Other threads run meanwhile. Raises apsw.IOError if the sync fails.
    """
    file, methods = _file_of(connection)
    _check(_SYNC(methods[_SYNC_AT])(file, apsw.SQLITE_SYNC_NORMAL))


def copy_log_again(connection: apsw.Connection) -> None:
    """Makes the next checkpoints copy the whole log, with the frames that were copied already.

    If a sync fails, the kernel may have dropped what it could not write, and the next sync succeeds
    all the same. Nothing else than the log still has these pages then. Raises apsw.BusyError during
    a checkpoint of another process.
    """
    file, methods = _file_of(connection)
    region = c_void_p()
    _check(_MAP(methods[_MAP_AT])(file, 0, _REGION_BYTES, 0, byref(region)))
    lock = _LOCK(methods[_LOCK_AT])
    _check(lock(file, _CHECKPOINT_LOCK, 1, _TAKE))
    if region.value is not None:  # there is no log
        c_uint32.from_address(region.value + _COPIED_AT).value = 0
    _check(lock(file, _CHECKPOINT_LOCK, 1, _RELEASE))


def truncate_in_chunks(connection: apsw.Connection, chunk_bytes: int) -> None:
    """Lets the data file shrink by so many bytes at a time, on this connection."""
    size = c_int(chunk_bytes)
    connection.file_control("main", apsw.SQLITE_FCNTL_CHUNK_SIZE, addressof(size))


def allocate(descriptor: int, size_bytes: int) -> None:
    """Reserves the space on the disk for a data file of this size. It never changes a byte.

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


def _file_of(connection: apsw.Connection) -> tuple[c_void_p, "_Pointer[c_void_p]"]:
    """Returns the open data file and its methods."""
    file = c_void_p()
    connection.file_control("main", apsw.SQLITE_FCNTL_FILE_POINTER, addressof(file))
    return file, cast(file, POINTER(POINTER(c_void_p)))[0]


def _check(error: int) -> None:
    if error != apsw.SQLITE_OK:
        raise apsw.exception_for(error)
