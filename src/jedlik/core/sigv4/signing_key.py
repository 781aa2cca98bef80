"""Signing keys: HMAC-SHA256 with both of its blocks hashed beforehand.

A key is good for one secret, day, region and service, so it is derived once a day and its two
padded blocks are kept as hash states: a signature then costs two short hashes.
"""

from functools import lru_cache
from hashlib import sha256
from hmac import digest
from typing import Final

_BLOCK_BYTES: Final = 64
# The scope is the client's to write, and no Region's name is so long.
_KEPT_SCOPE_BYTES: Final = 128
_INNER: Final = bytes(byte ^ 0x36 for byte in range(256))
_OUTER: Final = bytes(byte ^ 0x5C for byte in range(256))


class SigningKey:
    """A key ready to sign any number of texts."""

    __slots__ = ("_inner", "_outer")

    def __init__(self, key: bytes) -> None:
        block = key.ljust(_BLOCK_BYTES, b"\0")
        self._inner = sha256(block.translate(_INNER))
        self._outer = sha256(block.translate(_OUTER))

    def sign(self, text: bytes) -> str:
        """HMAC-SHA256 of `text` in lower-case hex."""
        inner = self._inner.copy()
        inner.update(text)
        outer = self._outer.copy()
        outer.update(inner.digest())
        return outer.hexdigest()


def signing_key(secret_access_key: str, scope: bytes) -> SigningKey:
    """The key of a secret for a scope: `20260118/us-east-1/dynamodb/aws4_request`."""
    if len(scope) <= _KEPT_SCOPE_BYTES:
        return _known(secret_access_key, scope)
    return _derived(secret_access_key, scope)


def _derived(secret_access_key: str, scope: bytes) -> SigningKey:
    key = b"AWS4" + secret_access_key.encode()
    for element in scope.split(b"/"):
        key = digest(key, element, "sha256")
    return SigningKey(key)


_known = lru_cache(maxsize=4096)(_derived)
