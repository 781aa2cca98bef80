"""The change log of a table: what changed, in the order of the commits. One log, many readers.

Streams read it today; point-in-time recovery, replication and export can read the same records.
Every reader states what it needs (`LogNeeds`), and a record stores the union: the keys always, the
new and the old image only if a reader needs them. A table without readers has no log and pays
nothing for it.

The log is divided into partitions, each for an equal share of the hashes of partition keys. The
open partitions are named in the table's record, so a write proves with the table that its record
goes to an open one. The storage assigns each record a position when it commits (`Append`);
positions tell the order and the time of commits.

A stored record is the position (8 bytes), then:

    1 byte    the event (0 INSERT, 1 MODIFY, 2 REMOVE), plus flags
    2 bytes   length of the keys as JSON
    4 bytes   size of the keys by the rules of the service
    4 bytes   length of the new image as a stored item; 0 if it is not stored
    4 bytes   length of the old image likewise
    then keys, new image, old image

Lengths are big-endian. Records of the streams of earlier versions lack the flag WHOLE and have
another form, see `features.streams.stream_record`.
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
    """What one reader needs of the records of a table, and for how long.

    new_image, old_image: whether it needs the item after and before the change. retention_ms: how
    old a record may get before this reader has no more use for it.
    """

    __slots__ = ("new_image", "old_image", "retention_ms")

    def __init__(self, *, new_image: bool, old_image: bool, retention_ms: int) -> None:
        self.new_image = new_image
        self.old_image = old_image
        self.retention_ms = retention_ms


def union_of(needs: Sequence[LogNeeds]) -> LogNeeds:
    """Returns what all readers need together. needs: of at least one reader."""
    return LogNeeds(
        new_image=any(each.new_image for each in needs),
        old_image=any(each.old_image for each in needs),
        retention_ms=max(each.retention_ms for each in needs),
    )


@final
class LogRecord:
    """A stored record, taken apart without decoding any JSON.

    keys: the key attributes as JSON. new, old: the images as stored items; None if there is no such
    image or it is not stored.
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
    """Returns the record of a change, to be appended; None if the item is the same after it.

    change: its stored bytes are not the same before and after.
    """
    old, new = change.old, change.new
    image = new or old
    assert image is not None
    item = image.item
    # Maps compare without regard to order; equal items have texts of one length.
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
    """Returns the open log partition that takes the records of an item: all of them, in order.

    item_partition: that of the item's key. It begins with a hash, whose range the partitions divide
    equally.
    """
    return partitions[int.from_bytes(item_partition[:4], "big") * len(partitions) >> 32]


@final
class LogParticipant(Participant):
    """Appends to the log of a table. partitions: the open ones."""

    def __init__(self, key: KeySchema, partitions: Sequence[bytes], needs: LogNeeds) -> None:
        super().__init__()
        self._key = key
        self._partitions = partitions
        self._needs = needs

    def derive(self, change: ItemChange, found: Mapping[Key, bytes | None]) -> Derived | None:
        """See Participant.derive: a record, unless the item stays the same."""
        if change.is_same:
            return None
        record = log_record(self._key, self._needs, change)
        if record is None:
            return None
        partition = partition_of(self._partitions, change.key.partition)
        return Derived((Append(Space.CHANGE_LOG, change.key.table, partition, record),))
