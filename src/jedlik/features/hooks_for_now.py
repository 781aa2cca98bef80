"""Participants of tables, until each feature has its row."""

from jedlik.core.keys.key_schema import KeySchema
from jedlik.engine.participant import Participant
from jedlik.engine.table_hooks import TableHooks
from jedlik.engine.table_record import TableRecord
from jedlik.features.secondary_indexes.participant import index_participant
from jedlik.features.streams.participant import stream_participant
from jedlik.features.time_to_live.participant import expiry_participant
from jedlik.features.vector_indexes.participant import vector_participant


class IndexHooks(TableHooks):
    """Secondary indexes."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes

    def participant_for(self, record: TableRecord, key: KeySchema) -> Participant | None:
        """See TableHooks."""
        return index_participant(record, key, self._limit_bytes)


class VectorHooks(TableHooks):
    """Vector indexes."""

    def participant_for(self, record: TableRecord, key: KeySchema) -> Participant | None:
        """See TableHooks."""
        return vector_participant(record)


class StreamHooks(TableHooks):
    """Streams."""

    def participant_for(self, record: TableRecord, key: KeySchema) -> Participant | None:
        """See TableHooks."""
        return stream_participant(record, key)


class ExpiryHooks(TableHooks):
    """Time to live."""

    def participant_for(self, record: TableRecord, key: KeySchema) -> Participant | None:
        """See TableHooks."""
        return expiry_participant(record)


def hooks(limit_bytes: int) -> tuple[TableHooks, ...]:
    """The hooks of all features."""
    return IndexHooks(limit_bytes), VectorHooks(), StreamHooks(), ExpiryHooks()
