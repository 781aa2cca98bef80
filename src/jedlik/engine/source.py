"""What can be read by key: the items of a table, or the entries of one of its indexes.

A `Source` turns a key condition, or a segment of a Scan, into a span of keys. The span begins after
ExclusiveStartKey if the request has one. Each table has a source, and so has each index that can be
read by key. Sources are made when the table is loaded.

Source of the texts and of the order of checks: recorded answers, October 2026; dynalite's tests.
"""

from collections.abc import Iterable
from typing import Final, final

from jedlik.core.errors import Reject, invalid
from jedlik.core.expressions.nodes import Condition
from jedlik.core.expressions.parse_key_condition import Clause, KeyCondition, key_condition
from jedlik.core.keys.encode import HASH_BYTES, encode_partition, encode_scalar
from jedlik.core.keys.key import Key, Span, make_span
from jedlik.core.keys.key_schema import KeyAttribute, KeySchema
from jedlik.core.keys.primary_key import (
    KeyMismatch,
    check_hash_size,
    check_range_size,
    fitting_key,
    request_key,
)
from jedlik.core.keys.ranges import Bound, after, holds, partition_span, segment_span
from jedlik.core.keys.space import Space
from jedlik.core.types.attribute_value import Item
from jedlik.engine.meter import MeteredIndex

BAD_START: Final = "The provided starting key is invalid"
_OUTSIDE: Final = (
    "The provided starting key is outside query boundaries based on provided conditions"
)
_UNRANGED: Final = "The provided starting key does not match the range key predicate"
_ONE_ROW: Final = "The query can return at most one row and cannot be restarted"


class Source:
    """A table or an index as a reader sees it.

    key: the primary key of the table.
    hash_key, range_key, key_attributes: the attributes by which this source is read.
    key_names: the attributes of its LastEvaluatedKey.
    metered_index: the index that is charged for reads; None if the table is charged.
    """

    __slots__ = ("hash_key", "key", "key_attributes", "key_names", "metered_index", "range_key")

    def __init__(
        self,
        key: KeySchema,
        hash_key: tuple[KeyAttribute, ...],
        range_key: tuple[KeyAttribute, ...],
        metered_index: MeteredIndex | None = None,
    ) -> None:
        self.key = key
        self.hash_key = hash_key
        self.range_key = range_key
        self.metered_index = metered_index
        self.key_attributes = hash_key + range_key
        names = [name for name, _ in key.key_attributes + self.key_attributes]
        self.key_names = tuple(dict.fromkeys(names))

    def key_span(self, condition: KeyCondition) -> Span:
        """Returns what a key condition selects. Raises Reject for a key that is too long."""
        raise NotImplementedError

    def range_span(self, hash_text: str, low: bytes, high: bytes | None) -> Span:
        """Returns the span with one HASH value and a range of RANGE values, for single attributes.

        hash_text: the HASH value as requests write it.
        low, high: encoded values of the RANGE attribute. `high` is exclusive, and None if the range
            has no upper end.

        Raises Reject for a partition key that is too long.
        """
        raise NotImplementedError

    def segment_span(self, segment: int, total_segments: int) -> Span:
        """Returns one segment of a parallel Scan."""
        raise NotImplementedError

    def query_start(self, start: Item) -> Bound:
        """Returns the place of a Query's starting key. Raises Reject if the key does not fit."""
        raise NotImplementedError

    def scan_start(self, start: Item) -> Bound:
        """Returns the place of a Scan's starting key. Raises Reject if the key does not fit."""
        raise NotImplementedError

    def place_of(self, item: Item) -> Bound:
        """Returns the place of an item or entry that was read from this source."""
        raise NotImplementedError

    def check_selected(
        self, select: object, names: Iterable[str], condition: Condition | None = None
    ) -> bool:
        """Returns whether whole items must be fetched from the table to answer a read.

        select: the member Select; None if the request lacks it.
        names: the attributes that the request asks for.
        condition: the filter of a read by key.

        Raises Reject for attributes that this source lacks and the table may not add.
        """
        return False

    def lacking(self, names: Iterable[str]) -> list[str]:
        """Returns the attributes among `names` that this source lacks, each once."""
        return []

    def check_filtered(self, names: Iterable[str]) -> None:
        """Raises Reject if the filter of a read by key uses attributes that this source lacks."""

    def last_evaluated_key(self, last: Item) -> Item:
        """Returns LastEvaluatedKey. last: the last item or entry of the page."""
        return {name: last[name] for name in self.key_names}

    def query_span(
        self, clauses: dict[str, Clause], start: Item | None, *, reverse: bool = False
    ) -> Span:
        """Returns what the clauses of a key condition select, after `start`.

        start: ExclusiveStartKey. reverse: whether the span is read from its end.

        Raises Reject for clauses that do not fit the key, and for a start that the query could not
        have reached.
        """
        if start is not None:
            self._check_start_hash(start)
        condition = key_condition(
            clauses, hash_attributes=self.hash_key, range_attributes=self.range_key
        )
        span = self.key_span(condition)
        if start is None:
            return span
        place = self.query_start(start)
        _check_reached(span, place, condition)
        return after(span, *place, reverse=reverse)

    def _check_start_hash(self, start: Item) -> None:
        """Checks what the service checks of ExclusiveStartKey before the key condition.

        This is the number of attributes and the attributes of the HASH key. Raises Reject.
        """
        if len(start) != len(self.key_names):
            raise invalid(BAD_START)
        for attribute in self.hash_key:
            if attribute.name not in start:
                raise invalid(BAD_START)
            if attribute.type not in start[attribute.name]:
                raise invalid(BAD_START)


