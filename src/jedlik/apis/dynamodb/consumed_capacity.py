"""Adds ConsumedCapacity to an answer, from the meter of the request.

ReturnConsumedCapacity asks for the report. TOTAL reports one sum for each table. INDEXES also
reports the figures of the table and of each index. NONE, the default, reports nothing.

Source: API Reference, ConsumedCapacity; recorded answers, October 2026.
"""

from collections.abc import Mapping
from typing import Final

from jedlik.engine.meter import Meter, TableUsage
from jedlik.turns import call_aside, done_in_time

_MEMBER: Final = "ConsumedCapacity"
_UNITS: Final = "CapacityUnits"
_INDEX_MEMBERS: Final = ("GlobalSecondaryIndexes", "LocalSecondaryIndexes", "VectorIndexes")


async def finish_meter(request: Mapping[str, object], meter: Meter) -> None:
    """Adds the units that the meter holds back, if the request asks for a report."""
    if request.get("ReturnConsumedCapacity", "NONE") != "NONE":
        for work in meter.held:
            if not done_in_time(work):
                await call_aside(work)
        meter.held.clear()


def add_capacity(answered: dict[str, object], request: Mapping[str, object], meter: Meter) -> None:
    """Reports the table of a request that names one table."""
    report = request.get("ReturnConsumedCapacity", "NONE")
    if report != "NONE":
        (usage,) = meter.tables.values()
        answered[_MEMBER] = _capacity(usage, report)


def add_batch_capacity(
    answered: dict[str, object], request: Mapping[str, object], meter: Meter
) -> None:
    """Reports each table of a batch."""
    report = request.get("ReturnConsumedCapacity", "NONE")
    if report != "NONE":
        answered[_MEMBER] = [_capacity(usage, report) for usage in meter.tables.values()]


def add_statements_capacity(
    answered: dict[str, object], request: Mapping[str, object], meter: Meter
) -> None:
    """Reports each table for which a statement of BatchExecuteStatement succeeded.

    The total of a table contains the units of the statements whose conditions failed. Without any
    table nothing is reported. Source: dynoxide, partiql_index_consumed_capacity.rs (captured from
    the service, August 2026).
    """
    report = request.get("ReturnConsumedCapacity", "NONE")
    if report == "NONE" or not meter.tables:
        return
    reports: list[dict[str, object]] = []
    for table_id, usage in meter.tables.items():
        refused_units = meter.refused_units.get(table_id, 0.0)
        reports.append(_capacity(usage, report, refused_units=refused_units))
    answered[_MEMBER] = reports


def add_transaction_capacity(
    answered: dict[str, object], request: Mapping[str, object], meter: Meter
) -> None:
    """Reports each table of a transaction. Only these reports have ReadCapacityUnits or
    WriteCapacityUnits (recorded).
    """
    report = request.get("ReturnConsumedCapacity", "NONE")
    if report != "NONE":
        answered[_MEMBER] = [
            _capacity(
                usage, report, "WriteCapacityUnits" if usage.write_units else "ReadCapacityUnits"
            )
            for usage in meter.tables.values()
        ]


def add_search_capacity(
    answered: dict[str, object], request: Mapping[str, object], meter: Meter
) -> None:
    """Reports the bytes that SearchVectors consumed. The report has no TableName (recorded)."""
    if request.get("ReturnConsumedCapacity", "NONE") != "NONE":
        (usage,) = meter.tables.values()
        (searched,) = usage.indexes
        answered[_MEMBER] = {"VectorSearchRequestBytes": searched.read_units}


def _capacity(
    usage: TableUsage, report: object, kind: str | None = None, refused_units: float = 0.0
) -> dict[str, object]:
    """Returns the report of one table.

    kind: the member that repeats the units, for a transaction: ReadCapacityUnits or
        WriteCapacityUnits. refused_units: what the total alone contains.
    """
    units = usage.read_units + usage.write_units
    total = units + refused_units
    for each in usage.indexes:
        if each.index.unit_member == _UNITS:
            total += each.read_units + each.write_units
    consumed: dict[str, object] = {"TableName": usage.name, _UNITS: total}
    if report == "INDEXES":
        consumed["Table"] = _figures(_UNITS, units, kind)
        for member in _INDEX_MEMBERS:
            indexes = {
                each.index.name: _figures(
                    each.index.unit_member, each.read_units + each.write_units, kind
                )
                for each in usage.indexes
                if each.index.capacity_member == member
            }
            if indexes:
                consumed[member] = indexes
    if kind is not None:
        consumed[kind] = total
    return consumed


def _figures(member: str, units: float, kind: str | None) -> dict[str, float]:
    figures = {member: units}
    if kind is not None and member == _UNITS:
        figures[kind] = units
    return figures
