"""The row of identities in `features.registry`."""

from typing import TYPE_CHECKING

from jedlik.engine.feature import Feature
from jedlik.engine.table_hooks import TableHooks
from jedlik.features.options import Options

if TYPE_CHECKING:  # a server never verifies
    from jedlik.engine.verification import Verifier


def feature(options: Options) -> Feature:
    """Returns the feature. It has no options, and adds nothing to tables."""
    return Feature("identity", TableHooks(), load_verifier=_verifier)


def _verifier() -> "Verifier":
    from jedlik.features.identity.verify import VERIFIER  # noqa: PLC0415  (a server never verifies)

    return VERIFIER
