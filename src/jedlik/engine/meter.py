"""What one request consumes of each table and of its indexes, in capacity units.

Each request has a `Meter` in its context. What reads and writes items adds the units to it, whether
the client asks for a report or not. Answers report them (`apis.dynamodb.consumed_capacity`).

Source of the figures: Developer Guide, "Read and write operations"; recorded answers, October 2026.
"""

from typing import Final, final

from jedlik.core.limits import READ_UNIT_BYTES, WRITE_UNIT_BYTES
from jedlik.core.types.stored_item import stored_size_bytes

# Units in a transaction for each unit outside one: an item is prepared, then committed.
TRANSACTION_FACTOR: Final = 2


def read_units(size_bytes: int, *, consistent: bool, at_least: int = 1) -> float:
    """Units of one read: ceil(size / 4 KiB), at least one, halved when eventually consistent.

    at_least: one for each partition of storage that the service would visit.
    size_bytes: size of all that was read, before filter and projection; 0 if nothing was found.
    """
    units = max(-(-size_bytes // READ_UNIT_BYTES), at_least)
    return float(units) if consistent else units / 2


def item_read_units(stored: bytes | None, *, consistent: bool) -> float:
    """Units of the read of one item by its key; None if there is no such item."""
    return read_units(0 if stored is None else stored_size_bytes(stored), consistent=consistent)


def write_units(old_size_bytes: int, new_size_bytes: int) -> float:
    """Units of one write: ceil(size / 1 KiB) of the larger of old and new item, at least one."""
    larger = old_size_bytes if old_size_bytes > new_size_bytes else new_size_bytes
    return float(-(-larger // WRITE_UNIT_BYTES) or 1)


class MeteredIndex:
    """An index as the meter and the reports of consumed capacity see it.

    capacity_member: the member of ConsumedCapacity that lists it. unit_member: the name of its
    figure there.
    """

    capacity_member: str
    unit_member: str

    def __init__(self, index_id: int, name: str) -> None:
        """index_id: unique among all indexes that the table ever had."""
        self.id = index_id
        self.name = name


class Usage:
    """What a request reads and writes of a table or of an index, in its units."""

    __slots__ = ("read_units", "write_units")

    def __init__(self) -> None:
        self.read_units = 0.0
        self.write_units = 0.0


@final
class IndexUsage(Usage):
    """What a request consumes of one index. The unit of a vector index is the byte."""

    __slots__ = ("index",)

    def __init__(self, index: MeteredIndex) -> None:
        super().__init__()
        self.index = index


@final
class TableUsage(Usage):
    """What a request consumes of one table, without its indexes.

    name: the name, or the ARN, by which the request named the table. indexes: what the request
    consumes of indexes, in the order in which it first used them.
    """

    __slots__ = ("indexes", "name")

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.indexes: list[IndexUsage] = []

    def of_index(self, index: MeteredIndex) -> IndexUsage:
        """The usage of an index of this table; begins with nothing."""
        # The table may have been loaded again in between: the same index is another object then.
        for usage in self.indexes:
            if usage.index.id == index.id:
                return usage
        usage = IndexUsage(index)
        self.indexes.append(usage)
        return usage


@final
class Meter:
    """What one request consumes.

    tables: by id of the table, in the order in which the request first used them. refused_units: by
    id of the table, write units of writes whose conditions failed. The service charges for them,
    and no answer reports them.
    """

    __slots__ = ("_arns", "refused_units", "tables")

    def __init__(self) -> None:
        self.tables: dict[int, TableUsage] = {}
        self.refused_units: dict[int, float] = {}
        self._arns: dict[int, str] | None = None

    def of_table(self, table_id: int, name: str) -> TableUsage:
        """The usage of a table; begins with nothing."""
        usage = self.tables.get(table_id)
        if usage is None:
            if self._arns is not None:
                name = self._arns.get(table_id, name)
            usage = self.tables[table_id] = TableUsage(name)
        return usage

    def refuse(self, table_id: int, units: float) -> None:
        """Add the units of a write whose condition failed."""
        if units:
            self.refused_units[table_id] = self.refused_units.get(table_id, 0.0) + units

    def named_by_arn(self, table_id: int, arn: str) -> None:
        """Note that the request named a table by its ARN, so that reports do as well."""
        if self._arns is None:
            self._arns = {}
        self._arns[table_id] = arn
