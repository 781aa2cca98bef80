"""Pages of lists: MaxResults and NextToken.

A token is the sort key of the last entry of the page before, in base64. So a page is right also
after entries were added or removed.
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Any, Final, Generic, NamedTuple, TypeVar

import orjson

from jedlik.core.keys.key import Span
from jedlik.engine.context import Node
from jedlik.features.aws_backup.records import Place, jobs_created, span_of
from jedlik.features.aws_backup.refusals import invalid_value
from jedlik.features.identity.records import Entry

R = TypeVar("R", bound=Mapping[str, object])

DEFAULT_RESULTS: Final = 1_000  # ours: the API Reference names only the most
_PAGE_BYTES: Final = 1 << 20
_SCANNED: Final = 100


class Wanted(NamedTuple, Generic[R]):
    """Which entries a list has.

    kind: see `records.span_of`. entry_of: returns where a record is stored. fits: returns whether a
    record belongs to the list. created: for jobs, the times before and after which they were
    created (Unix seconds, None for no bound); others are not read.
    """

    kind: str
    entry_of: Callable[[R], Entry[R]]
    fits: Callable[[R], bool]
    created: tuple[float | None, float | None] = (None, None)

    def span(self, place: Place, after: str) -> Span:
        """Returns where the entries of the list are. after: the sort key before the first one."""
        return jobs_created(span_of(self.kind, place, after), *self.created)


async def listed(
    node: Node, place: Place, request: Mapping[str, Any], wanted: Wanted[R]
) -> tuple[list[R], str | None]:
    """Returns the records of a page, and the token of the next one. Raises Reject.

    request: has MaxResults and NextToken.
    """
    limit = request.get("MaxResults", DEFAULT_RESULTS)
    token = request.get("NextToken")
    span = wanted.span(place, "" if token is None else position_in(token))
    records: list[R] = []
    while len(records) <= limit:
        page = await node.storage.scan(span, limit_items=_SCANNED, limit_bytes=_PAGE_BYTES)
        records += filter(wanted.fits, map(orjson.loads, page.values))
        if page.last is None:
            break
        span = wanted.span(place, page.last[1].decode())
    if len(records) <= limit:
        return records, None
    last = wanted.entry_of(records[limit - 1]).key.sort
    return records[:limit], token_of(last)


def token_of(sort: bytes) -> str:
    """Returns the token of the page after a position."""
    return base64.urlsafe_b64encode(sort).decode()


def position_in(token: str) -> str:
    """Returns the position in a token. Raises Reject."""
    try:
        return base64.b64decode(token, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise invalid_value("NextToken is not valid") from None
