"""Stream records: what a change of an item leaves in the stream of its table.

A record is stored almost as it is answered: the JSON of its keys and images is copied, not decoded,
when it is written and when it is read. The stored bytes are the event (1 byte), SizeBytes (4 bytes,
big-endian), then the members Keys, NewImage and OldImage. The storage writes the position before
them; sequence number and time follow from it.

Source: API Reference, Record and StreamRecord; Developer Guide, "Change data capture for DynamoDB
Streams", whose examples give the rule of SizeBytes; Alternator test_streams.py.
"""

from hashlib import blake2b
from typing import Final

import orjson

from jedlik.core.keys.key_schema import KeySchema
from jedlik.core.keys.position import POSITION_BYTES, position_ms, position_of
from jedlik.core.types.stored_item import stored_json_bytes
from jedlik.core.types.value import item_size_bytes
from jedlik.engine.participant import ItemChange
from jedlik.features.streams.records import TableStream, sequence_number

_INSERT: Final = 0
_MODIFY: Final = 1
_REMOVE: Final = 2
_NAMES: Final = ("INSERT", "MODIFY", "REMOVE")
_BY_SERVICE: Final = 0x80  # a deletion by time to live
_HEADER_BYTES: Final = POSITION_BYTES + 5
_NEW_IMAGE: Final = ("NEW_IMAGE", "NEW_AND_OLD_IMAGES")
_OLD_IMAGE: Final = ("OLD_IMAGE", "NEW_AND_OLD_IMAGES")
_USER_IDENTITY: Final = b',"userIdentity":{"PrincipalId":"dynamodb.amazonaws.com","Type":"Service"}'


def shard_of(stream: TableStream, item_partition: bytes) -> bytes:
    """The partition of the open shard that takes the records of an item: all its records in order.

    item_partition: of the item's Key; it begins with a hash, whose range the shards divide equally.
    """
    partitions = stream.partitions
    return partitions[int.from_bytes(item_partition[:4], "big") * len(partitions) >> 32]


def stream_record(key: KeySchema, stream: TableStream, change: ItemChange) -> bytes | None:
    """The record of a change, to be appended; None if the item is the same after it.

    change: of bytes that are not the same before and after.
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
    size_bytes = item_size_bytes(keys)
    members = b'"Keys":' + orjson.dumps(keys)
    if new is not None and stream.view_type in _NEW_IMAGE:
        members += b',"NewImage":' + stored_json_bytes(new.stored)
        size_bytes += new.size_bytes
    if old is not None and stream.view_type in _OLD_IMAGE:
        members += b',"OldImage":' + stored_json_bytes(old.stored)
        size_bytes += old.size_bytes
    event = _REMOVE if new is None else _INSERT if old is None else _MODIFY
    if change.by_service:
        event |= _BY_SERVICE
    return bytes([event]) + size_bytes.to_bytes(4, "big") + members


def record_json(stored: bytes, *, stream_arn: str, region: str, view_type: str) -> bytes:
    """The Record that GetRecords answers. stored: the record as stored, its position first."""
    position = position_of(stored)
    event = stored[POSITION_BYTES]
    size_bytes = int.from_bytes(stored[POSITION_BYTES + 1 : _HEADER_BYTES], "big")
    event_id = blake2b(stored[:POSITION_BYTES], digest_size=16, key=_short(stream_arn)).hexdigest()
    head = (
        f'{{"eventID":"{event_id}","eventName":"{_NAMES[event & ~_BY_SERVICE]}",'
        f'"eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"{region}",'
        f'"dynamodb":{{"ApproximateCreationDateTime":{position_ms(position) // 1000},'
    )
    tail = (
        f',"SequenceNumber":"{sequence_number(position)}","SizeBytes":{size_bytes},'
        f'"StreamViewType":"{view_type}"}}'
    )
    identity = _USER_IDENTITY if event & _BY_SERVICE else b""
    return head.encode() + stored[_HEADER_BYTES:] + tail.encode() + identity + b"}"


def _short(text: str) -> bytes:
    """A text of any length as a key of blake2b, which takes 64 bytes."""
    return blake2b(text.encode(), digest_size=32).digest()
