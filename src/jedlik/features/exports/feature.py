"""The row of exports in `features.registry`."""

from typing import TYPE_CHECKING

from jedlik.engine.feature import Feature
from jedlik.engine.table_hooks import TableHooks
from jedlik.features.exports import erase_exports, make_exports
from jedlik.features.options import Options

if TYPE_CHECKING:
    from jedlik.engine.verification import Verifier


def feature(options: Options) -> Feature:
    """Returns the feature. It has no options, and adds nothing to the life of tables."""
    return Feature("exports", TableHooks(), (make_exports.JOB, erase_exports.JOB), _verifier)


def _verifier() -> "Verifier":
    from jedlik.features.exports.verify import VERIFIER  # noqa: PLC0415  (a server never verifies)

    return VERIFIER
