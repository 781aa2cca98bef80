"""ExecuteStatement that writes: recorded answers, October 2026, and DynamoDB Local 3.3.1."""

from typing import Any

import orjson
import pytest

from jedlik.apis.dynamodb.errors import ERRORS
from jedlik.core.errors import Reject
from jedlik.wire.json_1_0 import error_body
from tests.apis.dynamodb.operations.samples import number, stored, string
from tests.apis.dynamodb.operations.statements import (
    DUPLICATE,
    FAILED,
    ITEM,
    KEY_TYPE,
    MANDATORY,
    caller_with,
    execute,
    indexed_caller,
    items,
    refusal,
)
from tests.engine.in_memory import VE

# --- INSERT --------------------------------------------------------------------------------------


def test_insert() -> None:
    caller = caller_with()
    text = "INSERT INTO music VALUE {'pk': ?, 'n': 7.32e6, 'l': [1, 'x']}"
    assert execute(caller, text, string("a")) == {"Items": []}
    assert stored(caller, pk=string("a")) == {
        "pk": string("a"),
        "n": number(7320000),
        "l": {"L": [number(1), string("x")]},
    }
    assert refusal(caller, text, string("a")) == f"DuplicateItemException: {DUPLICATE}"
    execute(caller, "DELETE FROM music WHERE pk = 'a'")
    assert execute(caller, text, string("a"), ReturnConsumedCapacity="TOTAL") == {
        "Items": [],
        "ConsumedCapacity": {"TableName": "music", "CapacityUnits": 1},
    }


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("{'n': 1}", "Key attribute should be present in the item: Key pk"),
        ("{'pk': 1}", KEY_TYPE + "pk"),
        (
            "{'pk': ''}",
            "One or more parameter values are not valid. The AttributeValue for a key attribute "
            "cannot contain an empty string value. Key: pk",
        ),
    ],
)
def test_items_that_do_not_fit_the_table(value: str, message: str) -> None:
    assert refusal(caller_with(), f"INSERT INTO music VALUE {value}") == VE + message


def test_sizes_are_those_of_finished_items() -> None:
    caller = caller_with()
    fits, beyond = (string("x" * (409_600 - len("pkabig") + more)) for more in (0, 1))
    insert = "INSERT INTO music VALUE {'pk': 'a', 'big': ?}"
    assert refusal(caller, insert, beyond) == VE + "Item size has exceeded the maximum allowed size"
    execute(caller, insert, fits)
    update = "UPDATE music SET big = ? WHERE pk = 'a'"
    execute(caller, update, fits)
    assert refusal(caller, update, beyond) == (
        VE + "Item size to update has exceeded the maximum allowed size"
    )


# --- UPDATE --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clauses", "old", "new"),
    [
        ("SET n = n + 1", {"n": number(5)}, {"n": number(6)}),
        ("SET n = 10 - n - 1", {"n": number(5)}, {"n": number(4)}),
        ("SET n = n - (n - 1)", {"n": number(5)}, {"n": number(1)}),
        ("SET z = s", None, {"z": string("str")}),
        ("SET z = if_not_exists(z, 2) + 1", None, {"z": number(3)}),
        (
            "SET n = 1, z = 2 SET y = 3",
            {"n": number(5)},
            {"n": number(1), "z": number(2), "y": number(3)},
        ),
        ("REMOVE n REMOVE zz", {"n": number(5)}, None),
        (
            "SET m.x = 9, m.z = 'new'",
            {"m": {"M": {"x": number(1)}}},
            {"m": {"M": {"x": number(9), "z": string("new")}}},
        ),
        (
            "SET tags = list_append(tags, ['d'])",
            {"tags": ITEM["tags"]},
            {"tags": {"L": [string(each) for each in "abcd"]}},
        ),
        (
            "SET tags[2] = 'y', tags[0] = 'x'",
            {"tags": {"L": [string("a"), string("c")]}},
            {"tags": {"L": [string("x"), string("y")]}},
        ),
        ("REMOVE tags[1]", {"tags": {"L": [string("b")]}}, {"tags": {"L": [string("c")]}}),
        ("REMOVE tags[2]", {"tags": {"L": [string("c")]}}, None),
        ("SET tags[3] = 'd'", None, {"tags": {"L": [string("d")]}}),
        ("SET tags[5] = 'd'", None, None),
        (
            "SET ss = set_add(ss, <<'0', 'a'>>)",
            {"ss": ITEM["ss"]},
            {"ss": {"SS": ["0", "a", "b", "c"]}},
        ),
        ("SET ns = SET_ADD(ns, <<9>>)", None, {"ns": {"NS": ["9"]}}),
        ("SET ss = set_delete(ss, <<'a', 'zz'>>)", {"ss": ITEM["ss"]}, {"ss": {"SS": ["b", "c"]}}),
        ("SET ss = set_delete(ss, <<'a', 'b', 'c'>>)", {"ss": ITEM["ss"]}, None),
        ("SET zz = set_delete(zz, <<'a'>>)", None, None),
    ],
)
def test_update_and_what_it_returns(clauses: str, old: Any, new: Any) -> None:
    for form, wanted in (("OLD", old), ("NEW", new)):
        caller = caller_with(ITEM)
        text = f"UPDATE music {clauses} WHERE pk = 'a' RETURNING MODIFIED {form} *"
        assert items(caller, text) == ([] if wanted is None else [wanted])
    caller = caller_with(ITEM)
    assert items(caller, f"FROM music WHERE pk = 'a' {clauses} RETURNING ALL OLD *") == [ITEM]
    changed = stored(caller, pk=string("a"))
    caller = caller_with(ITEM)
    assert items(caller, f"UPDATE music {clauses} WHERE pk = 'a' RETURNING ALL NEW *") == [changed]
    caller = caller_with(ITEM)
    assert execute(caller, f"UPDATE music {clauses} WHERE pk = 'a'") == {"Items": []}


