"""The change log of a table: its changes, in the order of the commits, for many readers.

Streams read the log. Every reader declares what it needs (`LogNeeds`), and a record stores the
union: always the keys, and the new and the old image only if a reader needs them. A table without
readers has no log, so its writes do no work for it.

The log is divided into partitions. Each has an equal share of the hashes of partition keys. The
record of the table names the open partitions. A write proves the record of its table, and so it
proves that its log record goes to an open partition. The storage assigns each log record a position
when it commits (`Append`). Positions show the order and the time of the commits.

A stored record is the position (8 bytes), then:

    1 byte    the event (0 INSERT, 1 MODIFY, 2 REMOVE), plus flags
    2 bytes   length of the keys as JSON
    4 bytes   size of the keys by the rules of the service
    4 bytes   length of the new image as a stored item; 0 if it is not stored
    4 bytes   length of the old image as a stored item; 0 if it is not stored
    then keys, new image, old image

Lengths are big-endian. Earlier versions stored records without the flag WHOLE, which have another
form: see `features.streams.stream_record`.
"""

import struct
from collections.abc import Mapping, Sequence
from typing import Final, final

import orjson

from jedlik.core.keys.key import Key
from jedlik.core.keys.key_schema import KeySchema
from jedlik.core.keys.position import POSITION_BYTES, position_of
from jedlik.core.keys.space import Space
from jedlik.core.types.value import item_size_bytes
from jedlik.engine.participant import Derived, ItemChange, Participant
from jedlik.storage.interface import Append

INSERT: Final = 0
MODIFY: Final = 1
REMOVE: Final = 2
BY_SERVICE: Final = 0x80  # flag: the service itself made the change (time to live)
WHOLE: Final = 0x40  # flag: the record has the form above

_HEAD: Final = struct.Struct(">BHIII")
_BODY: Final = POSITION_BYTES + _HEAD.size


@final
class LogNeeds:
    """What one reader needs of the records of a table.

    new_image, old_image: whether it needs the item after, and before, the change.
    """

    __slots__ = ("new_image", "old_image")

    def __init__(self, *, new_image: bool, old_image: bool) -> None:
        self.new_image = new_image
        self.old_image = old_image


def union_of(needs: Sequence[LogNeeds]) -> LogNeeds:
    """Returns what all readers need together. needs: the needs of at least one reader."""
    return LogNeeds(
        new_image=any(each.new_image for each in needs),
        old_image=any(each.old_image for each in needs),
    )


@final
class LogRecord:
    """A stored record. Its JSON is not decoded.

    keys: the key attributes as JSON. new, old: the images as stored items, None for an image that
    does not exist or is not stored.
    """

    __slots__ = ("by_service", "event", "keys", "keys_size_bytes", "new", "old", "position")

    def __init__(self, stored: bytes) -> None:
        """stored: a record with the flag WHOLE."""
        event, keys_length, self.keys_size_bytes, new_length, old_length = _HEAD.unpack_from(
            stored, POSITION_BYTES
        )
        self.position = position_of(stored)
        self.event = event & ~(BY_SERVICE | WHOLE)
        self.by_service = bool(event & BY_SERVICE)
        new_start = _BODY + keys_length
        old_start = new_start + new_length
        self.keys = stored[_BODY:new_start]
        self.new = stored[new_start:old_start] if new_length else None
        self.old = stored[old_start : old_start + old_length] if old_length else None


def log_record(key: KeySchema, needs: LogNeeds, change: ItemChange) -> bytes | None:
    """Returns the record to append for a change, None if the item is the same after it.

    change: a change whose stored bytes differ before and after.
    """
    old, new = change.old, change.new
    image = new or old
    assert image is not None
    item = image.item
    # Dictionaries are equal in any order. Equal items have stored bytes of the same length.
    if (
        old is not None
        and new is not None
        and len(old.stored) == len(new.stored)
        and old.item == item
    ):
        return None
    keys = {name: item[name] for name, _ in key.key_attributes}
    keys_json = orjson.dumps(keys)
    new_stored = new.stored if new is not None and needs.new_image else b""
    old_stored = old.stored if old is not None and needs.old_image else b""
    event = REMOVE if new is None else INSERT if old is None else MODIFY
    flags = WHOLE | BY_SERVICE if change.by_service else WHOLE
    head = _HEAD.pack(
        event | flags,
        len(keys_json),
        item_size_bytes(keys),
        len(new_stored),
        len(old_stored),
    )
    return head + keys_json + new_stored + old_stored


def log_partition(name: str) -> bytes:
    """Returns the partition, in the storage, of the log partition with that name."""
    return name.encode()


def partition_of(partitions: Sequence[bytes], item_partition: bytes) -> bytes:
    """Returns the open log partition for all records of an item.

    item_partition: the partition of the item's key. It begins with a hash. Each log partition has
    an equal part of the range of hashes.
    """
    return partitions[int.from_bytes(item_partition[:4], "big") * len(partitions) >> 32]


@final
class LogParticipant(Participant):
    """Appends to the log of a table. partitions: its open log partitions."""

    def __init__(self, key: KeySchema, partitions: Sequence[bytes], needs: LogNeeds) -> None:
        super().__init__()
        self._key = key
        self._partitions = partitions
        self._needs = needs

    def derive(self, change: ItemChange, found: Mapping[Key, bytes | None]) -> Derived | None:
        """Returns the log record of a change, None if the item stays the same."""
        if change.is_same:
            return None
        record = log_record(self._key, self._needs, change)
        if record is None:
            return None
        partition = partition_of(self._partitions, change.key.partition)
        return Derived((Append(Space.CHANGE_LOG, change.key.table, partition, record),))