@final
class TableSource(Source):
    """The items of a table."""

    __slots__ = ()

    def __init__(self, key: KeySchema) -> None:
        super().__init__(key, key.key_attributes[:1], key.key_attributes[1:])

    def key_span(self, condition: KeyCondition) -> Span:
        """See Source.key_span."""
        hash_type, range_key = self.key.hash_key.type, self.key.range_key
        partition = encode_partition(hash_type, condition.hash_values[0][hash_type])
        bounds: list[bytes] = []
        if range_key is not None:
            tag = range_key.type
            bounds = [encode_scalar(tag, each[tag]) for each in condition.range_values]
        check_hash_size(len(partition) - HASH_BYTES)
        if condition.range_operator == "=":
            check_range_size(len(bounds[0]))
        return partition_span(self.key.table_id, partition, condition.range_operator, bounds)

    def range_span(self, hash_text: str, low: bytes, high: bytes | None) -> Span:
        """See Source.range_span."""
        partition = encode_partition(self.key.hash_key.type, hash_text)
        check_hash_size(len(partition) - HASH_BYTES)
        end = (partition + b"\x00", b"") if high is None else (partition, high)
        return make_span(Space.ITEM, self.key.table_id, (partition, low), end)

    def segment_span(self, segment: int, total_segments: int) -> Span:
        """See Source.segment_span."""
        return segment_span(self.key.table_id, segment, total_segments)

    def query_start(self, start: Item) -> Bound:
        """See Source.query_start.

        A table without a sort key has no second page. Source: Alternator, test_query.py; the text:
        dynoxide's captures, October 2026.
        """
        try:
            key = request_key(self.key, start)
        except KeyMismatch:
            raise invalid(BAD_START) from None
        if self.key.range_key is None:
            raise invalid("The provided exclusive start key is invalid")
        return key.partition, key.sort

    def scan_start(self, start: Item) -> Bound:
        """See Source.scan_start."""
        try:
            key = request_key(self.key, start)
        except Reject as reject:
            raise bad_start(reject) from None
        return key.partition, key.sort

    def place_of(self, item: Item) -> Bound:
        """See Source.place_of."""
        key: Key = fitting_key(self.key, item)
        return key.partition, key.sort


def bad_start(reject: Reject) -> Reject:
    """Returns the error for a starting key whose attributes are refused by `reject`."""
    return invalid(f"{BAD_START}: {reject.error.message}")


def _check_reached(span: Span, place: Bound, condition: KeyCondition) -> None:
    """Raises Reject for a start that the query could not have reached."""
    assert span.start is not None
    partition = span.start[0]
    if condition.range_operator is None:
        if place[0] != partition:
            raise invalid(_OUTSIDE)
        return
    if not holds(span, (partition, place[1])):
        raise invalid(_UNRANGED)
    if place[0] != partition:
        raise invalid(_ONE_ROW)
