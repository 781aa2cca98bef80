"""Tests of the charge of an update expression.

Source: recorded answers of October 2026, clause by clause.
"""

import pytest

from jedlik.core.expressions.update_charge import charge_bytes
from jedlik.core.types.attribute_value import Item

from .refusals import update

VALUES: Item = {
    ":n": {"N": "1"},  # 2 bytes
    ":s": {"S": "x" * 100},
    ":l": {"L": [{"S": "x" * 10}]},  # 3 + 1 + 10
    ":m": {"M": {"a": {"S": "x" * 100}}},  # 3 + 1 + 1 + 100
    ":t": {"SS": ["ab", "c"]},
}


@pytest.mark.parametrize(
    ("text", "charge"),
    [
        ("SET c = :s", 19 + 1 + 100),
        ("SET m.yyyyyyyyyy = :s", 19 + (1 + 4 + 10) + 100),
        ("SET l[10] = :s", 19 + (1 + 4 + 2) + 100),
        ("SET c = :s, d = :s", 2 * (19 + 1 + 100)),
        ("SET c = :l", 19 + 1 + 14),
        ("SET c = :m", 19 + 1 + 105),
        ("SET c = abcdefghij", 19 + 1 + 25),
        ("SET c = m.z", 19 + 1 + 31),
        ("SET c = l[10]", 19 + 1 + 32),
        ("SET n = n + :n", 19 + 1 + 34 + 16 + 2),
        ("SET n = n - :n", 19 + 1 + 37 + 16 + 2),
        ("SET c = if_not_exists(c, :s)", 19 + 1 + 39 + 16 + 100),
        ("SET c = list_append(c, :l)", 19 + 1 + 37 + 16 + 14),
        ("SET c = if_not_exists(c, :n) - :n", 19 + 1 + 37 + (39 + 16 + 2) + 2),
        ("ADD c :n", 19 + 1 + 2),
        ("ADD c :t", 19 + 1 + 3),
        ("REMOVE r", 2),
        ("REMOVE #long", 1 + 6),
        ("DELETE c :t", 2),
        ("SET b = :s REMOVE r", 19 + 1 + 100 + 2),
    ],
)
def test_charges(text: str, charge: int) -> None:
    assert charge_bytes(update(text, VALUES, {"#long": "caf\u00e9!"})) == 3 + charge


def test_a_leaf_is_charged_as_the_map_that_holds_it() -> None:
    whole: Item = {":w": {"M": {"leaf": VALUES[":s"]}}}
    leaf = charge_bytes(update("SET d.leaf = :s", VALUES))
    assert leaf == charge_bytes(update("SET d = :w", whole))
    element = charge_bytes(update("SET d[0] = :s", VALUES))
    assert element == charge_bytes(update("SET d = :w", {":w": {"L": [VALUES[":s"]]}})) + 1


def test_beyond_the_limit_nothing_more_is_counted() -> None:
    large: Item = {":a": {"S": "x" * 409_600}}
    once = charge_bytes(update("SET a = :a", large))
    assert once > 409_600
    assert charge_bytes(update("SET a = :a, b = :a, c = :a", large)) == once
