"""Tests of what the alternatives of a condition require of the key.

Source: dynoxide's captures, October 2026.
"""

import pytest

from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.partiql.key_branches import Branch, KeyCondition, branches_of, key_condition
from tests.core.partiql.conditions import condition

KEYS = (KeyAttribute("pk", "S"), KeyAttribute("sk", "S"))
FILTER = Branch(exact=False)


def on_hash(*values: str, operator: str = "=") -> KeyCondition:
    return key_condition(operator, [{"S": value} for value in values])


A, B = on_hash("a"), on_hash("b")


@pytest.mark.parametrize(
    ("where", "branches"),
    [
        ("pk = 'a'", [Branch((A,))]),
        ("'a' = pk", [Branch((A,))]),
        ("pk IN ['a', 'b']", [Branch((on_hash("a", "b", operator="IN"),))]),
        ("pk > 'a'", [FILTER]),
        ("x = '1'", [FILTER]),
        ("pk = x", [FILTER]),
        ("pk = 'a' AND '1' < sk", [Branch((A,), (on_hash("1", operator=">"),))]),
        ("pk = 'a' AND x = '1'", [Branch((A,), exact=False)]),
        ("pk = 'a' AND sk <> '1'", [Branch((A,), negates=True, exact=False)]),
        ("pk = 'a' AND NOT (x = '1' OR sk = '2')", [Branch((A,), negates=True, exact=False)]),
        ("pk = 'a' OR pk = 'b'", [Branch((A,)), Branch((B,))]),
        ("pk = 'a' OR x = '1'", [Branch((A,)), FILTER]),
        ("pk = 'a' AND (x = '1' OR y = '2')", [Branch((A,), exact=False)]),
        (
            "pk = 'a' AND (sk = '1' OR x = '2')",
            [Branch((A,), (on_hash("1"),)), Branch((A,), exact=False)],
        ),
        # The same condition written twice counts once.
        ("pk = 'a' AND pk IN ['a'] AND 'a' = pk", [Branch((A,))]),
        ("pk = 'a' AND pk = 'b'", [Branch((A, B))]),
        (
            "pk IN ['a', 'b'] AND pk IN ['b', 'a']",
            [Branch((on_hash("a", "b", operator="IN"),))],
        ),
        (
            "pk = 'a' AND sk > '0' AND sk > '0' AND sk < '3'",
            [Branch((A,), (on_hash("0", operator=">"), on_hash("3", operator="<")))],
        ),
        (
            "pk = 'a' AND sk BETWEEN '0' AND '3' AND begins_with(sk, '1')",
            [
                Branch(
                    (A,),
                    (on_hash("0", "3", operator="BETWEEN"), on_hash("1", operator="begins_with")),
                )
            ],
        ),
    ],
)
def test_branches(where: str, branches: list[Branch]) -> None:
    assert branches_of(condition(where), KEYS) == branches


def test_a_table_without_a_range_key_has_none_in_its_branches() -> None:
    found = branches_of(condition("pk = 'a' AND sk = '1' AND sk <> '2'"), KEYS[:1])
    assert found == [Branch((A,), exact=False)]


def test_many_alternatives_are_not_multiplied() -> None:
    pk = " OR ".join(f"pk = '{n}'" for n in range(40))
    sk = " OR ".join(f"sk = '{n}'" for n in range(40))
    for where in (f"({pk}) AND ({sk})", f"({sk}) AND ({pk})"):
        found = branches_of(condition(where), KEYS)
        assert [len(branch.on_hash) for branch in found] == [1] * 40
        assert not any(branch.exact for branch in found)
