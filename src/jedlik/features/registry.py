"""The features of the product: one row for each, in the order in which they may import each other.

Code that needs something of every feature iterates over them: the node holds their table hooks, the
job runner takes their jobs, and `jedlik verify` calls their verifications.
"""

from collections.abc import Callable
from typing import Final

from jedlik.engine.feature import Feature
from jedlik.features.aws_backup.feature import feature as aws_backup
from jedlik.features.backups.feature import feature as backups
from jedlik.features.bulk_operations.feature import feature as bulk_operations
from jedlik.features.encryption_keys.feature import feature as encryption_keys
from jedlik.features.exports.feature import feature as exports
from jedlik.features.history.feature import feature as history
from jedlik.features.identity.feature import feature as identity
from jedlik.features.imports.feature import feature as imports
from jedlik.features.instances.feature import feature as instances
from jedlik.features.items.feature import feature as items
from jedlik.features.options import Options
from jedlik.features.resource_policies.feature import feature as resource_policies
from jedlik.features.secondary_indexes.feature import feature as secondary_indexes
from jedlik.features.streams.feature import feature as streams
from jedlik.features.tables.feature import feature as tables
from jedlik.features.time_to_live.feature import feature as time_to_live
from jedlik.features.transactions.feature import feature as transactions
from jedlik.features.vector_indexes.feature import feature as vector_indexes

FEATURES: Final[tuple[Callable[[Options], Feature], ...]] = (
    tables,
    items,
    secondary_indexes,
    vector_indexes,
    history,
    streams,
    time_to_live,
    transactions,
    identity,
    resource_policies,
    instances,
    encryption_keys,
    backups,
    exports,
    imports,
    bulk_operations,
    aws_backup,
)


def features(options: Options) -> tuple[Feature, ...]:
    """Returns all features, for one process."""
    return tuple(make(options) for make in FEATURES)
