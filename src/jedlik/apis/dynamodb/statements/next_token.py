"""NextToken: where a page of a statement ended, opaque to clients.

JSON in base64: a digest of the statement and its parameters, the number of the span, the entry that
the page ended with.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import blake2b
from typing import Final, NamedTuple

import orjson

from jedlik.core.errors import Reject, invalid
from jedlik.engine.table import Table

_DIGEST_BYTES: Final = 12


class Position(NamedTuple):
    """Where to go on: in the span of this number, after this (partition, sort) if one is given."""

    number: int
    entry: tuple[bytes, bytes] | None


def next_token(request: Mapping[str, object], table: Table, position: Position) -> str:
    """The token that stands for a position."""
    entry = [part.hex() for part in position.entry or ()]
    token = [_digest(request, table), position.number, *entry]
    return urlsafe_b64encode(orjson.dumps(token)).decode()


def start_of(request: Mapping[str, object], table: Table) -> Position:
    """The position that a request's token stands for; the beginning without one.

    Raises Reject for what is no token (the sentence of DynamoDB Local 3.3.1), and for that of
    another statement (aws-sdk-js-v3 issue 4424).
    """
    token = request.get("NextToken")
    if not isinstance(token, str):
        return Position(0, None)
    try:
        digest, number, *entry = orjson.loads(urlsafe_b64decode(token.encode()))
        parts = [bytes.fromhex(part) for part in entry]
    except (ValueError, TypeError):
        raise invalid_token() from None
    if not isinstance(number, int) or number < 0 or len(parts) not in (0, 2):
        raise invalid_token()
    if digest != _digest(request, table):
        raise invalid("NextToken does not match request")
    return Position(number, (parts[0], parts[1]) if parts else None)


def invalid_token() -> Reject:
    """The answer to what is no token of the statement."""
    return invalid("Invalid NextToken")


def _digest(request: Mapping[str, object], table: Table) -> str:
    named = orjson.dumps([table.id, request["Statement"], request.get("Parameters")])
    return blake2b(named, digest_size=_DIGEST_BYTES).hexdigest()
