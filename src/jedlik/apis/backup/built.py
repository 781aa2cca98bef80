"""The operations of AWS Backup. `api` imports this module at the first request for one."""

from typing import Final

from jedlik.apis.api import Operation
from jedlik.apis.backup.operations import (
    backup_jobs,
    plans,
    recovery_points,
    resources,
    restore_jobs,
    selections,
    vaults,
)

BUILT: Final[tuple[Operation, ...]] = (
    *vaults.OPERATIONS,
    *plans.OPERATIONS,
    *selections.OPERATIONS,
    *backup_jobs.OPERATIONS,
    *recovery_points.OPERATIONS,
    *restore_jobs.OPERATIONS,
    *resources.OPERATIONS,
)
