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


def log_place_to_token(place: LogPlace, purpose: str) -> str:
    """Returns the token of a place in the log. purpose: what the token is for."""
    return _to_token([place.starting, place.before], [place.name], purpose)


def log_place_in_token(token: str, purpose: str) -> LogPlace:
    """Returns the place in a token. Raises Reject with ValidationException."""
    (starting, before), (name,) = _fields_in(token, purpose, (2, 1))
    return LogPlace(starting, name, before)


def versions_place_to_token(place: VersionsPlace, purpose: str) -> str:
    """Returns the token of a place among the versions of an item."""
    log = place.log
    name, position = place.made_by or ("", 0)
    texts = [log.name, name, place.digest.hex()]
    return _to_token([log.starting, log.before, position], texts, purpose)


def versions_place_in_token(token: str, purpose: str) -> VersionsPlace:
    """Returns the place in a token. Raises Reject with ValidationException."""
    numbers, texts = _fields_in(token, purpose, (3, 3))
    (starting, before, made_at), (name, made_name, digest) = numbers, texts
    made_by = (made_name, made_at) if made_at else None
    try:
        digest_bytes = bytes.fromhex(digest)
    except ValueError:
        raise wrong_token() from None
    return VersionsPlace(LogPlace(starting, name, before), made_by, digest_bytes)


def wrong_token() -> Reject:
    """Returns the error for a text that is no token, or that of another request."""
    return invalid("NextToken is not one that this operation returned for this request")


def _to_token(numbers: Sequence[int], texts: Sequence[str], purpose: str) -> str:
    body = orjson.dumps([*numbers, *texts])
    return b64encode(checksum(body, purpose) + body).decode()


def _fields_in(token: str, purpose: str, counts: tuple[int, int]) -> tuple[list[int], list[str]]:
    """Returns the numbers and the texts of a token. Raises Reject.

    counts: how many numbers it must have, and how many texts after them.
    """
    try:
        sealed = b64decode(token, validate=True)
        body = sealed[_CHECKSUM_BYTES:]
        if sealed[:_CHECKSUM_BYTES] != checksum(body, purpose):
            raise wrong_token()
        fields = orjson.loads(body)
    except (binascii.Error, ValueError):
        raise wrong_token() from None
    if not isinstance(fields, list) or len(fields) != sum(counts):
        raise wrong_token()
    numbers = [each for each in fields[: counts[0]] if _is_number(each)]
    texts = [each for each in fields[counts[0] :] if isinstance(each, str)]
    if (len(numbers), len(texts)) != counts:
        raise wrong_token()
    return numbers, texts


def _is_number(field: object) -> bool:
    if not isinstance(field, int) or isinstance(field, bool):
        return False
    return 0 <= field <= _NUMBER_MAX


def checksum(body: bytes, purpose: str) -> bytes:
    """Returns the checksum of a token for a purpose. body: its JSON."""
    hashed = blake2b(body, digest_size=_CHECKSUM_BYTES, person=b"log token")
    hashed.update(purpose.encode())
    return hashed.digest()
