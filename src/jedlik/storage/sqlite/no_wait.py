"""Reads of the data file that fail rather than wait for the disk.

If a page is neither in SQLite's cache nor in that of the operating system, reading it takes 0.1 to
20 ms, and an event loop that reads it answers nobody else meanwhile. On a connection with a NoWait,
the statement raises apsw.InterruptError instead, and its caller has it run by a thread.

SQLite reads pages through a table of function pointers, which belongs to each open file
(sqlite.org/c3ref/io_methods). A NoWait puts a function of its own in the place of xRead. That
function asks the operating system for one byte of the page, on the condition that it need not wait
(preadv2 with RWF_NOWAIT). Then it calls SQLite's function, or it refuses and has the page read in
the background. A read-only statement that is
interrupted leaves its transaction as it was; any other error would end it.

The function costs some microseconds for each page that is not in SQLite's own cache. So it is only
there while this thread has to wait for the disk, which `look` finds out.
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

# 0 where the operating system has no such flag: then nothing is ever refused.
_FLAG: Final[int] = getattr(os, "RWF_NOWAIT", 0)

# How much the thread must have read from the disk since the last look, in units of 512 bytes.
_MUCH: Final = 64

# After so many looks without a refused read, reads may wait again.
_QUIET_LOOKS: Final = 40


class _IoMethods(Structure):
    _fields_ = (
        ("version", c_int),
        ("close", c_void_p),
        ("read", c_void_p),
        ("others", c_void_p * 17),  # up to xUnfetch of version 3
    )


class NoWait:
    """The function for one connection, put in or taken out by `look`."""

    def __init__(self, connection: apsw.Connection, descriptor: int) -> None:
        """descriptor: of the data file, open until the connection is closed."""
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
        """Decide from what happened since the last look. Call it regularly, in the thread that
        uses the connection.
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
        """Refuse to wait from now on."""
        self._methods[0] = pointer(self._changed)
        self._quiet_looks = 0
        self.is_on = True

    def turn_off(self) -> None:
        """Wait from now on."""
        if self.is_on:
            self._methods[0] = self._original
            self.is_on = False

    def close(self) -> None:
        """Forget the connection. Call it before the connection is closed."""
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
        """Return whether a page is to be read later. If so, the system begins to read it."""
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
    """Return how much this thread has read from disks so far, in units of 512 bytes."""
    return resource.getrusage(resource.RUSAGE_THREAD).ru_inblock
