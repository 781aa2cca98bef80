"""Pages of ListImports: the newest import first, in all states. Source: recorded answers, October
2026.

A token has the position of the last import of a page, in hexadecimal digits. A client can make one
by hand, and gets nothing else from it than a page of its own imports.
"""

from typing import Final

from jedlik.core.errors import invalid
from jedlik.core.keys.key import Span
from jedlik.core.types.echo import clipped
from jedlik.engine.context import Context
from jedlik.features.imports.entries import place_of
from jedlik.features.imports.records import Import, entries_span, entry_key, import_from_bytes

_PAGE_ITEMS: Final = 100
_PAGE_BYTES: Final = 1 << 20
_KIND: Final = b"imports:"
# The model demands 112 digits at least, and a multiple of 16.
_TOKEN_BYTES_MIN: Final = 56
_TOKEN_UNIT: Final = 8
_SEPARATOR: Final = b"\x00"
_PADDING: Final = b"\xff"  # is in no name


async def listed(
    context: Context, table_name: str | None, *, before: bytes, limit: int
) -> tuple[list[Import], bool]:
    """Returns `limit` imports at most, and whether others follow.

    table_name: of which table; None for all. before: the position to begin at, empty for the
    newest.
    """
    found: list[Import] = []
    span = entries_span(context.region, context.account_id, before)
    while len(found) <= limit:
        page = await context.node.storage.scan(
            span, limit_items=_PAGE_ITEMS, limit_bytes=_PAGE_BYTES, reverse=True
        )
        imports = map(import_from_bytes, page.values)
        found += [each for each in imports if table_name in {None, each["TableName"]}]
        if page.last is None:
            break
        span = Span(span.space, span.table, span.start, page.last)
    return found[:limit], len(found) > limit


def token_of(entry: Import) -> str:
    """Returns the token of the page that follows an import."""
    position = _KIND + entry_key(place_of(entry)).sort + _PADDING
    length = max(_TOKEN_BYTES_MIN, -(-len(position) // _TOKEN_UNIT) * _TOKEN_UNIT)
    return position.ljust(length, _PADDING).hex()


def position_in(token: str) -> bytes:
    """Returns the position in a token. Raises Reject. Source of the text: recorded answer, October
    2026.
    """
    position = bytes.fromhex(token).rstrip(_PADDING)
    if not position.startswith(_KIND) or _SEPARATOR not in position:
        raise invalid(f"Invalid Request: Provided nextToken is invalid: {clipped(token)}")
    return position.removeprefix(_KIND)
