"""An operating system that refuses to release locks, by way of SQLite's table of system calls.

SQLite calls fcntl through a pointer, which a program may replace (sqlite.org/c3ref/vfs: the method
xSetSystemCall).
"""

import ctypes
import errno
import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import apsw

# int fcntl(int descriptor, int command, ...): the third argument is a pointer where locks are set.
# The bytes of the locks in the file of the shared memory (sqlite.org/walformat, 2.3.2).
WRITE: Final = 120
READERS: Final = range(124, 128)  # a reader of the log has one, and who restarts the log has all

_START: Final = 8  # where struct flock has the first byte of the lock

_FCNTL: Final = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_void_p, use_errno=True
)


@contextmanager
def releases_refused(is_refused: Callable[[int], bool]) -> Iterator[None]:
    """In this context, calls that release a lock fail with ENOLCK if `is_refused` returns true. It
    receives the first byte of the lock.
    """
    system = apsw.VFS("releasing", "")  # the one of the operating system
    address = system.xGetSystemCall("fcntl")
    assert address is not None
    original = _FCNTL(address)

    def replaced(descriptor: int, command: int, argument: int | None) -> int:
        if command == fcntl.F_SETLK and argument is not None:
            kind = ctypes.c_short.from_address(argument).value
            start = ctypes.c_int64.from_address(argument + _START).value
            if kind == fcntl.F_UNLCK and is_refused(start):
                ctypes.set_errno(errno.ENOLCK)
                return -1
        result: int = original(descriptor, command, argument)
        return result

    callback = _FCNTL(replaced)
    pointer = ctypes.cast(callback, ctypes.c_void_p).value
    assert pointer is not None
    system.xSetSystemCall("fcntl", pointer)
    try:
        yield
    finally:
        system.xSetSystemCall("fcntl", address)
        system.unregister()
