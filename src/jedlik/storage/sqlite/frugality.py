"""What a writer may do while the disk is full.

A *frugal* writer lets the data file grow no more (`max_page_count`), and its log uses the space of
the reserve. What needs no new pages works: deletes, and writes into pages that deletes have freed.
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
class Frugality:
    """Whether a writer is frugal, and how it begins and ends."""

    __slots__ = ("_made_room_for", "_reserve", "is_log_full", "is_on")

    def __init__(self, reserve: Reserve) -> None:
        self.is_on = False
        self.is_log_full = False  # whether the last failure was of the log, not of the file
        self._reserve = reserve
        self._made_room_for: Member[object] | None = None

    def may_help(self, group: Sequence[Member[object]]) -> bool:
        """Return whether a group that met a full disk may succeed after `begin`."""
        if self.is_on and not self.is_log_full:  # it is the file that may not grow
            return False
        if group[0] is self._made_room_for:
            return False
        self._made_room_for = group[0] if len(group) == 1 else None
        return True

    def begin(self, connection: apsw.Connection) -> None:
        """Let the file grow no more, and make room for the log. This takes some milliseconds.

        Every page of the file that the log contains has its place on the disk, or nearly: see
        Checkpointer. So the log can be copied and starts again at its beginning.
        """
        self._reserve.free()
        with suppress(*UNAVAILABLE):
            pages = connection.execute("PRAGMA page_count").get
            connection.execute(f"PRAGMA max_page_count = {pages}").fetchall()
            self.is_on = True
            self.is_log_full = False
            connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_RESTART)

    def end(self, connection: apsw.Connection) -> None:
        """Let the file grow again."""
        if self.is_on:
            connection.execute(f"PRAGMA max_page_count = {_PAGES_MAX}").fetchall()
            self.is_on = False

    def forget(self) -> None:
        """Begin without memory, on a new connection."""
        self.is_on = False
