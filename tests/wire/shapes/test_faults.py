"""Faults, their paths and their sentences: recorded answers, October 2026."""

import pytest

from jedlik.core.types.constraints import ECHO, GENERIC, NAMELESS, Wording, at_least, max_length
from jedlik.core.types.echo import CUT
from jedlik.wire.shapes.faults import Path, broken, fault, missing

AT_LEAST_1 = "Member must have value greater than or equal to 1"


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


def test_a_long_key_in_a_path_is_cut() -> None:
    assert Path().entry("k" * 3000).older == "k" * 2048 + CUT + ".member"


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
    assert found.generic == f"Value at 'Limit' failed to satisfy constraint: {AT_LEAST_1}"
    assert (found.alone, found.bare, found.missing) == (False, bare, False)


def test_missing() -> None:
    older = "Value null at 'key' failed to satisfy constraint: Member must not be null"
    assert missing(Path().member("Key")).older == older
    found = missing(Path().member("Key"), Wording("where?", bare=True))
    assert (found.older, found.current) == (older, "where?")
    assert (found.alone, found.bare, found.missing) == (False, True, True)


def test_broken_constraints_are_those_that_do_not_hold() -> None:
    constraints = (at_least(1), at_least(3), at_least(5))
    assert list(broken(constraints, 3)) == [constraints[2]]
    assert list(broken((max_length(1),), "a")) == []
