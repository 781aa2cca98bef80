"""The row of bulk operations in `features.registry`."""

from typing import TYPE_CHECKING

from jedlik.engine.feature import Feature
from jedlik.engine.table_hooks import TableHooks
from jedlik.features.bulk_operations import expire_operations
from jedlik.features.bulk_operations.put_items import BulkPutter
from jedlik.features.options import Options

if TYPE_CHECKING:
    from jedlik.engine.verification import Verifier


def feature(options: Options) -> Feature:
    """Returns the feature. It has no options."""
    jobs = (BulkPutter().job, expire_operations.JOB)
    return Feature("bulk_operations", TableHooks(), jobs, _verifier)


def _verifier() -> "Verifier":
    from jedlik.features.bulk_operations.verify import VERIFIER  # noqa: PLC0415  (as in others)

    return VERIFIER
