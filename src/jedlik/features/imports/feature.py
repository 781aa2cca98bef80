"""The row of imports in `features.registry`."""

from typing import TYPE_CHECKING

from jedlik.core.keys.space import Space
from jedlik.engine.feature import Feature
from jedlik.engine.table_hooks import TableHooks
from jedlik.features.imports import expire_imports
from jedlik.features.imports.import_tables import Importer
from jedlik.features.options import Options

if TYPE_CHECKING:
    from jedlik.engine.verification import Verifier


class ImportHooks(TableHooks):
    """The lines about the errors of an import are erased with its table."""

    spaces = (Space.IMPORT,)


def feature(options: Options) -> Feature:
    """Returns the feature. It has no options."""
    jobs = (Importer().job, expire_imports.JOB)
    return Feature("imports", ImportHooks(), jobs, _verifier)


def _verifier() -> "Verifier":
    from jedlik.features.imports.verify import VERIFIER  # noqa: PLC0415  (a server never verifies)

    return VERIFIER
