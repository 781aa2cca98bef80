"""Spans of items: the part of a table that a Query or a segment of a Scan reads."""

from collections.abc import Sequence

from jedlik.core.keys.encode import END, HASH_BYTES, HASH_SPACE, escaped
from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space

Bound = tuple[bytes, bytes]


def partition_span(
    table_id: int, partition: bytes, operator: str | None = None, bounds: Sequence[bytes] = ()
) -> Span:
    """The items of one partition whose sort key satisfies an operator of a key condition.

    operator: `=`, `<`, `<=`, `>`, `>=`, `BETWEEN`, `begins_with`, or None for all of the partition.
    bounds: the encoded operands of the operator. A lower bound above the upper gives an empty span.
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
    """The items of one segment of a parallel Scan: an equal share of the hashes of partitions."""
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
    """The entries of one partition of an index whose range key satisfies a key condition.

    range_prefix: the encoded values that the first RANGE attributes are equal to. operator, bounds:
    of the RANGE attribute after those, as in `partition_span`. What follows it in the sort key of
    an entry is not looked at.
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
    """The entries of one segment of a parallel Scan of an index; `prefix` as in `Index`."""
    segment_of_items = segment_span(table_id, segment, total_segments)
    assert segment_of_items.start is not None
    first: Bound = (prefix + segment_of_items.start[0], b"")
    if segment_of_items.end is None:
        return Span(Space.INDEX, table_id, first, index_span(table_id, prefix).end)
    return Span(Space.INDEX, table_id, first, (prefix + segment_of_items.end[0], b""))


def index_span(table_id: int, prefix: bytes) -> Span:
    """All that is kept of an index: marks of its building, then its entries."""
    end = after_prefix(prefix)
    return Span(Space.INDEX, table_id, (prefix, b""), None if end is None else (end, b""))


def shares_visited(span: Span, last: bytes | None, shares: int) -> int:
    """How many of `shares` equal parts of a table a read visits that begins where `span` does.

    last: the partition it ended at; None if it went to the end of the span.
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
    """Whether an entry at `position` is inside `span`."""
    return (span.start is None or span.start <= position) and (
        span.end is None or position < span.end
    )


def _beyond(partition: bytes, prefix: bytes) -> Bound:
    """The first position after all of a partition whose sort keys begin with `prefix`."""
    end = after_prefix(prefix)
    return (partition + b"\x00", b"") if end is None else (partition, end)


def after_prefix(prefix: bytes) -> bytes | None:
    """The first bytes after all that begin with `prefix`; None when nothing is."""
    stem = prefix.rstrip(b"\xff")
    if not stem:
        return None
    return stem[:-1] + bytes([stem[-1] + 1])
