"""Tests of the attributes that a condition reads."""

import pytest

from jedlik.core.expressions.attribute_names import attribute_names, paths_of
from jedlik.core.expressions.nodes import Path, Set

from .refusals import condition, update


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a = b.c", "a b"),
        ("NOT (a < :v OR b[1] > :v)", "a b"),
        ("a BETWEEN b AND :v AND size(c) IN (d, :v)", "a b c d"),
        ("contains(a.x, :v) AND attribute_exists(#e.f)", "a e"),
        (":v = :v", ""),
    ],
)
def test_names(text: str, names: str) -> None:
    aliases = {"#e": "e"} if "#e" in text else None
    assert attribute_names(condition(text, {":v": {"N": "1"}}, aliases)) == frozenset(names.split())


def test_the_paths_that_an_update_reads() -> None:
    (action,) = update("SET a = if_not_exists(b.c, d) + e[0]")
    assert isinstance(action, Set)
    found = sorted(paths_of(action.value), key=repr)
    assert found == [Path("b", ("c",)), Path("d"), Path("e", (0,))]
