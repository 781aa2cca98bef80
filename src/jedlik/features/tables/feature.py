"""The row of tables in `features.registry`."""

from jedlik.engine.feature import Feature
from jedlik.engine.table_hooks import TableHooks
from jedlik.features.options import Options
from jedlik.features.tables import erasure
from jedlik.features.tables.verify import verify_former_tables


def feature(options: Options) -> Feature:
    """Returns the feature. It has no options."""
    return Feature("tables", TableHooks(), jobs=(erasure.JOB,), verify_storage=verify_former_tables)
