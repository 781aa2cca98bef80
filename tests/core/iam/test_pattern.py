"""Wildcards match as regular expressions do, in a time that no pattern makes exponential."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jedlik.core.iam.pattern import ANY_ONE, ANY_RUN, Part, Pattern, parts_of, pattern
from jedlik.core.pauses import PAUSES

PATTERNS = st.text("ab*?", max_size=12)
VALUES = st.text("ab", max_size=12)


def regex(parts: list[Part]) -> str:
    wildcards = {ANY_RUN: ".*", ANY_ONE: "."}
    return "".join(re.escape(part) if isinstance(part, str) else wildcards[part] for part in parts)


@given(text=PATTERNS, value=VALUES)
@settings(max_examples=300)
def test_patterns_match_as_regular_expressions_do(text: str, value: str) -> None:
    expected = re.fullmatch(regex(parts_of(text)), value, re.DOTALL) is not None
    assert pattern(text).matches(value) is expected


@pytest.mark.parametrize(
    ("text", "value", "matches"),
    [
        ("*aa*aa*", "aaa", False),
        ("*aa*aa*", "aaaa", True),
        ("aa*aa", "aaa", False),
        ("*?a*?a*", "aaa", False),
        ("*?a*?a*", "aaaa", True),
    ],
)
def test_runs_do_not_share_characters(text: str, value: str, matches: bool) -> None:
    assert pattern(text).matches(value) is matches


@pytest.mark.many_steps
@given(
    parts=st.lists(st.sampled_from(["a", "b", "*", "?", "ab", ANY_RUN, ANY_ONE]), max_size=8),
    value=st.text("ab*?", max_size=10),
)
@settings(max_examples=300)
def test_literal_stars_are_no_wildcards(parts: list[Part], value: str) -> None:
    expected = re.fullmatch(regex(parts), value, re.DOTALL) is not None
    assert Pattern(parts).matches(value) is expected


@pytest.mark.parametrize(
    ("text", "literal"), [("", ""), ("a", "a"), ("a?", None), ("*", None), ("a*b", None)]
)
def test_a_pattern_without_wildcards_has_one_value(text: str, literal: str | None) -> None:
    assert pattern(text).literal == literal


def test_matching_takes_no_exponential_time() -> None:
    # A pattern that goes back at each star would not end.
    assert not pattern("*a" * 200 + "*b").matches("a" * 2000)
    assert not pattern("a*?" * 100 + "b").matches("a" * 2000)


def test_long_searches_may_pause() -> None:
    spent = PAUSES.left
    assert not pattern("*" + "?a" * 50 + "b*").matches("a" * 1000)
    assert PAUSES.left < spent


def test_a_search_skips_where_a_rare_part_is_absent() -> None:
    PAUSES.left = 1_000_000
    assert not pattern("*a?b*").matches("a" * 100_000)
    assert PAUSES.left > 999_900
    PAUSES.end()
