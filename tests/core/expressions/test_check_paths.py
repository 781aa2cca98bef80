"""Tests of overlapping and conflicting paths.

Sources: dynalite test/updateItem.js and test/getItem.js, Alternator test_projection_expression.py
and test_update_expression.py, recorded answers of October 2026.
"""

import time

import pytest

from jedlik.core.expressions.check_paths import check_disjoint, path_text
from jedlik.core.expressions.nodes import Path

from .refusals import Names, projection, refusal, update

PREFIX = "Invalid ProjectionExpression: "


def message(verb: str, one: str, two: str) -> str:
    return (
        f"Two document paths {verb} with each other; must remove or rewrite one of these paths; "
        f"path one: {one}, path two: {two}"
    )


@pytest.mark.parametrize(
    ("text", "one", "two"),
    [
        ("a, a", "[a]", "[a]"),
        ("#a, #a", "[a]", "[a]"),
        ("a, #a", "[a]", "[a]"),
        ("a, a.b", "[a]", "[a, b]"),
        ("a.b, a", "[a, b]", "[a]"),
        ("a, a.b.c", "[a]", "[a, b, c]"),
        ("l, l[0]", "[l]", "[l, [0]]"),
        ("a.b[2], a.b", "[a, b, [2]]", "[a, b]"),
        ("a[1], a[1]", "[a, [1]]", "[a, [1]]"),
        ("a.b.d.e, a.b", "[a, b, d, e]", "[a, b]"),
        ("b[1], b.a, #a.b, a", "[a, b]", "[a]"),
        ("a, #a[1]", "[a]", "[a, [1]]"),
        ("x, a.b, a.c, a.b.d, a.c.d", "[a, b]", "[a, b, d]"),
    ],
)
def test_overlaps(text: str, one: str, two: str) -> None:
    names = {"#a": "a"} if "#a" in text else None
    assert refusal(lambda: projection(text, names), PREFIX) == message("overlap", one, two)


@pytest.mark.parametrize(
    ("text", "one", "two"),
    [
        ("a.b, a[1]", "[a, b]", "[a, [1]]"),
        ("a[1], a.b", "[a, [1]]", "[a, b]"),
        ("a.b[1], a.b.c", "[a, b, [1]]", "[a, b, c]"),
        ("a.b[1], #a[1], #b", "[a, b, [1]]", "[a, [1]]"),
        ("a[3].b, #a.#b.b", "[a, [3], b]", "[a, [3], b]"),
    ],
)
def test_conflicts(text: str, one: str, two: str) -> None:
    given: Names = {"#a": "a", "#b": "[3]"}
    names = {alias: name for alias, name in given.items() if alias in text} or None
    assert refusal(lambda: projection(text, names), PREFIX) == message("conflict", one, two)


@pytest.mark.parametrize(
    "text",
    [
        "a, b",
        "a.b, a.c",
        "a.b.d, a.b.e",
        "a[1], a[2]",
        "a.b, a.c[2]",
        "l[0].x, l[0].y",
        "a, l",
        "a.b, b.a, a.c",
    ],
)
def test_paths_apart(text: str) -> None:
    assert len(projection(text)) == text.count(",") + 1


@pytest.mark.parametrize(
    ("text", "verb", "one", "two"),
    [
        ("set d[1] = a, d.b = a, c[1].a = a, #c = if_not_exists(a)", "overlap", "[c, [1], a]",
         "[c]"),
        ("set #c[3].#d = a, #c[3] = a", "overlap", "[c, [3], [3]]", "[c, [3]]"),
        ("set #c[3].#d = a, #c.#d[3] = if_not_exists(a)", "conflict", "[c, [3], [3]]",
         "[c, [3], [3]]"),
        ("remove a.#c set a[1] = #d", "conflict", "[a, c]", "[a, [1]]"),
        ("SET a = :v REMOVE a", "overlap", "[a]", "[a]"),
        ("ADD a.b :v DELETE a :v", "overlap", "[a, b]", "[a]"),
    ],
)  # fmt: skip
def test_targets_of_updates(text: str, verb: str, one: str, two: str) -> None:
    names = {"#c": "c", "#d": "[3]"}
    assert refusal(lambda: update(text, {":v": {"S": "x"}}, names)) == (
        "Invalid UpdateExpression: " + message(verb, one, two)
    )


def test_many_paths_take_linear_time() -> None:
    paths = [Path("a", (index, "b")) for index in range(20_000)]
    began_s = time.process_time()
    check_disjoint("x", paths)
    assert time.process_time() - began_s < 5  # every pair of paths would take minutes


def test_text_of_a_path() -> None:
    assert path_text(Path("ab", ("bc", 1, "a"))) == "[ab, bc, [1], a]"
