"""Spans: the part of a table or index that a Query or one segment of a Scan reads."""

from collections.abc import Sequence

from jedlik.core.keys.encode import HASH_BYTES, HASH_SPACE
from jedlik.core.keys.key import Span
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
        return Span(Space.ITEM, table_id, first, beyond)
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
    return Span(Space.ITEM, table_id, first, beyond)


def segment_span(table_id: int, segment: int, total_segments: int) -> Span:
    """Returns the span of one segment of a parallel Scan: an equal share of partition hashes."""
    first = -(-HASH_SPACE * segment // total_segments)
    beyond = -(-HASH_SPACE * (segment + 1) // total_segments)
    end = None if beyond == HASH_SPACE else (beyond.to_bytes(HASH_BYTES, "big"), b"")
    return Span(Space.ITEM, table_id, (first.to_bytes(HASH_BYTES, "big"), b""), end)


def index_partition_span(
    table_id: int,
    partition: bytes,
    range_prefix: Sequence[bytes],
    operator: str | None = None,
    bounds: Sequence[bytes] = (),
) -> Span:
    """Returns the span of the entries of one index partition that satisfy a key condition.

    range_prefix: the encoded values that the first RANGE attributes must be equal to. operator,
    bounds: the condition on the next RANGE attribute, as in `partition_span`. Later RANGE
    attributes have no condition.
    """
    prefix = b"".join([escaped(each) + END for each in range_prefix])
    first: Bound = (partition, prefix)
    beyond = _beyond(partition, prefix)
    if operator == "begins_with":
        stem = prefix + escaped(bounds[0])
        return Span(Space.INDEX, table_id, (partition, stem), _beyond(partition, stem))
    if operator is None:
        return Span(Space.INDEX, table_id, first, beyond)
    low, high = (prefix + escaped(each) + END for each in (bounds[0], bounds[-1]))
    if operator in ("=", ">=", "BETWEEN"):
        first = (partition, low)
    elif operator == ">":
        first = _beyond(partition, low)
    if operator in ("=", "<=", "BETWEEN"):
        beyond = _beyond(partition, high)
    elif operator == "<":
        beyond = (partition, high)
    return Span(Space.INDEX, table_id, first, beyond)


def index_segment_span(table_id: int, prefix: bytes, segment: int, total_segments: int) -> Span:
    """Returns the span of one segment of a parallel Scan of an index. prefix: see `Index`."""
    segment_of_items = segment_span(table_id, segment, total_segments)
    assert segment_of_items.start is not None
    first: Bound = (prefix + segment_of_items.start[0], b"")
    if segment_of_items.end is None:
        return Span(Space.INDEX, table_id, first, index_span(table_id, prefix).end)
    return Span(Space.INDEX, table_id, first, (prefix + segment_of_items.end[0], b""))


def index_span(table_id: int, prefix: bytes) -> Span:
    """Returns the span of everything stored for an index: markers of its building, then its
    entries.
    """
    end = after_prefix(prefix)
    return Span(Space.INDEX, table_id, (prefix, b""), None if end is None else (end, b""))


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


def _beyond(partition: bytes, prefix: bytes) -> Bound:
    """Returns the first position after the entries whose sort key begins with `prefix`."""
    end = after_prefix(prefix)
    return (partition + b"\x00", b"") if end is None else (partition, end)


def after_prefix(prefix: bytes) -> bytes | None:
    """Returns the first bytes that sort after everything that begins with `prefix`.

    Returns None if no bytes sort after it: the prefix is empty or consists of 0xff.
    """
    stem = prefix.rstrip(b"\xff")
    if not stem:
        return None
    return stem[:-1] + bytes([stem[-1] + 1])


def after(span: Span, partition: bytes, sort: bytes, *, reverse: bool) -> Span:
    """What is left of a span beyond an entry, in the direction of reading."""
    if reverse:
        return span._replace(end=(partition, sort))
    return span._replace(start=(partition, sort + b"\x00"))
