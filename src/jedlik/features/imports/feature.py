"""The row of imports in `features.registry`."""

from typing import TYPE_CHECKING

from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.engine.deferred_jobs import deferred_job
from jedlik.engine.feature import Feature
from jedlik.engine.jobs import Job
from jedlik.engine.table_hooks import TableHooks
from jedlik.engine.work_records import works_span
from jedlik.features.imports.records import WORKS
from jedlik.features.options import Options

if TYPE_CHECKING:
    from jedlik.engine.verification import Verifier


class ImportHooks(TableHooks):
    """The lines about the errors of an import are erased with its table."""

    spaces = (Space.IMPORT,)


def feature(options: Options) -> Feature:
    """Returns the feature. It has no options."""
    jobs = (
        deferred_job("import tables", 0.2, (works_span(WORKS),), _import_tables),
        deferred_job("expire imports", 600.0, (Span(Space.IMPORT, 0),), _expire_imports),
    )
    return Feature("imports", ImportHooks(), jobs, _verifier)


def _import_tables() -> Job:
    from jedlik.features.imports.import_tables import Importer  # noqa: PLC0415  (`deferred_jobs`)

    return Importer().job


def _expire_imports() -> Job:
    from jedlik.features.imports.expire_imports import JOB  # noqa: PLC0415  (see `deferred_jobs`)

    return JOB


def _verifier() -> "Verifier":
    from jedlik.features.imports.verify import VERIFIER  # noqa: PLC0415  (a server never verifies)

    return VERIFIER
