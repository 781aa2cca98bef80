"""ExecuteTransaction: recorded answers, October 2026; gaps in them: floci,
DynamoDbPartiQLEdgeCaseIntegrationTest (captured, September 2026), and DynamoDB Local 3.3.1.
"""

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
SECOND = VE + "Validation failed in TransactStatements[1]: "
RETURNING = "RETURNING clause is not supported in ExecuteTransaction."
INDEX_READ = "Reads on indices are not supported within transactions."
KEYLESS = (
    "Select statements within ExecuteTransaction must specify the primary key in the where clause."
)
OVERLAPPING = "Overlapping conditions with range keys are not supported in where clause"
EXISTS = "EXISTS() must contain a single item read with additional condition"
NO_KEY_TYPE = "Key value must be of type S, N, or B. Key name: sk, Key type: {}"
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


def reasons(caller: Caller, *statements: str) -> list[object]:
    with pytest.raises(Reject) as rejected:
        transact(caller, *statements)
    assert rejected.value.error.code == "TransactionCanceledException"
    found = rejected.value.error.fields["CancellationReasons"]
    assert isinstance(found, list)
    return [(each["Code"], each.get("Message")) for each in found]


NONE = ("None", None)
NO_TABLE = ("ResourceNotFound", "Requested resource not found")
MISMATCH = ("ValidationError", "The provided key element does not match the schema")


def test_missing_tables_cancel() -> None:
    caller = caller_with(A)
    absent = "UPDATE absent SET n = 1 WHERE pk = 'a'"
    returning = " RETURNING ALL NEW *"
    assert (
        reasons(caller, absent + returning, "DELETE FROM absent WHERE pk = 'b'") == [NO_TABLE] * 2
    )
    assert reasons(caller, READ, "SELECT * FROM absent.idx WHERE pk = 'a'") == [NONE, NO_TABLE]
    # A statement that refuses the request comes first.
    assert refusal(caller, absent, INCREMENT + returning) == SECOND + RETURNING
    assert refusal(
        caller, "SELECT * FROM absent WHERE pk = 'a'", "SELECT * FROM music.idx WHERE pk = 'a'"
    ) == (SECOND + INDEX_READ)


def test_keys_that_do_not_fit_cancel() -> None:
    caller = indexed_caller()
    update = "UPDATE albums SET v = 1 WHERE "
    found = reasons(
        caller,
        update + "pk = 'a'",
        update + "pk IN ['a'] AND sk = '1'",
        update + "pk = 'a' AND sk = 1",
        update + "pk = 'a' AND sk = '2'",
    )
    assert found == [MISMATCH, MISMATCH, MISMATCH, NONE]
    several = update + "pk = 'a' AND sk = '1' AND pk = 'b'"
    assert reasons(caller, several)[0] == (
        "ValidationError",
        "Multiple conditions on same key pk. Only single item Update/Insert/Delete are supported",
    )
    missing = "One or more parameter values were invalid: Missing the key sk in the item"
    # dynoxide's captures, October 2026.
    wrong_type = (
        "One or more parameter values were invalid: Type mismatch for key sk expected: S actual: N"
    )
    insert = "INSERT INTO albums VALUE {'pk': 'a', 'sk': 5}"
    assert reasons(caller, insert) == [("ValidationError", wrong_type)]
    assert reasons(caller, "SELECT * FROM albums WHERE pk = true AND sk = '0'") == [MISMATCH]
    assert reasons(
        caller, "INSERT INTO albums VALUE {'pk': 'a'}", "DELETE FROM albums WHERE sk = '1'"
    ) == [("ValidationError", missing), MISMATCH]
    read = "SELECT * FROM albums WHERE pk = 'a' AND sk = '0'"
    wrong = "SELECT * FROM albums WHERE pk = 1 AND sk = '0'"
    # A cancellation comes before two reads of one item.
    assert reasons(caller, read, read, wrong) == [NONE, NONE, MISMATCH]


def test_a_key_may_be_named_several_times() -> None:
    caller = indexed_caller()
    for where in (
        "(sk = '0') AND pk = 'a' AND pk = 'a'",
        "pk IN ['a'] AND sk IN ['0']",
        "(pk IN ['a']) AND pk = 'a' AND sk = '0'",
    ):
        answered = transact(caller, f"SELECT v FROM albums WHERE {where}")
        assert answered["Responses"] == [{"Item": {"v": number(0)}}]


