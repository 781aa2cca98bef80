"""Capacity units that requests consume, and how answers report them.

Source: Developer Guide, "Read and write operations"; recorded answers, October 2026.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, cast

from jedlik.core.limits import READ_UNIT_BYTES, WRITE_UNIT_BYTES
from jedlik.core.types.table import Index

_NONE: Final[Mapping[Index, float]] = MappingProxyType({})
_INDEX_MEMBERS: Final = (("GlobalSecondaryIndexes", True), ("LocalSecondaryIndexes", False))


def read_units(size_bytes: int, *, consistent: bool, at_least: int = 1) -> float:
    """Units of one read: ceil(size / 4 KiB), at least one, halved when eventually consistent.

    at_least: one for each partition of storage that the service would visit.
    size_bytes: size of all that was read, before filter and projection; 0 when nothing was there.
    """
    units = max(-(-size_bytes // READ_UNIT_BYTES), at_least)
    return float(units) if consistent else units / 2


def write_units(old_size_bytes: int, new_size_bytes: int) -> float:
    """Units of one write: ceil(size / 1 KiB) of the larger of old and new item, at least one."""
    larger = old_size_bytes if old_size_bytes > new_size_bytes else new_size_bytes
    return float(-(-larger // WRITE_UNIT_BYTES) or 1)


def vector_write_bytes(old_size_bytes: int, new_size_bytes: int) -> float:
    """VectorWriteRequestBytes of the change of one entry: its size, at least 1 KiB (recorded)."""
    return float(max(WRITE_UNIT_BYTES, old_size_bytes, new_size_bytes))


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
