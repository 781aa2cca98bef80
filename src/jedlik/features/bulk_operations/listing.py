"""Pages of ListBulkOperations: the newest operation first. Source: API Reference.

A token has the position of the last operation of a page, in hexadecimal digits. A client can make
one by hand, and gets nothing else from it than a page of its own operations.
"""

from typing import Final

from jedlik.core.errors import invalid
from jedlik.core.types.echo import clipped
from jedlik.engine.context import Context
from jedlik.features.bulk_operations.records import (
    BulkOperation,
    entries_span,
    entry_key,
    operation_from_bytes,
)
from jedlik.features.imports.entries import place_of

_PAGE_BYTES: Final = 1 << 20
_KIND: Final = b"bulk:"
_TOKEN_UNIT: Final = 8
_SEPARATOR: Final = b"\x00"
_PADDING: Final = b"\xff"  # is in no name


async def listed(
    context: Context, *, before: bytes, limit: int
) -> tuple[list[BulkOperation], bool]:
    """Returns `limit` operations at most, and whether others follow.

    before: the position to begin at, empty for the newest.
    """
    span = entries_span(context.region, context.account_id, before)
    page = await context.node.storage.scan(
        span, limit_items=limit, limit_bytes=_PAGE_BYTES, reverse=True
    )
    return [operation_from_bytes(each) for each in page.values], page.last is not None


def token_of(entry: BulkOperation) -> str:
    """Returns the token of the page that follows an operation."""
    position = _KIND + entry_key(place_of(entry)).sort + _PADDING
    length = -(-len(position) // _TOKEN_UNIT) * _TOKEN_UNIT
    return position.ljust(length, _PADDING).hex()


def position_in(token: str) -> bytes:
    """Returns the position in a token. Raises Reject. The text is that of ListImports."""
    position = bytes.fromhex(token).rstrip(_PADDING)
    if not position.startswith(_KIND) or _SEPARATOR not in position:
        raise invalid(f"Invalid Request: Provided nextToken is invalid: {clipped(token)}")
    return position.removeprefix(_KIND)
