"""Tests of the parser of projections.

Sources: dynalite test/getItem.js (asserted there against the service), Alternator
test_projection_expression.py, recorded answers of October 2026.
"""

import pytest

from jedlik.core.expressions.nodes import Path, PathReference, ProjectionPaths
from jedlik.core.expressions.parse_projection import parse

from .refusals import refusal


def refused(text: str) -> str:
    return refusal(lambda: parse(text), "Invalid ProjectionExpression: ")


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("a", (Path("a"),)),
        (" a ,b.c[0] , d[1][2]", (Path("a"), Path("b", ("c", 0)), Path("d", (1, 2)))),
        ("#a, b.#c", (PathReference(("#a",)), PathReference(("b", "#c")))),
        ("a, a", (Path("a"), Path("a"))),
    ],
)
def test_paths(text: str, paths: ProjectionPaths) -> None:
    assert parse(text).root == paths


def test_references_are_collected() -> None:
    parsed = parse("#a, b.#c, #a.d")
    assert parsed.kind == "ProjectionExpression"
    assert parsed.names == {"#a", "#c"}
    assert not parsed.values


def test_a_parse_is_cached_by_its_text_unless_that_is_long() -> None:
    assert parse("a, b") is parse("a, b")
    long = "a" * 1025
    assert parse(long) is not parse(long)


@pytest.mark.parametrize(
    "text",
    [
        "whatever(stuff)",
        ":a",
        "abort,",
        "a,,b",
        "a..b",
        "a[b]",
        "(a.b).c",
        "(a)",
        "(a),(b)",
        "(a,b)",
        "a-b",
        "a,",
        ",a",
    ],
)
def test_syntax_errors_of_projections(text: str) -> None:
    assert refused(text).startswith('Syntax error; token: "')
