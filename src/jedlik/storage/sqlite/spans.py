"""How SQLite reads a span: the statement for it, and the position of each row that it returns.

SQLite searches faster within one partition, so a span within one partition has a statement of its
own. Its rows contain only the sort key. The rows of other spans contain partition and sort key.
"""

from typing import Final

from jedlik.core.keys.key import Span
from jedlik.storage.sqlite.statements import partition_statement, scan_statement

Bindings = tuple[int | bytes, ...]

_FIRST: Final = (b"", b"")  # the position before all others


def statement_of(
    span: Span, limit: int, *, with_values: bool, reverse: bool
) -> tuple[str, Bindings]:
    """Returns the statement for the first `limit` rows of `span`, and its bindings.

    Each row is a position, followed by the value if `with_values`. `reverse` begins at the end.
    """
    start, end = span.start or _FIRST, span.end or ()
    if _is_within_a_partition(span):
        to = end[1:] if end and end[0] == start[0] else ()
        statement = partition_statement(with_values=with_values, bounded=bool(to), reverse=reverse)
        return statement, (span.space, span.table, *start, *to, limit)
    statement = scan_statement(with_values=with_values, bounded=bool(end), reverse=reverse)
    return statement, (span.space, span.table, *start, *end, limit)


def position_of(span: Span, row: tuple[bytes, ...]) -> tuple[bytes, bytes]:
    """Returns the partition and the sort key of a row."""
    if _is_within_a_partition(span):
        return (span.start or _FIRST)[0], row[0]
    return row[0], row[1]


def _is_within_a_partition(span: Span) -> bool:
    start, end = span.start or _FIRST, span.end
    return end is not None and (end[0] == start[0] or end == (start[0] + b"\x00", b""))
