"""The lock by which all workers of one server can use a folder, and no other server.

Every worker holds a shared advisory lock on `jedlik.lock` as long as it lives. The file contains
the name of their server: the first worker writes it, and another worker may join if its server has
the same name. So a name must be unique. Process numbers are not: two servers that one script starts
have one process group, and in every container the first process has the number 1. The kernel
releases the lock when its process ends, so a crash leaves nothing to clean up.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from jedlik.storage.sqlite.open_errors import ServerRunningError

FILE_NAME: Final = "jedlik.lock"

_NAME_LIMIT_BYTES: Final = 1024
_FLAGS: Final = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC


@contextmanager
def opening_alone(folder: Path) -> Iterator[None]:
    """Prevents other processes from opening `folder` in this context, so that files can be created
    and migrated.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
        os.fsync(descriptor)  # so that the new files survive a crash
    finally:
        os.close(descriptor)


def join_server(folder: Path, *, server: str) -> tuple[int, bool]:
    """Joins the server named `server`, or starts as this server. Must be called inside
    `opening_alone`.

    Returns the descriptor that holds the lock until it is closed, and whether no other worker holds
    the lock. Raises ServerRunningError if another server uses the folder.
    """
    descriptor = os.open(folder / FILE_NAME, _FLAGS, 0o600)
    is_first = True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        owner = os.pread(descriptor, _NAME_LIMIT_BYTES, 0).decode(errors="replace")
        if owner != server:
            os.close(descriptor)
            raise ServerRunningError(folder, owner) from None
        is_first = False
    else:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, server.encode(), 0)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor, is_first
