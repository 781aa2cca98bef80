"""Spans: the part of a table or index that a Query or one segment of a Scan reads."""

from collections.abc import Sequence

from jedlik.core.keys.encode import HASH_BYTES, HASH_SPACE
from jedlik.core.keys.key import Span, make_span
from jedlik.core.keys.space import Space

Bound = tuple[bytes, bytes]


def partition_span(
    table_id: int, partition: bytes, operator: str | None = None, bounds: Sequence[bytes] = ()
) -> Span:
    """Returns the span of the items of one partition whose sort key satisfies a key condition.

    operator: `=`, `<`, `<=`, `>`, `>=`, `BETWEEN`, `begins_with`, or None for the whole partition.
    bounds: the encoded operands of the operator. If the lower bound is above the upper bound, the
    span is empty.
    """
    first: Bound = (partition, b"")
    beyond: Bound = (partition + b"\x00", b"")
    if operator is None:
        return make_span(Space.ITEM, table_id, first, beyond)
    low, high = bounds[0], bounds[-1]
    if operator in ("=", ">=", "BETWEEN", "begins_with"):
        first = (partition, low)
    elif operator == ">":
        first = (partition, low + b"\x00")
    if operator in ("=", "<=", "BETWEEN"):
        beyond = (partition, high + b"\x00")
    elif operator == "<":
        beyond = (partition, high)
    elif operator == "begins_with":
        end = after_prefix(low)
        beyond = beyond if end is None else (partition, end)
    return make_span(Space.ITEM, table_id, first, beyond)


def segment_span(table_id: int, segment: int, total_segments: int) -> Span:
    """Returns the span of one segment of a parallel Scan: an equal share of partition hashes."""
    first = -(-HASH_SPACE * segment // total_segments)
    beyond = -(-HASH_SPACE * (segment + 1) // total_segments)
    end = None if beyond == HASH_SPACE else (beyond.to_bytes(HASH_BYTES, "big"), b"")
    return make_span(Space.ITEM, table_id, (first.to_bytes(HASH_BYTES, "big"), b""), end)


def shares_visited(span: Span, last: bytes | None, shares: int) -> int:
    """Returns how many of `shares` equal parts of a table a read visits.

    span: the read begins where the span does. last: the partition at which the read ended, or None
    if it reached the end of the span.
    """
    first_hash = 0 if span.start is None else _hash_of(span.start[0])
    if last is not None:
        last_hash = _hash_of(last)
    else:
        last_hash = (HASH_SPACE if span.end is None else _hash_of(span.end[0])) - 1
    return last_hash * shares // HASH_SPACE - first_hash * shares // HASH_SPACE + 1


def _hash_of(partition: bytes) -> int:
    return int.from_bytes(partition[:HASH_BYTES], "big")


def holds(span: Span, position: Bound) -> bool:
    """Returns whether an entry at `position` is inside `span`."""
    return (span.start is None or span.start <= position) and (
        span.end is None or position < span.end
    )


def after_prefix(prefix: bytes) -> bytes | None:
    """Returns the first bytes that sort after everything that begins with `prefix`.

    Returns None if no bytes sort after it: the prefix is empty or consists of 0xff.
    """
    stem = prefix.rstrip(b"\xff")
    if not stem:
        return None
    return stem[:-1] + bytes([stem[-1] + 1])


def after(span: Span, partition: bytes, sort: bytes, *, reverse: bool) -> Span:
    """Returns the part of a span that follows an entry in the direction of reading."""
    if reverse:
        return make_span(span.space, span.table, span.start, (partition, sort))
    return make_span(span.space, span.table, (partition, sort + b"\x00"), span.end)
