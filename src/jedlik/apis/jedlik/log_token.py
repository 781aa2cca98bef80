"""Tokens of answers that were made from a part of the log of a table: where the rest begins.

A token is base64 of a checksum and of JSON. The checksum includes what the token is for, so that a
token of another operation or table is refused. It detects most texts that were never issued, and
anybody can compute it. So a token is neither a secret nor a permission: each request is authorized
on its own, and what it reads belongs to the table and the item of the request.
"""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

import orjson

from jedlik.core.errors import Reject, invalid
from jedlik.features.history.item_versions import VersionsPlace
from jedlik.features.history.log_backwards import LogPlace

_CHECKSUM_BYTES: Final = 8
_NUMBER_MAX: Final = (1 << 63) - 1  # positions are stored as signed integers
_NUMBER: Final = "number"
_TEXT: Final = "text"
_LOG_PLACE: Final = (_NUMBER, _TEXT, _NUMBER)
_VERSIONS_PLACE: Final = (*_LOG_PLACE, _TEXT, _NUMBER, _TEXT)


def log_place_to_token(place: LogPlace, purpose: str) -> str:
    """Returns the token of a place in the log. purpose: what the token is for."""
    return _to_token(place, purpose)


def log_place_in_token(token: str, purpose: str) -> LogPlace:
    """Returns the place in a token. Raises Reject with ValidationException."""
    starting, name, before = _fields_in(token, purpose, _LOG_PLACE)
    return LogPlace(starting, name, before)


def versions_place_to_token(place: VersionsPlace, purpose: str) -> str:
    """Returns the token of a place among the versions of an item."""
    name, position = place.made_by or ("", 0)
    return _to_token((*place.log, name, position, place.digest.hex()), purpose)


def versions_place_in_token(token: str, purpose: str) -> VersionsPlace:
    """Returns the place in a token. Raises Reject with ValidationException."""
    starting, name, before, made_name, made_at, digest = _fields_in(token, purpose, _VERSIONS_PLACE)
    made_by = (made_name, made_at) if made_at else None
    try:
        digest_bytes = bytes.fromhex(digest)
    except ValueError:
        raise wrong_token() from None
    return VersionsPlace(LogPlace(starting, name, before), made_by, digest_bytes)


def wrong_token() -> Reject:
    """Returns the error for a text that is no token, or that of another request."""
    return invalid("NextToken is not one that this operation returned for this request")


def _to_token(fields: Sequence[str | int], purpose: str) -> str:
    body = orjson.dumps(list(fields))
    return b64encode(_checksum(body, purpose) + body).decode()


def _fields_in(token: str, purpose: str, kinds: Sequence[str]) -> list[int | str]:
    """Returns the fields of a token, which have the given kinds. Raises Reject."""
    try:
        sealed = b64decode(token, validate=True)
        body = sealed[_CHECKSUM_BYTES:]
        if sealed[:_CHECKSUM_BYTES] != _checksum(body, purpose):
            raise wrong_token()
        fields = orjson.loads(body)
    except (binascii.Error, ValueError):
        raise wrong_token() from None
    if not isinstance(fields, list) or [_kind(each) for each in fields] != list(kinds):
        raise wrong_token()
    return fields


def _kind(field: object) -> str:
    if isinstance(field, str):
        return _TEXT
    is_number = isinstance(field, int) and not isinstance(field, bool)
    return _NUMBER if is_number and 0 <= field <= _NUMBER_MAX else ""


def _checksum(body: bytes, purpose: str) -> bytes:
    hashed = blake2b(body, digest_size=_CHECKSUM_BYTES, person=b"log token")
    hashed.update(purpose.encode())
    return hashed.digest()