def test_set_parameters() -> None:
    caller = caller_with({**ITEM, "bs": {"BS": ["AQ==", "Ag=="]}})
    text = "UPDATE music SET bs = set_add(bs, ?) WHERE pk = ? RETURNING MODIFIED NEW *"
    found = items(caller, text, {"BS": ["AQ==", "Aw=="]}, string("a"))
    assert found == [{"bs": {"BS": ["AQ==", "Ag==", "Aw=="]}}]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("UPDATE music SET n = 1", VE + MANDATORY),
        ("UPDATE music SET n = 1 WHERE n = 1", VE + MANDATORY),
        ("UPDATE music SET n = 1 WHERE pk > 'a'", VE + MANDATORY),
        ("UPDATE music SET n = 1 WHERE pk = 'a' OR pk = 'b'", VE + MANDATORY),
        ("UPDATE music SET n = 1 WHERE pk IN ['a']", VE + MANDATORY),
        ("FROM music REMOVE a", VE + MANDATORY),
        ("DELETE FROM music", VE + MANDATORY),
        ("DELETE FROM music WHERE attribute_exists(pk)", VE + MANDATORY),
        (
            "UPDATE music SET n = 1 WHERE pk = 'a' AND pk = 'b' AND n = n.m",
            VE + "Multiple conditions on same key pk. "
            "Only single item Update/Insert/Delete are supported",
        ),
        (
            "UPDATE music SET n = 1 WHERE pk = 5",
            VE + KEY_TYPE + "pk",
        ),
        (
            "UPDATE music SET pk = 'b' WHERE pk = 'a'",
            VE + "One or more parameter values were invalid: Cannot update attribute pk. "
            "This attribute is part of the key",
        ),
        (
            "UPDATE music SET n = zz WHERE pk = 'a'",
            VE + "The provided expression refers to an attribute that does not exist in the item",
        ),
        (
            "UPDATE music SET zz[0] = 'x' WHERE pk = 'a'",
            VE + "The document path provided in the update expression is invalid for update",
        ),
        (
            "UPDATE music SET ss = set_add(ss, <<1>>) WHERE pk = 'a'",
            VE + "An operand in the update expression has an incorrect data type",
        ),
        (
            "UPDATE music SET s = set_delete(s, <<'a'>>) WHERE pk = 'a'",
            VE + "An operand in the update expression has an incorrect data type",
        ),
        ("UPDATE music SET n = 1 WHERE pk = 'none'", f"ConditionalCheckFailedException: {FAILED}"),
        (
            "UPDATE music SET n = 1 WHERE pk = 'none' AND attribute_not_exists(pk)",
            f"ConditionalCheckFailedException: {FAILED}",
        ),
        (
            "UPDATE music SET n = 1 WHERE pk = 'a' AND (n = 4 OR n = 6)",
            f"ConditionalCheckFailedException: {FAILED}",
        ),
        (
            "DELETE FROM music WHERE pk = 'a' AND n = 4",
            f"ConditionalCheckFailedException: {FAILED}",
        ),
    ],
)
def test_writes_that_are_refused(text: str, message: str) -> None:
    caller = caller_with(ITEM)
    assert refusal(caller, text) == message
    assert stored(caller, pk=string("a")) == ITEM
    assert stored(caller, pk=string("none")) is None


def test_conditions_of_writes() -> None:
    caller = caller_with(ITEM)
    execute(caller, "UPDATE music SET n = 6 WHERE ? = pk AND n IN [4, 5]", string("a"))
    execute(caller, "UPDATE music SET n = 7 WHERE pk = 'a' AND n = 6 AND attribute_exists(s)")
    execute(caller, "DELETE FROM music WHERE pk = 'a' AND n = 7")
    assert stored(caller, pk=string("a")) is None


@pytest.mark.parametrize(
    ("mode", "members"),
    [("ALL_OLD", {"Item": ITEM, "Message": FAILED}), ("NONE", {"message": FAILED})],
)
def test_a_failed_condition_shows_the_item(mode: str, members: dict[str, object]) -> None:
    """The member Message is recorded for a body with the item (dynoxide's captures, October 2026,
    cases S1 to S3).
    """
    caller = caller_with(ITEM)
    kind = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"
    for text in ("UPDATE music SET n = 1", "DELETE FROM music"):
        with pytest.raises(Reject) as rejected:
            caller.call(
                "ExecuteStatement",
                Statement=f"{text} WHERE pk = 'a' AND n = 999",
                ReturnValuesOnConditionCheckFailure=mode,
            )
        error = rejected.value.error
        body = error_body(ERRORS[error.code], error)
        assert orjson.loads(body) == {"__type": kind, **members}


# --- DELETE --------------------------------------------------------------------------------------


def test_delete() -> None:
    caller = caller_with(ITEM)
    text = "DELETE FROM music WHERE pk = 'a' RETURNING ALL OLD *"
    assert items(caller, text) == [ITEM]
    assert items(caller, text) == []
    assert items(caller, "DELETE FROM music WHERE pk = 'a' AND n = 999") == []


def test_indexes_follow_writes() -> None:
    caller = indexed_caller()
    page = execute(
        caller,
        "UPDATE albums SET g = 'h' WHERE pk = 'a' AND sk = '0'",
        ReturnConsumedCapacity="INDEXES",
    )
    assert page["ConsumedCapacity"]["CapacityUnits"] > 1
    found = items(caller, 'SELECT sk FROM "albums"."by_g" WHERE g = \'h\'')
    assert [item["sk"] for item in found] == [string(each) for each in "5430"]
