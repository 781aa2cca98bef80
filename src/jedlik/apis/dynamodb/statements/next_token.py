"""NextToken: the place where a page of a statement ended.

The token is JSON in base64, and opaque to clients. It contains a digest of the statement and its
parameters, the number of a span, and the place in that span after which the next page begins.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Final, NamedTuple, cast

import orjson

from jedlik.core.errors import Reject, invalid
from jedlik.core.types.attribute_value import AttributeValue
from jedlik.engine.table import Table

_DIGEST_BYTES: Final = 12


class Position(NamedTuple):
    """Where the next page begins: in the span of this number, after `entry`.

    entry: partition and sort key of an item or index entry; None means the start of the span.
    """

    number: int
    entry: tuple[bytes, bytes] | None


def next_token(request: Mapping[str, object], table: Table, position: Position) -> str:
    """Returns the token for a position."""
    entry = [part.hex() for part in position.entry or ()]
    token = [_digest(request, table), position.number, *entry]
    return urlsafe_b64encode(orjson.dumps(token)).decode()


def start_of(request: Mapping[str, object], table: Table) -> Position:
    """Returns the position in the token of a request, or the beginning if there is no token.

    Raises Reject for text that is no token (with the sentence of DynamoDB Local 3.3.1) and for the
    token of another statement (aws-sdk-js-v3 issue 4424). No token fits a statement with a list or
    map as a parameter (dynoxide-rs 3.2.0, tests/partiql_next_token.rs, recorded in us-east-1,
    2026-10-10).
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
    if digest != _digest(request, table) or _has_collection(request.get("Parameters")):
        raise invalid("NextToken does not match request")
    return Position(number, (parts[0], parts[1]) if parts else None)


def invalid_token() -> Reject:
    """Returns the error for a token that this statement never returned."""
    return invalid("Invalid NextToken")


def _has_collection(parameters: object) -> bool:
    """Returns whether one of the parameters of a statement is a list or a map."""
    values = cast(Sequence[AttributeValue], parameters or ())
    return any("L" in value or "M" in value for value in values)


def _digest(request: Mapping[str, object], table: Table) -> str:
    named = orjson.dumps([table.id, request["Statement"], request.get("Parameters")])
    return blake2b(named, digest_size=_DIGEST_BYTES).hexdigest()
