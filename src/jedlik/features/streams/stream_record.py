"""The view of a stream: how GetRecords shows the records of the change log.

The JSON of keys and images is copied without being decoded. Sequence number and time follow from
the position of the record.

Source: API Reference, Record and StreamRecord; Developer Guide, "Change data capture for DynamoDB
Streams", whose examples give the rule of SizeBytes; Alternator test_streams.py.
"""

from hashlib import blake2b
from typing import Final, final

from jedlik.core.keys.position import POSITION_BYTES, position_ms, position_of
from jedlik.core.types.stored_item import (
    ENCRYPTED,
    stored_json_bytes,
    stored_size_bytes,
    unreadable,
)
from jedlik.engine.change_log import BY_SERVICE, WHOLE, LogNeeds, LogRecord
from jedlik.features.streams.records import sequence_number

_NAMES: Final = ("INSERT", "MODIFY", "REMOVE")
_NEW_IMAGE: Final = ("NEW_IMAGE", "NEW_AND_OLD_IMAGES")
_OLD_IMAGE: Final = ("OLD_IMAGE", "NEW_AND_OLD_IMAGES")
_USER_IDENTITY: Final = b',"userIdentity":{"PrincipalId":"dynamodb.amazonaws.com","Type":"Service"}'
_FORMER_HEADER_BYTES: Final = POSITION_BYTES + 5


def needs_of(view_type: str) -> LogNeeds:
    """Returns what a stream of that view type needs of the change log."""
    return LogNeeds(new_image=view_type in _NEW_IMAGE, old_image=view_type in _OLD_IMAGE)


@final
class StreamView:
    """How one stream shows records. region: that of its table."""

    __slots__ = ("_event_id_key", "_shows_new", "_shows_old", "region", "view_type")

    def __init__(self, stream_arn: str, region: str, view_type: str) -> None:
        self.region = region
        self.view_type = view_type
        self._shows_new = view_type in _NEW_IMAGE
        self._shows_old = view_type in _OLD_IMAGE
        # blake2b takes keys of 64 bytes at most.
        self._event_id_key = blake2b(stream_arn.encode(), digest_size=32).digest()

    def record_json(self, stored: bytes) -> bytes:
        """Returns the Record that GetRecords answers. stored: a record of the change log.

        Raises Reject with ServiceUnavailable for an encrypted record, as `stored_size_bytes`.
        """
        event = stored[POSITION_BYTES]
        if event == ENCRYPTED[0]:
            raise unreadable()
        if not event & WHOLE:
            return self._former_record_json(stored)
        record = LogRecord(stored)
        size_bytes = record.keys_size_bytes
        members = b'"Keys":' + record.keys
        if record.new is not None and self._shows_new:
            members += b',"NewImage":' + stored_json_bytes(record.new)
            size_bytes += stored_size_bytes(record.new)
        if record.old is not None and self._shows_old:
            members += b',"OldImage":' + stored_json_bytes(record.old)
            size_bytes += stored_size_bytes(record.old)
        return self._json(stored, members, size_bytes)

    def _former_record_json(self, stored: bytes) -> bytes:
        """Returns the Record for a record that version 0.1 stored.

        Its bytes are the event (1 byte), SizeBytes (4 bytes, big-endian), then the members Keys,
        NewImage and OldImage of the view, as JSON.
        """
        size_bytes = int.from_bytes(stored[POSITION_BYTES + 1 : _FORMER_HEADER_BYTES], "big")
        return self._json(stored, stored[_FORMER_HEADER_BYTES:], size_bytes)

    def _json(self, stored: bytes, members: bytes, size_bytes: int) -> bytes:
        position, event = position_of(stored), stored[POSITION_BYTES]
        name = _NAMES[event & ~(BY_SERVICE | WHOLE)]
        event_id = blake2b(stored[:POSITION_BYTES], digest_size=16, key=self._event_id_key)
        head = (
            f'{{"eventID":"{event_id.hexdigest()}","eventName":"{name}",'
            f'"eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"{self.region}",'
            f'"dynamodb":{{"ApproximateCreationDateTime":{position_ms(position) // 1000},'
        )
        tail = (
            f',"SequenceNumber":"{sequence_number(position)}","SizeBytes":{size_bytes},'
            f'"StreamViewType":"{self.view_type}"}}'
        )
        identity = _USER_IDENTITY if event & BY_SERVICE else b""
        return head.encode() + members + tail.encode() + identity + b"}"
