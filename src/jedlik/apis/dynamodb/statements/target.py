"""What a SELECT reads: a table, or one of its indexes.

Source of what is refused: recorded answers, October 2026.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from jedlik.core.errors import invalid
from jedlik.core.expressions.nodes import And, Condition, Or
from jedlik.core.keys.encode import HASH_BYTES, encode_partition, encode_scalar, escaped
from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.keys.primary_key import check_hash_size, fitting_key
from jedlik.core.keys.ranges import segment_span
from jedlik.core.keys.space import Space
from jedlik.core.partiql.key_ranges import KeyRange
from jedlik.core.types.attribute_value import Item
from jedlik.engine.table import Table
from jedlik.features.secondary_indexes.entry_key import entry_key, index_partition
from jedlik.features.secondary_indexes.index import Index
from jedlik.features.secondary_indexes.reads import (
    check_built,
    check_filtered,
    index_named,
    not_supported,
)
from jedlik.features.secondary_indexes.spans import index_partition_span, index_segment_span

_SEVERAL_ATTRIBUTES: Final = (
    "PartiQL statements cannot be executed on tables with multi-attribute HASH keys or "
    "multi-attribute RANGE keys."
)


class Target(NamedTuple):
    """A table and, if its entries are read, an index, with the attributes that order what is read.

    A page is read of it in spans, each a source of its own.
    """

    table: Table
    secondary_index: Index | None
    hash_key: KeyAttribute
    range_key: KeyAttribute | None

    def span(self, keys: KeyRange) -> Span:
        """Where the items, or entries, with these keys are. Reject for too long a partition key."""
        table, index = self.table, self.secondary_index
        if index is None:
            partition = encode_partition(self.hash_key.type, keys.hash_text)
            check_hash_size(len(partition) - HASH_BYTES)
            end = (partition + b"\x00", b"") if keys.high is None else (partition, keys.high)
            return Span(Space.ITEM, table.id, (partition, keys.low), end)
        hash_value = encode_scalar(self.hash_key.type, keys.hash_text)
        check_hash_size(len(hash_value))
        partition = index_partition(index, [hash_value])
        whole = index_partition_span(table.id, partition, ())
        end_of_keys = whole.end if keys.high is None else (partition, escaped(keys.high))
        return whole._replace(start=(partition, escaped(keys.low)), end=end_of_keys)

    def everything(self) -> Span:
        """All items, or entries."""
        if self.secondary_index is None:
            return segment_span(self.table.id, 0, 1)
        return index_segment_span(self.table.id, self.secondary_index.prefix, 0, 1)

    def position_of(self, item: Item) -> tuple[bytes, bytes]:
        """Where an item, or entry, that was read stands."""
        key: Key | None = fitting_key(self.table.key, item)
        if self.secondary_index is not None and key is not None:
            key = entry_key(self.secondary_index, item, key)
        assert key is not None  # it was read from there
        return key.partition, key.sort


def target_of(table: Table, index_name: str | None, request: Mapping[str, object]) -> Target:
    """The table, or its index of that name. Raises Reject for one that cannot be read so."""
    if index_name is None:
        return Target(table, None, table.hash_key, table.range_key)
    index = index_named(table, index_name)
    if index is None:
        raise invalid("The table does not have the specified index")
    if index.vector is not None:
        raise not_supported("Scan")
    check_key_attributes(index)
    if index.is_global and request.get("ConsistentRead") is True:
        raise invalid("Strongly consistent read is not supported on Global Secondary Indexes")
    check_built(index)
    range_key = index.range_key[0] if index.range_key else None
    return Target(table, index, index.hash_key[0], range_key)


def check_key_attributes(index: Index) -> None:
    """Raise Reject for an index with several HASH, or several RANGE, attributes."""
    if len(index.hash_key) > 1 or len(index.range_key) > 1:
        raise invalid(_SEVERAL_ATTRIBUTES)


def check_filter(index: Index, condition: Condition) -> None:
    """Raise Reject for a filter of a keyed read on attributes that the index does not hold.

    A filter inside a branch of an OR is let through: there the attribute is taken as absent.
    """
    if isinstance(condition, Or):
        return
    for part in condition.conditions if isinstance(condition, And) else (condition,):
        if not isinstance(part, Or):
            check_filtered(index, part)
