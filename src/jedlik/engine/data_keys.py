"""The interface between the catalog and whoever opens the data keys of tables (ADR 0033).

A table with a data key has encrypted values. They can be read and written only after its data key
was opened, and the catalog sees to this when it loads the table.
"""

from typing import NamedTuple, Protocol

from jedlik.core.errors import ServiceError
from jedlik.engine.table_record import TableRecord


class Locked(NamedTuple):
    """Why clients cannot use the items of a table.

    error: the answer to operations on items. is_lost: whether the data key cannot be opened, so
    that jobs cannot read the items either.
    """

    error: ServiceError
    is_lost: bool


class DataKeys(Protocol):
    """Opens data keys, so that the storage encrypts and decrypts the values of their tables."""

    async def open(self, record: TableRecord) -> Locked | None:
        """Opens the data key of a table. Returns None if clients may use its items.

        record: one with the member DataKey. Its values can be read and written after this, unless
        `is_lost`.
        """
        ...

    async def open_log(self, table: int) -> Locked | None:
        """Opens the data key of a deleted table, whose log can still be read. Returns None if
        clients may read it, also if it was never encrypted.
        """
        ...

    async def open_earlier(self, record: TableRecord) -> Locked | None:
        """Opens the data key of a table as it was earlier, such as the source of a backup. The
        table may have been deleted. Returns as `open_log`.
        """
        ...
