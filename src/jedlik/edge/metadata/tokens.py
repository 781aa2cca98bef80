"""The session tokens of version 2 of the instance metadata service.

A token contains when it ends, and a code that only this endpoint can compute. So no token is
stored, and no number of requests makes the endpoint larger.
"""

import base64
import binascii
import secrets
from collections.abc import Callable
from hashlib import blake2b
from hmac import compare_digest
from typing import Final

SECONDS_MAX: Final = 21_600  # Source: EC2 User Guide, "Use IMDSv2"
_TIME_BYTES: Final = 8
_NONCE_BYTES: Final = 8
_CODE_BYTES: Final = 26
_BYTES: Final = _TIME_BYTES + _NONCE_BYTES + _CODE_BYTES
_CHARACTERS: Final = 56  # as on the service


class Tokens:
    """Makes and checks the tokens of one endpoint."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        """now_s: a clock that never goes back, such as time.monotonic."""
        self._now_s = now_s
        self._key = secrets.token_bytes(32)

    def new(self, seconds: int) -> str:
        """Returns a token that is valid for so long."""
        ends_ms = round((self._now_s() + seconds) * 1000)
        head = ends_ms.to_bytes(_TIME_BYTES, "big") + secrets.token_bytes(_NONCE_BYTES)
        return base64.urlsafe_b64encode(head + self._code(head)).decode()

    def is_valid(self, token: str) -> bool:
        """Returns whether a text is a token of this endpoint that has not ended."""
        if len(token) != _CHARACTERS:
            return False
        try:
            decoded = base64.b64decode(token, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return False
        head, code = decoded[:-_CODE_BYTES], decoded[-_CODE_BYTES:]
        if len(decoded) != _BYTES or not compare_digest(code, self._code(head)):
            return False
        return self._now_s() * 1000 < int.from_bytes(head[:_TIME_BYTES], "big")

    def _code(self, head: bytes) -> bytes:
        return blake2b(head, key=self._key, digest_size=_CODE_BYTES).digest()
