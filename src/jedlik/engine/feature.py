"""The row of a feature: everything the rest of the house needs of it."""

from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple, Protocol

from jedlik.engine.jobs import Job
from jedlik.engine.table import Table
from jedlik.engine.table_hooks import TableHooks
from jedlik.engine.verification import Report, VerifiedItem
from jedlik.storage.interface import Storage


class Follower(Protocol):
    """Compares what a feature derived from the items of one table with what the items demand."""

    async def page(self, items: Sequence[VerifiedItem]) -> None:
        """Look at the next items, in order of their keys."""
        ...

    async def end(self) -> None:
        """Report what is left over: there are no more items."""
        ...


class Feature(NamedTuple):
    """A capability of the product, as one row of FEATURES.

    table: its part in the life of tables and in the commits of their items. jobs: its background
    work. verify_table: makes the followers of one table for `jedlik verify`. verify_storage: looks
    at what the feature stores apart from tables that exist; receives all tables by id.
    """

    name: str
    table: TableHooks
    jobs: Sequence[Job] = ()
    verify_table: Callable[[Storage, Table, Report], Sequence[Follower]] | None = None
    verify_storage: Callable[[Storage, dict[int, Table], Report], Awaitable[None]] | None = None
