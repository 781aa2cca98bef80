"""What several writes of one request report together: units by table, metrics by collection."""

from collections.abc import Sequence
from typing import NamedTuple

from jedlik.core.changes.capacity import consumed_capacity
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.table import Index
from jedlik.engine.commit import Change, Write
from jedlik.engine.writes.conditional import change_units, index_units, item_collection_metrics


class TableUnits(NamedTuple):
    """Write capacity units of a table, and of the indexes that consumed any."""

    units: float
    index_units: dict[Index, float]


def units_by_table(writes: Sequence[Write], changes: Sequence[Change]) -> dict[str, TableUnits]:
    """The units that writes consumed, by name of table."""
    found: dict[str, TableUnits] = {}
    known: dict[tuple[str, int], Index] = {}  # a table may have been loaded anew between writes
    for write, change in zip(writes, changes, strict=True):
        name = write.table.name
        units, arms = found.get(name, TableUnits(0, {}))
        for touched, consumed in index_units(change).items():
            index = known.setdefault((name, touched.id), touched)
            arms[index] = arms.get(index, 0) + consumed
        found[name] = TableUnits(units + change_units(change), arms)
    return found


def writes_capacity(
    writes: Sequence[Write], changes: Sequence[Change], report: str
) -> list[dict[str, object]]:
    """ConsumedCapacity of a batch, table by table."""
    return [
        consumed_capacity(name, consumed.units, report, consumed.index_units)
        for name, consumed in units_by_table(writes, changes).items()
    ]


def metrics_by_table(
    items: Sequence[Item], writes: Sequence[Write], changes: Sequence[Change]
) -> dict[str, list[dict[str, object]]]:
    """ItemCollectionMetrics by table, one for each collection, as the last write left it.

    items: of each write the item, or its key.
    """
    found: dict[str, dict[bytes, dict[str, object]]] = {}
    for item, write, change in zip(items, writes, changes, strict=True):
        if change.collection_bytes is None:
            continue
        metrics = item_collection_metrics(write.table, item, change.collection_bytes)
        found.setdefault(write.table.name, {})[write.key.partition] = metrics
    return {name: list(by_collection.values()) for name, by_collection in found.items()}
