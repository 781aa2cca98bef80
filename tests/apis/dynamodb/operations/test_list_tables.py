"""ListTables. Source: recorded answers, October 2026; dynalite's recorded tests."""

import pytest

from tests.engine.in_memory import ENV, Caller

# --- serialization -------------------------------------------------------------------------------


@pytest.mark.parametrize("members", [{"Limit": "one"}, {"ExclusiveStartTableName": 1}])
def test_values_of_another_type_are_refused(members: dict[str, object]) -> None:
    assert Caller().refusal("ListTables", **members).startswith("SerializationException: ")


# --- validation ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "constraint"),
    [(0, "greater than or equal to 1"), (101, "less than or equal to 100")],
)
def test_limits_out_of_bounds(limit: int, constraint: str) -> None:
    assert Caller().refusal("ListTables", Limit=limit) == (
        f"{ENV}Value '{limit}' at 'limit' failed to satisfy constraint: "
        f"Member must have value {constraint}"
    )


# --- behaviour -----------------------------------------------------------------------------------

NAMES = ["Albums", "albums", "albums-2", "albums.1", "zoo"]


def caller_with_tables() -> Caller:
    caller = Caller()
    for name in reversed(NAMES):
        caller.create(name)
    return caller


def test_names_come_in_bytewise_order() -> None:
    assert caller_with_tables().call("ListTables") == {
        "TableNames": ["Albums", "albums", "albums-2", "albums.1", "zoo"]
    }


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 100])
def test_pages_join_to_the_whole(limit: int) -> None:
    caller = caller_with_tables()
    names: list[str] = []
    start: dict[str, object] = {}
    pages = 0
    while True:
        answer = caller.call("ListTables", Limit=limit, **start)
        names += answer["TableNames"]
        pages += 1
        if "LastEvaluatedTableName" not in answer:
            break
        assert answer["LastEvaluatedTableName"] == names[-1]
        start = {"ExclusiveStartTableName": names[-1]}
    assert names == NAMES
    assert pages == -(-len(NAMES) // limit)


def test_the_start_need_not_be_a_table() -> None:
    caller = caller_with_tables()
    answer = caller.call("ListTables", ExclusiveStartTableName="albums-1")
    assert answer == {"TableNames": ["albums-2", "albums.1", "zoo"]}


def test_tables_that_are_gone_take_no_place_on_a_page() -> None:
    caller = Caller(delay_ms=10)
    for name in NAMES:
        caller.create(name)
    caller.clock.time_ms += 10
    for name in NAMES[1:4]:
        caller.call("DeleteTable", TableName=name)
    caller.clock.time_ms += 10
    assert caller.call("ListTables", Limit=2) == {"TableNames": ["Albums", "zoo"]}
    first = caller.call("ListTables", Limit=1)
    assert first == {"TableNames": ["Albums"], "LastEvaluatedTableName": "Albums"}
