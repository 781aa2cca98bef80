"""Which index a request names, and whether it can be read now.

Texts and the order of checks: recorded answers, October 2026, and dynalite's tests.
"""

from typing import Final

from jedlik.core.errors import Reject, invalid
from jedlik.engine.context import Context
from jedlik.engine.table import Table
from jedlik.features.secondary_indexes.index import Index
from jedlik.features.secondary_indexes.participant import IndexParticipant
from jedlik.features.secondary_indexes.source import IndexSource

_NOT_CONSISTENT: Final = "Consistent reads are not supported on global secondary indexes"


def lacks_index(table: Table, name: str) -> bool:
    """Returns whether a table cannot be read by its index `name`."""
    source = source_named(table, name)
    return source is None or source.secondary_index.is_building


async def stored_now(context: Context, table: Table) -> Table:
    """Returns a table that lacks an index as it is stored now.

    Another node may have built the index, and shown it as ACTIVE, since the table was cached.
    """
    record = table.record
    stored = await context.node.catalog.find(record["Region"], record["AccountId"], table.name)
    return table if stored is None or stored.id != table.id or stored.locked else stored


def index_source(table: Table, name: str, operation: str, *, consistent: bool) -> IndexSource:
    """Returns the index that a Query or a Scan names. Raises Reject if it cannot read this index.

    operation: the name of the operation. consistent: whether the request has ConsistentRead.
    """
    source = source_named(table, name)
    if source is None:
        raise _not_readable(table, name, operation, consistent=consistent)
    if consistent and source.secondary_index.is_global:
        raise invalid(_NOT_CONSISTENT)
    check_built(source.secondary_index)
    return source


def source_named(table: Table, name: str) -> IndexSource | None:
    """Returns the source of an index that can be read by key, or None if there is no such index."""
    for participant in table.participants:
        if isinstance(participant, IndexParticipant) and name in participant.sources:
            return participant.sources[name]
    return None


def index_named(table: Table, name: str) -> Index | None:
    """Returns the index of any kind with this name, or None."""
    for participant in table.participants:
        if isinstance(participant, IndexParticipant):
            for index in participant.indexes:
                if index.name == name:
                    return index
    return None


def no_index(name: str) -> Reject:
    """Returns the error for the name of an index that the table does not have."""
    return invalid(f"The table does not have the specified index: {name}")


def not_supported(operation: str) -> Reject:
    """Returns the error for a Query or a Scan of a vector index. Only that of Query has a full
    stop.

    Source: ExtendDB, test_vector_index_query_scan.py (us-east-1, August 2026).
    """
    end = "." if operation == "Query" else ""
    return invalid(f"{operation} operation not supported on this index type{end}")


def _not_readable(table: Table, name: str, operation: str, *, consistent: bool) -> Reject:
    """Returns the error for the name of an index that cannot be read by key, or does not exist."""
    if index_named(table, name) is None:
        return no_index(name)
    # Only Query looks at ConsistentRead before it refuses a vector index. Source: as above.
    if consistent and operation == "Query":
        return invalid(_NOT_CONSISTENT)
    return not_supported(operation)


def check_built(index: Index) -> None:
    """Raises Reject for an index that is still being built."""
    if index.is_building:
        raise invalid(f"Cannot read from backfilling global secondary index: {index.name}")
