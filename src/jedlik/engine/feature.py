"""The row of a feature: everything that the rest of the product needs of it."""

from collections.abc import Sequence
from typing import NamedTuple

from jedlik.engine.jobs import Job
from jedlik.engine.table_hooks import TableHooks
from jedlik.engine.verification import VerifyStorage, VerifyTable


class Feature(NamedTuple):
    """A capability of the product, as one row of `features.registry`.

    table: its part in the life of tables and in the commits of their items. jobs: its background
    work. verify_table: makes the followers of one table for `jedlik verify`. verify_storage: looks
    at what the feature stores apart from the tables that exist.
    """

    name: str
    table: TableHooks
    jobs: Sequence[Job] = ()
    verify_table: VerifyTable | None = None
    verify_storage: VerifyStorage | None = None
