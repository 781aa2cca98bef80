"""NextToken: the position at which the page of a statement ended, as an opaque text.

The text is JSON in base64: a digest of the statement and its parameters, the number of the span,
and the last entry of the page.
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
    """The position at which a page begins.

    number: the number of the span. entry: the (partition, sort) to start after; None for the
    beginning of the span.
    """

    number: int
    entry: tuple[bytes, bytes] | None


def next_token(request: Mapping[str, object], table: Table, position: Position) -> str:
    """Returns the token that represents a position."""
    entry = [part.hex() for part in position.entry or ()]
    token = [_digest(request, table), position.number, *entry]
    return urlsafe_b64encode(orjson.dumps(token)).decode()


def start_of(request: Mapping[str, object], table: Table) -> Position:
    """Returns the position that the token of a request represents, the beginning without a token.

    Raises Reject for a text that is no token (the sentence of DynamoDB Local 3.3.1), and for the
    token of another statement (aws-sdk-js-v3 issue 4424).
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
    """Returns the error for a text that is no token of the statement."""
    return invalid("Invalid NextToken")


def _digest(request: Mapping[str, object], table: Table) -> str:
    named = orjson.dumps([table.id, request["Statement"], request.get("Parameters")])
    return blake2b(named, digest_size=_DIGEST_BYTES).hexdigest()
