"""The row of resource-based policies in `features.registry`."""

from jedlik.engine.feature import Feature
from jedlik.engine.table_hooks import TableHooks
from jedlik.features.options import Options


def feature(options: Options) -> Feature:
    """Returns the feature. It has no options, and adds nothing to the commits of tables."""
    return Feature("resource_policies", TableHooks())
