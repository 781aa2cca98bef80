"""Streams: records in the order of their commits, which tell how the items came to be.

Of a record that is there it is known what its item was before and after. Records go, the oldest
first, after a day; so the first of an item may tell of a change, but all others follow from the one
before, and the last of an enabled stream is what the table has.
"""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any, Final

import orjson

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.position import position_of
from jedlik.core.keys.primary_key import fitting_key
from jedlik.core.keys.space import Space
from jedlik.core.types.attribute_value import Item
from jedlik.engine.read import pages
from jedlik.engine.table import Table
from jedlik.engine.table_record import Shard
from jedlik.engine.verification import Report, item_in
from jedlik.features.streams.records import (
    StreamEntry,
    arn_of,
    entry_from_bytes,
    shard_from_bytes,
    shard_partition,
    shards_span,
)
from jedlik.features.streams.stream_record import record_json
from jedlik.storage.interface import LAST_APPEND, Storage

_PIECE_KEYS: Final = 1_000
_GONE: Final = b""  # the image of an item that was deleted
_UNTOLD: Final = b"?"  # that of an item of which the view type shows nothing


async def verify_streams(storage: Storage, tables: Mapping[int, Table], report: Report) -> None:
    """Verify all streams, those of tables that went too."""
    (stored,) = await storage.read([LAST_APPEND], consistent=True)
    last = position_of(stored)
    async for entries in pages(storage, Span(Space.STREAM, 0)):
        for each in entries:
            entry = entry_from_bytes(each)
            await _Stream(storage, entry, last, report).verify(tables.get(entry["TableId"]))
            report.counts["streams"] += 1


class _Stream:
    """One stream, while it is verified. last: the position of the storage's last Append."""

    def __init__(self, storage: Storage, entry: StreamEntry, last: int, report: Report) -> None:
        self._storage = storage
        self._entry = entry
        self._last = last
        self._report = report
        self._arn = arn_of(entry)
        self._where = f"stream {self._arn}"
        self._told: dict[bytes, bytes] = {}  # of each item, by its key as JSON: its last image

    async def verify(self, table: Table | None) -> None:
        """All shards, parents first, then what they tell."""
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
        taking: set[str] = set()
        if "DisabledMs" not in self._entry:
            if table is None:
                self._wrong("is enabled, and its table is not there")
            else:
                taking = {shard["ShardId"] for shard in table.record.get("StreamShards", ())}
                await self._verify_items(table)
        self._report.compare(self._where, "open shards", kept=still_open, expected=taking)

    async def _verify_shard(self, shard: Shard) -> None:
        name = shard["ShardId"]
        partition = shard_partition(name)
        span = Span(
            Space.STREAM_RECORD,
            self._entry["TableId"],
            (partition, b""),
            (partition + b"\x00", b""),
        )
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
        record: dict[str, Any] = orjson.loads(
            record_json(
                stored,
                stream_arn=self._arn,
                region=self._entry["Region"],
                view_type=self._entry["ViewType"],
            )
        )
        return record

    def _follow(self, record: dict[str, Any]) -> None:
        """Compare a record with the one before of the same item."""
        event, change = record["eventName"], record["dynamodb"]
        key = orjson.dumps(change["Keys"], option=orjson.OPT_SORT_KEYS)
        known = self._told.get(key)
        if known is not None:
            old = _digest(change["OldImage"]) if "OldImage" in change else _UNTOLD
            if (known == _GONE) != (event == "INSERT"):
                self._wrong(f"{event} of an item that cannot be: {change}")
            elif event != "INSERT" and _UNTOLD not in (known, old) and known != old:
                self._wrong(f"the old image is not what was told before: {change}")
        if event == "REMOVE":
            self._told[key] = _GONE
        else:
            self._told[key] = _digest(change["NewImage"]) if "NewImage" in change else _UNTOLD

    async def _verify_items(self, table: Table) -> None:
        """Compare what was told last of each item with the table."""
        told = list(self._told.items())
        for start in range(0, len(told), _PIECE_KEYS):
            piece = told[start : start + _PIECE_KEYS]
            keys = [orjson.loads(key) for key, _ in piece]
            there = await self._storage.read(_places(table, keys), consistent=True)
            for key, (_, image), stored in zip(keys, piece, there, strict=True):
                if (stored is None) != (image == _GONE):
                    self._wrong(f"the last record of an item is not what the table has: {key}")
                elif stored is not None and image not in (
                    _UNTOLD,
                    _digest(item_in(stored)),
                ):
                    self._wrong(f"the last image of an item is not what the table has: {key}")

    def _wrong(self, what: str) -> None:
        self._report.wrong(self._where, what)


def _places(table: Table, keys: Sequence[Item]) -> list[Key]:
    return [fitting_key(table.key, key) for key in keys]


def _digest(item: Item | None) -> bytes:
    """A short text that is the same for equal items."""
    return blake2b(orjson.dumps(item, option=orjson.OPT_SORT_KEYS), digest_size=16).digest()
