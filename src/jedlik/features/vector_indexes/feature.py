"""The row of vector indexes in `features.registry`."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from jedlik.core.keys.key import Key
from jedlik.core.keys.key_schema import KeySchema
from jedlik.engine.feature import Feature
from jedlik.engine.participant import Participant
from jedlik.engine.table_hooks import TableChange, TableHooks
from jedlik.engine.table_record import TableRecord, VectorIndexRecord
from jedlik.features.options import Options
from jedlik.features.secondary_indexes.description import index_counter_keys
from jedlik.features.secondary_indexes.lifecycle import index_work
from jedlik.features.vector_indexes.cache import VectorCache
from jedlik.features.vector_indexes.description import uncharged_bytes, vector_index_members
from jedlik.features.vector_indexes.participant import vector_participant
from jedlik.storage.interface import Mutation

if TYPE_CHECKING:
    from jedlik.engine.verification import Verifier


class VectorIndexHooks(TableHooks):
    """Vector indexes are built and erased by the jobs of secondary indexes, and use their space."""

    def __init__(self, cache: VectorCache) -> None:
        """cache: the partitions that this process has in memory."""
        self._cache = cache

    def participant_for(self, record: TableRecord, key: KeySchema) -> Participant | None:
        """See TableHooks."""
        return vector_participant(record, self._cache)

    def derive(self, change: TableChange, values: Mapping[Key, bytes | None]) -> Sequence[Mutation]:
        """See TableHooks."""
        return index_work(change, _indexes(change.before), _indexes(change.after))

    def description_reads(self, record: TableRecord) -> Sequence[Key]:
        """See TableHooks."""
        return index_counter_keys(record, _indexes(record))

    def describe(
        self, record: TableRecord, values: Mapping[Key, bytes | None], now_ms: int | None
    ) -> Mapping[str, object]:
        """See TableHooks."""
        return vector_index_members(record, values, now_ms)

    def uncharged_bytes(self, record: TableRecord, values: Mapping[Key, bytes | None]) -> int:
        """See TableHooks."""
        return uncharged_bytes(record, values)


def feature(options: Options) -> Feature:
    """Returns the feature."""
    hooks = VectorIndexHooks(VectorCache(options.vector_memory_bytes))
    return Feature("vector_indexes", hooks, load_verifier=_verifier)


def _verifier() -> "Verifier":
    from jedlik.features.vector_indexes.verify import VERIFIER  # noqa: PLC0415  (a server never verifies)

    return VERIFIER


def _indexes(record: TableRecord | None) -> Sequence[VectorIndexRecord]:
    return () if record is None else record.get("VectorIndexes", ())