def test_exists_takes_the_first_of_two_values_of_a_key() -> None:
    exists = "EXISTS(SELECT * FROM music WHERE pk = 'a' AND pk = 'b' AND n = 1)"
    found = reasons(caller_with(A, B), exists, "UPDATE music SET n = 1 WHERE pk = 'b'")
    assert found == [("ConditionalCheckFailed", FAILED), NONE]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * FROM music WHERE", NWF + "Unexpected term"),
        ("UPDATE albums SET v = 1 WHERE pk = 'a' AND sk = '0' RETURNING ALL NEW *", RETURNING),
        ("DELETE FROM albums WHERE pk = 'a' AND sk = '0' RETURNING ALL OLD *", RETURNING),
        ('SELECT * FROM "albums"."by_g" WHERE g = \'g\'', INDEX_READ),
        ("SELECT * FROM albums WHERE pk = 'a'", KEYLESS),
        ("SELECT * FROM albums WHERE pk = 'a' AND sk = '0' AND attribute_exists(v)", KEYLESS),
        ("EXISTS(SELECT * FROM albums)", EXISTS),
        ("EXISTS(SELECT * FROM albums WHERE pk = 'a' AND sk = '0')", EXISTS),
        ("EXISTS(SELECT * FROM albums WHERE pk = 'a' AND v = 1)", EXISTS),
        ("UPDATE albums SET v = 1", MANDATORY),
        ("SELECT * FROM albums WHERE pk IN ['a', 'a'] AND sk = '0'", OVERLAPPING),
        ("SELECT * FROM albums WHERE pk = 'a' AND sk = '0' AND pk = 'b'", KEYLESS),
        ("SELECT * FROM albums WHERE pk IN ['b'] AND pk = 'a' AND sk = '0'", KEYLESS),
        ("SELECT * FROM music WHERE pk = ?", COUNT),
        ("SELECT COUNT(*) FROM music", "Unexpected path component at 1:8:5"),
        ("UPDATE albums SET v = 1 WHERE pk = 'a' AND sk = true", NO_KEY_TYPE.format("BOOL")),
        ("DELETE FROM albums WHERE pk = 'a' AND sk = {'a': 1}", NO_KEY_TYPE.format("M")),
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
    twice = {"SS": ["a", "a"]}
    assert refusal(caller_with(A), INCREMENT, statement(text, twice)) == (
        VE + "One or more parameter values were invalid: Input collection [a, a] contains "
        "duplicates."
    )
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


@pytest.mark.parametrize("modes", [(None, "NONE"), ("NONE", None)])
def test_a_token_takes_none_for_a_mode_left_out(modes: tuple[str | None, ...]) -> None:
    """Dynoxide's captures, October 2026, cases I1 to I4."""
    caller = caller_with(A)

    def asked(mode: str | None) -> dict[str, Any]:
        made = statement(INCREMENT)
        return made if mode is None else {**made, "ReturnValuesOnConditionCheckFailure": mode}

    for mode in modes:
        assert transact(caller, asked(mode), ClientRequestToken="token") == {"Responses": []}
    assert stored(caller, pk=string("a")) == {**A, "n": number(2)}
    refused = caller.refusal(
        "ExecuteTransaction", TransactStatements=[asked("ALL_OLD")], ClientRequestToken="token"
    )
    assert refused.startswith("IdempotentParameterMismatchException: ")


def test_a_delete_that_finds_no_item_fails_only_with_others() -> None:
    """Dynoxide's captures, October 2026, cases Y1 to Y7."""
    caller = caller_with(A, B)
    missing = "DELETE FROM music WHERE pk = 'zz'"
    conditional = missing + " AND n = 1"
    fails = "UPDATE music SET n = 5 WHERE pk = 'b' AND n = 99"
    assert transact(caller, conditional) == {"Responses": []}
    assert transact(caller, conditional, INCREMENT) == {"Responses": []}
    asked = {**statement(conditional), "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    for statements, codes in (
        ((conditional, fails), ("ConditionalCheckFailed", "ConditionalCheckFailed")),
        ((fails, asked), ("ConditionalCheckFailed", "ConditionalCheckFailed")),
        ((missing, fails), ("None", "ConditionalCheckFailed")),
        (("DELETE FROM music WHERE pk = 'a' AND n = 2", fails), ("None", "ConditionalCheckFailed")),
    ):
        with pytest.raises(Reject) as rejected:
            transact(caller, *statements)
        failed = {"Code": "ConditionalCheckFailed", "Message": FAILED}
        expected = [{"Code": code} if code == "None" else failed for code in codes]
        assert rejected.value.error.fields["CancellationReasons"] == expected
