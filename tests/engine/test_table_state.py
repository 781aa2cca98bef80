"""The states of tables and indexes follow from their transitions and a moment."""

from typing import Any

import pytest

from jedlik.engine.table_state import (
    Moment,
    changing_indexes,
    end_index_transitions,
    is_deleting,
    is_gone_at,
    key_schemas,
    serves_items,
    status_at,
    transition_at,
)
from tests.engine.tables import record_of


def transition(status: str, ends_at_ms: int = 100) -> dict[str, object]:
    return {"Status": status, "EndsAtMs": ends_at_ms}


@pytest.mark.parametrize("status", ["CREATING", "UPDATING", "DELETING", "ACTIVE"])
def test_a_transition_is_shown_until_it_ends(status: str) -> None:
    record = record_of(Transition=transition(status))
    assert status_at(record, 99) == status
    assert status_at(record, 100) == "ACTIVE"
    assert transition_at(record, 100) is None


@pytest.mark.parametrize(
    ("status", "until", "afterwards"),
    [
        ("CREATING", False, True),
        ("UPDATING", True, True),
        ("DELETING", False, False),
        ("ACTIVE", True, True),
    ],
)
def test_when_a_table_serves_items(status: str, until: bool, afterwards: bool) -> None:
    record = record_of(Transition=transition(status))
    assert serves_items(record, 99) == until
    assert serves_items(record, 100) == afterwards
    assert serves_items(record_of(), 0)


def test_the_transition_that_has_just_begun_is_found_however_short() -> None:
    record = record_of(Transition=transition("UPDATING", 0))
    assert transition_at(record, None) == record["Transition"]
    assert transition_at(record_of(), None) is None


def test_a_deleted_table_is_gone_when_its_transition_ends() -> None:
    record = record_of(Transition=transition("DELETING"))
    assert is_deleting(record)
    assert (is_gone_at(record, 99), is_gone_at(record, 100)) == (False, True)
    assert not is_gone_at(record_of(Transition=transition("UPDATING")), 100)
    assert not is_deleting(record_of())


def test_a_moment_says_whether_a_change_is_over() -> None:
    moment = Moment(1_000, 1_500)
    assert [moment.is_over(each) for each in (0, 1_000, 1_001, 1_500)] == [True, True, False, False]
    assert moment.is_over(1_501)  # a clock that was ahead wrote it


def test_a_moment_says_when_a_transition_ends() -> None:
    shown: dict[str, object] = {"TableClassSummary": None}
    assert Moment(1, 3).transition("UPDATING", shown) == {
        "Status": "UPDATING",
        "EndsAtMs": 3,
        "Shown": shown,
    }


def index(name: str, key: str, **members: Any) -> dict[str, Any]:
    schema = [{"AttributeName": key, "KeyType": "HASH"}]
    return {"Id": 1, "IndexName": name, "KeySchema": schema, **members}


def vector_index(name: str, filtered: str, **members: Any) -> dict[str, Any]:
    schema = [{"AttributeName": filtered, "SearchSchemaElementType": "INLINE_FILTER"}]
    return {"Id": 2, "IndexName": name, "SearchSchema": schema, **members}


def definitions(*names: str) -> list[dict[str, str]]:
    return [{"AttributeName": name, "AttributeType": "S"} for name in names]


def test_a_deleted_index_goes_with_the_attributes_that_only_it_had_as_keys() -> None:
    record = record_of(
        AttributeDefinitions=definitions("a", "b", "c", "pk"),
        GlobalSecondaryIndexes=[
            index("one", "a", Transition=transition("DELETING")),
            index("two", "b", Transition=transition("UPDATING")),
        ],
        VectorIndexes=[vector_index("three", "c", Transition=transition("DELETING", 200))],
    )
    end_index_transitions(record, 99)
    assert [each["IndexName"] for each in changing_indexes(record)] == ["one", "two", "three"]
    end_index_transitions(record, 100)
    assert record["GlobalSecondaryIndexes"] == [index("two", "b")]
    assert record["AttributeDefinitions"] == definitions("b", "c", "pk")
    end_index_transitions(record, 200)
    assert "VectorIndexes" not in record
    assert record["AttributeDefinitions"] == definitions("b", "pk")


def test_the_indexes_given_are_not_changed() -> None:
    indexes = [index("one", "a", Transition=transition("UPDATING"))]
    record = record_of(GlobalSecondaryIndexes=indexes)
    end_index_transitions(record.copy(), 100)
    assert "Transition" in indexes[0]


def test_key_schemas_are_in_the_order_of_the_description() -> None:
    record = record_of(
        GlobalSecondaryIndexes=[index("global", "a")],
        LocalSecondaryIndexes=[index("local", "b")],
        VectorIndexes=[vector_index("vector", "c"), {"Id": 3, "IndexName": "no schema"}],
    )
    names = [[each["AttributeName"] for each in schema] for schema in key_schemas(record)]
    assert names == [["pk"], ["a"], ["b"], ["c"], []]
