"""The data file of an open folder: how to connect to it, and whether it is still in its place.

A data folder may be removed or replaced while a server runs (`rm -rf`, a restored backup). The
server still has the old file open, although it has no name any more. Whatever the server writes
there is lost, and a second server can open the folder. So a commit counts only if the file is still
in its place afterwards.
"""

import os
from pathlib import Path
from typing import Final

import apsw

from jedlik.storage.sqlite.connection import CACHE_BYTES, DataFileGoneError, connect
from jedlik.storage.sqlite.reserve import Reserve


class DataFile:
    """The file that was opened. It stays the same file even if its name is removed or reused."""

    def __init__(self, path: Path, lock: Path, *, key: bytes | None) -> None:
        """lock: the lock file of the server. key: the encryption key, or None."""
        self.reserve: Final = Reserve(path.parent)
        # While a process has the file open with SQLite, it must not close any other descriptor of
        # it: that would release the locks of SQLite (sqlite.org/howtocorrupt, 2.2).
        self.descriptor: Final = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._path = path
        self._key = key
        self.cache_bytes = CACHE_BYTES  # of each connection
        self._name = str(path)
        self._lock_name = str(lock)
        self._identity = _identity(self._name)
        self._lock_identity = _identity(self._lock_name)
        self._is_locked = True  # whether the lock file is in its place, too

    def connect(self) -> apsw.Connection:
        """Returns a new connection. Raises DataFileGoneError if the file is gone, and never creates
        one.
        """
        self.check()
        return connect(self._path, key=self._key, cache_bytes=self.cache_bytes)

    def check(self) -> None:
        """Raises DataFileGoneError if the file is not in its place. Takes a microsecond or two."""
        if _identity(self._name) != self._identity:
            raise DataFileGoneError(f"{self._name} was removed or replaced")
        if not self._is_locked:
            raise DataFileGoneError(f"{self._lock_name} was removed or replaced")

    def check_all(self) -> None:
        """Does the same as `check`, and also for the lock file: without it, a second server could
        open the folder.
        """
        self._is_locked = _identity(self._lock_name) == self._lock_identity
        self.check()

    def close(self) -> None:
        """Closes the descriptor. All connections must be closed before."""
        os.close(self.descriptor)

    def size_bytes(self) -> int:
        """Returns how many bytes the file occupies on the disk."""
        return os.stat(self._name).st_size


def _identity(name: str) -> tuple[int, int] | None:
    try:
        status = os.stat(name, follow_symlinks=False)
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino
