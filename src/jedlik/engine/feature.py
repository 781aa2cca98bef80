"""The row of a feature: everything that the rest of the product uses of it."""

from collections.abc import Sequence
from typing import NamedTuple

from jedlik.engine.jobs import Job
from jedlik.engine.table_hooks import TableHooks
from jedlik.engine.verification import VerifyStorage, VerifyTable


class Feature(NamedTuple):
    """A capability of the product, as one row of `features.registry`.

    table: what the feature adds to the life of tables and to the commits of their items.
    jobs: its background work.
    verify_table: returns the followers of one table, for `jedlik verify`.
    verify_storage: verifies the rest of what the feature stores, after all tables were read.
    """

    name: str
    table: TableHooks
    jobs: Sequence[Job] = ()
    verify_table: VerifyTable | None = None
    verify_storage: VerifyStorage | None = None
