"""The row of exports in `features.registry`."""

from typing import TYPE_CHECKING

from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.engine.deferred_jobs import deferred_job
from jedlik.engine.feature import Feature
from jedlik.engine.jobs import Job
from jedlik.engine.table_hooks import TableHooks
from jedlik.features.history.work import WORKS
from jedlik.features.options import Options

if TYPE_CHECKING:
    from jedlik.engine.verification import Verifier


def feature(options: Options) -> Feature:
    """Returns the feature. It has no options, and adds nothing to the life of tables."""
    jobs = (
        deferred_job("make exports", 0.2, (WORKS,), _make_exports),
        deferred_job("erase exports", 60.0, (Span(Space.EXPORT, 0),), _erase_exports),
    )
    return Feature("exports", TableHooks(), jobs, _verifier)


def _make_exports() -> Job:
    from jedlik.features.exports.make_exports import JOB  # noqa: PLC0415  (see `deferred_jobs`)

    return JOB


def _erase_exports() -> Job:
    from jedlik.features.exports.erase_exports import JOB  # noqa: PLC0415  (see `deferred_jobs`)

    return JOB


def _verifier() -> "Verifier":
    from jedlik.features.exports.verify import VERIFIER  # noqa: PLC0415  (a server never verifies)

    return VERIFIER
