"""What a writer can do while the disk is full.

In full disk mode the data file must not grow (`max_page_count`), and the log uses the space of the
reserve. Writes that need no new pages succeed: deletes, and writes into pages that deletes have
freed.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Final, final

import apsw

from jedlik.storage.sqlite.connection import UNAVAILABLE
from jedlik.storage.sqlite.decisions import Member
from jedlik.storage.sqlite.reserve import Reserve

_PAGES_MAX: Final = 0xFFFFFFFE  # of a file; the limit of SQLite


@final
class FullDiskMode:
    """Whether a writer is in full disk mode, and how the mode begins and ends."""

    __slots__ = ("_made_room_for", "_reserve", "is_log_full", "is_on")

    def __init__(self, reserve: Reserve) -> None:
        self.is_on = False
        self.is_log_full = False  # whether the last failure was of the log, not of the file
        self._reserve = reserve
        self._made_room_for: Member[object] | None = None

    def may_help(self, group: Sequence[Member[object]]) -> bool:
        """Returns whether a group that failed because of a full disk may succeed after `begin`."""
        if self.is_on and not self.is_log_full:  # the limit of the file caused the failure
            return False
        if group[0] is self._made_room_for:
            return False
        self._made_room_for = group[0] if len(group) == 1 else None
        return True

    def begin(self, connection: apsw.Connection) -> None:
        """Begins the mode: the file must not grow, and the log gets space. Takes some milliseconds.

        The checkpointer has allocated space for the pages of the file that are only in the log,
        except perhaps for the newest. So the log can be copied, and starts again at its beginning.
        """
        self._reserve.free()
        with suppress(*UNAVAILABLE):
            pages = connection.execute("PRAGMA page_count").get
            connection.execute(f"PRAGMA max_page_count = {pages}").fetchall()
            self.is_on = True
            self.is_log_full = False
            connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_RESTART)

    def end(self, connection: apsw.Connection) -> None:
        """Ends the mode: the file may grow again."""
        if self.is_on:
            connection.execute(f"PRAGMA max_page_count = {_PAGES_MAX}").fetchall()
            self.is_on = False

    def reset(self) -> None:
        """Forgets the mode, because the connection is a new one."""
        self.is_on = False
