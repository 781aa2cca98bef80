"""The row of secondary indexes: which tables have a participant, and what a description reads."""

from typing import Any

from jedlik.engine.table import key_schema_of
from jedlik.engine.table_record import TableRecord
from jedlik.features.options import Options
from jedlik.features.secondary_indexes.feature import feature
from jedlik.features.secondary_indexes.index import index_counter_key
from jedlik.features.secondary_indexes.participant import CollectionParticipant, IndexParticipant
from tests.engine.in_memory import Caller
from tests.engine.tables import record_of
from tests.features.secondary_indexes.samples import defined, index, indexed_table


def with_index(member: str, index_id: int) -> TableRecord:
    declared: Any = {**index("i", "pk HASH", "x RANGE"), "Id": index_id}
    return record_of(**{member: [declared]}, AttributeDefinitions=defined("pk:S x:S"))


def test_a_table_has_a_participant_if_it_has_secondary_indexes() -> None:
    hooks = feature(Options()).table
    kinds = [
        type(hooks.participant_for(record, key_schema_of(record)))
        for record in (
            record_of(),
            with_index("GlobalSecondaryIndexes", 1),
            with_index("LocalSecondaryIndexes", 1),
        )
    ]
    assert kinds == [type(None), IndexParticipant, CollectionParticipant]


def test_a_description_reads_the_counters_of_the_indexes() -> None:
    hooks = feature(Options()).table
    assert list(hooks.description_reads(record_of())) == []
    record = with_index("LocalSecondaryIndexes", 3)
    assert list(hooks.description_reads(record)) == [index_counter_key(7, 3)]


def test_the_option_limits_item_collections() -> None:
    caller = Caller(options=Options(item_collection_bytes=10))
    local = [index("local", "pk HASH", "l RANGE")]
    caller.call(
        "CreateTable", **indexed_table("pk:S sk:S l:S", "pk sk", LocalSecondaryIndexes=local)
    )
    item = {"pk": {"S": "a"}, "sk": {"S": "b"}, "more": {"S": "x"}}
    assert caller.refusal("PutItem", TableName="music", Item=item).startswith(
        "ItemCollectionSizeLimitExceededException"
    )
