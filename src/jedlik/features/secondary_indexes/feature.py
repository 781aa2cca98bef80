"""The row of secondary indexes in `features.registry`."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from jedlik.core.keys.key import Key
from jedlik.core.keys.key_schema import KeySchema
from jedlik.core.keys.space import Space
from jedlik.engine.feature import Feature
from jedlik.engine.participant import Participant
from jedlik.engine.table_hooks import TableChange, TableHooks
from jedlik.engine.table_record import IndexRecord, TableRecord
from jedlik.features.options import Options
from jedlik.features.secondary_indexes import build_indexes, erasure
from jedlik.features.secondary_indexes.description import (
    index_counter_keys,
    secondary_index_members,
)
from jedlik.features.secondary_indexes.lifecycle import index_work
from jedlik.features.secondary_indexes.participant import index_participant
from jedlik.storage.interface import Mutation

if TYPE_CHECKING:
    from jedlik.engine.verification import Verifier


class SecondaryIndexHooks(TableHooks):
    """A new index is built, and a deleted index erased, by the jobs of this feature."""

    spaces = (Space.INDEX,)

    def __init__(self, item_collection_bytes: int) -> None:
        """item_collection_bytes: the size to which an item collection may grow."""
        self._item_collection_bytes = item_collection_bytes

    def participant_for(self, record: TableRecord, key: KeySchema) -> Participant | None:
        """See TableHooks."""
        return index_participant(record, key, self._item_collection_bytes)

    def derive(self, change: TableChange, values: Mapping[Key, bytes | None]) -> Sequence[Mutation]:
        """See TableHooks."""
        before, after = _global(change.before), _global(change.after)
        return index_work(change, before, after)

    def description_reads(self, record: TableRecord) -> Sequence[Key]:
        """See TableHooks."""
        indexes = (*_global(record), *record.get("LocalSecondaryIndexes", ()))
        return index_counter_keys(record, indexes)

    def describe(
        self, record: TableRecord, values: Mapping[Key, bytes | None], now_ms: int | None
    ) -> Mapping[str, object]:
        """See TableHooks."""
        return secondary_index_members(record, values, now_ms)


def feature(options: Options) -> Feature:
    """Returns the feature."""
    jobs = (erasure.JOB, build_indexes.JOB)
    hooks = SecondaryIndexHooks(options.item_collection_bytes)
    return Feature("secondary_indexes", hooks, jobs, _verifier)


def _verifier() -> "Verifier":
    from jedlik.features.secondary_indexes.verify import VERIFIER  # noqa: PLC0415  (a server never verifies)

    return VERIFIER


def _global(record: TableRecord | None) -> Sequence[IndexRecord]:
    return () if record is None else record.get("GlobalSecondaryIndexes", ())
