"""Capacity units that requests consume, and how answers report them.

Source: Developer Guide, "Read and write operations"; recorded answers, October 2026.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple, cast

from jedlik.core.types.stored_item import stored_size_bytes
from jedlik.engine.commit import Change, Write
from jedlik.engine.meter import MeteredIndex, write_units
from jedlik.engine.read import Page, ReadPlan
from jedlik.features.secondary_indexes.source import IndexSource

_NONE: Final[Mapping[MeteredIndex, float]] = MappingProxyType({})
_UNITS: Final = "CapacityUnits"
_SECONDARY: Final = ("GlobalSecondaryIndexes", "LocalSecondaryIndexes")
_INDEX_MEMBERS: Final = (*_SECONDARY, "VectorIndexes")


def consumed_capacity(
    table_name: str, units: float, report: str, index_units: Mapping[MeteredIndex, float] = _NONE
) -> dict[str, object]:
    """The member ConsumedCapacity of an answer.

    units: of the table alone. index_units: of the indexes that consumed any. report: the request's
    ReturnConsumedCapacity, TOTAL or INDEXES; the latter adds the branches of table and indexes.
    """
    total = units
    for index, consumption in index_units.items():
        if index.unit_member == _UNITS:
            total += consumption
    consumed: dict[str, object] = {"TableName": table_name, _UNITS: total}
    if report == "INDEXES":
        consumed["Table"] = {_UNITS: units}
        for member in _INDEX_MEMBERS:
            branches = {
                index.name: {index.unit_member: consumption}
                for index, consumption in index_units.items()
                if index.capacity_member == member
            }
            if branches:
                consumed[member] = branches
    return consumed


def transaction_capacity(
    table_name: str,
    units: float,
    report: str,
    index_units: Mapping[MeteredIndex, float] = _NONE,
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
        branches = [consumed["Table"]]
        for member in _SECONDARY:
            branches += cast("dict[str, object]", consumed.get(member, {})).values()
        for branch in cast("list[dict[str, object]]", branches):
            branch[kind] = branch["CapacityUnits"]
    return consumed


def page_capacity(plan: ReadPlan, page: Page, report: str) -> dict[str, object]:
    """The member ConsumedCapacity of a read of a table or of one of its indexes."""
    source = plan.source
    if not isinstance(source, IndexSource):
        return consumed_capacity(plan.table.name, page.scanned_units, report)
    index_units: dict[MeteredIndex, float] = {source.secondary_index: page.scanned_units}
    return consumed_capacity(plan.table.name, page.fetched_units, report, index_units)


def change_units(change: Change) -> float:
    """Write capacity units that a change of one item consumes of its table, without indexes."""
    old, new = change.old, change.new
    uncharged_old, uncharged_new = change.uncharged_bytes
    return write_units(
        0 if old is None else stored_size_bytes(old) - uncharged_old,
        0 if new is None else stored_size_bytes(new) - uncharged_new,
    )


def index_units(change: Change) -> dict[MeteredIndex, float]:
    """Write capacity units that a change consumes of the indexes it touched."""
    return dict(change.charges)


class TableUnits(NamedTuple):
    """Write capacity units of a table, and of the indexes that consumed any."""

    units: float
    index_units: dict[MeteredIndex, float]


def units_by_table(writes: Sequence[Write], changes: Sequence[Change]) -> dict[str, TableUnits]:
    """The units that writes consumed, by name of table."""
    found: dict[str, TableUnits] = {}
    known: dict[
        tuple[str, int], MeteredIndex
    ] = {}  # a table may have been loaded anew between writes
    for write, change in zip(writes, changes, strict=True):
        name = write.table.name
        units, branches = found.get(name, TableUnits(0, {}))
        for touched, consumed in index_units(change).items():
            index = known.setdefault((name, touched.id), touched)
            branches[index] = branches.get(index, 0) + consumed
        found[name] = TableUnits(units + change_units(change), branches)
    return found


def writes_capacity(
    writes: Sequence[Write], changes: Sequence[Change], report: str
) -> list[dict[str, object]]:
    """ConsumedCapacity of a batch, table by table."""
    return [
        consumed_capacity(name, consumed.units, report, consumed.index_units)
        for name, consumed in units_by_table(writes, changes).items()
    ]
