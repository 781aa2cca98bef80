"""What one request consumes of each table and of its indexes, in capacity units.

Each request has a `Meter` in its context. Every read and write of items adds its units to it, even
if the client does not ask for a report. Answers report them (`apis.dynamodb.consumed_capacity`).

Source of the figures: Developer Guide, "Read and write operations"; recorded answers, October 2026.
"""

from typing import Final, final

from jedlik.core.limits import READ_UNIT_BYTES, WRITE_UNIT_BYTES
from jedlik.core.types.stored_item import stored_size_bytes

# A transaction consumes two units for each unit of the same reads and writes outside a transaction:
# the service prepares each item, then commits it.
TRANSACTION_FACTOR: Final = 2


def read_units(size_bytes: int, *, consistent: bool, at_least: int = 1) -> float:
    """Returns the units of one read: ceil(size / 4 KiB), halved if it is eventually consistent.

    size_bytes: the size of everything that was read, before filter and projection; 0 if nothing was
        found.
    at_least: the least units before halving: one for each partition that the service would visit.
    """
    units = max(-(-size_bytes // READ_UNIT_BYTES), at_least)
    return float(units) if consistent else units / 2


def item_read_units(stored: bytes | None, *, consistent: bool) -> float:
    """Returns the units of the read of one item by its key. stored: None if there is no item."""
    return read_units(0 if stored is None else stored_size_bytes(stored), consistent=consistent)


def write_units(old_size_bytes: int, new_size_bytes: int) -> float:
    """Returns the units of one write: ceil(size / 1 KiB) of the larger item, at least one."""
    larger = old_size_bytes if old_size_bytes > new_size_bytes else new_size_bytes
    return float(-(-larger // WRITE_UNIT_BYTES) or 1)


class MeteredIndex:
    """The part of an index that the meter and the reports of consumed capacity use.

    capacity_member: the member of ConsumedCapacity that contains it. unit_member: the name of its
    figure in that member.
    """

    capacity_member: str
    unit_member: str

    def __init__(self, index_id: int, name: str) -> None:
        """index_id: unique among all indexes that the table ever had."""
        self.id = index_id
        self.name = name


class Usage:
    """The units that a request reads and writes in a table or in an index."""

    __slots__ = ("read_units", "write_units")

    def __init__(self) -> None:
        self.read_units = 0.0
        self.write_units = 0.0


@final
class IndexUsage(Usage):
    """The usage of one index. The unit of a vector index is the byte."""

    __slots__ = ("index",)

    def __init__(self, index: MeteredIndex) -> None:
        super().__init__()
        self.index = index


@final
class TableUsage(Usage):
    """The usage of one table, and separately of its indexes.

    name: the name or the ARN of the table in the request. indexes: the usage of its indexes, in the
    order in which the request first used them.
    """

    __slots__ = ("indexes", "name")

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.indexes: list[IndexUsage] = []

    def of_index(self, index: MeteredIndex) -> IndexUsage:
        """Returns the usage of an index of this table, which is zero at first."""
        # If the table was loaded again since, the same index is another object.
        for usage in self.indexes:
            if usage.index.id == index.id:
                return usage
        usage = IndexUsage(index)
        self.indexes.append(usage)
        return usage


@final
class Meter:
    """The capacity units that one request consumes.

    tables: the usage of each table, by its id, in the order in which the request first used them.
    refused_units: the units of writes whose conditions failed, by the id of the table. The service
    charges for them, but no answer reports them.
    """

    __slots__ = ("_arns", "refused_units", "tables")

    def __init__(self) -> None:
        self.tables: dict[int, TableUsage] = {}
        self.refused_units: dict[int, float] = {}
        self._arns: dict[int, str] | None = None

    def of_table(self, table_id: int, name: str) -> TableUsage:
        """Returns the usage of a table, which is zero at first."""
        usage = self.tables.get(table_id)
        if usage is None:
            if self._arns is not None:
                name = self._arns.get(table_id, name)
            usage = self.tables[table_id] = TableUsage(name)
        return usage

    def refuse(self, table_id: int, units: float) -> None:
        """Adds the units of a write whose condition failed."""
        if units:
            self.refused_units[table_id] = self.refused_units.get(table_id, 0.0) + units

    def named_by_arn(self, table_id: int, arn: str) -> None:
        """Stores the ARN by which the request named a table, so that reports use it too."""
        if self._arns is None:
            self._arns = {}
        self._arns[table_id] = arn
