"""Reads the log of a table from its newest record to its oldest, a bounded part for each request.

The partitions of the log that were open together have disjoint items, and all of them were closed
together. So an item has its records in one partition after the other. Partitions in the order of
their starts, the newest first, give the records of an item in order. Records of different items are
not in order.
"""

from collections.abc import AsyncGenerator, Sequence, Set
from typing import Final, NamedTuple, final

from jedlik.core.keys.key import Span
from jedlik.core.keys.position import POSITION_BYTES, position_ms, position_to_bytes
from jedlik.core.keys.space import Space
from jedlik.core.types.stored_item import ENCRYPTED, unreadable
from jedlik.engine.change_log import LogRecord, log_partition
from jedlik.engine.context import Node
from jedlik.engine.table_record import PointInTimeRecovery
from jedlik.features.history.partitions import needed_since
from jedlik.features.history.reader import log_directory
from jedlik.features.history.records import LogPartition
from jedlik.turns import Turn

_PAGE_RECORDS: Final = 200
_PAGE_BYTES: Final = 1 << 18
_REQUEST_RECORDS: Final = 4_000
_REQUEST_BYTES: Final = 4 << 20
# A page costs as much as so many records, also if it has none.
_RECORDS_PER_PAGE: Final = 20


class LogPlace(NamedTuple):
    """Where reading goes on: the records of a partition before a position, then older partitions.

    starting, name: of the partition. It need not exist any more.
    """

    starting: int
    name: str
    before: int


class Limits(NamedTuple):
    """The positions to read: from `first` on, and before `before`."""

    first: int
    before: int


class LogPage(NamedTuple):
    """Some records of one partition, the newest first.

    following: where reading goes on after the page. None: everything was read.
    """

    partition: LogPartition
    records: Sequence[LogRecord]
    size_bytes: int
    following: LogPlace | None

    def place_after(self, record: LogRecord) -> LogPlace:
        """Returns the place after one of the records of the page."""
        return LogPlace(self.partition["Starting"], self.partition["Name"], record.position)


@final
class Budget:
    """How much of the log a request may still read.

    scanned: the number of records that it has read.
    """

    __slots__ = ("_left_bytes", "_left_records", "scanned")

    def __init__(self) -> None:
        self.scanned = 0
        self._left_bytes = _REQUEST_BYTES
        self._left_records = _REQUEST_RECORDS

    @property
    def is_spent(self) -> bool:
        """Returns whether the request has read enough."""
        return self._left_bytes <= 0 or self._left_records <= 0

    def spend(self, page: LogPage) -> None:
        """Counts a page."""
        self.scanned += len(page.records)
        self._left_records -= len(page.records) + _RECORDS_PER_PAGE
        self._left_bytes -= page.size_bytes


def first_position(recovery: PointInTimeRecovery, last: int, now_ms: int) -> int:
    """Returns the first position of the history that a table with point-in-time recovery shows.

    last: the position of the last Append. It may be ahead of a clock that was set back.
    """
    return needed_since(recovery, max(now_ms, position_ms(last)))


async def pages_backwards(
    node: Node,
    table_id: int,
    limits: Limits,
    *,
    start: LogPlace | None = None,
    without: Set[str] = frozenset(),
) -> AsyncGenerator[LogPage, None]:
    """Yields pages of the log of a table, which may be empty. It takes turns with other requests.

    start: where reading goes on. None: at the newest record. without: partitions to leave out.
    Raises Reject with ServiceUnavailable for an encrypted record, as `stored_size_bytes`.
    """
    turn = Turn()
    partitions = await _partitions(node, table_id, limits, start)
    wanted = [each for each in partitions if each["Name"] not in without]
    for number, partition in enumerate(wanted):
        before = limits.before
        if start is not None and start.name == partition["Name"]:
            before = min(before, start.before)
        following = None
        if number + 1 < len(wanted):
            older = wanted[number + 1]
            following = LogPlace(older["Starting"], older["Name"], limits.before)
        while True:
            if turn.is_over:
                await turn.next()
            page = await _page(node, partition, Limits(limits.first, before), following)
            yield page
            if page.following is following:
                break
            before = page.records[-1].position


async def _partitions(
    node: Node, table_id: int, limits: Limits, start: LogPlace | None
) -> list[LogPartition]:
    """Returns the partitions to read from a place on, in order.

    Those that were closed before the first position are left out: each was closed when the next
    ones were opened.
    """
    found = sorted(await log_directory(node.storage, table_id), key=_order)
    newest = max(
        (each["Starting"] for each in found if each["Starting"] <= limits.first), default=0
    )
    return [
        each
        for each in found
        if newest <= each["Starting"] < limits.before
        and (start is None or _order(each) >= (-start.starting, start.name))
    ]


async def _page(
    node: Node, partition: LogPartition, limits: Limits, older: LogPlace | None
) -> LogPage:
    """Returns the newest records of a partition within limits. older: the place after it."""
    name = log_partition(partition["Name"])
    start = name, position_to_bytes(limits.first)
    end = name, position_to_bytes(max(limits.before, limits.first))
    page = await node.storage.scan(
        Span(Space.CHANGE_LOG, partition["TableId"], start, end),
        limit_items=_PAGE_RECORDS,
        limit_bytes=_PAGE_BYTES,
        reverse=True,
    )
    records = [log_record_of(each) for each in page.values]
    following = older
    if page.last is not None:
        following = LogPlace(partition["Starting"], partition["Name"], records[-1].position)
    return LogPage(partition, records, sum([len(each) for each in page.values]), following)


def log_record_of(stored: bytes) -> LogRecord:
    """Returns a stored record. Raises Reject with ServiceUnavailable if it is encrypted."""
    if stored[POSITION_BYTES] == ENCRYPTED[0]:
        raise unreadable()
    return LogRecord(stored)


def _order(partition: LogPartition) -> tuple[int, str]:
    return -partition["Starting"], partition["Name"]
