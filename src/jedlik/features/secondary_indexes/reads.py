"""Reads of secondary indexes: which index, what may be asked of it, where to read.

The order of the checks is dynalite's; texts: recorded answers, October 2026, and dynalite's tests.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from jedlik.core.errors import REQUEST_INVALID, Reject, invalid
from jedlik.core.expressions.attribute_names import attribute_names
from jedlik.core.expressions.nodes import Condition, Projection
from jedlik.core.expressions.parse_key_condition import KeyCondition
from jedlik.core.keys.encode import encode_scalar
from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.keys.primary_key import (
    KEY_MISMATCH,
    check_hash_size,
    check_range_size,
    empty_key,
    fitting_key,
)
from jedlik.core.keys.ranges import holds
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.engine.table import Table
from jedlik.features.secondary_indexes.entry_key import entry_key, index_partition
from jedlik.features.secondary_indexes.index import Index
from jedlik.features.secondary_indexes.spans import index_partition_span

BAD_START: Final = "The provided starting key is invalid"
_OUTSIDE: Final = (
    "The provided starting key is outside query boundaries based on provided conditions"
)
_UNRANGED: Final = "The provided starting key does not match the range key predicate"
_ONE_ROW: Final = "The query can return at most one row and cannot be restarted"


def index_of(table: Table, request: Mapping[str, object]) -> Index:
    """The index that IndexName names. Raises Reject for one that is not there or not to be read."""
    name = request["IndexName"]
    index = index_named(table, str(name))
    if index is None:
        raise no_index(str(name))
    if index.vector is not None:
        by_key = "KeyConditionExpression" in request or "KeyConditions" in request
        raise not_supported("Query" if by_key else "Scan")
    if index.is_global and request.get("ConsistentRead") is True:
        raise invalid("Consistent reads are not supported on global secondary indexes")
    check_built(index)
    return index


def index_named(table: Table, name: str) -> Index | None:
    """The index of that name, of whatever kind."""
    return next((each for each in table.indexes if each.name == name), None)


def no_index(name: str) -> Reject:
    """The answer to the name of an index that the table does not have."""
    return invalid(f"The table does not have the specified index: {name}")


def not_supported(operation: str) -> Reject:
    """The answer to reads of a vector index by key."""
    return invalid(f"{operation} operation not supported on this index type")


def check_built(index: Index) -> None:
    """Raise Reject for an index that does not hold all its entries yet."""
    if index.is_building:
        raise invalid(f"Cannot read from backfilling global secondary index: {index.name}")


def check_projected(
    index: Index, request: Mapping[str, object], projection: Projection | None
) -> None:
    """Raise Reject for attributes asked for that the index does not hold and nobody fetches."""
    if index.projected is None:
        return
    if index.is_global and request.get("Select") == "ALL_ATTRIBUTES":
        raise invalid(
            REQUEST_INVALID + "Select type ALL_ATTRIBUTES is not supported for global secondary "
            f"index {index.name} because its projection type is not ALL"
        )
    lacked(index, () if projection is None else [path.name for path in projection])


def lacked(index: Index, selected: Iterable[str]) -> list[str]:
    """The attributes of those selected that a read of a local index must fetch from the table.

    Raises Reject for those that a global index lacks: from there nothing is fetched.
    """
    missing = _missing(index, selected)
    if missing and index.is_global:
        raise invalid(
            f"{REQUEST_INVALID}Global secondary index {index.name} does not project "
            f"[{', '.join(missing)}]"
        )
    return missing


def check_filtered(index: Index, condition: Condition) -> None:
    """Raise Reject for a filter on attributes that the index does not hold.

    For reads by key alone: one that is not keyed takes such an attribute as absent (recorded
    answers of PartiQL, October 2026; ElectroDB `ts_connected.crud.spec.ts` for Scan).
    """
    missing = _missing(index, sorted(attribute_names(condition)))
    if missing:
        raise invalid(
            f"{REQUEST_INVALID}Secondary index {index.name} does not project one or more filter "
            f"attributes: [{', '.join(missing)}]"
        )


def fetches_items(
    index: Index, request: Mapping[str, object], projection: Projection | None
) -> bool:
    """Whether a read of a local index must fetch whole items from the table."""
    if index.is_global or index.projected is None:
        return False
    if request.get("Select") == "ALL_ATTRIBUTES":
        return True
    return projection is not None and any(path.name not in index.projected for path in projection)


def entry_key_attributes(table: Table, index: Index) -> list[str]:
    """The attributes of LastEvaluatedKey of an index: the table's key, then the index's."""
    names = dict.fromkeys(name for name, _ in table.key_attributes)
    names.update(dict.fromkeys(name for name, _ in index.key_attributes))
    return list(names)


def check_start_hash(names: Sequence[str], hash_key: Sequence[KeyAttribute], start: Item) -> None:
    """What is looked at in ExclusiveStartKey of a Query before the key condition: how many
    attributes it has, of the `names` it should, and those of the hash key.
    """
    if len(start) != len(names):
        raise invalid(BAD_START)
    for attribute in hash_key:
        if attribute.name not in start:
            raise invalid(BAD_START)
        if attribute.type not in start[attribute.name]:
            raise invalid(KEY_MISMATCH)


def index_start_key(table: Table, index: Index, start: Item) -> Key:
    """The Key of ExclusiveStartKey in an index. Raises Reject when it does not fit."""
    if len(start) != len(entry_key_attributes(table, index)):
        raise invalid(BAD_START)
    for attribute in index.key_attributes:
        if attribute.name not in start:
            raise invalid(BAD_START)
        _check_start_value(start[attribute.name], attribute)
    try:
        item_key = fitting_key(table.key, start)
    except Reject as reject:
        raise invalid(f"{BAD_START}: {reject.error.message or ''}") from None
    key = entry_key(index, start, item_key)
    if key is None:
        raise invalid(BAD_START)
    return key


def index_query_span(table: Table, index: Index, condition: KeyCondition) -> Span:
    """The entries that a key condition selects. Raises Reject for a key that is too long.

    Source: nextauthjs/next-auth issue 5827 (2024), of a Query on an index.
    """
    hash_values = _encoded(index.hash_key, condition.hash_values)
    check_hash_size(sum(map(len, hash_values)))
    partition = index_partition(index, hash_values)
    prefix = _encoded(index.range_key, condition.range_prefix)
    if condition.range_operator is None:
        return index_partition_span(table.id, partition, prefix)
    last = index.range_key[len(prefix)]
    bounds = [encode_scalar(last.type, each[last.type]) for each in condition.range_values]
    if condition.range_operator == "=":
        check_range_size(sum(map(len, prefix)) + len(bounds[0]))
    return index_partition_span(table.id, partition, prefix, condition.range_operator, bounds)


def check_query_start(span: Span, start: Key, condition: KeyCondition) -> None:
    """Raise Reject for a starting key that the query could not have come to."""
    assert span.start is not None
    partition = span.start[0]
    if condition.range_operator is None:
        if start.partition != partition:
            raise invalid(_OUTSIDE)
        return
    if not holds(span, (partition, start.sort)):
        raise invalid(_UNRANGED)
    if start.partition != partition:
        raise invalid(_ONE_ROW)


def _missing(index: Index, names: Iterable[str]) -> list[str]:
    if index.projected is None:
        return []
    return [name for name in dict.fromkeys(names) if name not in index.projected]


def _check_start_value(value: AttributeValue, attribute: KeyAttribute) -> None:
    if attribute.type not in value:
        raise invalid(KEY_MISMATCH)
    if not value[attribute.type]:
        raise empty_key(attribute)


def _encoded(
    attributes: tuple[KeyAttribute, ...], values: tuple[AttributeValue, ...]
) -> list[bytes]:
    return [
        encode_scalar(attribute.type, value[attribute.type])
        for attribute, value in zip(attributes, values, strict=False)
    ]
