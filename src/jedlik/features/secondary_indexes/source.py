"""A secondary index as a source of reads: its entries by key.

Texts: recorded answers, October 2026, and dynalite's tests, which also give the order of checks.
"""

from collections.abc import Iterable
from typing import final

from jedlik.core.errors import REQUEST_INVALID, Reject, invalid
from jedlik.core.expressions.attribute_names import attribute_names
from jedlik.core.expressions.nodes import Condition
from jedlik.core.expressions.parse_key_condition import KeyCondition
from jedlik.core.keys.encode import encode_scalar, escaped
from jedlik.core.keys.key import Key, Span, make_span
from jedlik.core.keys.key_schema import KeyAttribute, KeySchema
from jedlik.core.keys.primary_key import (
    KeyMismatch,
    check_hash_size,
    check_range_size,
    empty_key,
    fitting_key,
)
from jedlik.core.keys.ranges import Bound
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.engine.source import BAD_START, Source, bad_start
from jedlik.features.secondary_indexes.entry_key import index_partition
from jedlik.features.secondary_indexes.index import Index
from jedlik.features.secondary_indexes.spans import index_partition_span, index_segment_span


@final
class IndexSource(Source):
    """A secondary index as a source of reads."""

    __slots__ = ("secondary_index",)

    def __init__(self, key: KeySchema, index: Index) -> None:
        super().__init__(key, index.hash_key, index.range_key, index)
        self.secondary_index = index

    def key_span(self, condition: KeyCondition) -> Span:
        """See Source.key_span.

        Source of the error: nextauthjs/next-auth issue 5827 (2024), of a Query on an index.
        """
        hash_values = _encoded(self.hash_key, condition.hash_values)
        check_hash_size(sum(map(len, hash_values)))
        partition = index_partition(self.secondary_index.prefix, hash_values)
        prefix = _encoded(self.range_key, condition.range_prefix)
        if condition.range_operator is None:
            return index_partition_span(self.key.table_id, partition, prefix)
        last = self.range_key[len(prefix)]
        bounds = [encode_scalar(last.type, each[last.type]) for each in condition.range_values]
        if condition.range_operator == "=":
            check_range_size(sum(map(len, prefix)) + len(bounds[0]))
        return index_partition_span(
            self.key.table_id, partition, prefix, condition.range_operator, bounds
        )

    def range_span(self, hash_text: str, low: bytes, high: bytes | None) -> Span:
        """See Source.range_span."""
        hash_value = encode_scalar(self.hash_key[0].type, hash_text)
        check_hash_size(len(hash_value))
        partition = index_partition(self.secondary_index.prefix, [hash_value])
        whole = index_partition_span(self.key.table_id, partition, ())
        end = whole.end if high is None else (partition, escaped(high))
        return make_span(whole.space, whole.table, (partition, escaped(low)), end)

    def segment_span(self, segment: int, total_segments: int) -> Span:
        """See Source.segment_span."""
        return index_segment_span(
            self.key.table_id, self.secondary_index.prefix, segment, total_segments
        )

    def query_start(self, start: Item) -> Bound:
        """See Source.query_start."""
        try:
            self._check_start(start)
            return self._entry_place(start, fitting_key(self.key, start))
        except KeyMismatch:
            raise invalid(BAD_START) from None

    def scan_start(self, start: Item) -> Bound:
        """See Source.scan_start."""
        self._check_start(start)
        try:
            item_key = fitting_key(self.key, start)
        except Reject as reject:
            raise bad_start(reject) from None
        return self._entry_place(start, item_key)

    def place_of(self, item: Item) -> Bound:
        """See Source.place_of."""
        key = self.secondary_index.entry_key(item, fitting_key(self.key, item))
        assert key is not None  # the entry was read from here
        return key.partition, key.sort

    def check_selected(
        self, select: object, names: Iterable[str], condition: Condition | None = None
    ) -> bool:
        """See Source.check_selected. The table may add attributes that a local index lacks."""
        index = self.secondary_index
        if index.projected is None:
            return False
        if index.is_global and select == "ALL_ATTRIBUTES":
            raise invalid(
                REQUEST_INVALID + "Select type ALL_ATTRIBUTES is not supported for global "
                f"secondary index {index.name} because its projection type is not ALL"
            )
        missing = self.lacking(names)
        if missing and index.is_global:
            raise invalid(
                f"{REQUEST_INVALID}Global secondary index {index.name} does not project "
                f"[{', '.join(missing)}]"
            )
        if select == "ALL_ATTRIBUTES" or missing:
            return True
        if condition is not None:
            self.check_filtered(sorted(attribute_names(condition)))
        return False

    def check_filtered(self, names: Iterable[str]) -> None:
        """See Source.check_filtered.

        A Scan does not call this. For a Scan, an attribute that the index lacks is absent (recorded
        answers of PartiQL, October 2026; ElectroDB `ts_connected.crud.spec.ts` for Scan).
        """
        missing = self.lacking(names)
        if missing:
            raise invalid(
                f"{REQUEST_INVALID}Secondary index {self.secondary_index.name} does not project "
                f"one or more filter attributes: [{', '.join(missing)}]"
            )

    def lacking(self, names: Iterable[str]) -> list[str]:
        """See Source.lacking."""
        projected = self.secondary_index.projected
        if projected is None:
            return []
        return [name for name in dict.fromkeys(names) if name not in projected]

    def _check_start(self, start: Item) -> None:
        """Raises Reject if a starting key has not all attributes, or not those of the index."""
        if len(start) != len(self.key_names):
            raise invalid(BAD_START)
        for attribute in self.key_attributes:
            if attribute.name not in start:
                raise invalid(BAD_START)
            _check_start_value(start[attribute.name], attribute)

    def _entry_place(self, start: Item, item_key: Key) -> Bound:
        """Returns the place of the entry with the attributes of a starting key."""
        key = self.secondary_index.entry_key(start, item_key)
        if key is None:
            raise invalid(BAD_START)
        return key.partition, key.sort


def _check_start_value(value: AttributeValue, attribute: KeyAttribute) -> None:
    if attribute.type not in value:
        raise KeyMismatch
    if not value[attribute.type]:
        raise empty_key(attribute)


def _encoded(
    attributes: tuple[KeyAttribute, ...], values: tuple[AttributeValue, ...]
) -> list[bytes]:
    return [
        encode_scalar(attribute.type, value[attribute.type])
        for attribute, value in zip(attributes, values, strict=False)
    ]
