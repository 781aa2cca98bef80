"""The states of tables and of their indexes at a moment."""

from typing import Any

import pytest

from jedlik.engine.table_state import (
    Moment,
    changing_indexes,
    is_deleting,
    is_gone_at,
    key_schemas,
    search_keys,
    settle_indexes,
    status_at,
    transition_at,
)
from tests.engine.records import (
    defined,
    index_record,
    key_elements,
    table_record,
    transition,
    vector_record,
)

END_MS = 1000


@pytest.mark.parametrize("status", ["CREATING", "UPDATING", "DELETING", "ACTIVE"])
def test_a_status_is_shown_until_its_transition_ends(status: str) -> None:
    record = table_record(Transition=transition(status, END_MS))
    assert status_at(record, END_MS - 1) == status
    assert status_at(record, END_MS) == "ACTIVE"
    assert status_at(table_record(), 0) == "ACTIVE"


def test_a_transition_that_has_just_begun_is_seen_even_without_duration() -> None:
    begun = transition("UPDATING", END_MS)
    record = table_record(Transition=begun)
    assert transition_at(record, END_MS - 1) == begun
    assert transition_at(record, END_MS) is None
    assert transition_at(record, None) == begun
    assert transition_at(table_record(), None) is None


def test_a_deleted_table_is_gone_after_its_transition() -> None:
    deleting = table_record(Transition=transition("DELETING", END_MS))
    assert is_deleting(deleting)
    assert [is_gone_at(deleting, now_ms) for now_ms in (END_MS - 1, END_MS)] == [False, True]
    updating = table_record(Transition=transition("UPDATING", END_MS))
    for record in (updating, table_record()):
        assert not is_deleting(record)
        assert not is_gone_at(record, END_MS)


def test_a_moment_begins_transitions() -> None:
    moment = Moment(now_ms=400, ends_at_ms=END_MS)
    assert moment.transition("ACTIVE") == {"Status": "ACTIVE", "EndsAtMs": END_MS, "Shown": {}}
    shown: dict[str, object] = {"TableClass": "STANDARD"}
    assert moment.transition("UPDATING", shown) == transition("UPDATING", END_MS, **shown)


def indexed(**states: Any) -> Any:
    """Returns a table with the indexes `g` (on g), `h` (on pk and h) and the vector index `v` (with
    the search key t). states: their transitions.
    """
    record = table_record("pk:S g:S h:S t:S l:S", LocalSecondaryIndexes=[index_record("l", "pk l")])
    indexes: list[Any] = [index_record("g", "g"), index_record("h", "pk h", 2)]
    element = {"AttributeName": "t", "SearchSchemaElementType": "HASH"}
    vectors: list[Any] = [vector_record("v", 3, SearchSchema=[element])]
    for each in (*indexes, *vectors):
        if each["IndexName"] in states:
            each["Transition"] = states[each["IndexName"]]
    record["GlobalSecondaryIndexes"] = indexes
    record["VectorIndexes"] = vectors
    return record


def names(record: Any) -> list[str]:
    return [each["IndexName"] for each in changing_indexes(record)]


def test_local_indexes_never_change() -> None:
    assert names(indexed()) == ["g", "h", "v"]
    assert names(table_record()) == []


def test_the_key_schemas_of_a_table_and_its_indexes() -> None:
    assert key_schemas(indexed()) == [
        *map(key_elements, ("pk", "g", "pk h", "pk l")),
        key_elements("t"),
    ]
    assert key_schemas(table_record()) == [key_elements("pk")]
    assert search_keys(vector_record("v")) == []


def test_what_has_not_ended_stays() -> None:
    ending = {each: transition("DELETING", END_MS) for each in "ghv"}
    record = indexed(**ending)
    settle_indexes(record, END_MS - 1)
    assert record == indexed(**ending)
    plain = indexed()
    settle_indexes(plain, END_MS)
    assert plain == indexed()


def test_transitions_that_have_ended_go() -> None:
    record = indexed(g=transition("UPDATING", END_MS), v=transition("CREATING", END_MS + 1))
    settle_indexes(record, END_MS)
    assert record == indexed(v=transition("CREATING", END_MS + 1))


def test_indexes_that_are_gone_go_with_the_definitions_of_their_own_keys() -> None:
    record = indexed(h=transition("DELETING", END_MS))
    settle_indexes(record, END_MS)
    assert names(record) == ["g", "v"]
    assert record["AttributeDefinitions"] == defined("pk:S g:S t:S l:S")
    last = indexed(**{each: transition("DELETING", END_MS) for each in "ghv"})
    settle_indexes(last, END_MS)
    assert "GlobalSecondaryIndexes" not in last
    assert "VectorIndexes" not in last
    assert last["AttributeDefinitions"] == defined("pk:S l:S")


def test_a_copied_record_is_not_changed() -> None:
    original = indexed(g=transition("UPDATING", END_MS))
    settle_indexes(original.copy(), END_MS)
    assert original == indexed(g=transition("UPDATING", END_MS))
