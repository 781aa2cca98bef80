"""Signing keys: HMAC-SHA256 whose two padded key blocks are hashed in advance.

A key is valid for one secret, day, Region and service. It is derived once, and the hash states
after its two blocks are cached. A signature then costs two short hashes.
"""

from functools import lru_cache
from hashlib import sha256
from hmac import digest
from typing import Final

_BLOCK_BYTES: Final = 64
# Longer scopes are not cached: the client chooses the text, and no name of a Region is that long.
_CACHED_SCOPE_BYTES: Final = 128
_INNER: Final = bytes(byte ^ 0x36 for byte in range(256))
_OUTER: Final = bytes(byte ^ 0x5C for byte in range(256))


class SigningKey:
    """A key that can sign any number of texts."""

    __slots__ = ("_inner", "_outer")

    def __init__(self, key: bytes) -> None:
        block = key.ljust(_BLOCK_BYTES, b"\0")
        self._inner = sha256(block.translate(_INNER))
        self._outer = sha256(block.translate(_OUTER))

    def sign(self, text: bytes) -> str:
        """Returns the HMAC-SHA256 of `text` in lower-case hexadecimal."""
        inner = self._inner.copy()
        inner.update(text)
        outer = self._outer.copy()
        outer.update(inner.digest())
        return outer.hexdigest()


def signing_key(secret_access_key: str, scope: bytes) -> SigningKey:
    """Returns a secret's key for a scope such as `20260118/us-east-1/dynamodb/aws4_request`."""
    if len(scope) <= _CACHED_SCOPE_BYTES:
        return _known(secret_access_key, scope)
    return _derived(secret_access_key, scope)


def _derived(secret_access_key: str, scope: bytes) -> SigningKey:
    key = b"AWS4" + secret_access_key.encode()
    for element in scope.split(b"/"):
        key = digest(key, element, "sha256")
    return SigningKey(key)


_known = lru_cache(maxsize=4096)(_derived)
