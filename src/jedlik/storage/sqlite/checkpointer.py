"""Checkpoints: a thread copies the write-ahead log into the data file while requests are served.

- Under load the log is copied when it has grown to LOG_LIMIT_PAGES: most of it without locks, then
  the rest with the write lock. After that, SQLite writes the log from its beginning again. So the
  size of the log has a bound even if writes never pause.
- If writes pause, the log is copied and emptied.

SQLite syncs the data file only after it has copied the last pages of the log, which is while it
holds the write lock. So the thread itself syncs the pages that it copied without the lock, before
it takes the lock. Otherwise the sync would take 30 ms or more, and writes would wait for it.

If that sync fails, nobody knows which of the pages are on the disk. So all of them are copied again
(`sync.copy_log_again`).

Before the log is emptied, and regularly while it is not, its checksums are compared (`log_check`).

The thread also allocates space for the file before the log is copied, so that the log can be copied
and emptied even if the disk becomes full. And it checks that the file and the log are in place.
"""

import logging
from contextlib import suppress
from threading import Event, Thread
from typing import Final

import apsw

from jedlik.storage.interface import FailureKind, StorageUnavailableError
from jedlik.storage.outages import Outages
from jedlik.storage.sqlite.connection import (
    PAGE_BYTES,
    UNAVAILABLE,
    DataFileGoneError,
    unavailable,
)
from jedlik.storage.sqlite.data_file import DataFile
from jedlik.storage.sqlite.log_check import LogCheck
from jedlik.storage.sqlite.sync import (
    allocate,
    copy_log_again,
    sync_data_file,
    truncate_in_chunks,
)

_LOG: Final = logging.getLogger("jedlik")

# 128 MiB. If the log is large, a page that was written many times is copied once, and writes seldom
# wait: with 32 MiB they waited once per second under load. After a crash, SQLite reads back a log
# of this size in some hundredths of a second.
LOG_LIMIT_PAGES: Final = 32768

# The most pages that are copied while the write lock is held: that takes some milliseconds.
_REST_PAGES: Final = 512
_ROUNDS_LIMIT: Final = 4

_PERIOD_S: Final = 0.25

# How long the step with the write lock waits for readers and writers. Then it is tried again later.
_BUSY_TIMEOUT_MS: Final = 200


# The file grows in steps of this size.
_CHUNK_BYTES: Final = 1024 * 1024


class Checkpointer:
    """A thread that copies the log, with a connection of its own. Each process of a server
    has one.
    """

    def __init__(self, file: DataFile, outages: Outages) -> None:
        self._file = file
        self._outages = outages
        self._connection = file.connect()
        self._connection.set_busy_timeout(_BUSY_TIMEOUT_MS)
        truncate_in_chunks(self._connection, _CHUNK_BYTES)
        self._checkpoint(apsw.SQLITE_CHECKPOINT_NOOP)  # opens the log
        file.watch_log()
        self._log_check = LogCheck(file)
        self._stop = Event()
        self._logged_pages = 0
        self._is_unsynced = False  # whether pages were copied and their sync failed
        self._has_failed = False  # whether the last turn ended with an error that is a bug
        self._worker = Thread(target=self._run, name="jedlik-checkpointer", daemon=True)
        self._worker.start()

    def close(self) -> None:
        """Stops the thread and closes the connection. Blocks for one checkpoint at most."""
        self._stop.set()
        self._worker.join()
        with suppress(*UNAVAILABLE):  # the last connection to a file copies the log once more
            self._forget_unsynced()
            if self._checkpoint(apsw.SQLITE_CHECKPOINT_NOOP)[0] > 0:
                self._empty(apsw.SQLITE_CHECKPOINT_TRUNCATE)
        self._connection.close()

    def _run(self) -> None:
        while not self._stop.wait(_PERIOD_S):
            try:
                self._turn()
            except Exception:  # noqa: BLE001  (without the thread the log grows without bound)
                if not self._has_failed:
                    _LOG.exception("a checkpoint has failed, and is tried again")
                self._has_failed = True
            else:
                self._has_failed = False

    def _turn(self) -> None:
        try:
            self._file.check_all()
        except DataFileGoneError as error:
            self._outages.failed(unavailable(error), calls=0)
            return
        if self._outages.health.outage is FailureKind.GONE:
            self._outages.recovered()
        # If the disk fails or is full, the writers report it. Here the next step tries again.
        with suppress(*UNAVAILABLE):
            self._forget_unsynced()
            self._allocate()
            self._step()

    def _allocate(self) -> None:
        """Allocates space on the disk for every page of the file, before it is copied from
        the log.
        """
        needed = self._connection.execute("PRAGMA page_count").get * PAGE_BYTES
        if needed > self._file.size_bytes():
            allocate(self._file.descriptor, -(-needed // _CHUNK_BYTES) * _CHUNK_BYTES)

    def _step(self) -> None:
        pages, copied = self._checkpoint(apsw.SQLITE_CHECKPOINT_NOOP)
        idle = pages == self._logged_pages
        self._logged_pages = pages
        if pages - copied >= LOG_LIMIT_PAGES or pages >= 2 * LOG_LIMIT_PAGES:
            self._empty(apsw.SQLITE_CHECKPOINT_RESTART)
        elif (idle and pages > 0) or (self._log_check.is_due() and self._log_check.damaged(pages)):
            self._empty(apsw.SQLITE_CHECKPOINT_TRUNCATE)

    def _empty(self, mode: int) -> None:
        """Copies the whole log. mode: whether to begin it again, or to empty it.

        The frames of a damaged log are in it until the pages that were copied from them cannot be
        read. Emptying it then makes all connections read these pages again.
        """
        self._copy_most()
        pages, _ = self._checkpoint(apsw.SQLITE_CHECKPOINT_NOOP)
        damaged = self._log_check.damaged(pages)
        if not damaged:
            self._checkpoint(mode)
            return
        numbers = ", ".join(sorted({str(each.page) for each in damaged}))
        self._outages.failed(
            StorageUnavailableError("frames without their checksums", FailureKind.DAMAGED),
            place=f"the write-ahead log, for pages {numbers} of the data file,",
        )
        self._checkpoint(apsw.SQLITE_CHECKPOINT_PASSIVE)
        left = self._log_check.spoil(damaged)
        self._checkpoint(apsw.SQLITE_CHECKPOINT_TRUNCATE)
        self._log_check.spoil(left)

    def _copy_most(self) -> None:
        """Copies without locks until few pages are left. Writers may add pages meanwhile."""
        for _ in range(_ROUNDS_LIMIT):
            self._checkpoint(apsw.SQLITE_CHECKPOINT_PASSIVE)
            self._is_unsynced = True
            sync_data_file(self._connection)
            self._is_unsynced = False
            pages, copied = self._checkpoint(apsw.SQLITE_CHECKPOINT_NOOP)
            if pages - copied <= _REST_PAGES:
                return

    def _forget_unsynced(self) -> None:
        if self._is_unsynced:
            copy_log_again(self._connection)
            self._is_unsynced = False

    def _checkpoint(self, mode: int) -> tuple[int, int]:
        """Executes a checkpoint. Returns the pages in the log, and how many of them have been
        copied.
        """
        pages, copied = self._connection.wal_checkpoint(mode=mode)
        return pages, copied
