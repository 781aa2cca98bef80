"""The stored lines about the errors of an import."""

from typing import Final, NamedTuple

from jedlik.core.errors import Reject
from jedlik.core.keys.key import Span
from jedlik.engine.context import Context
from jedlik.features.imports.records import Import, all_works, line_key_sort, lines_span

PAGE_LINES: Final = 200
_PAGE_BYTES: Final = 1 << 20


class ErrorLines(NamedTuple):
    """Some lines, and where the next ones begin; None after the last line."""

    lines: list[str]
    next: int | None


async def error_lines(context: Context, entry: Import, start: int) -> ErrorLines:
    """Returns the lines about the errors of an import from the number `start` on.

    There are none after the table was deleted. Raises Reject if the table has a key that cannot be
    used.
    """
    node = context.node
    number = entry.get("TableNumber", 0) or await _number_of(context, entry)
    table = await node.catalog.find(entry["Region"], entry["AccountId"], entry["TableName"])
    if not number or table is None or table.id != number:
        return ErrorLines([], None)
    if table.locked is not None:
        raise Reject(table.locked.error)
    span = lines_span(number, entry["Id"])
    begin = (entry["Id"].encode(), line_key_sort(start))
    page = await node.storage.scan(
        Span(span.space, span.table, begin, span.end),
        limit_items=PAGE_LINES,
        limit_bytes=_PAGE_BYTES,
    )
    lines = [each.decode() for each in page.values]
    return ErrorLines(lines, None if page.last is None else start + len(lines))


async def _number_of(context: Context, entry: Import) -> int:
    """Returns the number of the table of an import that is under way, 0 if there is none."""
    for work in await all_works(context.node.storage):
        if work["ImportId"] == entry["Id"] and work["TableName"] == entry["TableName"]:
            return work["TableNumber"]
    return 0
