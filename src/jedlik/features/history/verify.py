"""Verifies the history of tables: partitions of their logs, their records, works and overlays.

A log record of the history has the old image of an item. The records of one item must continue each
other: nothing can be changed before it was created, or after it was deleted. The last one must show
whether the item is in the table now. Records are erased when nobody needs them, so the first record
of an item may be of any kind.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import orjson

from jedlik.core.errors import Reject
from jedlik.core.keys.key import Key, Span, entries_of_partition
from jedlik.core.keys.position import position_ms, position_of
from jedlik.core.keys.primary_key import fitting_key
from jedlik.core.keys.space import Space
from jedlik.engine.catalog import TABLE_ID_COUNTER
from jedlik.engine.change_log import INSERT, REMOVE, LogRecord, log_partition
from jedlik.engine.log_partitions import open_partitions
from jedlik.engine.read import pages
from jedlik.engine.table import Table, is_lost, key_schema_of
from jedlik.engine.table_state import is_deleting
from jedlik.engine.verification import Verification, Verifier, item_in, name_of
from jedlik.features.history.partitions import is_needed, needed_since
from jedlik.features.history.reader import log_directory, overlay_entry, overlay_span
from jedlik.features.history.records import LogPartition
from jedlik.features.history.window import window_entry, window_span
from jedlik.features.history.work import Work, all_works
from jedlik.storage.interface import LAST_APPEND

_PIECE_KEYS: Final = 1_000


async def verify_history(verification: Verification) -> None:
    """Verifies the history of each table, and what works have stored."""
    (appended,) = await verification.storage.read([LAST_APPEND], consistent=True)
    last = position_of(appended)
    works = await all_works(verification.storage)
    for table in verification.tables.values():
        if is_needed(table.record) and not is_deleting(table.record) and not is_lost(table):
            since = _since(table, works, last)
            await _History(verification, table, since, last).verify()
    for work in works:
        verification.report.counts["works"] += 1
        if work["Moment"] > last:
            what = f"its moment is {work['Moment']}, and the last commit was {last}"
            verification.report.wrong(_name_of_work(work), what)
    await _verify_overlays(verification, works)


class _History:
    """The history of one table.

    since: from which position on records have old images. last: the position of the last Append of
    the storage.
    """

    def __init__(self, verification: Verification, table: Table, since: int, last: int) -> None:
        self._storage = verification.storage
        self._report = verification.report
        self._table = table
        self._since = since
        self._last = last
        self._where = f"history of {name_of(table)}"
        self._exists: dict[Key, bool] = {}  # whether each item was there after its last record

    async def verify(self) -> None:
        """Verifies the partitions in the order in which they were opened, then the last records."""
        found = await log_directory(self._storage, self._table.id)
        known = {each["Name"] for each in found}
        still_open = open_partitions(self._table.record).keys()
        if not still_open:
            self._wrong("no partition of the log is open")
        if still_open - known:
            self._wrong(f"open partitions are not in the directory: {sorted(still_open - known)}")
        for entry in found:
            await self._verify_partition(entry)
        await self._verify_items()

    async def _verify_partition(self, entry: LogPartition) -> None:
        partition = log_partition(entry["Name"])
        span = entries_of_partition(Space.CHANGE_LOG, self._table.id, partition)
        before = 0
        async for values in pages(self._storage, span):
            for stored in values:
                position = position_of(stored)
                if not before < position <= self._last:
                    self._wrong(f"a record of {entry['Name']} is out of order: {position}")
                before = position
                if position >= self._since:  # the others are of a stream
                    self._follow(LogRecord(stored))
            self._report.counts["history records"] += len(values)

    def _follow(self, record: LogRecord) -> None:
        """Compares a record with the previous record of the same item."""
        try:
            key = fitting_key(self._table.key, orjson.loads(record.keys))
        except (Reject, orjson.JSONDecodeError):
            self._wrong(f"the record at {record.position} has no key of the table")
            return
        known = self._exists.get(key)
        is_new = record.event == INSERT
        if known is not None and known == is_new:
            self._wrong(f"the record at {record.position} cannot follow the one before it")
        if is_new != (record.old is None):
            self._wrong(f"the record at {record.position} has no old image that fits its event")
        elif record.old is not None and item_in(record.old) is None:
            self._wrong(f"the old image at {record.position} cannot be read")
        self._exists[key] = record.event != REMOVE

    async def _verify_items(self) -> None:
        """Compares the last record of each item with the table."""
        expected = list(self._exists.items())
        for start in range(0, len(expected), _PIECE_KEYS):
            piece = expected[start : start + _PIECE_KEYS]
            found = await self._storage.read([key for key, _ in piece], consistent=True)
            for (key, exists), stored in zip(piece, found, strict=True):
                if exists != (stored is not None):
                    self._wrong(f"the last record of an item is not what the table has: {key}")

    def _wrong(self, what: str) -> None:
        self._report.wrong(self._where, what)


async def _verify_overlays(verification: Verification, works: Sequence[Work]) -> None:
    """Verifies that each overlay entry belongs to a work, and can be read."""
    storage = verification.storage
    (stored,) = await storage.read([TABLE_ID_COUNTER], consistent=True)
    last = 0 if stored is None else int.from_bytes(stored, "big")
    by_table: dict[int, list[Work]] = {}
    for work in works:
        by_table.setdefault(work["Source"]["Id"], []).append(work)
    for table_id in range(1, last + 1):
        of_table = by_table.get(table_id, [])
        owned = 0
        for work in of_table:
            owned += await _verify_images(verification, work, overlay_span(work), overlay_entry)
            owned += await _verify_images(verification, work, window_span(work), _first_image)
        count = 0
        async for values in pages(storage, Span(Space.OVERLAY, table_id)):
            count += len(values)
        if count != owned:
            where = f"table number {table_id}"
            verification.report.wrong(where, f"{count - owned} overlay entries belong to no work")


async def _verify_images(
    verification: Verification,
    work: Work,
    span: Span,
    image_of: Callable[[int, bytes], tuple[Key, bytes]],
) -> int:
    """Verifies the overlay entries or the window entries of a work. Returns their number.

    image_of: returns the key and the old image of an entry of a table.
    """
    schema = key_schema_of(work["Source"])
    where, count = _name_of_work(work), 0
    can_read = not work["IsRead"] and await verification.can_read_log(work["Source"]["Id"])
    async for values in pages(verification.storage, span):
        count += len(values)
        for stored in values if can_read else ():
            key, image = image_of(schema.table_id, stored)
            item = item_in(image) if image else None
            if image and (item is None or fitting_key(schema, item) != key):
                verification.report.wrong(where, f"an old image does not fit its key: {key}")
    return count


def _first_image(table_id: int, stored: bytes) -> tuple[Key, bytes]:
    entry = window_entry(table_id, stored)
    return entry.item, entry.first


def _since(table: Table, works: Sequence[Work], last: int) -> int:
    """Returns the position since which the history of a table is needed without a break.

    What is older is erased partition by partition, so an item may have lost records in the middle.
    A work that has read everything needs no records, and the log may have been closed since then.
    last: the position of the last Append.
    """
    if "PointInTimeRecovery" in table.record:
        return needed_since(table.record["PointInTimeRecovery"], position_ms(last))
    reading = [each for each in works if each["Source"]["Id"] == table.id and not each["IsRead"]]
    return min([each["Moment"] for each in reading], default=last) + 1


def _name_of_work(work: Work) -> str:
    purpose: Mapping[str, object] = work["For"]
    named = purpose.get("TableName", purpose.get("Id", ""))
    return f"{work['Kind']} {named} of table {work['Source']['TableName']}"


VERIFIER: Final = Verifier(storage=verify_history)
