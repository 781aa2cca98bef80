"""Spans of index entries: the part of an index that a Query or one segment of a Scan reads."""

from collections.abc import Sequence

from jedlik.core.keys.encode import END, escaped
from jedlik.core.keys.key import Span, make_span
from jedlik.core.keys.ranges import Bound, after_prefix, segment_span
from jedlik.core.keys.space import Space


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
        return make_span(Space.INDEX, table_id, (partition, stem), _beyond(partition, stem))
    if operator is None:
        return make_span(Space.INDEX, table_id, first, beyond)
    low, high = (prefix + escaped(each) + END for each in (bounds[0], bounds[-1]))
    if operator in ("=", ">=", "BETWEEN"):
        first = (partition, low)
    elif operator == ">":
        first = _beyond(partition, low)
    if operator in ("=", "<=", "BETWEEN"):
        beyond = _beyond(partition, high)
    elif operator == "<":
        beyond = (partition, high)
    return make_span(Space.INDEX, table_id, first, beyond)


def index_segment_span(table_id: int, prefix: bytes, segment: int, total_segments: int) -> Span:
    """Returns the span of one segment of a parallel Scan of an index. prefix: see `Index`."""
    segment_of_items = segment_span(table_id, segment, total_segments)
    assert segment_of_items.start is not None
    first: Bound = (prefix + segment_of_items.start[0], b"")
    if segment_of_items.end is None:
        return make_span(Space.INDEX, table_id, first, index_span(table_id, prefix).end)
    return make_span(Space.INDEX, table_id, first, (prefix + segment_of_items.end[0], b""))


def index_span(table_id: int, prefix: bytes) -> Span:
    """Returns the span of everything stored for an index: markers of its building, then its
    entries.
    """
    end = after_prefix(prefix)
    return make_span(Space.INDEX, table_id, (prefix, b""), None if end is None else (end, b""))


def _beyond(partition: bytes, prefix: bytes) -> Bound:
    """Returns the first position after the entries whose sort key begins with `prefix`."""
    end = after_prefix(prefix)
    return (partition + b"\x00", b"") if end is None else (partition, end)
