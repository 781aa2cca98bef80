"""Tests of the lexer, and of the wording of syntax errors.

Sources of exact errors: recorded answers, October 2026; Alternator test_update_expression.py;
reports of users of the service in public issue trackers.
"""

import pytest

from jedlik.core.expressions import parse_condition, parse_projection, parse_update
from jedlik.core.expressions.tokens import check_size, tokenize

from .refusals import refusal


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a AND:b", ["name", "AND", ":", "<EOF>"]),
        ("SeT #a<=b<>c", ["SET", "#", "<=", "name", "<>", "name", "<EOF>"]),
        ("l[01]", ["name", "[", "index", "index", "]", "<EOF>"]),
        ("_a # :", ["bad", "name", "bad", "bad", "<EOF>"]),
        (" \t\r\n", ["<EOF>"]),
        ("ü", ["bad", "<EOF>"]),
        ("#1_a:9", ["#", ":", "<EOF>"]),
        ("a1_+-.,=(>)>=", ["name", "+", "-", ".", ",", "=", "(", ">", ")", ">=", "<EOF>"]),
    ],
)
def test_kinds_of_tokens(text: str, kinds: list[str]) -> None:
    assert [token.kind for token in tokenize(text)] == kinds


@pytest.mark.parametrize(
    ("text", "token", "near"),
    [
        ("foo", "<EOF>", "foo"),
        ("a = = b", "=", "= = b"),
        ("attribute_not_exists(", "<EOF>", "("),
        ("!!! INVALID !!!", "!", "!!"),
        ("tenantAgent:abc123-x", ":abc123", "tenantAgent:abc123-"),
        ("#articleId attribute_not_exists :v", "attribute_not_exists",
         "#articleId attribute_not_exists :v"),
        ("[object Object]", "[", "[object"),
        ("c.id = :v1 AND :v1", "<EOF>", ":v1"),
        ("a IN ()", ")", "()"),
        ("(" * 4096, "<EOF>", "("),
    ],
)  # fmt: skip
def test_syntax_errors_of_conditions(text: str, token: str, near: str) -> None:
    message = refusal(lambda: parse_condition.parse(text, "FilterExpression"))
    wanted = f'Syntax error; token: "{token}", near: "{near}"'
    assert message == f"Invalid FilterExpression: {wanted}"


@pytest.mark.parametrize(
    ("text", "token", "near"),
    [
        ("INVALID SYNTAX HERE", "INVALID", "INVALID SYNTAX"),
        ("SET _123 = :v", "_", "SET _123"),
    ],
)
def test_syntax_errors_of_updates(text: str, token: str, near: str) -> None:
    message = refusal(lambda: parse_update.parse(text))
    assert message == f'Invalid UpdateExpression: Syntax error; token: "{token}", near: "{near}"'


def test_syntax_error_of_a_projection() -> None:
    message = refusal(lambda: parse_projection.parse("!!!"))
    assert message == 'Invalid ProjectionExpression: Syntax error; token: "!", near: "!!"'


def test_an_expression_is_not_empty() -> None:
    empty = "The expression can not be empty;"
    for kind in ("ConditionExpression", "FilterExpression", "KeyConditionExpression"):
        refused = refusal(lambda: parse_condition.parse("", kind))  # noqa: B023
        assert refused == f"Invalid {kind}: {empty}"
    assert refusal(lambda: parse_update.parse("")) == f"Invalid UpdateExpression: {empty}"
    assert refusal(lambda: parse_projection.parse("")) == f"Invalid ProjectionExpression: {empty}"


def test_an_expression_has_4096_bytes_at_most() -> None:
    too_long = "Expression size has exceeded the maximum allowed size;"
    parse_projection.parse("a" * 4096)
    message = refusal(lambda: parse_projection.parse("a" * 4097))
    assert message == f"Invalid ProjectionExpression: {too_long}"
    # The limit counts bytes and not characters. It is checked before the syntax.
    message = refusal(lambda: parse_condition.parse("ü" * 2054 + "(", "ConditionExpression"))
    assert message == f"Invalid ConditionExpression: {too_long}"
    message = refusal(lambda: check_size("ü" * 2054 + "(", "ConditionExpression", is_shown=True))
    assert message == f"Invalid ConditionExpression: {too_long} expression size: 4109"
    message = refusal(lambda: parse_update.parse("SET a = :v" + " " * 4087))
    assert message == f"Invalid UpdateExpression: {too_long}"
