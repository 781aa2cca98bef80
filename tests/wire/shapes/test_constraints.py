"""Constraints and their wording: recorded answers, October 2026."""

import pytest

from jedlik.wire.shapes.constraints import (
    ECHO,
    GENERIC,
    NAMELESS,
    Constraint,
    Path,
    Wording,
    at_least,
    at_most,
    each,
    fault,
    max_length,
    min_length,
    missing,
    one_of,
    pattern,
)

AT_LEAST_1 = "Member must have value greater than or equal to 1"


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
        (one_of("SIZE, NONE"), "NONE", "none", "Member must satisfy enum value set: [SIZE, NONE]"),
        (
            each("keys", max_length(5), min_length(3)),
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


def test_path() -> None:
    path = Path().member("TransactItems").element(2).member("Update").member("TableName")
    assert path == (
        "transactItems.2.member.update.tableName",
        "TransactItems.2.member.Update.TableName",
    )
    assert Path().member("RequestItems").entry("a;B").member("Keys") == (
        "requestItems.a;B.member.keys",
        "RequestItems.a;B.member.Keys",
    )


@pytest.mark.parametrize(
    ("wording", "current", "bare"),
    [
        (
            ECHO,
            "Value '{0}' at 'limit' failed to satisfy constraint: " + AT_LEAST_1,
            False,
        ),
        (
            GENERIC,
            "Value at 'Limit' failed to satisfy constraint: " + AT_LEAST_1,
            False,
        ),
        (
            NAMELESS,
            "Failed to satisfy constraint: " + AT_LEAST_1,
            False,
        ),
        (Wording("no", bare=True), "no", True),
    ],
)
def test_fault(wording: Wording, current: str, bare: bool) -> None:
    found = fault(at_least(1, wording), Path().member("Limit"), lambda: "{0}")
    assert found.older == (
        "Value '{0}' at 'limit' failed to satisfy constraint: "
        "Member must have value greater than or equal to 1"
    )
    assert found.current == current
    assert (found.alone, found.bare, found.missing) == (False, bare, False)


def test_missing() -> None:
    older = "Value null at 'key' failed to satisfy constraint: Member must not be null"
    assert missing(Path().member("Key")).older == older
    found = missing(Path().member("Key"), Wording("where?", bare=True))
    assert (found.older, found.current) == (older, "where?")
    assert (found.alone, found.bare, found.missing) == (False, True, True)
