"""Requests of the operations that run PartiQL: the constraints of the published model."""

from typing import Any

import pytest

from jedlik.apis.dynamodb.model.statements import (
    BATCH_EXECUTE_STATEMENT,
    EXECUTE_STATEMENT,
    EXECUTE_TRANSACTION,
)
from jedlik.core.errors import Reject
from jedlik.wire.shapes.request import Request

ONE = "1 validation error detected: "
AT = "' failed to satisfy constraint: "
NOT_NULL = "Member must not be null"
MIN_1 = "Member must have length greater than or equal to 1"
REPORT = f"Value 'BOGUS' at 'returnConsumedCapacity{AT}Member must satisfy enum value set: "
REPORT += "[INDEXES, TOTAL, NONE]"
MODE = f"returnValuesOnConditionCheckFailure{AT}Member must satisfy enum value set: [ALL_OLD, NONE]"
STATEMENT = {"Statement": "SELECT * FROM t", "Parameters": [{"S": "x"}]}


def message(shape: Request[Any], **members: object) -> str | None:
    with pytest.raises(Reject) as reject:
        shape.check(members)
    assert reject.value.error.code == "ValidationException"
    return reject.value.error.message


def test_sound() -> None:
    assert EXECUTE_STATEMENT.check({**STATEMENT, "ConsistentRead": "true"})["ConsistentRead"]
    assert BATCH_EXECUTE_STATEMENT.check({"Statements": [{**STATEMENT, "ConsistentRead": False}]})
    assert EXECUTE_TRANSACTION.check({"TransactStatements": [STATEMENT] * 100})


def test_execute_statement() -> None:
    assert message(EXECUTE_STATEMENT) == f"{ONE}Value null at 'statement{AT}{NOT_NULL}"
    assert message(
        EXECUTE_STATEMENT,
        Statement="",
        Parameters=[],
        NextToken="",
        ReturnConsumedCapacity="BOGUS",
        Limit=0,
        ReturnValuesOnConditionCheckFailure="BOGUS",
    ) == (
        f"6 validation errors detected: Value 'BOGUS' at '{MODE}; "
        f"Value '' at 'nextToken{AT}{MIN_1}; "
        f"Value '0' at 'limit{AT}Member must have value greater than or equal to 1; "
        f"Value '' at 'statement{AT}{MIN_1}; {REPORT}; Value '[]' at 'parameters{AT}{MIN_1}"
    )


@pytest.mark.parametrize(
    ("shape", "member", "most"),
    [(BATCH_EXECUTE_STATEMENT, "Statements", 25), (EXECUTE_TRANSACTION, "TransactStatements", 100)],
)
def test_how_many(shape: Request[Any], member: str, most: int) -> None:
    path = member[0].lower() + member[1:]
    assert message(shape, **{member: []}) == f"{ONE}Value '[]' at '{path}{AT}{MIN_1}"
    assert str(message(shape, **{member: [STATEMENT] * (most + 1)})).endswith(
        f"' at '{path}{AT}Member must have length less than or equal to {most}"
    )
    assert message(shape, **{member: [{}]}) == (
        f"{ONE}Value null at '{path}.1.member.statement{AT}{NOT_NULL}"
    )


def test_the_order_of_the_faults() -> None:
    """Source: dynoxide's captures, October 2026."""
    of_batch = message(
        BATCH_EXECUTE_STATEMENT, Statements=[STATEMENT] * 26, ReturnConsumedCapacity="BOGUS"
    )
    assert of_batch is not None
    first = "BatchStatementRequest(statement=SELECT * FROM t, parameters=[AttributeValue("
    assert of_batch.startswith(f"2 validation errors detected: {REPORT}; Value '[{first}")
    assert "], consistentRead=null, returnValuesOnConditionCheckFailure=null), Batch" in of_batch
    token = "t" * 40
    assert message(
        EXECUTE_TRANSACTION,
        TransactStatements=[{"Statement": ""}],
        ReturnConsumedCapacity="BOGUS",
        ClientRequestToken=token,
    ) == (
        f"3 validation errors detected: Value '{token}' at 'clientRequestToken{AT}"
        "Member must have length less than or equal to 36; "
        f"Value '' at 'transactStatements.1.member.statement{AT}{MIN_1}; {REPORT}"
    )


@pytest.mark.parametrize(
    ("shape", "member", "path"),
    [
        (BATCH_EXECUTE_STATEMENT, "Statements", "statements"),
        (EXECUTE_TRANSACTION, "TransactStatements", "transactStatements"),
    ],
)
def test_the_order_of_the_faults_of_a_statement(
    shape: Request[Any], member: str, path: str
) -> None:
    """Source: dynoxide's captures, October 2026."""
    given = {"Statement": "", "Parameters": [], "ReturnValuesOnConditionCheckFailure": "BOGUS"}
    assert message(shape, **{member: [given]}) == (
        f"3 validation errors detected: Value 'BOGUS' at '{path}.1.member.{MODE}; "
        f"Value '' at '{path}.1.member.statement{AT}{MIN_1}; "
        f"Value '[]' at '{path}.1.member.parameters{AT}{MIN_1}"
    )


def test_a_statement_of_a_transaction_has_no_consistent_read() -> None:
    # Members that are not declared are not checked.
    EXECUTE_TRANSACTION.check({"TransactStatements": [{**STATEMENT, "ConsistentRead": []}]})
    with pytest.raises(Reject):
        BATCH_EXECUTE_STATEMENT.check({"Statements": [{**STATEMENT, "ConsistentRead": []}]})
