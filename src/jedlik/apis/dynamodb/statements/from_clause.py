"""FROM: the table or index that a SELECT reads.

Source of the errors: recorded answers, October 2026.
"""

from typing import Final

from jedlik.core.errors import invalid
from jedlik.core.expressions.attribute_names import attribute_names
from jedlik.core.expressions.nodes import And, Comparison, Condition, Literal, Not, Or, Path
from jedlik.core.expressions.resolve import java_set_order
from jedlik.engine.source import Source
from jedlik.engine.table import Table
from jedlik.features.secondary_indexes.index import Index
from jedlik.features.secondary_indexes.reads import (
    check_built,
    index_named,
    not_supported,
    source_named,
)

_SEVERAL_ATTRIBUTES: Final = (
    "PartiQL statements cannot be executed on tables with multi-attribute HASH keys or "
    "multi-attribute RANGE keys."
)


def source_of(table: Table, index_name: str | None, *, consistent: bool) -> Source:
    """Returns the source to read: the table, or its index `index_name`.

    Raises Reject if a SELECT cannot read this source. consistent: whether the request has
    ConsistentRead.
    """
    if index_name is None:
        return table.source
    source = source_named(table, index_name)
    if source is None:
        if index_named(table, index_name) is not None:
            raise not_supported("Scan")
        raise invalid("The table does not have the specified index")
    index = source.secondary_index
    check_key_attributes(index)
    if consistent and index.is_global:
        raise invalid("Strongly consistent read is not supported on Global Secondary Indexes")
    check_built(index)
    return source


def check_key_attributes(index: Index) -> None:
    """Raises Reject for an index with several HASH or several RANGE attributes."""
    if len(index.hash_key) > 1 or len(index.range_key) > 1:
        raise invalid(_SEVERAL_ATTRIBUTES)


def check_filter(source: Source, condition: Condition) -> None:
    """Raises Reject if the filter of a read by key uses attributes that the source does not have.

    An OR about keys is several reads. It is accepted if one of them uses only attributes that the
    source has. Then the others count as absent. Source: floci,
    DynamoDbPartiQLEdgeCaseIntegrationTest (captured from the service, September 2026).
    """
    names = list(dict.fromkeys(_lacking(source, condition)))
    source.check_filtered(java_set_order(names, len(names)))


def _lacking(source: Source, condition: Condition) -> list[str]:
    """Returns the attributes in a condition that the source lacks, in written order."""
    if isinstance(condition, Not):
        return _lacking(source, condition.condition)
    if not isinstance(condition, (And, Or)):
        return source.lacking(sorted(attribute_names(condition)))
    parts = [_lacking(source, each) for each in condition.conditions]
    keys = {name for name, _ in source.key_attributes}
    if isinstance(condition, And) or keys.isdisjoint(attribute_names(condition)):
        return [name for part in parts for name in part]
    if not all(parts):
        return []
    # The service reports one of the reads, that of the first hash value in the order of a set.
    values = [_hash_value(source, each) for each in condition.conditions]
    return parts[values.index(java_set_order(values, len(values))[0])]


def _hash_value(source: Source, condition: Condition) -> str:
    """Returns the hash value to which a condition restricts a read, "" if it names none."""
    name, tag = source.hash_key[0]
    for part in condition.conditions if isinstance(condition, And) else (condition,):
        if isinstance(part, Comparison) and part.operator == "=" and part.left == Path(name):
            right = part.right
            return right.value.get(tag, "") if isinstance(right, Literal) else ""
    return ""
