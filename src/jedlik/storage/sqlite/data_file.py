"""The data file of an open folder: how to connect to it, and whether it is still in its place.

A data folder may be removed or replaced while a server runs (`rm -rf`, a restored backup). The
server still has the old file, without a name: what it writes there is lost, and a second server can
open the folder. So a commit counts only if the file is still in its place when it ends.
"""

import os
from pathlib import Path
from typing import Final

import apsw

from jedlik.storage.sqlite.connection import CACHE_BYTES, DataFileGoneError, connect
from jedlik.storage.sqlite.reserve import Reserve


class DataFile:
    """The file that was opened. It stays the same file whatever happens to its name."""

    def __init__(self, path: Path, lock: Path, *, key: bytes | None) -> None:
        """lock: the lock file of the server. key: the encryption key, or None."""
        self.reserve: Final = Reserve(path.parent)
        # While a process has the file open with SQLite, it must not close any other descriptor of
        # it: that would release the locks of SQLite (sqlite.org/howtocorrupt, 2.2).
        self.descriptor: Final = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        self._path = path
        self._key = key
        self.cache_bytes = CACHE_BYTES  # of each connection
        self._name = str(path)
        self._lock_name = str(lock)
        self._identity = _identity(self._name)
        self._lock_identity = _identity(self._lock_name)
        self._is_locked = True  # whether the lock file is in its place, too

    def connect(self) -> apsw.Connection:
        """Return a new connection. Raises DataFileGoneError rather than make a new file."""
        self.check()
        return connect(self._path, key=self._key, cache_bytes=self.cache_bytes)

    def check(self) -> None:
        """Raise DataFileGoneError unless the file is in its place. Takes a microsecond or two."""
        if _identity(self._name) != self._identity:
            raise DataFileGoneError(f"{self._name} was removed or replaced")
        if not self._is_locked:
            raise DataFileGoneError(f"{self._lock_name} was removed or replaced")

    def check_all(self) -> None:
        """Do the same for the lock file too: without it, a second server could open the folder."""
        self._is_locked = _identity(self._lock_name) == self._lock_identity
        self.check()

    def close(self) -> None:
        """Close the descriptor, when all connections are closed."""
        os.close(self.descriptor)

    def size_bytes(self) -> int:
        """Return how many bytes the file has on the disk."""
        return os.stat(self._name).st_size


def _identity(name: str) -> tuple[int, int] | None:
    try:
        status = os.stat(name, follow_symlinks=False)
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino
