"""What a statement that writes asks of the old item, and the key that WHERE names.

Sources: recorded answers, October 2026, "PartiQL".
"""

from typing import Any

import orjson
import pytest

from jedlik.apis.dynamodb.statements.statement import (
    CheckedStatement,
    check_columns,
    checked_outside_transaction,
    checked_statement,
    equalled_key,
    plan,
    returned,
    whole_condition,
)
from jedlik.core.errors import Reject, Scope, ServiceError
from jedlik.core.expressions.nodes import Comparison, Literal, Path
from jedlik.core.keys.primary_key import KEY_MISMATCH, fitting_key
from jedlik.core.partiql.nodes import Select
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import item_from_bytes, item_to_bytes
from jedlik.core.types.value import item_size_bytes
from jedlik.engine.commit import Change
from tests.core.expressions.refusals import refusal
from tests.engine.tables import table_of

TABLE = table_of("S", "N")
KEY: Item = {"h": {"S": "p"}, "r": {"N": "1"}}
OLD: Item = {**KEY, "a": {"N": "5"}}
WHERE = "WHERE h = 'p' AND r = 1"
MANDATORY = "Where clause does not contain a mandatory equality on all key attributes"
EXISTS = "EXISTS() must contain a single item read with additional condition"
NO_KEY_TYPE = "Key value must be of type S, N, or B. Key name: {}, Key type: {}"
KEY_TYPE = "Key attribute's data type should match its data type in table's schema: Key "
FAILED = "ConditionalCheckFailedException"


def stored(item: Item | None) -> bytes | None:
    return None if item is None else item_to_bytes(item, item_size_bytes(item))


def checked(text: str, *parameters: Any, **members: Any) -> CheckedStatement:
    request: Any = {"Statement": text, **members}
    if parameters:
        request["Parameters"] = list(parameters)
    return checked_statement(request)


def decided(text: str, old: Item | None, **members: Any) -> Change | ServiceError:
    """Returns what the write of a statement decides for the old item."""
    return plan(TABLE, checked(text, **members)).decide(stored(old))


def new_item(outcome: Change | ServiceError) -> Item | None:
    assert isinstance(outcome, Change)
    return None if outcome.new is None else item_from_bytes(outcome.new)


INSERT = "INSERT INTO music VALUE {'h': 'p', 'r': 1, 'a': 7}"


def test_insert_requires_that_there_is_no_item() -> None:
    assert new_item(decided(INSERT, None)) == {**KEY, "a": {"N": "7"}}
    assert decided(INSERT, OLD) == ServiceError(
        "DuplicateItemException", "Duplicate primary key exists in table"
    )


def test_update_requires_an_item() -> None:
    text = f"UPDATE music SET a = 6 {WHERE}"
    assert new_item(decided(text, OLD)) == {**KEY, "a": {"N": "6"}}
    refused = decided(text, None)
    assert isinstance(refused, ServiceError)
    assert refused.code == FAILED


def test_delete_applies_its_condition_only_to_an_item_that_exists() -> None:
    text = f"DELETE FROM music {WHERE} AND a = 6"
    assert new_item(decided(text, None)) is None
    refused = decided(text, OLD)
    assert isinstance(refused, ServiceError)
    assert refused.code == FAILED
    assert new_item(decided(text, {**OLD, "a": {"N": "6"}})) is None


def test_exists_checks_a_condition_and_changes_nothing() -> None:
    text = f"EXISTS(SELECT * FROM music {WHERE} AND a = 5)"
    outcome = decided(text, OLD)
    assert isinstance(outcome, Change)
    assert outcome.new == outcome.old == stored(OLD)
    assert isinstance(decided(text, {**OLD, "a": {"N": "6"}}), ServiceError)
    assert isinstance(decided(text, None), ServiceError)


@pytest.mark.parametrize("returns", [True, False])
def test_a_failed_condition_shows_the_item_if_requested(returns: bool) -> None:
    members = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"} if returns else {}
    for text in (
        f"UPDATE music SET a = 6 {WHERE} AND a = 9",
        f"DELETE FROM music {WHERE} AND a = 9",
    ):
        refused = decided(text, OLD, **members)
        assert isinstance(refused, ServiceError)
        assert orjson.loads(orjson.dumps(refused.fields)) == ({"Item": OLD} if returns else {})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("UPDATE music SET a = 6", MANDATORY),
        ("DELETE FROM music", MANDATORY),
    ],
)
def test_what_needs_a_condition(text: str, message: str) -> None:
    """The table is looked up first. Source: dynoxide's captures, October 2026."""
    statement = checked(text)
    assert refusal(lambda: plan(TABLE, statement)) == message
    assert refusal(lambda: plan(TABLE, statement, in_transaction=True)) == message


