"""Counts what changed in a table in each period of a window, from its log."""

from collections.abc import Sequence
from contextlib import aclosing
from typing import Final, NamedTuple, final

from jedlik.core.keys.position import position_at, position_ms, position_of
from jedlik.engine.catalog import table_not_found
from jedlik.engine.change_log import INSERT, MODIFY, LogRecord
from jedlik.engine.context import Node
from jedlik.engine.table import Table
from jedlik.engine.table_record import record_from_bytes
from jedlik.features.history.log_backwards import (
    Budget,
    Limits,
    LogPlace,
    first_position,
    pages_backwards,
)
from jedlik.features.history.partitions import recovery_of
from jedlik.storage.interface import LAST_APPEND

_SECOND_MS: Final = 1000


class Periods(NamedTuple):
    """A window, divided into periods. Seconds of Unix time; `until_s` is exclusive.

    The first period begins at `from_s`.
    """

    from_s: int
    until_s: int
    length_s: int


@final
class ChangeCount:
    """How many items were created, changed and deleted in a period. It begins at `start_s`."""

    __slots__ = ("created", "deleted", "modified", "start_s")

    def __init__(self, start_s: int) -> None:
        self.start_s = start_s
        self.created = 0
        self.modified = 0
        self.deleted = 0

    def add(self, record: LogRecord) -> None:
        """Counts a change."""
        if record.event == INSERT:
            self.created += 1
        elif record.event == MODIFY:
            self.modified += 1
        else:
            self.deleted += 1


class ChangeCounts(NamedTuple):
    """The counts of the part of the log that was read.

    counts: by period, without periods of no change, in order of time. begins: the position at which
    the history begins. scanned: how many records of the log were read. following: where the rest of
    the log begins, None if everything was counted. Its counts are to be added to these.
    """

    counts: Sequence[ChangeCount]
    begins: int
    scanned: int
    following: LogPlace | None


async def change_counts(
    node: Node, table: Table, periods: Periods, start: LogPlace | None
) -> ChangeCounts:
    """Counts the changes in a part of the log. start: None at the newest record of the window.

    Raises Reject if the table has no point-in-time recovery, and as `log_record_of`.
    """
    appended, written = await node.storage.read([LAST_APPEND, table.catalog_key], consistent=True)
    record = None if written is None else record_from_bytes(written)
    if record is None or record["Id"] != table.id:
        raise table_not_found()
    last = position_of(appended)
    begins = first_position(recovery_of(record), last, node.clock.now_ms())
    # A time far in the future has a position that is too large for a key.
    first = max(begins, min(last + 1, position_at(periods.from_s * _SECOND_MS)))
    limits = Limits(first, min(last + 1, position_at(periods.until_s * _SECOND_MS)))
    budget, following = Budget(), None
    found: dict[int, ChangeCount] = {}
    async with aclosing(pages_backwards(node, table.id, limits, start=start)) as reading:
        async for page in reading:
            for each in page.records:
                _count(found, periods, each)
            budget.spend(page)
            if budget.is_spent and page.following is not None:
                following = page.following
                break
    counts = [found[each] for each in sorted(found)]
    return ChangeCounts(counts, begins, budget.scanned, following)


def _count(found: dict[int, ChangeCount], periods: Periods, record: LogRecord) -> None:
    second = position_ms(record.position) // _SECOND_MS
    number = (second - periods.from_s) // periods.length_s
    if number not in found:
        found[number] = ChangeCount(periods.from_s + number * periods.length_s)
    found[number].add(record)
