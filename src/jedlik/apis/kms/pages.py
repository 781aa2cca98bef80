"""Pages of lists: Limit and Marker of a request, NextMarker and Truncated of an answer.

A marker is the last name of the page before, so a list may change between two pages.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

import orjson

from jedlik.core.keys.key import Span
from jedlik.engine.context import Context

T = TypeVar("T")

_PAGE_BYTES: Final = 1 << 30  # only the number of entries ends a page


async def stored_page(context: Context, span: Span, limit: int) -> tuple[list[Any], bool]:
    """Returns at most `limit` records of a span, and whether more follow."""
    page = await context.node.storage.scan(span, limit_items=limit, limit_bytes=_PAGE_BYTES)
    return [orjson.loads(stored) for stored in page.values], page.last is not None


def page_of(
    names: Sequence[str], request: Mapping[str, Any], default: int
) -> tuple[list[str], bool]:
    """Returns the page of sorted names that a request asks for, and whether more follow."""
    limit, after = request.get("Limit", default), request.get("Marker", "")
    left = [name for name in names if name > after]
    return left[:limit], len(left) > limit


def answer_of(
    member: str, entries: Sequence[object], last: str, *, is_truncated: bool
) -> dict[str, object]:
    """Returns the answer with a page. last: the name of its last entry."""
    answer: dict[str, object] = {member: entries, "Truncated": is_truncated}
    if is_truncated:
        answer["NextMarker"] = last
    return answer
