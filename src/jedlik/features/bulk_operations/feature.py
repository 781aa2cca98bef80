"""The row of bulk operations in `features.registry`."""

from typing import TYPE_CHECKING

from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.engine.deferred_jobs import deferred_job
from jedlik.engine.feature import Feature
from jedlik.engine.jobs import Job
from jedlik.engine.table_hooks import TableHooks
from jedlik.engine.work_records import works_span
from jedlik.features.bulk_operations.records import WORKS
from jedlik.features.options import Options

if TYPE_CHECKING:
    from jedlik.engine.verification import Verifier


def feature(options: Options) -> Feature:
    """Returns the feature. It has no options."""
    jobs = (
        deferred_job("put items in bulk", 0.2, (works_span(WORKS),), _put_items),
        deferred_job("expire bulk operations", 600.0, (Span(Space.IMPORT, 0),), _expire_operations),
    )
    return Feature("bulk_operations", TableHooks(), jobs, _verifier)


def _put_items() -> Job:
    from jedlik.features.bulk_operations.put_items import BulkPutter  # noqa: PLC0415  (see above)

    return BulkPutter().job


def _expire_operations() -> Job:
    from jedlik.features.bulk_operations.expire_operations import JOB  # noqa: PLC0415  (see above)

    return JOB


def _verifier() -> "Verifier":
    from jedlik.features.bulk_operations.verify import VERIFIER  # noqa: PLC0415  (as in others)

    return VERIFIER
