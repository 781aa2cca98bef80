"""Space on the disk that is reserved for deletes.

A delete writes pages to the log before it frees any, so on a full disk clients could delete
nothing. Therefore a file, `jedlik.reserve`, occupies some space. When the disk is full the file is
emptied, and the log can use its space: see `full_disk_mode`. When the file can be filled again, the
disk is no longer full.
"""

import os
from pathlib import Path
from typing import Final

FILE_NAME: Final = "jedlik.reserve"

# Enough for the log of thousands of deletes. The checkpointer empties the log from time to time.
_BYTES_MAX: Final = 16 * 1024 * 1024

# The file takes at most this part of the free space (one sixteenth).
_PART_OF_FREE: Final = 16

_PAGE_BYTES: Final = 4096
_FLAGS: Final = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC


class Reserve:
    """The file. All processes of a server share it, and each may empty and fill it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._size_bytes = 0  # 0: not decided yet

    def fill(self) -> bool:
        """Allocates the bytes of the file. Returns False if the disk has too little space."""
        try:
            descriptor = os.open(self._path, _FLAGS, 0o600)
        except OSError:
            return False
        try:
            size_bytes = self._size_bytes or self._suitable_bytes(descriptor)
            os.posix_fallocate(descriptor, 0, size_bytes)
            self._size_bytes = size_bytes
        except OSError:
            os.ftruncate(descriptor, 0)  # what was allocated in part
            return False
        finally:
            os.close(descriptor)
        return True

    def free(self) -> None:
        """Empties the file, so that its space can be used."""
        try:
            os.truncate(self._path, 0)
        except OSError:
            return  # there is none, or the disk fails: then the next write fails too

    def remove(self) -> None:
        """Removes the file when the server stops. The next start creates it again."""
        self._path.unlink(missing_ok=True)

    def _suitable_bytes(self, descriptor: int) -> int:
        present = os.fstat(descriptor).st_size
        disk = os.fstatvfs(descriptor)
        free = present + disk.f_bavail * disk.f_frsize
        return max(min(_BYTES_MAX, free // _PART_OF_FREE) // _PAGE_BYTES, 1) * _PAGE_BYTES
