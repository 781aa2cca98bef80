"""Tests of the parser of conditions, and of the rules that need only the text.

Sources of the errors: dynalite test/scan.js (asserted there against the service), Alternator
test_condition_expression.py and test_limits.py, recorded answers of October 2026.
"""

import pytest

from jedlik.core.expressions.nodes import (
    And,
    Between,
    Comparison,
    Condition,
    Function,
    In,
    Not,
    Or,
    Path,
    PathReference,
    ValueReference,
)
from jedlik.core.expressions.parse_condition import parse

from .refusals import refusal

A, B, C = Path("a"), Path("b"), Path("c")
A_B, B_C = Comparison("=", A, B), Comparison("<", B, C)


def root(text: str) -> Condition:
    return parse(text, "FilterExpression").root


def refused(text: str) -> str:
    return refusal(lambda: parse(text, "FilterExpression"), "Invalid FilterExpression: ")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("a=b", A_B),
        ("(a)=(b)", A_B),
        ("(a = b)", A_B),
        ("a BETWEEN b AND c", Between(A, B, C)),
        ("(a)between(b)and(c)", Between(A, B, C)),
        ("a IN (b, (c))", In(A, (B, C))),
        ("a=b AND b<c", And((A_B, B_C))),
        ("a=b AND b<c AND a=b", And((A_B, B_C, A_B))),
        ("a=b OR b<c AND a=b", Or((A_B, And((B_C, A_B))))),
        ("a=b AND b<c OR a=b", Or((And((A_B, B_C)), A_B))),
        ("(a=b OR b<c) AND a=b", And((Or((A_B, B_C)), A_B))),
        ("NOT a=b AND b<c", And((Not(A_B), B_C))),
        ("NOT (a=b AND b<c)", Not(And((A_B, B_C)))),
        ("not Not a=b", Not(Not(A_B))),
        ("((a=b) and b<c)", And((A_B, B_C))),
        ("(a=b AND (b<c))", And((A_B, B_C))),
        ("(NOT (a = b))", Not(A_B)),
        ("a=b AND (a=b AND b<c)", And((A_B, And((A_B, B_C))))),
        ("attribute_exists (a)", Function("attribute_exists", (A,))),
        ("(attribute_exists((a)))", Function("attribute_exists", (A,))),
        ("(size(a)) > b", Comparison(">", Function("size", (A,)), B)),
        ("a.b[1].c <> :v", Comparison("<>", Path("a", ("b", 1, "c")), ValueReference(":v"))),
        ("a.#b[0] >= b", Comparison(">=", PathReference(("a", "#b", 0)), B)),
        ("b BETWEEN a AND c AND a = b", And((Between(B, A, C), A_B))),
    ],
)
def test_trees(text: str, node: Condition) -> None:
    assert root(text) == node


def test_references_are_collected() -> None:
    parsed = parse("#a.x = :v OR contains(#a, :w) OR #c.#d[1] = :v", "FilterExpression")
    assert parsed.kind == "FilterExpression"
    assert parsed.names == {"#a", "#c", "#d"}
    assert parsed.values == {":v", ":w"}


def test_a_parse_is_cached_by_its_text_unless_that_is_long() -> None:
    assert parse("a = b", "FilterExpression") is parse("a = b", "FilterExpression")
    assert parse("a = b", "FilterExpression") is not parse("a = b", "ConditionExpression")
    long = "a = b" + " " * 1020
    assert parse(long, "FilterExpression") is not parse(long, "FilterExpression")


@pytest.mark.parametrize(
    "text",
    [
        "things are not gonna be ok",
        "a > 4",
        "attribute_exists(Pictures-RearView)",
        'attribute_exists("Pictures.RearView")',
        "attribute_exists(Pictures..RearView)",
        "attribute_exists(Pi#ctures.RearView)",
        "attribute_exists(asdf[a])",
        "a in b, c",
        "a > between",
        "a in b",
        "a in (b,c,)",
        "(a)between(b.(c.d))and(c)",
        "(a)between(b.c.d)and((c)",
        "#$.b > a",
        "a > :things.stuff",
        "b[:a] > a",
        "b[#_] > a",
        "ü > a",
        "(a)between(b.c[4.5].#d)and(:a)",
        "size(a).b > a",
        "(size(a)).b > a",
        "size(a)[0] > a",
        "(size(a))[0] > a",
        ":val",
        "NOT a",
        "a AND :val",
        "a OR NOT :val",
        "a = :val OR NOT :val",
        "a != b",
        "(a) AND (b)",
        "a = b)",
        "(a = b",
        "a = NOT b",
        "size() > a",
        "a = b OR",
        "a.b.#c.:d = a",
    ],
)
def test_syntax_errors(text: str) -> None:
    assert refused(text).startswith('Syntax error; token: "')


@pytest.mark.parametrize(
    "text",
    [
        "a=a and a > ((views))",
        "(a)between(((b.c)).d)and(c)",
        "a > whatever((:things), ((a)))",
        "a=a AND ((a=a AND a=a)) AND a=a",
        "a=a OR ((a=a OR a=a)) OR a=a",
        "a=a AND ((a=a AND (a=a AND a=a)))",
        "((a = :v))",
        "((a)) = b",
        "((attribute_exists(a)))",
        "((size(a))) > b",
        "(" * 2046 + "a<b" + ")" * 2046,
    ],
)
def test_redundant_parentheses(text: str) -> None:
    assert refused(text) == "The expression has redundant parentheses;"
