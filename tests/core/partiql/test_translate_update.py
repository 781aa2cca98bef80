"""Tests of everything that needs only the text of an UPDATE.

Sources: recorded answers, October 2026. DynamoDB Local 3.3.1 checks WHERE first.
"""

import pytest

from tests.core.partiql.test_translate import COUNT, refusal

FIRST = "The first argument to {} must equal the assignment value at 1:20:{}"
SECOND = "The second argument to {} must be a value with type SET at 1:{}:1"
OVERLAP = (
    "Two document paths overlap with each other; must remove or rewrite one of these paths; "
    "path one: {}, path two: {}"
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
        ("foo(n)", "Unrecognized function: foo at 1:20:3"),
        ("max(n)", "Unsupported token in expression: max at 1:20:3"),
        ("list_append(n)", COUNT.format("list_append", 1)),
        ("1, a = 2", OVERLAP.format("[a]", "[a]")),
    ],
)
def test_updates(value: str, message: str) -> None:
    assert refusal(f'UPDATE "T" SET a = {value} WHERE pk = 1') == message


def test_errors_in_where_come_before_those_in_assignments() -> None:
    assert refusal('UPDATE "T" SET a = foo(a) WHERE pk') == (
        "WHERE clause must contain an expression that resolves to a boolean"
    )
