"""Capacity of a transaction."""

from collections.abc import Sequence

from jedlik.apis.dynamodb.consumed_capacity import transaction_capacity, units_by_table
from jedlik.core.types.stored_item import stored_size_bytes
from jedlik.engine.commit import Change, Write
from jedlik.engine.meter import read_units
from jedlik.engine.table import Table
from jedlik.features.transactions.transaction import _UNITS_FACTOR


def writes_capacity(
    writes: Sequence[Write], changes: Sequence[Change], report: str
) -> list[dict[str, object]]:
    """ConsumedCapacity of a transaction; what was done before is read, not written, again."""
    if changes[0].is_replay:
        tables = [write.table for write in writes]
        return reads_capacity(tables, [change.old for change in changes], report)
    by_table = units_by_table(writes, changes)
    return [
        transaction_capacity(
            name,
            _UNITS_FACTOR * units,
            report,
            {index: _UNITS_FACTOR * each for index, each in index_units.items()},
            kind="WriteCapacityUnits",
        )
        for name, (units, index_units) in by_table.items()
    ]


def reads_capacity(
    tables: Sequence[Table], values: Sequence[bytes | None], report: str
) -> list[dict[str, object]]:
    """ConsumedCapacity of the reading of `values`, one of each of `tables`."""
    sizes = [0 if stored is None else stored_size_bytes(stored) for stored in values]
    units = [read_units(size_bytes, consistent=True) for size_bytes in sizes]
    total: dict[str, float] = {}
    for table, each in zip(tables, units, strict=True):
        total[table.name] = total.get(table.name, 0) + _UNITS_FACTOR * each
    return [
        transaction_capacity(name, each, report, kind="ReadCapacityUnits")
        for name, each in total.items()
    ]
