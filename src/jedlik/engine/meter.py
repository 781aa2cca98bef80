"""Capacity units of reads and writes, and who consumed them."""

from jedlik.core.limits import READ_UNIT_BYTES, WRITE_UNIT_BYTES


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
