"""The versions of one item, from the log of its table (docs/adr/0042-item-history.md).

    today's item --------> the newest version
    its newest record ---> the time of that version; the old image is the version before it
    the next record -----> the time of that one, and so on

Today's item and the position of the last Append are read in one snapshot. So the records up to that
position explain how the item came to be what it is.
"""

from collections.abc import AsyncGenerator, Sequence, Set
from contextlib import aclosing
from hashlib import blake2b
from typing import Final, NamedTuple, final

import orjson

from jedlik.core.keys.key import Key
from jedlik.core.keys.position import position_of, position_to_bytes
from jedlik.core.keys.space import Space
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import stored_size_bytes
from jedlik.engine.catalog import table_not_found
from jedlik.engine.change_log import LogRecord, log_partition, partition_of
from jedlik.engine.context import Node
from jedlik.engine.log_partitions import open_partitions
from jedlik.engine.table import Table
from jedlik.engine.table_record import TableRecord, record_from_bytes
from jedlik.features.history.log_backwards import (
    Budget,
    Limits,
    LogPage,
    LogPlace,
    first_position,
    log_record_of,
    pages_backwards,
)
from jedlik.features.history.partitions import recovery_of
from jedlik.storage.interface import LAST_APPEND

_ANSWER_BYTES: Final = 1 << 20
_DIGEST_BYTES: Final = 16


class ItemVersion(NamedTuple):
    """What one commit made of an item.

    position: of the commit. 0: it was made before the history begins. event: as in `LogRecord`;
    None if the commit is unknown. stored: the stored item, empty if it was deleted.
    by_service: whether the service itself made the commit (time to live).
    """

    position: int
    event: int | None
    stored: bytes
    by_service: bool


class VersionsPlace(NamedTuple):
    """Where the next page of versions begins.

    log: where reading the log goes on. made_by: the partition and the position of the record whose
    old image is the next version. None: no record of the item was found yet, and `digest` is that
    of today's item.
    """

    log: LogPlace
    made_by: tuple[str, int] | None
    digest: bytes


class VersionsPage(NamedTuple):
    """Some versions of an item, the newest first.

    begins: the position at which the history begins. scanned: how many records of the log were
    read. following: where the next page begins, None if this is the last one.
    """

    versions: Sequence[ItemVersion]
    begins: int
    scanned: int
    following: VersionsPlace | None


class VersionsRequest(NamedTuple):
    """What to read. key: the key attributes of the item, in canonical form. item: the same key.

    limit: the maximum number of versions. start: None at the newest version.
    """

    key: Item
    item: Key
    limit: int
    start: VersionsPlace | None = None


class WrongPlaceError(Exception):
    """The place was made for another item."""


async def item_versions(node: Node, table: Table, request: VersionsRequest) -> VersionsPage:
    """Returns a page of the versions of an item.

    Raises Reject if the table has no point-in-time recovery, and as `stored_size_bytes`. Raises
    WrongPlaceError.
    """
    item, start = request.item, request.start
    stored, appended, written = await node.storage.read(
        [item, LAST_APPEND, table.catalog_key], consistent=True
    )
    record = None if written is None else record_from_bytes(written)
    if record is None or record["Id"] != table.id:
        raise table_not_found()
    last = position_of(appended)
    first = first_position(recovery_of(record), last, node.clock.now_ms())
    if stored is not None:
        stored_size_bytes(stored)  # raises Reject if it is encrypted
    keys = orjson.dumps({name: request.key[name] for name, _ in table.key_attributes})
    search = _Search(keys, stored or b"", request.limit)
    if start is not None and start.made_by is not None:
        made_by = await _record_at(node, table.id, start.made_by, first)
        if made_by is None:
            return VersionsPage((), first, 0, None)
        search.continue_after(made_by, start.made_by)
    elif start is not None and start.digest != search.digest:
        start = None  # the item was written again, and no version was answered yet
    reading = pages_backwards(
        node,
        table.id,
        Limits(first, last + 1),
        start=None if start is None else start.log,
        without=_other_partitions(record, item),
    )
    following = await search.run(reading)
    return VersionsPage(search.versions, first, search.budget.scanned, following)


@final
class _Search:
    """What was found in the log so far.

    keys: the key of the item as log records have it. image: the item before the commits that were
    found, at first today's item; empty if there was none. made_by: the place of the last record
    that was found.
    """

    def __init__(self, keys: bytes, image: bytes, limit: int) -> None:
        self.budget = Budget()
        self.versions: list[ItemVersion] = []
        self.digest = blake2b(image, digest_size=_DIGEST_BYTES).digest()
        self._keys = keys
        self._image = image
        self._limit = limit
        self._size_bytes = 0
        self._made_by: tuple[str, int] | None = None

    def continue_after(self, record: LogRecord, made_by: tuple[str, int]) -> None:
        """Continues after a record that was found by an earlier request. Raises WrongPlaceError."""
        if record.keys != self._keys:
            raise WrongPlaceError
        self._image = record.old or b""
        self._made_by = made_by

    async def run(self, reading: AsyncGenerator[LogPage, None]) -> VersionsPlace | None:
        """Looks for versions until there are enough. Returns where the next page begins."""
        async with aclosing(reading):
            async for page in reading:
                for record in page.records:
                    if record.keys == self._keys and self._add(page, record):
                        return self._place(page.place_after(record))
                self.budget.spend(page)
                if self.budget.is_spent and page.following is not None:
                    return self._place(page.following)
        if self._image:
            self.versions.append(ItemVersion(0, None, self._image, False))
        return None

    def _add(self, page: LogPage, record: LogRecord) -> bool:
        """Adds the version that a record made. Returns whether these are enough."""
        made = ItemVersion(record.position, record.event, self._image, record.by_service)
        self.versions.append(made)
        self._size_bytes += len(self._image)
        self._image = record.old or b""
        self._made_by = page.partition["Name"], record.position
        return len(self.versions) >= self._limit or self._size_bytes >= _ANSWER_BYTES

    def _place(self, log: LogPlace) -> VersionsPlace:
        return VersionsPlace(log, self._made_by, b"" if self._made_by else self.digest)


async def _record_at(
    node: Node, table_id: int, place: tuple[str, int], first: int
) -> LogRecord | None:
    """Returns the record at a place of the log. None: it has been trimmed, or will be soon."""
    name, position = place
    if position < first:
        return None
    key = Key(Space.CHANGE_LOG, table_id, log_partition(name), position_to_bytes(position))
    (stored,) = await node.storage.read([key], consistent=True)
    return None if stored is None else log_record_of(stored)


def _other_partitions(record: TableRecord, item: Key) -> Set[str]:
    """Returns the names of the open partitions of the log that have other items."""
    names = list(open_partitions(record))
    if not names:
        return frozenset()
    own = partition_of([log_partition(each) for each in names], item.partition)
    return frozenset([each for each in names if log_partition(each) != own])
