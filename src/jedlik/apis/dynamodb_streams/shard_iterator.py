"""Shard iterators: where in a shard to read on, as the text that clients pass around.

Form, as the service's: the stream's ARN, `|1|`, base64. That holds the time the iterator was given
out, the position to read from, the id of the table and the shard's id, after a checksum that tells
texts that were never given out. It is no secret and no permission: who reads is checked each time.
"""

import binascii
import struct
from base64 import b64decode, b64encode
from hashlib import blake2b
from typing import Final, NamedTuple

_VERSION: Final = "|1|"
_FIELDS: Final = struct.Struct(">QQQ")
_CHECKSUM_BYTES: Final = 8


class ShardIterator(NamedTuple):
    """A position in a shard, and when it was given out.

    position: of the first record to read (core.keys.position). issued_ms: Unix time, milliseconds.
    """

    stream_arn: str
    table_id: int
    shard_id: str
    position: int
    issued_ms: int


def iterator_to_text(iterator: ShardIterator) -> str:
    """The text that stands for an iterator."""
    fields = _FIELDS.pack(iterator.issued_ms, iterator.position, iterator.table_id)
    body = fields + iterator.shard_id.encode()
    sealed = _checksum(iterator.stream_arn, body) + body
    return iterator.stream_arn + _VERSION + b64encode(sealed).decode()


def iterator_from_text(text: str) -> ShardIterator | None:
    """The iterator a text stands for; None if it stands for none."""
    stream_arn, _, encoded = text.partition(_VERSION)
    try:
        sealed = b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return None
    body = sealed[_CHECKSUM_BYTES:]
    if sealed[:_CHECKSUM_BYTES] != _checksum(stream_arn, body):
        return None
    try:  # the checksum is no secret: whoever computes it may put anything behind it
        issued_ms, position, table_id = _FIELDS.unpack_from(body)
        shard_id = body[_FIELDS.size :].decode()
    except (struct.error, UnicodeDecodeError):
        return None
    return ShardIterator(stream_arn, table_id, shard_id, position, issued_ms)


def _checksum(stream_arn: str, body: bytes) -> bytes:
    hashed = blake2b(body, digest_size=_CHECKSUM_BYTES, person=b"shard iterator")
    hashed.update(stream_arn.encode())
    return hashed.digest()
