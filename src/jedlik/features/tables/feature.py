"""The row of tables in `features.registry`."""

from typing import TYPE_CHECKING

from jedlik.engine.feature import Feature
from jedlik.engine.table_hooks import TableHooks
from jedlik.features.options import Options
from jedlik.features.tables import erasure

if TYPE_CHECKING:
    from jedlik.engine.verification import Verifier


def feature(options: Options) -> Feature:
    """Returns the feature. It has no options."""
    return Feature("tables", TableHooks(), jobs=(erasure.JOB,), load_verifier=_verifier)


def _verifier() -> "Verifier":
    from jedlik.features.tables.verify import VERIFIER  # noqa: PLC0415  (a server never verifies)

    return VERIFIER
