"""Tests of the attributes that a condition reads."""

import pytest

from jedlik.core.expressions.attribute_names import attribute_names

from .refusals import condition


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
