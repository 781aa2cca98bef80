"""FROM: the table or index that a SELECT reads.

Source of the errors: recorded answers, October 2026.
"""

from typing import Final

from jedlik.core.errors import invalid
from jedlik.core.expressions.nodes import And, Condition, Or
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

    Inside the branches of an OR these attributes are accepted and count as absent.
    """
    if isinstance(condition, Or):
        return
    for part in condition.conditions if isinstance(condition, And) else (condition,):
        if not isinstance(part, Or):
            source.check_filtered(part)
