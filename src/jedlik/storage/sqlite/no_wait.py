"""Reads of the data file that fail if they would wait for the disk.

If a page is neither in SQLite's cache nor in that of the operating system, reading it takes 0.1 to
20 ms. An event loop that reads it serves no other request meanwhile. On a connection with a NoWait
that is on, the statement raises apsw.InterruptError instead. A read-only statement that is
interrupted leaves its transaction as it was; any other error would end it.

SQLite reads pages through a table of function pointers, which belongs to each open file
(sqlite.org/c3ref/io_methods). A NoWait replaces the function xRead. The new function asks the
operating system to read one byte of the page only if it need not wait (preadv2 with RWF_NOWAIT). If
the byte is there, it calls SQLite's function. Otherwise it refuses, and the operating system loads
the page in the background.

The function costs some microseconds for each page that is not in SQLite's own cache. So it is only
on while this thread has to wait for the disk. `look` finds that out.
"""

import os
import resource
from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    addressof,
    c_int,
    c_int64,
    c_void_p,
    cast,
    pointer,
)
from typing import Final

import apsw

from jedlik.storage.sqlite.connection import PAGE_BYTES

# int xRead(sqlite3_file*, void*, int amount, sqlite3_int64 offset)
_READ: Final = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)

# 0 if the operating system lacks this flag: then no read is ever refused.
_FLAG: Final[int] = getattr(os, "RWF_NOWAIT", 0)

# If the thread has read this much from the disk since the last look, reads are refused from
# then on. In units of 512 bytes.
_MUCH: Final = 64

# After this number of looks without a refused read, reads may wait again.
_QUIET_LOOKS: Final = 40


class _IoMethods(Structure):
    _fields_ = (
        ("version", c_int),
        ("close", c_void_p),
        ("read", c_void_p),
        ("others", c_void_p * 17),  # up to xUnfetch of version 3
    )


class NoWait:
    """The replaced function of one connection. `look` turns it on and off."""

    def __init__(self, connection: apsw.Connection, descriptor: int) -> None:
        """descriptor: that of the data file, which stays open until the connection is closed."""
        self._descriptor = descriptor
        self._byte: Final = [bytearray(1)]
        self._refused = 0  # since the last look
        self._asked_for: set[int] = set()  # since the last look: where refused pages begin
        self._quiet_looks = 0
        self._read_blocks = _read_blocks()
        file = c_void_p()
        connection.file_control("main", apsw.SQLITE_FCNTL_FILE_POINTER, addressof(file))
        self._methods: Final = cast(file, POINTER(POINTER(_IoMethods)))
        self._original: Final = self._methods[0]
        self._read: Final = _READ(self._original.contents.read)
        self._callback: Final = _READ(self._read_or_refuse)
        self._changed: Final = _IoMethods.from_buffer_copy(self._original.contents)
        self._changed.read = cast(self._callback, c_void_p).value
        self.is_on = False
        self._is_closed = False

    def look(self) -> None:
        """Turns the function on or off, by what happened since the last call. The thread that uses
        the connection must call this regularly.
        """
        if self._is_closed:
            return
        blocks = _read_blocks()
        much = blocks - self._read_blocks >= _MUCH
        self._read_blocks = blocks
        if self.is_on:
            self._quiet_looks = 0 if self._refused else self._quiet_looks + 1
            self._refused = 0
            self._asked_for.clear()
            if self._quiet_looks >= _QUIET_LOOKS:
                self.turn_off()
        elif much and _FLAG:
            self.turn_on()

    def turn_on(self) -> None:
        """Makes reads fail if they would wait."""
        self._methods[0] = pointer(self._changed)
        self._quiet_looks = 0
        self.is_on = True

    def turn_off(self) -> None:
        """Makes reads wait again."""
        if self.is_on:
            self._methods[0] = self._original
            self.is_on = False

    def close(self) -> None:
        """Restores the original function. Must be called before the connection is closed."""
        self.turn_off()
        self._is_closed = True

    def _read_or_refuse(self, file: int, buffer: int, amount: int, offset: int) -> int:
        try:
            if amount == PAGE_BYTES and self._refuses(offset):
                return int(apsw.SQLITE_INTERRUPT)
            return int(self._read(file, buffer, amount, offset))
        except BaseException:  # noqa: BLE001  (SQLite would get any number for a result)
            return int(apsw.SQLITE_IOERR_READ)

    def _refuses(self, offset: int) -> bool:
        """Returns whether a page is to be read later. If so, the system begins to read it."""
        try:
            os.preadv(self._descriptor, self._byte, offset, _FLAG)
        except BlockingIOError:
            self._refused += 1
            if offset in self._asked_for:
                os.posix_fadvise(self._descriptor, offset, PAGE_BYTES, os.POSIX_FADV_WILLNEED)
            else:  # newer kernels begin to read a page that they refuse
                self._asked_for.add(offset)
            return True
        except OSError:
            pass  # the file system cannot say; let SQLite meet the error, if there is one
        return False


def _read_blocks() -> int:
    """Returns how much this thread has read from disks so far, in units of 512 bytes."""
    return resource.getrusage(resource.RUSAGE_THREAD).ru_inblock
