"""The row of items in `features.registry`."""

from jedlik.core.keys.space import Space
from jedlik.engine.feature import Feature
from jedlik.engine.table_hooks import TableHooks
from jedlik.features.options import Options


class ItemHooks(TableHooks):
    """Items and counters are erased with their table."""

    spaces = (Space.ITEM, Space.COUNTER)


def feature(options: Options) -> Feature:
    """Returns the feature. It has no options."""
    return Feature("items", ItemHooks())
