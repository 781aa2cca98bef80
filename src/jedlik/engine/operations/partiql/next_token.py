"""NextToken: where a page of a statement ended, opaque to clients.

JSON in base64: the id of the table, the number of the span, the entry that the page ended with. It
holds for the statement that it was given for: another one reads other spans.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import NamedTuple

import orjson

from jedlik.core.types.table import Table

INVALID = "Invalid NextToken"


class Position(NamedTuple):
    """Where to go on: in the span of this number, after this (partition, sort) if one is given."""

    number: int
    entry: tuple[bytes, bytes] | None


def next_token(table: Table, position: Position) -> str:
    """The token that stands for a position."""
    entry = [part.hex() for part in position.entry or ()]
    return urlsafe_b64encode(orjson.dumps([table.id, position.number, *entry])).decode()


def position_of(table: Table, token: str) -> Position | None:
    """The position that a token stands for; None if it stands for none in this table."""
    try:
        members = orjson.loads(urlsafe_b64decode(token.encode()))
        table_id, number, *entry = members
        parts = [bytes.fromhex(part) for part in entry]
    except (ValueError, TypeError):
        return None
    if table_id != table.id or not isinstance(number, int) or number < 0:
        return None
    if len(parts) == 2:
        return Position(number, (parts[0], parts[1]))
    return None if parts else Position(number, None)
