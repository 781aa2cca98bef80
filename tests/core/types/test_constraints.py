"""Constraints and their texts: recorded answers, October 2026."""

from collections.abc import Sized

import pytest

from jedlik.core.types.constraints import (
    NAMELESS,
    Constraint,
    EnumWording,
    at_least,
    at_most,
    each,
    max_length,
    min_length,
    one_of,
    pattern,
)


@pytest.mark.parametrize(
    ("constraint", "good", "bad", "text"),
    [
        (min_length(3), "abc", "ab", "Member must have length greater than or equal to 3"),
        (
            max_length(3),
            [1, 2, 3],
            {1: 1, 2: 2, 3: 3, 4: 4},
            "Member must have length less than or equal to 3",
        ),
        (at_least(1), 1, 0, "Member must have value greater than or equal to 1"),
        (at_most(9), 9, 10, "Member must have value less than or equal to 9"),
        (
            pattern("[a-z]+"),
            "abc",
            "abc\n",
            "Member must satisfy regular expression pattern: [a-z]+",
        ),
        (
            one_of(("SIZE", "NONE"), EnumWording()),
            "NONE",
            "none",
            "Member must satisfy enum value set: [SIZE, NONE]",
        ),
        (
            each("keys", (max_length(5), min_length(3))),
            "abc",
            "ab",
            "Map keys must satisfy constraint: [Member must have length less than or equal to 5, "
            "Member must have length greater than or equal to 3]",
        ),
    ],
)
def test_constraint(constraint: Constraint[object], good: object, bad: object, text: str) -> None:
    assert constraint.holds(good)
    assert not constraint.holds(bad)
    assert constraint.text == text


def test_the_subject_is_the_type_of_the_values() -> None:
    assert min_length(1).subject is Sized
    assert at_most(1).subject is int
    assert pattern("a").subject is str


def test_the_current_words_of_an_enum_may_differ() -> None:
    same = one_of(("OR", "AND"), EnumWording())
    assert same.current_text is None
    constraint = one_of(("OR", "AND"), EnumWording(NAMELESS, "ALL, OR", is_older=True))
    assert constraint.text == "Member must satisfy enum value set: [OR, AND]"
    assert constraint.current_text == "Member must satisfy enum value set: [ALL, OR]"
    assert constraint.current == NAMELESS
    assert constraint.checked_by == "older"
    assert constraint.holds("AND")
    assert not constraint.holds("ALL")
