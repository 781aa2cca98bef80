"""Web identity tokens: signed JSON Web Tokens (RFC 7519) of OpenID Connect.

The signature is verified by PyJWT. Everything that decides which key and which algorithm it uses is
decided here, from the keys of the issuer: a token only says which of them to try.

Texts of errors: reports of users of the service, see `web_identity`.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import orjson

from jedlik.core.errors import Reject, ServiceError

NOT_A_TOKEN: Final = ServiceError(
    "InvalidIdentityToken",
    "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access"
    " Token)",
)
_PARTS: Final = 3


class WebToken(NamedTuple):
    """A token whose signature nobody has verified yet.

    text: as it was sent. algorithm, key_id: from its header. claims: from its payload.
    """

    text: str
    algorithm: str
    key_id: str | None
    claims: Mapping[str, Any]


def read_token(text: str) -> WebToken:
    """Returns a token. Raises Reject for a text that is none.

    A header that must be understood (`crit`) is refused, because none is.
    """
    parts = text.split(".")
    if len(parts) != _PARTS:
        raise Reject(NOT_A_TOKEN)
    header, claims = _object(parts[0]), _object(parts[1])
    algorithm, key_id = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str) or not (key_id is None or isinstance(key_id, str)):
        raise Reject(NOT_A_TOKEN)
    if "crit" in header or "b64" in header:
        raise Reject(NOT_A_TOKEN)
    return WebToken(text, algorithm, key_id, claims)


def is_signed_by(token: WebToken, keys: Sequence[Mapping[str, Any]]) -> bool:
    """Returns whether one of the keys has signed a token with its algorithm.

    keys: those that `KeySet.matching` returned for the token.
    """
    from jwt import PyJWK, PyJWS, PyJWTError  # noqa: PLC0415  (few servers need it)

    for each in keys:
        try:
            key = PyJWK(dict(each), token.algorithm)
            PyJWS().decode(token.text, key, algorithms=[token.algorithm])
        except (PyJWTError, RecursionError):
            continue
        return True
    return False


def _object(part: str) -> dict[str, Any]:
    """Returns the JSON object in a part of a token. Raises Reject."""
    try:
        padded = part.encode() + b"=" * (-len(part) % 4)
        decoded = orjson.loads(base64.b64decode(padded, b"-_", validate=True))
    except (binascii.Error, ValueError):
        raise Reject(NOT_A_TOKEN) from None
    if not isinstance(decoded, dict):
        raise Reject(NOT_A_TOKEN)
    return decoded
