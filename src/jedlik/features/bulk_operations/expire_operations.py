"""The job that deletes the entries of bulk operations that ended long ago, and their tokens."""

from typing import Final

from jedlik.features.bulk_operations.records import ENTRIES, all_operations
from jedlik.features.imports.expire_imports import Expiry

JOB: Final = Expiry("bulk operations", ENTRIES, all_operations, "OperationId").job
