"""The row of a feature: everything that the rest of the product uses of it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from jedlik.engine.jobs import Job
from jedlik.engine.table_hooks import TableHooks

if TYPE_CHECKING:  # a server never verifies
    from jedlik.engine.verification import Verifier


class Feature(NamedTuple):
    """A capability of the product, as one row of `features.registry`.

    table: what the feature adds to the life of tables and to the commits of their items.
    jobs: its background work.
    load_verifier: returns what `jedlik verify` does for the feature. It imports the module
        `verify` of the feature, which a server does not need.
    """

    name: str
    table: TableHooks
    jobs: Sequence[Job] = ()
    load_verifier: "Callable[[], Verifier] | None" = None
