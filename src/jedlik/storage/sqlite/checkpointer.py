"""Checkpoints: what the write-ahead log holds goes into the data file, beside the requests.

Under load the log is copied once it has grown to LOG_LIMIT_PAGES. That is done without locks until
little is left, then with the write lock for the rest, so that the log starts anew and stays
bounded even if writes never pause. When writes do pause, the log is copied and emptied.

SQLite syncs the data file only with the last of the log, thus with the write lock. What was copied
before is therefore synced before, without it, or writes would wait for all of it: 30 ms and more.
"""

from contextlib import suppress
from threading import Event, Thread
from typing import Final

import apsw

from jedlik.storage.sqlite.connection import UNAVAILABLE
from jedlik.storage.sqlite.sync import sync_data_file

# 128 MiB: many writes of one page are copied once, and the moments in which writes wait for a copy
# are rare; with 32 MiB there was one each second under load. Recovery of such a log after a crash
# takes some hundredths of a second.
LOG_LIMIT_PAGES: Final = 32768

# The rest of the log that may be copied with the write lock held: some milliseconds.
_REST_PAGES: Final = 512
_ROUNDS_LIMIT: Final = 4

_PERIOD_S: Final = 0.25

# How long the last step may wait for readers and writers before it is put off.
_BUSY_TIMEOUT_MS: Final = 200


class Checkpointer:
    """A thread with a connection of its own; several processes may each have one."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._connection.set_busy_timeout(_BUSY_TIMEOUT_MS)
        self._stop = Event()
        self._logged_pages = 0
        self._worker = Thread(target=self._run, name="jedlik-checkpointer", daemon=True)
        self._worker.start()

    def close(self) -> None:
        """Stop and release the connection; blocks for one checkpoint at most."""
        self._stop.set()
        self._worker.join()
        self._connection.close()

    def _run(self) -> None:
        while not self._stop.wait(_PERIOD_S):
            # A disk that fails or is full fails the writers too, who can tell; here, try again.
            with suppress(*UNAVAILABLE):
                self._step()

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
        """Copy without locks until little is left; writers may add meanwhile."""
        for _ in range(_ROUNDS_LIMIT):
            self._checkpoint(apsw.SQLITE_CHECKPOINT_PASSIVE)
            sync_data_file(self._connection)
            pages, copied = self._checkpoint(apsw.SQLITE_CHECKPOINT_NOOP)
            if pages - copied <= _REST_PAGES:
                return

    def _checkpoint(self, mode: int) -> tuple[int, int]:
        """Pages in the log and how many of them the data file has, after a checkpoint of `mode`."""
        pages, copied = self._connection.wal_checkpoint(mode=mode)
        return pages, copied
