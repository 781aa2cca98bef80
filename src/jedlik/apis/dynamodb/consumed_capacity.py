"""Capacity units that requests consume, and how answers report them.

Source: Developer Guide, "Read and write operations"; recorded answers, October 2026.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple, cast

from jedlik.core.types.stored_item import stored_size_bytes
from jedlik.engine.commit import Change, Write
from jedlik.engine.meter import write_units
from jedlik.engine.read import Page, ReadPlan
from jedlik.features.secondary_indexes.index import Index
from jedlik.features.secondary_indexes.source import IndexSource

_NONE: Final[Mapping[Index, float]] = MappingProxyType({})
_INDEX_MEMBERS: Final = (("GlobalSecondaryIndexes", True), ("LocalSecondaryIndexes", False))


def consumed_capacity(
    table_name: str, units: float, report: str, index_units: Mapping[Index, float] = _NONE
) -> dict[str, object]:
    """The member ConsumedCapacity of an answer.

    units: of the table alone. index_units: of the indexes that consumed any. report: the request's
    ReturnConsumedCapacity, TOTAL or INDEXES; the latter adds the arms of table and indexes.
    """
    total = units
    if index_units:
        total += sum(each for index, each in index_units.items() if index.vector is None)
    consumed: dict[str, object] = {"TableName": table_name, "CapacityUnits": total}
    if report == "INDEXES":
        consumed["Table"] = {"CapacityUnits": units}
        for member, is_global in _INDEX_MEMBERS:
            arms = {
                index.name: {"CapacityUnits": consumption}
                for index, consumption in index_units.items()
                if index.is_global is is_global and index.vector is None
            }
            if arms:
                consumed[member] = arms
        if index_units:
            _add_vector_arms(consumed, index_units)
    return consumed


def _add_vector_arms(consumed: dict[str, object], index_units: Mapping[Index, float]) -> None:
    arms = {
        index.name: {"VectorWriteRequestBytes": consumption}
        for index, consumption in index_units.items()
        if index.vector is not None
    }
    if arms:
        consumed["VectorIndexes"] = arms


def transaction_capacity(
    table_name: str,
    units: float,
    report: str,
    index_units: Mapping[Index, float] = _NONE,
    *,
    kind: str,
) -> dict[str, object]:
    """The entry of a table in the ConsumedCapacity of a transaction.

    units, index_units: twice what the same reads or writes cost alone. kind: ReadCapacityUnits or
    WriteCapacityUnits, which no other operation tells apart (recorded).
    """
    consumed = consumed_capacity(table_name, units, report, index_units)
    consumed[kind] = consumed["CapacityUnits"]
    if report == "INDEXES":
        arms = [consumed["Table"]]
        for member, _ in _INDEX_MEMBERS:
            arms += cast("dict[str, object]", consumed.get(member, {})).values()
        for arm in cast("list[dict[str, object]]", arms):
            arm[kind] = arm["CapacityUnits"]
    return consumed


def page_capacity(plan: ReadPlan, page: Page, report: str) -> dict[str, object]:
    """The member ConsumedCapacity of a read of a table or of one of its indexes."""
    source = plan.source
    if not isinstance(source, IndexSource):
        return consumed_capacity(plan.table.name, page.scanned_units, report)
    index_units = {source.secondary_index: page.scanned_units}
    return consumed_capacity(plan.table.name, page.fetched_units, report, index_units)


def change_units(change: Change) -> float:
    """Write capacity units that a change of one item consumes of its table, without indexes."""
    old, new = change.old, change.new
    uncharged_old, uncharged_new = change.uncharged_bytes
    return write_units(
        0 if old is None else stored_size_bytes(old) - uncharged_old,
        0 if new is None else stored_size_bytes(new) - uncharged_new,
    )


def index_units(change: Change) -> dict[Index, float]:
    """Write capacity units that a change consumes of the indexes it touched."""
    return {each.secondary_index: each.units for each in change.indexes}


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
