"""Encrypts secrets and session tokens, and derives keys, from the one sealing key of a server.

The sealing key is made of the key that encrypts the data, or is in a file of its own
(`app.credentials`). Each purpose has a key that is derived from it with a label, so what was sealed
for one purpose cannot be opened for another. Values are encrypted with AES-256-GCM. Key pairs
derived from the same input are the same in each process.
"""

import secrets
from collections.abc import Callable
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, final

if TYPE_CHECKING:  # `cryptography` takes 60 ms to import; a server without identities needs none
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_LABEL_BYTES_MAX: Final = 16

ACCESS_KEYS: Final = b"access keys"
SESSION_TOKENS: Final = b"session tokens"
SESSION_KEYS: Final = b"session keys"
MESSAGES: Final = b"messages"  # of AccessDenied, for DecodeAuthorizationMessage
SIGN_IN_SLOTS: Final = b"sign-in slots"
KEY_MATERIAL: Final = b"key material"  # of encryption keys
DATA_KEYS: Final = b"data keys"  # of tables that are under no encryption key any more


@final
class Sealing:
    """Seals and opens values of one server."""

    def __init__(self, make_key: Callable[[], bytes]) -> None:
        """make_key: returns the sealing key, 16 to 64 bytes. It is called once, when needed."""
        self._make_key = make_key
        self._ciphers: dict[bytes, AESGCM] = {}

    def seal(self, purpose: bytes, value: bytes, associated: bytes = b"") -> bytes:
        """Returns a value encrypted.

        associated: what the value belongs to; `open` needs the same.
        """
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher(purpose).encrypt(nonce, value, associated)

    def open(self, purpose: bytes, sealed: bytes, associated: bytes = b"") -> bytes | None:
        """Returns the value, or None if it was not sealed here for this purpose, or was changed."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415  (see above)

        if len(sealed) < _NONCE_BYTES:
            return None
        nonce, encrypted = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._cipher(purpose).decrypt(nonce, encrypted, associated)
        except InvalidTag:
            return None

    def derived(self, purpose: bytes, value: bytes, length: int) -> bytes:
        """Returns `length` bytes, 64 at most, that nobody without the sealing key can compute."""
        key = self._derived_key(purpose)
        return blake2b(value, key=key, digest_size=length).digest()

    @cached_property
    def _key(self) -> bytes:
        return self._make_key()

    def _derived_key(self, purpose: bytes) -> bytes:
        assert len(purpose) <= _LABEL_BYTES_MAX
        return blake2b(key=self._key, person=purpose, digest_size=_KEY_BYTES).digest()

    def _cipher(self, purpose: bytes) -> "AESGCM":
        cipher = self._ciphers.get(purpose)
        if cipher is None:
            from cryptography.hazmat.primitives.ciphers.aead import (  # noqa: PLC0415  (see above)
                AESGCM,
            )

            cipher = self._ciphers[purpose] = AESGCM(self._derived_key(purpose))
        return cipher
