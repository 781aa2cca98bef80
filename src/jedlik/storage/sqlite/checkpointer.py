"""Checkpoints: a thread copies the write-ahead log into the data file while requests go on.

Under load the log is copied when it has grown to LOG_LIMIT_PAGES: without locks until little is
left, then the rest with the write lock. After that the log starts again at its beginning, so it
stays bounded even if writes never pause. When writes pause, the log is copied and emptied.

SQLite syncs the data file only after it has copied the last of the log, which is while it holds the
write lock. The pages copied without the lock are therefore synced before; otherwise writes would
wait 30 ms and more for the sync of all of them.

The thread also allocates the file ahead of the copying, so that the log can be copied and emptied
even if the disk becomes full, and it looks whether the file is still in its place.
"""

from contextlib import suppress
from threading import Event, Thread
from typing import Final

import apsw

from jedlik.storage.interface import FailureKind
from jedlik.storage.outages import Outages
from jedlik.storage.sqlite.connection import (
    PAGE_BYTES,
    UNAVAILABLE,
    DataFileGoneError,
    unavailable,
)
from jedlik.storage.sqlite.data_file import DataFile
from jedlik.storage.sqlite.sync import allocate, sync_data_file, truncate_in_chunks

# 128 MiB. In a large log many writes of one page are copied once, and writes seldom wait.
# With 32 MiB they waited once per second under load. Recovery of a log of this size after a crash
# takes some hundredths of a second.
LOG_LIMIT_PAGES: Final = 32768

# The most pages that are copied while the write lock is held: that takes some milliseconds.
_REST_PAGES: Final = 512
_ROUNDS_LIMIT: Final = 4

_PERIOD_S: Final = 0.25

# How long the last step waits for readers and writers. After that it is tried again later.
_BUSY_TIMEOUT_MS: Final = 200


# The file grows by so much at a time.
_CHUNK_BYTES: Final = 1024 * 1024


class Checkpointer:
    """A thread with a connection of its own. Each process of a server has one."""

    def __init__(self, file: DataFile, outages: Outages) -> None:
        self._file = file
        self._outages = outages
        self._connection = file.connect()
        self._connection.set_busy_timeout(_BUSY_TIMEOUT_MS)
        truncate_in_chunks(self._connection, _CHUNK_BYTES)
        self._stop = Event()
        self._logged_pages = 0
        self._worker = Thread(target=self._run, name="jedlik-checkpointer", daemon=True)
        self._worker.start()

    def close(self) -> None:
        """Stop and release the connection. This blocks for one checkpoint at most."""
        self._stop.set()
        self._worker.join()
        self._connection.close()

    def _run(self) -> None:
        while not self._stop.wait(_PERIOD_S):
            try:
                self._file.check_all()
            except DataFileGoneError as error:
                self._outages.failed(unavailable(error), calls=0)
                continue
            if self._outages.health.outage is FailureKind.GONE:
                self._outages.recovered()
            # If the disk fails or is full, the writers report it. Here the next step tries again.
            with suppress(*UNAVAILABLE):
                self._allocate()
                self._step()

    def _allocate(self) -> None:
        """Give every page of the file its place on the disk, before it is copied from the log."""
        needed = self._connection.execute("PRAGMA page_count").get * PAGE_BYTES
        if needed > self._file.size_bytes():
            allocate(self._file.descriptor, -(-needed // _CHUNK_BYTES) * _CHUNK_BYTES)

    def _step(self) -> None:
        pages, copied = self._checkpoint(apsw.SQLITE_CHECKPOINT_NOOP)
        idle = pages == self._logged_pages
        self._logged_pages = pages
        if pages - copied >= LOG_LIMIT_PAGES or pages >= 2 * LOG_LIMIT_PAGES:
            self._copy_most()
            self._checkpoint(apsw.SQLITE_CHECKPOINT_RESTART)
        elif idle and pages > 0:
            self._copy_most()
            self._checkpoint(apsw.SQLITE_CHECKPOINT_TRUNCATE)

    def _copy_most(self) -> None:
        """Copy without locks until little is left. Writers may add pages meanwhile."""
        for _ in range(_ROUNDS_LIMIT):
            self._checkpoint(apsw.SQLITE_CHECKPOINT_PASSIVE)
            sync_data_file(self._connection)
            pages, copied = self._checkpoint(apsw.SQLITE_CHECKPOINT_NOOP)
            if pages - copied <= _REST_PAGES:
                return

    def _checkpoint(self, mode: int) -> tuple[int, int]:
        """Do a checkpoint. Return the pages in the log and how many of them have been copied."""
        pages, copied = self._connection.wal_checkpoint(mode=mode)
        return pages, copied
