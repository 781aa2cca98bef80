"""An index is created and deleted in steps, and each step leaves its work for a job."""

from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.engine.table_hooks import TableChange
from jedlik.engine.table_record import IndexRecord
from jedlik.engine.table_state import Moment
from jedlik.features.secondary_indexes.build import build_from_bytes, build_key
from jedlik.features.secondary_indexes.erasure import index_erasure
from jedlik.features.secondary_indexes.lifecycle import (
    begin_creation,
    begin_deletion,
    index_work,
    is_allocating,
    is_changing,
    refuse_second_change,
    refuse_taken_name,
)
from jedlik.storage.interface import Put
from tests.engine.tables import record_of

MOMENT = Moment(1_000, 1_400)


def index(index_id: int = 1, **members: Any) -> IndexRecord:
    record: Any = {"Id": index_id, "IndexName": f"i{index_id}", **members}
    made: IndexRecord = record
    return made


def work(before: list[IndexRecord], after: list[IndexRecord]) -> list[Any]:
    return index_work(TableChange(record_of(), record_of(), MOMENT), before, after)


def test_a_new_index_is_to_be_built_after_it_was_shown_as_backfilling() -> None:
    created = index(2)
    begin_creation(created, MOMENT)
    (put,) = work([index()], [index(), created])
    assert isinstance(put, Put)
    assert put.key == build_key(7, 2)
    build = build_from_bytes(put.value)
    assert (build["TableName"], build["NotBeforeMs"], build["IsDone"]) == ("music", 1_800, False)


def test_the_indexes_of_a_new_table_need_no_work() -> None:
    assert work([], [index()]) == []


def test_an_index_is_to_be_erased_once_when_its_deletion_begins() -> None:
    record = record_of(GlobalSecondaryIndexes=[index()])
    begin_deletion(record, record["GlobalSecondaryIndexes"][0], MOMENT)
    deleting = record["GlobalSecondaryIndexes"]
    (put,) = work([index()], deleting)
    expected = index_erasure(7, 1)
    assert (put.key, put.value) == (expected.key, expected.value)
    assert work(deleting, deleting) == []
    assert work(deleting, []) == []


def test_an_index_that_is_updated_needs_no_work() -> None:
    updated = index(Transition=MOMENT.transition("UPDATING"))
    assert work([index()], [updated]) == []
    assert is_changing(updated)
    assert not is_changing(index())


def test_one_index_at_a_time_is_created_or_deleted() -> None:
    created = index(2)
    begin_creation(created, MOMENT)
    record = record_of(GlobalSecondaryIndexes=[index(), created])
    assert is_allocating(record)
    refuse_second_change(record, but="i2")
    with pytest.raises(Reject, match="Only 1 online index"):
        begin_deletion(record, record["GlobalSecondaryIndexes"][0], MOMENT)
    with pytest.raises(Reject, match="Index creation is in resource allocation phase"):
        begin_deletion(record, created, MOMENT)
    del created["Transition"]
    assert not is_allocating(record)
    begin_deletion(record, created, MOMENT)
    with pytest.raises(Reject, match="Index is being deleted"):
        begin_deletion(record, created, MOMENT)
    with pytest.raises(Reject, match="Index is being deleted"):
        refuse_taken_name(record, "i2")


@pytest.mark.parametrize(
    "member", ["GlobalSecondaryIndexes", "LocalSecondaryIndexes", "VectorIndexes"]
)
def test_a_name_is_taken_by_an_index_of_any_kind(member: str) -> None:
    record = record_of(**{member: [index()]})
    refuse_taken_name(record, "i2")
    with pytest.raises(Reject, match="Attempting to create an index which already exists"):
        refuse_taken_name(record, "i1")
