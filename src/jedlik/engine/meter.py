"""Capacity units, and the meter of a request: what it consumes of each table and each index.

Every request has a `Meter` in its context. The code that reads or writes items adds the units,
whether the client asks for a report or not. `apis.dynamodb.consumed_capacity` reports them to the
client.

Source of the figures: Developer Guide, "Read and write operations"; recorded answers, October 2026.
"""

from collections.abc import Callable
from typing import Final, final

from jedlik.core.limits import READ_UNIT_BYTES, WRITE_UNIT_BYTES
from jedlik.core.types.stored_item import stored_size_bytes

# A transaction reads or writes every item twice: to prepare, and to commit.
TRANSACTION_FACTOR: Final = 2


def read_units(size_bytes: int, *, consistent: bool, at_least: int = 1) -> float:
    """Returns the units of one read: one for every 4 KiB or part of it, half of that if the read
    is eventually consistent.

    size_bytes: the size of everything that was read, before filter and projection.
    at_least: the number of storage partitions that the service would visit. Each costs a unit.
    """
    units = max(-(-size_bytes // READ_UNIT_BYTES), at_least)
    return float(units) if consistent else units / 2


def item_read_units(stored: bytes | None, *, consistent: bool) -> float:
    """Returns the units of the read of one item by its key. An absent item is None."""
    return read_units(0 if stored is None else stored_size_bytes(stored), consistent=consistent)


def write_units(old_size_bytes: int, new_size_bytes: int) -> float:
    """Returns the units of one write: one for every 1 KiB or part of it of the larger item.

    The size of an absent item is 0. A write costs at least one unit.
    """
    larger = old_size_bytes if old_size_bytes > new_size_bytes else new_size_bytes
    return float(-(-larger // WRITE_UNIT_BYTES) or 1)


class MeteredIndex:
    """What the meter and the reports of consumed capacity must know of an index.

    capacity_member: the member of ConsumedCapacity that lists the index.
    unit_member: the name of the figure in that list.
    """

    capacity_member: str
    unit_member: str

    def __init__(self, index_id: int, name: str) -> None:
        """index_id: no other index that the table ever had has this id."""
        self.id = index_id
        self.name = name


class Usage:
    """What a request reads and writes of one table or one index."""

    __slots__ = ("read_units", "write_units")

    def __init__(self) -> None:
        self.read_units = 0.0
        self.write_units = 0.0


@final
class IndexUsage(Usage):
    """What a request consumes of one index. Vector indexes are charged in bytes."""

    __slots__ = ("index",)

    def __init__(self, index: MeteredIndex) -> None:
        super().__init__()
        self.index = index


@final
class TableUsage(Usage):
    """What a request consumes of one table. The units do not include those of its indexes.

    name: the name or the ARN that the request gave for the table.
    indexes: in the order in which the request used them first.
    """

    __slots__ = ("indexes", "name")

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.indexes: tuple[IndexUsage, ...] = ()

    def of_index(self, index: MeteredIndex) -> IndexUsage:
        """Returns the usage of an index, which is 0 before the first use."""
        # Compare ids: if the table was loaded again, the same index is another object.
        for usage in self.indexes:
            if usage.index.id == index.id:
                return usage
        usage = IndexUsage(index)
        self.indexes = (*self.indexes, usage)
        return usage


@final
class Meter:
    """The capacity units that one request consumes.

    tables: by the id of the table, in the order in which the request used them first.
    refused_units: by the id of the table, the write units of writes whose conditions failed. The
        service charges for these writes. Only BatchExecuteStatement reports them.
    held: work that adds units which are not in `tables` yet, and that only a report needs.
    """

    __slots__ = ("_arns", "held", "refused_units", "tables")

    def __init__(self) -> None:
        self.tables: dict[int, TableUsage] = {}
        self.refused_units: dict[int, float] = {}
        self.held: list[Callable[[], None]] = []
        self._arns: dict[int, str] | None = None

    def of_table(self, table_id: int, name: str) -> TableUsage:
        """Returns the usage of a table, which is 0 before the first use."""
        usage = self.tables.get(table_id)
        if usage is None:
            if self._arns is not None:
                name = self._arns.get(table_id, name)
            usage = self.tables[table_id] = TableUsage(name)
        return usage

    def refuse(self, table_id: int, units: float) -> None:
        """Adds the units of a write that a condition refused."""
        if units:
            self.refused_units[table_id] = self.refused_units.get(table_id, 0.0) + units

    def named_by_arn(self, table_id: int, arn: str) -> None:
        """Lets reports name a table by its ARN, because the request does."""
        if self._arns is None:
            self._arns = {}
        self._arns[table_id] = arn
