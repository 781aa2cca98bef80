"""The lock that keeps two servers from one folder, and lets the workers of one server in.

Every worker holds a shared advisory lock on `jedlik.lock` for as long as it lives; the file names
their server. Who finds the lock free writes the name. The kernel drops a lock with its process, so
nothing is left to clean up after a crash.
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


@contextmanager
def opening_alone(folder: Path) -> Iterator[None]:
    """While inside, no other process opens `folder`: creation and migration need no other care."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
        os.fsync(descriptor)  # the names of the files just made
    finally:
        os.close(descriptor)


def join_server(folder: Path, *, server: str) -> int:
    """Join the server named `server`, or become it; to be called inside `opening_alone`.

    Returns the descriptor that holds the lock until it is closed. Raises ServerRunningError if
    another server has the folder.
    """
    descriptor = os.open(folder / FILE_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        owner = os.pread(descriptor, _NAME_LIMIT_BYTES, 0).decode(errors="replace")
        if owner != server:
            os.close(descriptor)
            raise ServerRunningError(folder, owner) from None
    else:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, server.encode(), 0)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor
