"""Tests of everything that needs only the text of an UPDATE.

Sources: recorded answers, October 2026. DynamoDB Local 3.3.1 checks WHERE first.
"""

import pytest

from jedlik.core.errors import Reject
from jedlik.core.expressions.nodes import (
    Add,
    Arithmetic,
    Delete,
    Function,
    Path,
    Remove,
    Set,
    Update,
    ValueReference,
)
from jedlik.core.partiql.nodes import Change, SetOperand
from jedlik.core.partiql.translate import statement_of

COUNT = (
    "Incorrect number of operands for operator or function; operator or function: {}, "
    "number of operands: {}"
)
FIRST = "The first argument to {} must equal the assignment value at 1:20:{}"
SECOND = "The second argument to {} must be a value with type SET at 1:{}:1"
OVERLAP = (
    "Two document paths overlap with each other; must remove or rewrite one of these paths; "
    "path one: {}, path two: {}"
)
A, B = Path("a"), Path("b")
L1, P1 = ValueReference(":l1"), ValueReference(":p1")


def change(clauses: str) -> Change:
    body = statement_of(f'UPDATE "T" {clauses} WHERE pk = 1').body
    assert isinstance(body, Change)
    return body


@pytest.mark.parametrize(
    ("clauses", "actions"),
    [
        ("SET a = 'x'", (Set(A, L1),)),
        ("SET a = ?, b.c[0] = b", (Set(A, P1), Set(Path("b", ("c", 0)), B))),
        ("SET a = a + 1 - b", (Set(A, Arithmetic("-", Arithmetic("+", A, L1), B)),)),
        (
            "SET a = LIST_APPEND(if_not_exists(a, []), b)",
            (Set(A, Function("list_append", (Function("if_not_exists", (A, L1)), B))),),
        ),
        ("SET a = set_add(a, <<'x'>>)", (Add(A, L1),)),
        ("SET a = set_delete(a, <<1>>)", (Delete(A, L1),)),
        ("SET a = 1 REMOVE b[0]", (Set(A, L1), Remove(Path("b", (0,))))),
    ],
)
def test_actions_are_in_written_order(clauses: str, actions: Update) -> None:
    found = change(clauses)
    assert found.update.root == actions  # `:l0` is the 1 of WHERE, which is translated first
    assert found.set_operands == ()


def test_parameters_that_must_be_sets_are_listed() -> None:
    found = change("SET a = set_add(a, ?), b = set_delete(b, ?)")
    assert found.update.values == {":l0", ":p1", ":p2"}
    assert found.set_operands == (
        SetOperand(":p1", SECOND.format("SET_ADD", 28)),
        SetOperand(":p2", SECOND.format("SET_DELETE", 50)),
    )


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("set_add(b, <<'x'>>)", FIRST.format("SET_ADD", 7)),
        ("set_delete('b', <<'x'>>)", FIRST.format("SET_DELETE", 10)),
        ("set_add(a, 'x')", SECOND.format("SET_ADD", 28)),
        ("set_add(a, ['x'])", SECOND.format("SET_ADD", 28)),
        ("set_add(a, b)", SECOND.format("SET_ADD", 28)),
        ("set_add(a)", "SET_ADD must have exactly two arguments at 1:20:7"),
        ("set_delete(a, b, c)", "SET_DELETE must have exactly two arguments at 1:20:10"),
        ("set_add(a, <<>>)", "Empty bags are not supported"),
        ("n * 2", "Unsupported operator in Update Expression. Operator: *"),
        ("-n", COUNT.format("-", 1)),
        ("MISSING", "MISSING must be compared using IS operator"),
        ("size(n)", "The function is not allowed in an update expression; function: size"),
        (
            "contains(n, 1)",
            "The function is not allowed in an update expression; function: contains",
        ),
        ("foo(n)", "Unrecognized function: foo at 1:20:3"),
        ("max(n)", "Unsupported token in expression: max at 1:20:3"),
        ("list_append(n)", COUNT.format("list_append", 1)),
        ("n = 1", "Unsupported operator in Update Expression. Operator: ="),
        ("NOT n", "Unsupported data type: not under key root at 1:20:3"),
        ("1, a = 2", OVERLAP.format("[a]", "[a]")),
        ("1 REMOVE a.b", OVERLAP.format("[a, b]", "[a]")),
    ],
)
def test_updates_that_the_service_refuses(value: str, message: str) -> None:
    with pytest.raises(Reject) as rejected:
        change(f"SET a = {value}")
    assert rejected.value.error.code == "ValidationException"
    assert rejected.value.error.message == message


def test_errors_in_where_come_before_those_in_assignments() -> None:
    with pytest.raises(Reject) as rejected:
        statement_of('UPDATE "T" SET a = foo(a) WHERE pk')
    assert rejected.value.error.message == (
        "WHERE clause must contain an expression that resolves to a boolean"
    )
