"""ExecuteTransaction: recorded answers, October 2026; gaps in them: DynamoDB Local 3.3.1."""

from typing import Any

import pytest

from jedlik.core.errors import Reject
from tests.apis.dynamodb.operations.samples import number, stored, string
from tests.apis.dynamodb.operations.statements import (
    DUPLICATE,
    FAILED,
    MANDATORY,
    NWF,
    caller_with,
    indexed_caller,
    statement,
)
from tests.engine.in_memory import VE, Caller

FIRST = VE + "Validation failed in TransactStatements[0]: "
RETURNING = "RETURNING clause is not supported in ExecuteTransaction."
INDEX_READ = "Reads on indices are not supported within transactions."
KEYLESS = (
    "Select statements within ExecuteTransaction must specify the primary key in the where clause."
)
EXISTS = "EXISTS() must contain a single item read with additional condition"
COUNT = "Number of parameters in request and statement don't match."
OVERFLOW = (
    "Number overflow. Attempting to store a number with magnitude larger than supported range "
    "under root"
)
CANCELLED = "Transaction cancelled, please refer cancellation reasons for specific reasons"
SEVERAL = VE + "Transaction request cannot include multiple operations on one item"
A = {"pk": string("a"), "n": number(1)}
B = {"pk": string("b"), "n": number(2)}
READ = "SELECT * FROM music WHERE pk = 'a'"
INCREMENT = "UPDATE music SET n = n + 1 WHERE pk = 'a'"


def transact(caller: Caller, *statements: object, **members: object) -> Any:
    made = [statement(each) if isinstance(each, str) else each for each in statements]
    return caller.call("ExecuteTransaction", TransactStatements=made, **members)


def refusal(caller: Caller, *statements: object) -> str:
    made = [statement(each) if isinstance(each, str) else each for each in statements]
    return caller.refusal("ExecuteTransaction", TransactStatements=made)


def test_serialization_and_validation() -> None:
    caller = caller_with()
    assert caller.refusal("ExecuteTransaction", TransactStatements=5).startswith("Serialization")
    for statements in ([], [statement(READ)] * 101):
        refused = caller.refusal("ExecuteTransaction", TransactStatements=statements)
        assert refused.startswith(VE + "1 validation error detected: Value '[")


def test_reads() -> None:
    caller = caller_with(A, B)
    answered = transact(
        caller,
        "SELECT * FROM music WHERE pk = 'b'",
        statement("SELECT n FROM music WHERE pk = ?", string("a")),
        "SELECT * FROM music WHERE pk = 'c'",
        ReturnConsumedCapacity="TOTAL",
    )
    assert answered["Responses"] == [{"Item": B}, {"Item": {"n": number(1)}}, {}]
    (consumed,) = answered["ConsumedCapacity"]
    assert consumed["ReadCapacityUnits"] == 6
    assert "WriteCapacityUnits" not in consumed


def test_writes() -> None:
    caller = caller_with(A, B)
    assert transact(
        caller,
        INCREMENT,
        "INSERT INTO music VALUE {'pk': 'c'}",
        "DELETE FROM music WHERE pk = 'd' AND n = 5",
        "EXISTS(SELECT * FROM music WHERE pk = 'b' AND n = 2)",
    ) == {"Responses": []}
    assert stored(caller, pk=string("a")) == {**A, "n": number(2)}
    assert stored(caller, pk=string("c")) == {"pk": string("c")}
    assert stored(caller, pk=string("b")) == B


def test_all_or_nothing() -> None:
    caller = caller_with(A, B)
    shows = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    with pytest.raises(Reject) as rejected:
        transact(
            caller,
            INCREMENT,
            statement("EXISTS(SELECT * FROM music WHERE pk = 'b' AND n = 7)", **shows),
            "UPDATE music SET n = 1 WHERE pk = 'zz'",
        )
    assert rejected.value.error.code == "TransactionCanceledException"
    assert rejected.value.error.message == (
        f"{CANCELLED} [None, ConditionalCheckFailed, ConditionalCheckFailed]"
    )
    assert refusal(
        caller, "INSERT INTO music VALUE {'pk': 'a'}", "DELETE FROM music WHERE pk = 'b'"
    ) == (f"TransactionCanceledException: {CANCELLED} [DuplicateItem, None]")
    assert (stored(caller, pk=string("a")), stored(caller, pk=string("b"))) == (A, B)


