"""The form of a ciphertext, which is Jedlik's own. It is opaque to clients.

    1 byte    version, = 1
    16 bytes  id of the key
    12 bytes  account of the key, in ASCII
    2 bytes   number of the material, from 0, big-endian
    12 bytes  nonce
    then the output of AES-256-GCM: as many bytes as the plaintext, and 16

Everything before the nonce is authenticated, together with the encryption context.
"""

import struct
from collections.abc import Mapping
from typing import Final, NamedTuple
from uuid import UUID

import orjson

NONCE_BYTES: Final = 12

_VERSION: Final = 1
_HEAD: Final = struct.Struct(">B16s12sH")
_TAG_BYTES: Final = 16


class Ciphertext(NamedTuple):
    """A ciphertext in its parts. head: what comes before the nonce."""

    head: bytes
    nonce: bytes
    encrypted: bytes

    @property
    def key_id(self) -> str:
        """Returns the id of the key."""
        return str(UUID(bytes=_HEAD.unpack(self.head)[1]))

    @property
    def account_id(self) -> str:
        """Returns the account of the key."""
        return str(_HEAD.unpack(self.head)[2].decode("latin-1"))

    @property
    def material(self) -> int:
        """Returns the number of the material."""
        return int(_HEAD.unpack(self.head)[3])

    @property
    def blob(self) -> bytes:
        """Returns the ciphertext as clients store it."""
        return self.head + self.nonce + self.encrypted


def head_of(key_id: str, account_id: str, material: int) -> bytes:
    """Returns what a ciphertext begins with."""
    return _HEAD.pack(_VERSION, UUID(key_id).bytes, account_id.encode(), material)


def ciphertext_in(blob: bytes) -> Ciphertext | None:
    """Returns the parts of a ciphertext, or None if it was not made by Jedlik."""
    body = _HEAD.size + NONCE_BYTES
    if len(blob) < body + _TAG_BYTES or blob[0] != _VERSION:
        return None
    return Ciphertext(blob[: _HEAD.size], blob[_HEAD.size : body], blob[body:])


def associated_data(head: bytes, context: Mapping[str, str]) -> bytes:
    """Returns what is authenticated. Contexts with the same pairs in another order are equal."""
    if not context:
        return head
    return head + orjson.dumps(context, option=orjson.OPT_SORT_KEYS)
