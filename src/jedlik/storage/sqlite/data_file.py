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
from jedlik.storage.sqlite.log_frames import log_of
from jedlik.storage.sqlite.reserve import Reserve


class DataFile:
    """The file that was opened. It stays the same file even if its name is removed or reused."""

    def __init__(self, path: Path, lock: Path, *, key: bytes | None) -> None:
        """lock: the lock file of the server. key: the encryption key, or None."""
        self.reserve: Final = Reserve(path.parent)
        # While a process has the file open with SQLite, it must not close any other descriptor of
        # it: that would release the locks of SQLite (sqlite.org/howtocorrupt, 2.2).
        self.descriptor: Final = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        self.path: Final = path
        self.is_encrypted: Final = key is not None
        self._key = key
        self.cache_bytes = CACHE_BYTES  # of each connection except that of the writer
        self.write_cache_bytes = CACHE_BYTES
        self._name = str(path)
        self._log_names = (str(log_of(path)), str(path.with_name(path.name + "-shm")))
        self._identity = _identity(self._name)
        self._others = {str(lock): _identity(str(lock))}  # what else must stay in its place
        self._missing = ""  # the first of these that is not in its place

    def connect(self, cache_bytes: int | None = None) -> apsw.Connection:
        """Returns a new connection. Raises DataFileGoneError if the file is gone, and never creates
        one. cache_bytes: None for the size of most connections.
        """
        self.check()
        size = self.cache_bytes if cache_bytes is None else cache_bytes
        return connect(self.path, key=self._key, cache_bytes=size)

    def check(self) -> None:
        """Raises DataFileGoneError unless the file is certainly in its place. Takes 1 or 2 us."""
        if _identity(self._name) != self._identity:
            raise DataFileGoneError(f"{self._name} was removed or replaced")
        if self._missing:
            raise DataFileGoneError(f"{self._missing} was removed or replaced")

    def check_all(self) -> None:
        """Does the same for the lock file, the log and its shared memory. Without the lock file, a
        second server could open the folder. A log without a name is lost when the server is killed.
        Without the name of the shared memory, a new worker would not see the commits of the others.
        """
        others = self._others.items()
        self._missing = next((name for name, known in others if _identity(name) != known), "")
        self.check()

    def watch_log(self) -> None:
        """Looks at the log from now on. Call it when a connection has the log open: while one has,
        SQLite does not remove it.
        """
        self._others |= {name: _identity(name) for name in self._log_names}

    def close(self) -> None:
        """Closes the descriptor. All connections must be closed before."""
        os.close(self.descriptor)

    def size_bytes(self) -> int:
        """Returns how many bytes the file has on the disk."""
        return os.fstat(self.descriptor).st_size


def _identity(name: str) -> tuple[int, int] | None:
    """Returns what tells a file from all others; None if there is none, or nobody can say."""
    try:
        status = os.stat(name, follow_symlinks=False)
    except OSError:  # not only FileNotFoundError: the folder may be a file now, or out of reach
        return None
    return status.st_dev, status.st_ino
