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
    assert message(EXECUTE_STATEMENT, Statement="", Parameters=[], Limit=0) == (
        f"3 validation errors detected: Value '' at 'statement{AT}{MIN_1}; "
        f"Value '[]' at 'parameters{AT}{MIN_1}; "
        f"Value '0' at 'limit{AT}Member must have value greater than or equal to 1"
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
    report = f"Value 'BOGUS' at 'returnConsumedCapacity{AT}Member must satisfy enum value set: "
    report += "[INDEXES, TOTAL, NONE]"
    of_batch = message(
        BATCH_EXECUTE_STATEMENT, Statements=[STATEMENT] * 26, ReturnConsumedCapacity="BOGUS"
    )
    assert of_batch is not None
    assert of_batch.startswith(f"2 validation errors detected: {report}; Value '[Batch")
    token = "t" * 40
    assert message(
        EXECUTE_TRANSACTION,
        TransactStatements=[{"Statement": ""}],
        ReturnConsumedCapacity="BOGUS",
        ClientRequestToken=token,
    ) == (
        f"3 validation errors detected: Value '{token}' at 'clientRequestToken{AT}"
        "Member must have length less than or equal to 36; "
        f"Value '' at 'transactStatements.1.member.statement{AT}{MIN_1}; {report}"
    )


def test_a_statement_of_a_transaction_has_no_consistent_read() -> None:
    # Members that are not declared are not checked.
    EXECUTE_TRANSACTION.check({"TransactStatements": [{**STATEMENT, "ConsistentRead": []}]})
    with pytest.raises(Reject):
        BATCH_EXECUTE_STATEMENT.check({"Statements": [{**STATEMENT, "ConsistentRead": []}]})
