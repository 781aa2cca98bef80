"""The row of transactions in `features.registry`."""

from jedlik.engine.feature import Feature
from jedlik.engine.table_hooks import TableHooks
from jedlik.features.options import Options
from jedlik.features.transactions import client_token


def feature(options: Options) -> Feature:
    """Returns the feature. It has no options."""
    return Feature("transactions", TableHooks(), jobs=(client_token.JOB,))
