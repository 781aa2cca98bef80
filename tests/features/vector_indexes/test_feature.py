"""The row of vector indexes: all tables of a process share one cache, of the size of the option."""

from typing import Any

from jedlik.engine.table import key_schema_of
from jedlik.engine.table_record import TableRecord
from jedlik.features.options import Options
from jedlik.features.secondary_indexes.index import index_counter_key
from jedlik.features.vector_indexes.definitions import vector_index
from jedlik.features.vector_indexes.feature import feature
from jedlik.features.vector_indexes.participant import VectorParticipant
from tests.engine.tables import record_of
from tests.features.vector_indexes import samples


def with_index(table_id: int) -> TableRecord:
    declared: Any = samples.vector_index()
    return record_of(Id=table_id, VectorIndexes=[vector_index(declared, 1)])


def test_the_tables_of_a_process_share_a_cache() -> None:
    hooks = feature(Options(vector_memory_bytes=1_000)).table
    caches = []
    for record in (with_index(1), with_index(2)):
        participant = hooks.participant_for(record, key_schema_of(record))
        assert isinstance(participant, VectorParticipant)
        caches.append(participant.cache)
    assert caches[0] is caches[1]
    assert caches[0].limit_bytes == 1_000


def test_a_table_without_vector_indexes_has_no_participant() -> None:
    hooks, record = feature(Options()).table, record_of()
    assert hooks.participant_for(record, key_schema_of(record)) is None
    assert list(hooks.description_reads(record)) == []
    assert list(hooks.description_reads(with_index(7))) == [index_counter_key(7, 1)]
