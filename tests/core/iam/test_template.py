"""Texts with variables and wildcards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.iam.pattern import ANY_ONE, ANY_RUN
from jedlik.core.iam.template import Syntax, Variable, template, tokens_of, variables_of
from tests.core.iam.requests import request

BOTH = Syntax(has_variables=True, has_wildcards=True)
VARIABLES = Syntax(has_variables=True)
NEITHER = Syntax(has_variables=False)


def shown(text: str, syntax: Syntax) -> list[object]:
    return [
        (token.key, token.default) if isinstance(token, Variable) else token
        for token in tokens_of(text, syntax)
    ]


@pytest.mark.parametrize(
    ("text", "syntax", "tokens"),
    [
        ("", BOTH, []),
        ("a*?b", BOTH, ["a", ANY_RUN, ANY_ONE, "b"]),
        ("a*?b", VARIABLES, ["a*?b"]),
        ("x${aws:UserName}y", BOTH, ["x", ("aws:username", None), "y"]),
        ("${aws:username}", NEITHER, ["${aws:username}"]),
        ("${*}${?}${$}", BOTH, ["*", "?", "$"]),
        ("${a, 'b'}", BOTH, [("a", "b")]),
        ("${a,'b, c'}", BOTH, [("a", "b, c")]),
        ("${a, ''}", BOTH, [("a", "")]),
        ("${a, b}", BOTH, [("a, b", None)]),
        ("${a, '}", BOTH, [("a, '", None)]),
        ("${}", BOTH, [("", None)]),
        ("${a", BOTH, ["${a"]),
        ("}${a}", BOTH, ["}", ("a", None)]),
        ("${a${b}c}", BOTH, [("a${b", None), "c}"]),
        ("$*", BOTH, ["$", ANY_RUN]),
    ],
)
def test_tokens(text: str, syntax: Syntax, tokens: list[object]) -> None:
    assert shown(text, syntax) == tokens


@pytest.mark.parametrize(
    ("text", "value", "matches"),
    [
        ("${aws:username}", "Anna", True),
        ("${aws:username}*", "Anna-1", True),
        ("*${aws:username}", "x-Anna", True),
        ("${aws:username}", "anna", False),
        ("${aws:userid}", "Anna", False),
        ("${aws:userid, 'Bob'}", "Bob", True),
        ("plain", "plain", True),
    ],
)
def test_variables_are_filled_in(text: str, value: str, matches: bool) -> None:
    assert template(text, BOTH).matches(value, request(aws__username="Anna")) is matches


def test_case_is_ignored_in_texts_and_in_values_of_variables() -> None:
    syntax = Syntax(has_variables=True, ignores_case=True)
    found = template("${aws:username}-X", syntax)
    assert found.matches("anna-x", request(aws__username="ANNA"))
    assert template("ABC", syntax).matches("abc", request())


@given(value=st.text("a*?${}", max_size=6))
def test_a_value_of_a_variable_matches_only_itself(value: str) -> None:
    found = template("${aws:username}", BOTH)
    assert found.matches(value, request(aws__username=value))
    assert not found.matches(value + "a", request(aws__username=value))


def test_only_fixed_texts_have_one_value() -> None:
    assert template("a", BOTH).literal == "a"
    assert template("a*", BOTH).literal is None
    assert template("${a}", BOTH).literal is None


def test_the_keys_of_variables() -> None:
    assert variables_of("${aws:UserName}${*}x${b, 'c'}") == ["aws:username", "b"]
