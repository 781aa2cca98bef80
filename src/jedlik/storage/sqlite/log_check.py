"""Whether the write-ahead log of a running server is as it was written.

SQLite compares the checksums of the log only when it reads the log back after a crash. `cksumvfs`
computes the checksum of a page when the page is copied into the data file. So a byte of the log
that a disk or a memory has changed would be copied, with a matching checksum. Here the checksums
are compared before the log is emptied, and regularly while it is not.

SQLite itself does the comparison: it reads the log back through a second name, as the log of a file
that has one page and no data. It needs 1.5 us for a frame, in C, and other threads run meanwhile.
If it stops too early, the remaining frames are compared here, which takes 0.1 ms for each.

A page that comes from a damaged frame gets a wrong checksum in the data file. So it is answered
with an error, and `jedlik verify` names it. An encrypted file needs none of this: the cipher
notices a changed page of the log at each read.
"""

import logging
import os
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

import apsw

from jedlik.storage.sqlite.checksums import CHECKSUM_BYTES, vfs_for
from jedlik.storage.sqlite.connection import PAGE_BYTES
from jedlik.storage.sqlite.data_file import DataFile
from jedlik.storage.sqlite.log_frames import DamagedFrame, damaged_frames, log_of

_LOG: Final = logging.getLogger("jedlik")

# How often a log is compared that is not emptied, because writes neither pause nor fill it.
_EVERY_S: Final = 10.0

# A frame that was read while another process wrote it is not damaged: it is read again after this.
_AGAIN_S: Final = 0.05

_SUFFIX: Final = ".check-"


class LogCheck:
    """Compares the log of one data file. Only the thread of the checkpointer uses it."""

    def __init__(self, file: DataFile) -> None:
        self._descriptor = file.descriptor
        self._path = file.path
        self._is_on = not file.is_encrypted
        self._name = file.path.with_name(f"{file.path.name}{_SUFFIX}{os.getpid()}")
        self._checked_s = time.monotonic()

    def is_due(self) -> bool:
        """Returns whether the last comparison was long ago."""
        return self._is_on and time.monotonic() - self._checked_s >= _EVERY_S

    def damaged(self, frames: int) -> Sequence[DamagedFrame]:
        """Returns the frames that have changed since they were written.

        frames: how many frames the log has. Newer ones are not compared.
        """
        if not self._is_on or frames <= 0:
            return ()
        self._checked_s = time.monotonic()
        try:
            intact = self._intact()
            if intact >= frames:
                return ()
            found = damaged_frames(log_of(self._path), PAGE_BYTES, intact + 1, frames)
            if found:
                time.sleep(_AGAIN_S)
                again = damaged_frames(log_of(self._path), PAGE_BYTES, intact + 1, frames)
                found = [each for each in found if each in again]
        except FileNotFoundError:  # the folder is gone, and the storage reports that
            return ()
        except OSError as error:  # a file system without hard links, or a full disk
            _LOG.warning("The write-ahead log cannot be compared with its checksums: %s", error)
            self._is_on = False
            return ()
        return found

    def spoil(self, frames: Sequence[DamagedFrame]) -> Sequence[DamagedFrame]:
        """Makes the pages of the data file unreadable that were copied from these frames.

        Returns the frames that were not copied, because their pages have newer content.
        """
        left = []
        for each in frames:
            at = (each.page - 1) * PAGE_BYTES
            page = os.pread(self._descriptor, PAGE_BYTES, at)
            if page[:-CHECKSUM_BYTES] != each.content[:-CHECKSUM_BYTES]:
                left.append(each)
                continue
            wrong = bytes(byte ^ 0xFF for byte in page[-CHECKSUM_BYTES:])
            os.pwrite(self._descriptor, wrong, at + PAGE_BYTES - CHECKSUM_BYTES)
        if len(left) < len(frames):
            os.fdatasync(self._descriptor)
        return left

    def _intact(self) -> int:
        """Returns the number of frames that SQLite reads back from the log."""
        names = (self._name, log_of(self._name))
        _remove(names)
        try:
            with os.fdopen(os.open(self._name, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)) as file:
                os.pwrite(file.fileno(), os.pread(self._descriptor, PAGE_BYTES, 0), 0)
            os.link(log_of(self._path), names[1])
            return _read_back(self._name)
        finally:
            _remove(names)


def remove_leftovers(path: Path) -> None:
    """Removes the second names of a log that a killed server has left."""
    _remove(list(path.parent.glob(f"{path.name}{_SUFFIX}*")))


def _read_back(name: Path) -> int:
    with closing(apsw.Connection(str(name), vfs=vfs_for(b""))) as connection:
        connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)  # the log stays as it is
        with suppress(apsw.Error):  # the first page may be damaged too
            # Without shared memory nothing else has to be created, and nobody else can join.
            connection.execute("PRAGMA locking_mode = EXCLUSIVE; PRAGMA schema_version").fetchall()
        pages, _ = connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_NOOP)
    return max(pages, 0)


def _remove(names: Sequence[Path]) -> None:
    for name in names:
        name.unlink(missing_ok=True)
