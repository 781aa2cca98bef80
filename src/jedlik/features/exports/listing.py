"""Pages of ListExports, in the reverse order of the ARNs.

With the ARN of a table only the exports of the table that has this name now are listed: none if it
was deleted, and none of one that had the name before. Source: recorded answers, October 2026
(ack-api-quirks); the order: API Reference.

NextToken contains the place after which the next page begins, and a digest, in hexadecimal. It has
the form that the model demands of a NextToken of ListImports, because the service answers a token
of one list in the other as an invalid one, not as one of a wrong form. It accepts a token together
with another TableArn (both: recorded answers, October 2026).
"""

from hashlib import blake2b
from typing import Final

from jedlik.core.errors import invalid
from jedlik.core.keys.key import Span
from jedlik.core.types.arn import TableArn
from jedlik.core.types.echo import clipped
from jedlik.engine.context import Context
from jedlik.engine.table_state import is_gone_at
from jedlik.features.exports.records import Export, export_from_bytes, exports_span, key_of

_PAGE_ITEMS: Final = 100
_PAGE_BYTES: Final = 1 << 20
_DIGEST_BYTES: Final = 16
_TOKEN_BYTES_MIN: Final = 56
_TOKEN_UNIT: Final = 8
_PADDING: Final = b"\xff"  # is in no name


async def listed(
    context: Context, arn: TableArn | None, *, token: str | None, limit: int
) -> tuple[list[Export], str | None]:
    """Returns `limit` exports at most, and the token of the next page, None if there is none.

    arn: of a table of the caller. None: all exports. Raises Reject for a token of something else.
    """
    place = context.region, context.account_id
    span = exports_span(*place, None if arn is None else arn.table_name)
    if token is not None:
        assert span.start is not None
        assert span.end is not None
        end = min((span.start[0], _place_in(context, token)), span.end)
        if end <= span.start:
            return [], None
        span = Span(span.space, span.table, span.start, end)
    table_id = None if arn is None else await _table_id(context, arn)
    if arn is not None and table_id is None:
        return [], None
    found: list[Export] = []
    while len(found) <= limit:
        page = await context.node.storage.scan(
            span, limit_items=_PAGE_ITEMS, limit_bytes=_PAGE_BYTES, reverse=True
        )
        exports = map(export_from_bytes, page.values)
        found += [each for each in exports if table_id in {None, each["TableId"]}]
        if page.last is None:
            break
        span = Span(span.space, span.table, span.start, page.last)
    if len(found) <= limit:
        return found, None
    return found[:limit], _token_after(context, found[limit - 1])


async def _table_id(context: Context, arn: TableArn) -> str | None:
    """Returns the TableId of the table that has the name in an ARN now, None if there is none."""
    if arn.region != context.region:
        return None
    table = await context.node.catalog.find(arn.region, arn.account_id, arn.table_name)
    if table is None or is_gone_at(table.record, context.node.clock.now_ms()):
        return None
    return table.record["TableId"]


def _token_after(context: Context, export: Export) -> str:
    """Returns the token of the page that follows an export."""
    sort = key_of(export).sort
    token = _digest(context, sort) + sort
    length = max(_TOKEN_BYTES_MIN, -(-len(token) // _TOKEN_UNIT) * _TOKEN_UNIT)
    return token.ljust(length, _PADDING).hex()


def _place_in(context: Context, token: str) -> bytes:
    """Returns the sort key of the export after which a page begins. Raises Reject."""
    refused = invalid(f"Invalid Request: Provided nextToken is invalid: {clipped(token)}")
    try:
        decoded = bytes.fromhex(token)
    except ValueError:
        raise refused from None
    digest, sort = decoded[:_DIGEST_BYTES], decoded[_DIGEST_BYTES:].rstrip(_PADDING)
    if digest != _digest(context, sort):
        raise refused
    return sort


def _digest(context: Context, sort: bytes) -> bytes:
    """Returns what distinguishes the tokens of exports from those of other lists."""
    place = f"exports {context.region}/{context.account_id} ".encode()
    return blake2b(place + sort, digest_size=_DIGEST_BYTES).digest()