def test_exists_needs_a_condition() -> None:
    assert refusal(lambda: checked("EXISTS(SELECT * FROM music)")) == EXISTS


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("UPDATE music SET a = 6 WHERE h = 'p'", MANDATORY),
        ("DELETE FROM music WHERE h = 'p' AND r > 1", MANDATORY),
        ("DELETE FROM music WHERE h = 'p' OR r = 1", MANDATORY),
        ("EXISTS(SELECT * FROM music WHERE h = 'p' AND a = 1)", EXISTS),
        (f"EXISTS(SELECT * FROM music {WHERE})", EXISTS),
        ("UPDATE music SET a = 6 WHERE h = 5 AND r = 1", KEY_TYPE + "h"),
        # dynoxide's captures, October 2026.
        ("UPDATE music SET a = 6 WHERE h = {'a': 1} AND r = 1", NO_KEY_TYPE.format("h", "M")),
        ("UPDATE music SET a = 6 WHERE h = 5 AND r = true", NO_KEY_TYPE.format("r", "BOOL")),
        ("DELETE FROM music WHERE h = 'p' AND r = null", NO_KEY_TYPE.format("r", "NULL")),
        ("INSERT INTO music VALUE {'h': 'p', 'r': [1]}", KEY_TYPE + "r"),
        ("INSERT INTO music VALUE {'h': 'p', 'r': 'x'}", KEY_TYPE + "r"),
        (
            "INSERT INTO music VALUE {'h': 'p', 'a': 1}",
            "Key attribute should be present in the item: Key r",
        ),
        (
            f"INSERT INTO music VALUE {{'h': 'p', 'r': 1, 'a': '{'x' * 409_600}'}}",
            "Item size has exceeded the maximum allowed size",
        ),
        (
            "DELETE FROM music WHERE h = 'p' AND r = 1 AND r = 2",
            "Multiple conditions on same key r. Only single item Update/Insert/Delete are "
            "supported",
        ),
    ],
)
def test_statements_that_do_not_fit_the_table(text: str, message: str) -> None:
    assert refusal(lambda: plan(TABLE, checked(text))) == message


@pytest.mark.parametrize(
    ("text", "message", "scope"),
    [
        ("UPDATE music SET a = 6 WHERE h = 5 AND r = 1", KEY_MISMATCH, Scope.ACTION),
        ("UPDATE music SET a = 6 WHERE h = 'p'", KEY_MISMATCH, Scope.ACTION),
        (
            "DELETE FROM music WHERE h = true AND r = 1",
            NO_KEY_TYPE.format("h", "BOOL"),
            Scope.STATEMENT,
        ),
        (
            "INSERT INTO music VALUE {'h': 'p', 'r': {'a': 1}}",
            "One or more parameter values were invalid: "
            "Type mismatch for key r expected: N actual: M",
            Scope.ACTION,
        ),
    ],
)
def test_keys_that_do_not_fit_in_a_transaction(text: str, message: str, scope: Scope) -> None:
    """Source: dynoxide's captures, October 2026."""
    with pytest.raises(Reject) as refused:
        plan(TABLE, checked(text), in_transaction=True)
    assert (refused.value.error.message, refused.value.error.scope) == (message, scope)


def test_the_same_key_may_be_given_twice() -> None:
    outcome = decided("DELETE FROM music WHERE 'p' = h AND r = 1 AND r = 1.0", OLD)
    assert new_item(outcome) is None


@pytest.mark.parametrize(
    ("where", "is_key"),
    [
        ("h = 'p' AND r = 1", True),
        ("r = ? AND ? = h", True),
        ("h = 'p'", False),
        ("h = 'p' AND r = 1 AND a = 1", False),
        ("h = 'p' AND a = 1", False),
        ("h = 'p' AND r >= 1", False),
    ],
)
def test_a_key_is_named_if_where_says_nothing_else(where: str, is_key: bool) -> None:
    parameters = [{"N": "1"}, {"S": "p"}] if "?" in where else []
    found = equalled_key(TABLE, checked(f"SELECT * FROM music WHERE {where}", *parameters))
    assert found == (fitting_key(TABLE.key, KEY) if is_key else None)


def test_where_is_resolved_whatever_its_form() -> None:
    equal = Comparison("=", Path("a"), Literal({"N": "1"}))
    by_value = checked("SELECT * FROM music WHERE a = ?", {"N": "1"})
    assert by_value.condition is None
    assert whole_condition(by_value) == equal
    by_range = checked("SELECT * FROM music WHERE a > 1")
    assert by_range.condition == whole_condition(by_range) is not None
    assert whole_condition(checked("SELECT * FROM music")) is None


@pytest.mark.parametrize("where", ["", f"{WHERE} AND a = 5"])
def test_exists_belongs_to_transactions(where: str) -> None:
    """dynoxide-rs 3.2.0, tests/partiql_number_literals.rs (recorded in us-east-1, 2026-10-09)."""
    request: Any = {"Statement": f"EXISTS(SELECT * FROM music {where})"}
    assert refusal(lambda: checked_outside_transaction(request)) == (
        "EXISTS can only be used in ExecuteTransaction write requests."
    )
    select: Any = {"Statement": "SELECT * FROM music"}
    assert checked_outside_transaction(select).is_read
    assert not checked(INSERT).is_read


def test_a_column_that_is_no_path_is_refused_late() -> None:
    body = checked("SELECT COUNT(*) FROM music.by_a").statement.body
    assert isinstance(body, Select)
    with pytest.raises(Reject, match="Unexpected path component"):
        check_columns(body)


@pytest.mark.parametrize(
    ("clause", "shown"),
    [
        ("", None),
        ("RETURNING ALL OLD *", OLD),
        ("RETURNING ALL NEW *", {**KEY, "a": {"N": "6"}}),
        ("RETURNING MODIFIED OLD *", {"a": {"N": "5"}}),
        ("RETURNING MODIFIED NEW *", {"a": {"N": "6"}}),
    ],
)
def test_what_an_update_returns(clause: str, shown: Item | None) -> None:
    statement = checked(f"UPDATE music SET a = 6 {WHERE} {clause}")
    outcome = plan(TABLE, statement).decide(stored(OLD))
    assert isinstance(outcome, Change)
    found = returned(statement, outcome)
    assert (None if found is None else orjson.loads(orjson.dumps(found))) == shown


def test_a_delete_returns_the_old_item_if_there_was_one() -> None:
    statement = checked(f"DELETE FROM music {WHERE} RETURNING ALL OLD *")
    for old in (OLD, None):
        outcome = plan(TABLE, statement).decide(stored(old))
        assert isinstance(outcome, Change)
        found = returned(statement, outcome)
        assert (None if found is None else orjson.loads(orjson.dumps(found))) == old
