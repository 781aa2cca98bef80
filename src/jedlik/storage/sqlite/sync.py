"""Syncing the data file, without a lock and without a descriptor of our own: closing one would
drop the locks that SQLite holds on the file in this process (sqlite.org/howtocorrupt, 2.2).
"""

from ctypes import CFUNCTYPE, POINTER, addressof, c_int, c_void_p, cast
from typing import Final

import apsw

# int xSync(sqlite3_file*, int flags), behind iVersion, xClose, xRead, xWrite and xTruncate in
# struct sqlite3_io_methods (sqlite.org/c3ref/io_methods), whose layout is part of SQLite's ABI.
_SYNC: Final = CFUNCTYPE(c_int, c_void_p, c_int)
_SYNC_AT: Final = 5


def sync_data_file(connection: apsw.Connection) -> None:
    """Have the operating system bring all it holds of the data file to the disk.

    Blocks, but leaves the interpreter to other threads. Raises apsw.IOError if that fails.
    """
    file = c_void_p()
    connection.file_control("main", apsw.SQLITE_FCNTL_FILE_POINTER, addressof(file))
    methods = cast(file, POINTER(POINTER(c_void_p)))[0]
    error: int = _SYNC(methods[_SYNC_AT])(file, apsw.SQLITE_SYNC_NORMAL)
    if error != apsw.SQLITE_OK:
        raise apsw.exception_for(error)