def test_reasons() -> None:
    caller = caller_with(A)
    with pytest.raises(Reject) as rejected:
        transact(
            caller, "INSERT INTO music VALUE {'pk': 'a'}", "UPDATE music SET n = 1 WHERE pk = 'b'"
        )
    assert rejected.value.error.fields["CancellationReasons"] == [
        {"Code": "DuplicateItem", "Message": DUPLICATE},
        {"Code": "ConditionalCheckFailed", "Message": FAILED},
    ]
    for text in (
        "UPDATE music SET n = 1 WHERE pk = 5",
        "INSERT INTO music VALUE {'n': 1}",
        "UPDATE music SET pk = 'b' WHERE pk = 'a'",
        "UPDATE music SET n = zz WHERE pk = 'a'",
    ):
        cancelled = f"TransactionCanceledException: {CANCELLED} [ValidationError]"
        assert refusal(caller, text) == cancelled


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * FROM music WHERE", NWF + "Unexpected term"),
        (INCREMENT + " RETURNING ALL NEW *", RETURNING),
        ("DELETE FROM music WHERE pk = 'a' RETURNING ALL OLD *", RETURNING),
        ('SELECT * FROM "albums"."by_g" WHERE g = \'g\'', INDEX_READ),
        ("SELECT * FROM albums WHERE pk = 'a'", KEYLESS),
        ("SELECT * FROM albums WHERE pk = 'a' AND sk = '0' AND attribute_exists(v)", KEYLESS),
        ("EXISTS(SELECT * FROM albums)", EXISTS),
        ("EXISTS(SELECT * FROM albums WHERE pk = 'a' AND sk = '0')", EXISTS),
        ("EXISTS(SELECT * FROM albums WHERE pk = 'a' AND v = 1)", EXISTS),
        ("UPDATE albums SET v = 1", MANDATORY),
        ("UPDATE albums SET v = 1 WHERE pk = 'a'", MANDATORY),
        ("SELECT * FROM music WHERE pk = ?", COUNT),
        ("INSERT INTO music VALUE {'pk': 'a', 'n': 1e126}", OVERFLOW),
    ],
)
def test_statements_that_refuse_the_request(text: str, message: str) -> None:
    assert refusal(indexed_caller(), text) == FIRST + message


def test_faults_of_parameters_have_no_number() -> None:
    text = "UPDATE music SET n = ? WHERE pk = 'a'"
    assert refusal(caller_with(A), statement(text, number("abc"))) == (
        VE + "The parameter cannot be converted to a numeric value: abc"
    )
    assert refusal(caller_with(A), statement(text, number("1e126"))).startswith(VE + "Number over")
    # The text of a parameter does not change what its fault refuses.
    assert refusal(caller_with(A), statement(text, number("a under root"))) == (
        VE + "The parameter cannot be converted to a numeric value: a under root"
    )


def test_what_may_not_be_combined() -> None:
    caller = caller_with(A)
    assert refusal(caller, READ, INCREMENT) == (
        VE + "ExecuteTransaction API does not support both read and write operations in the same "
        "request."
    )
    for several in ((READ, READ), (INCREMENT, INCREMENT)):
        assert refusal(caller, *several) == SEVERAL
    assert refusal(caller, "DELETE FROM absent WHERE pk = 'a'") == (
        "ResourceNotFoundException: Requested resource not found"
    )


def test_a_token_belongs_to_its_request() -> None:
    caller = caller_with(A)
    members = {"ClientRequestToken": "token", "ReturnConsumedCapacity": "INDEXES"}
    for kind, other in (
        ("WriteCapacityUnits", "ReadCapacityUnits"),
        ("ReadCapacityUnits", "WriteCapacityUnits"),
    ):
        answered = transact(caller, INCREMENT, **members)
        assert answered["Responses"] == []
        (consumed,) = answered["ConsumedCapacity"]
        assert consumed[kind] == 2
        assert other not in consumed
    assert stored(caller, pk=string("a")) == {**A, "n": number(2)}
