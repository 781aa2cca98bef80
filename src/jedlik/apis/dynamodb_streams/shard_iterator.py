"""Shard iterators: the position of the next record to read, as a text.

Its form is that of the service: the ARN of the stream, `|1|`, and base64. The base64 contains a
checksum, the time at which the iterator was issued, the position, the id of the table and the id of
the shard. The checksum detects most texts that were never issued. An iterator is neither a secret
nor a permission: each request is authorized on its own.
"""

import binascii
import struct
from base64 import b64decode, b64encode
from hashlib import blake2b
from typing import Final, NamedTuple

_VERSION: Final = "|1|"
_FIELDS: Final = struct.Struct(">QQQ")
_NUMBER_MAX: Final = (1 << 63) - 1  # ids of tables and positions are stored as signed integers
_CHECKSUM_BYTES: Final = 8


class ShardIterator(NamedTuple):
    """A position in a shard, and the time at which the iterator was issued.

    position: the first position to read (core.keys.position). issued_ms: Unix time, milliseconds.
    """

    stream_arn: str
    table_id: int
    shard_id: str
    position: int
    issued_ms: int


def iterator_to_text(iterator: ShardIterator) -> str:
    """Returns the text of an iterator."""
    fields = _FIELDS.pack(iterator.issued_ms, iterator.position, iterator.table_id)
    body = fields + iterator.shard_id.encode()
    sealed = _checksum(iterator.stream_arn, body) + body
    return iterator.stream_arn + _VERSION + b64encode(sealed).decode()


def iterator_from_text(text: str) -> ShardIterator | None:
    """Returns the iterator of a text, None if the text is no iterator."""
    stream_arn, _, encoded = text.partition(_VERSION)
    try:
        sealed = b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return None
    body = sealed[_CHECKSUM_BYTES:]
    if sealed[:_CHECKSUM_BYTES] != _checksum(stream_arn, body):
        return None
    try:  # anybody can compute the checksum, so any bytes may follow it
        issued_ms, position, table_id = _FIELDS.unpack_from(body)
        shard_id = body[_FIELDS.size :].decode()
    except (struct.error, UnicodeDecodeError):
        return None
    if max(issued_ms, position, table_id) > _NUMBER_MAX:
        return None
    return ShardIterator(stream_arn, table_id, shard_id, position, issued_ms)


def _checksum(stream_arn: str, body: bytes) -> bytes:
    hashed = blake2b(body, digest_size=_CHECKSUM_BYTES, person=b"shard iterator")
    hashed.update(stream_arn.encode())
    return hashed.digest()
