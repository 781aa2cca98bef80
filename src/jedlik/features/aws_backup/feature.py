"""The row of AWS Backup in `features.registry`."""

from typing import TYPE_CHECKING

from jedlik.engine.feature import Feature
from jedlik.engine.table_hooks import TableHooks
from jedlik.features.aws_backup import due_work
from jedlik.features.aws_backup.late_times import late_times_job
from jedlik.features.options import Options

if TYPE_CHECKING:  # a server never verifies
    from jedlik.engine.verification import Verifier


def feature(options: Options) -> Feature:
    """Returns the feature. It has no options, and adds nothing to tables."""
    return Feature("aws_backup", TableHooks(), (due_work.JOB, late_times_job()), _verifier)


def _verifier() -> "Verifier":
    from jedlik.features.aws_backup.verify import VERIFIER  # noqa: PLC0415  (as above)

    return VERIFIER
