"""Verifies streams: their records are in the order of the commits and fit the items.

A record has the images of its item before and after the change. Records are erased after a day, so
the first record of an item cannot be compared with an earlier one. Every other record must continue
the one before it, and the last record of an item in an enabled stream must show the item in the
table.
"""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, Final

import orjson

from jedlik.core.keys.key import Key, Span, entries_of_partition
from jedlik.core.keys.position import position_of
from jedlik.core.keys.primary_key import fitting_key
from jedlik.core.keys.space import Space
from jedlik.core.types.attribute_value import Item
from jedlik.engine.change_log import log_partition
from jedlik.engine.read import pages
from jedlik.engine.table import Table
from jedlik.engine.table_record import Shard
from jedlik.engine.verification import Verification, Verifier, item_in
from jedlik.features.streams.records import (
    StreamEntry,
    arn_of,
    entry_from_bytes,
    shard_from_bytes,
    shards_span,
)
from jedlik.features.streams.stream_record import StreamView
from jedlik.storage.interface import LAST_APPEND

_PIECE_KEYS: Final = 1_000
_DELETED: Final = b""  # the image of an item that was deleted
_UNKNOWN: Final = b"?"  # the image of an item that the view type does not show


async def verify_streams(verification: Verification) -> None:
    """Verifies all streams, including those of deleted tables."""
    (appended,) = await verification.storage.read([LAST_APPEND], consistent=True)
    last = position_of(appended)
    async for entries in pages(verification.storage, Span(Space.STREAM, 0)):
        for stored in entries:
            entry = entry_from_bytes(stored)
            verification.report.counts["streams"] += 1
            if await verification.can_read_log(entry["TableId"]):
                await _Stream(verification, entry, last).verify()


class _Stream:
    """One stream. last: the position of the last Append of the storage."""

    def __init__(self, verification: Verification, entry: StreamEntry, last: int) -> None:
        self._storage = verification.storage
        self._report = verification.report
        self._table = verification.tables.get(entry["TableId"])
        self._entry = entry
        self._last = last
        self._arn = arn_of(entry)
        self._view = StreamView(self._arn, entry["Region"], entry["ViewType"])
        self._where = f"stream {self._arn}"
        self._images: dict[bytes, bytes] = {}  # the last image of each item, by its key as JSON

    async def verify(self) -> None:
        """Verifies all shards, parents first, then the last image of each item."""
        shards: list[Shard] = []
        span = shards_span(self._entry["TableId"], self._entry["Label"])
        async for values in pages(self._storage, span):
            shards += map(shard_from_bytes, values)
        shards.sort(key=lambda shard: shard["Starting"])
        by_id = {shard["ShardId"]: shard for shard in shards}
        for shard in shards:
            parent = by_id.get(shard.get("ParentShardId", ""))
            if parent is not None and parent.get("Ending", self._last) >= shard["Starting"]:
                self._wrong(f"shard {shard['ShardId']} begins before its parent ended")
            await self._verify_shard(shard)
        still_open = {shard["ShardId"] for shard in shards if "Ending" not in shard}
        expected: set[str] = set()
        if "DisabledMs" not in self._entry:
            if self._table is None:
                self._wrong("is enabled, and its table does not exist")
            else:
                record = self._table.record
                expected = {shard["ShardId"] for shard in record.get("LogPartitions", ())}
                await self._verify_items(self._table)
        self._report.compare(self._where, "open shards", stored=still_open, expected=expected)

    async def _verify_shard(self, shard: Shard) -> None:
        name = shard["ShardId"]
        partition = log_partition(name)
        span = entries_of_partition(Space.CHANGE_LOG, self._entry["TableId"], partition)
        before = shard["Starting"] - 1
        async for values in pages(self._storage, span):
            for stored in values:
                position = position_of(stored)
                if not before < position <= min(self._last, shard.get("Ending", position)):
                    self._wrong(f"a record of shard {name} is out of order: {position}")
                before = position
                self._follow(self._record(stored))
            self._report.counts["stream records"] += len(values)

    def _record(self, stored: bytes) -> dict[str, Any]:
        record: dict[str, Any] = orjson.loads(self._view.record_json(stored))
        return record

    def _follow(self, record: dict[str, Any]) -> None:
        """Compares a record with the previous record of the same item."""
        event, change = record["eventName"], record["dynamodb"]
        key = orjson.dumps(change["Keys"], option=orjson.OPT_SORT_KEYS)
        known = self._images.get(key)
        if known is not None:
            old = _digest(change["OldImage"]) if "OldImage" in change else _UNKNOWN
            if (known == _DELETED) != (event == "INSERT"):
                self._wrong(f"{event} cannot follow the record before it: {change}")
            elif event != "INSERT" and _UNKNOWN not in (known, old) and known != old:
                self._wrong(f"the old image is not that of the record before it: {change}")
        if event == "REMOVE":
            self._images[key] = _DELETED
        else:
            self._images[key] = _digest(change["NewImage"]) if "NewImage" in change else _UNKNOWN

    async def _verify_items(self, table: Table) -> None:
        """Compares the last image of each item with the table."""
        images = list(self._images.items())
        for start in range(0, len(images), _PIECE_KEYS):
            piece = images[start : start + _PIECE_KEYS]
            keys = [orjson.loads(key) for key, _ in piece]
            found = await self._storage.read(_item_keys(table, keys), consistent=True)
            for key, (_, image), stored in zip(keys, piece, found, strict=True):
                if (stored is None) != (image == _DELETED):
                    self._wrong(f"the last record of an item is not what the table has: {key}")
                elif stored is not None and image not in (_UNKNOWN, _digest(item_in(stored))):
                    self._wrong(f"the last image of an item is not what the table has: {key}")

    def _wrong(self, what: str) -> None:
        self._report.wrong(self._where, what)


def _item_keys(table: Table, keys: Sequence[Item]) -> list[Key]:
    return [fitting_key(table.key, key) for key in keys]


def _digest(item: Item | None) -> bytes:
    """Returns a short value that is the same for equal items."""
    return blake2b(orjson.dumps(item, option=orjson.OPT_SORT_KEYS), digest_size=16).digest()


VERIFIER: Final = Verifier(storage=verify_streams)
