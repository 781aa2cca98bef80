"""Tests of applying updates.

Sources: Alternator test_update_expression.py, test_returnvalues.py and test_item.py; recorded
answers of October 2026.
"""

from copy import deepcopy

import pytest

from jedlik.core.expressions.update import (
    ATTRIBUTE_ABSENT,
    OPERAND_TYPE,
    PATH_INVALID,
    UPDATE_TOO_LARGE,
    apply,
    may_nest,
    updated_attributes,
    updated_names,
)
from jedlik.core.types.attribute_value import AttributeValue, Item

from .refusals import refusal, update

KEY: Item = {"p": {"S": "x"}}


def n(value: int) -> AttributeValue:
    return {"N": str(value)}


def l(*values: int) -> AttributeValue:  # noqa: E743
    return {"L": [n(value) for value in values]}


def m(**members: AttributeValue) -> AttributeValue:
    return {"M": members}


def after(text: str, old: Item | None, **values: AttributeValue) -> Item | None:
    """Returns the new item without its key. Asserts that the old item has not changed."""
    before = deepcopy(old)
    given: Item = {f":{name}": value for name, value in values.items()}
    item = apply(update(text, given or None), None if old is None else KEY | old, KEY)
    assert old == before
    if item is None:
        return None
    assert item.pop("p") == KEY["p"]
    return item


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("SET x = :v, y = :v", {"a": n(1)}, {"a": n(1), "x": n(7), "y": n(7)}),
        ("SET a = :v, b = a", {"a": n(1)}, {"a": n(7), "b": n(1)}),
        ("SET a = b, b = a", {"a": n(1), "b": n(2)}, {"a": n(2), "b": n(1)}),
        ("SET a = a", {"a": n(1)}, {"a": n(1)}),
        ("SET a = a + :v", {"a": n(3)}, {"a": n(10)}),
        ("SET a = (a - :v)", {"a": n(3)}, {"a": n(-4)}),
        ("SET a = if_not_exists(a, :v)", {"a": n(3)}, {"a": n(3)}),
        ("SET a = if_not_exists(b, if_not_exists(c, :v)) + :v", {}, {"a": n(14)}),
        ("SET a = if_not_exists(b, c)", {"c": n(3)}, {"a": n(3), "c": n(3)}),
        ("SET z = a.c.x", {"a": m(c=m(x=n(7)))}, {"a": m(c=m(x=n(7))), "z": n(7)}),
        ("SET a.c = :v", {"a": m(b=n(3), c=n(4)), "d": n(5)}, {"a": m(b=n(3), c=n(7)), "d": n(5)}),
        ("SET a.d = :v", {"a": m(b=n(3))}, {"a": m(b=n(3), d=n(7))}),
        ("SET a[1] = :v", {"a": l(1, 2, 3)}, {"a": l(1, 7, 3)}),
        ("SET a[5] = :v", {"a": l(1, 2, 3)}, {"a": l(1, 2, 3, 7)}),
        ("SET a[0] = :v", {"a": l()}, {"a": l(7)}),
        ("SET a.c[1].x.y[1] = :v", {"a": m(c={"L": [n(0), m(x=m(y=l(3, 5)))]})},
         {"a": m(c={"L": [n(0), m(x=m(y=l(3, 7)))]})}),
        ("REMOVE a", {"a": n(1), "b": n(2)}, {"b": n(2)}),
        ("REMOVE a, c.d, e[7]", {"b": n(2), "c": m(), "e": l()}, {"b": n(2), "c": m(), "e": l()}),
        ("REMOVE a SET b = a", {"a": n(1)}, {"b": n(1)}),
        ("REMOVE a.b", {"a": m(b=n(1))}, {"a": m()}),
        ("REMOVE a[0]", {"a": l(1)}, {"a": l()}),
        ("REMOVE a[1] SET a[3] = :v", {"a": l(2, 3, 4, 5, 6)}, {"a": l(2, 4, 7, 6)}),
        ("SET a[3] = :v REMOVE a[1]", {"a": l(2, 3, 4, 5, 6)}, {"a": l(2, 4, 7, 6)}),
        ("REMOVE a[0], a[2], a[9] SET a[10] = :v", {"a": l(1, 2, 3, 4)}, {"a": l(2, 4, 7)}),
        ("SET a.b = :v, a.c.d = :v, b.x = :v REMOVE a.x, b.y",
         {"a": m(x=n(3), y=n(4), c=m(y=n(3))), "b": m(x=n(1), y=n(2))},
         {"a": m(y=n(4), b=n(7), c=m(y=n(3), d=n(7))), "b": m(x=n(7))}),
        ("ADD a :v", {"a": n(3)}, {"a": n(10)}),
        ("ADD b :v", {"a": n(3)}, {"a": n(3), "b": n(7)}),
        ("ADD a.b :v, l[0] :v", {"a": m(), "l": l(1)}, {"a": m(b=n(7)), "l": l(8)}),
    ],
)  # fmt: skip
def test_effects(text: str, old: Item, new: Item) -> None:
    given = {"v": n(7)} if ":v" in text else {}
    assert after(text, old, **given) == new


def test_elements_past_the_end_are_appended_in_order_of_their_indexes() -> None:
    text = "SET a[84] = :a, a[37] = :b, a[17] = :c, a[50] = :d"
    new = after(text, {"a": l(0)}, a=n(84), b=n(37), c=n(17), d=n(50))
    assert new == {"a": l(0, 17, 37, 50, 84)}


def test_list_append() -> None:
    old: Item = {"a": l(1), "b": l(2, 3)}
    assert after("SET a = list_append(a, b)", old) == {"a": l(1, 2, 3), "b": l(2, 3)}
    assert after("SET a = list_append(a, a)", old) == {"a": l(1, 1), "b": l(2, 3)}
    assert after("SET a = list_append(:v, a)", old, v=l(7)) == {"a": l(7, 1), "b": l(2, 3)}
    text = "SET c = list_append(if_not_exists(c, :none), :v)"
    assert after(text, old, v=l(7), none=l()) == old | {"c": l(7)}


@pytest.mark.parametrize(
    ("tag", "old", "operand", "union", "difference"),
    [
        ("SS", ["b", "c"], ["", "a", "c"], ["", "a", "b", "c"], ["b"]),
        ("NS", ["2", "10"], ["-1", "2", "9"], ["-1", "2", "9", "10"], ["10"]),
        ("BS", ["AA==", "/w=="], ["fw==", "/w=="], ["AA==", "fw==", "/w=="], ["AA=="]),
        ("SS", ["", "a"], ["a"], ["", "a"], [""]),
    ],
)
def test_sets(
    tag: str, old: list[str], operand: list[str], union: list[str], difference: list[str]
) -> None:
    def values(members: list[str]) -> AttributeValue:
        return {"SS": {"SS": members}, "NS": {"NS": members}, "BS": {"BS": members}}[tag]  # type: ignore[return-value]

    v = values(operand)
    assert after("ADD a :v", {"a": values(old)}, v=v) == {"a": values(union)}
    assert after("ADD a :v", {}, v=v) == {"a": v}
    assert after("DELETE a :v", {"a": values(old)}, v=v) == {"a": values(difference)}
    assert after("DELETE a :v", {"a": v, "b": n(1)}, v=v) == {"b": n(1)}
    assert after("DELETE a :v", {"b": n(1)}, v=v) == {"b": n(1)}
    assert after("DELETE a.b :v", {"a": m(b=v)}, v=v) == {"a": m()}


def test_what_is_shared_and_what_is_copied() -> None:
    old: Item = {"a": m(b=m(c=n(1)), d=l(1, 2)), "e": m(f=n(1))}
    new = apply(update("SET a.b.c = :v, a.b.g = :v", {":v": n(2)}), old, KEY)
    assert new is not None
    assert new["e"] is old["e"]
    assert new["a"]["M"]["d"] is old["a"]["M"]["d"]
    assert old["a"]["M"]["b"] == m(c=n(1))
    assert new["a"]["M"]["b"] == m(c=n(2), g=n(2))


@pytest.mark.parametrize(
    ("text", "old", "message"),
    [
        ("SET c = z", {"a": n(1)}, ATTRIBUTE_ABSENT),
        ("SET c = z", None, ATTRIBUTE_ABSENT),
        ("SET z = z", {}, ATTRIBUTE_ABSENT),
        ("SET x = :v, y = x", {}, ATTRIBUTE_ABSENT),
        ("SET b = b + :v", {}, ATTRIBUTE_ABSENT),
        ("SET b = :v - b.c", {"b": n(1)}, ATTRIBUTE_ABSENT),
        ("SET b = list_append(a, b)", {"a": l()}, ATTRIBUTE_ABSENT),
        ("SET b = a + :v", {"a": {"S": "x"}}, OPERAND_TYPE),
        ("SET b = :v - a", {"a": l()}, OPERAND_TYPE),
        ("SET b = list_append(a, b)", {"a": l(), "b": n(1)}, OPERAND_TYPE),
        ("SET b = list_append(b, a)", {"a": l(), "b": n(1)}, OPERAND_TYPE),
        ("ADD a :v", {"a": {"S": "x"}}, OPERAND_TYPE),
        ("ADD a :v", {"a": {"NS": ["1"]}}, OPERAND_TYPE),
        *[(f"SET {path} = :v", {"a": n(1), "b": l(1), "m": m()}, PATH_INVALID)
          for path in ("a.c", "b.c", "c.c", "a[0]", "c[0]", "m[0]", "m.a.b", "b[1].c", "b[0].c")],
        *[(f"REMOVE {path}", {"a": n(1), "b": l(1), "m": m()}, PATH_INVALID)
          for path in ("a.c", "b.c", "c.c", "a[0]", "c[0]", "m[0]", "m.a.b", "b[1].c", "b[0].c")],
        ("SET c.c = :v", None, PATH_INVALID),
        ("ADD c.c :v", {}, PATH_INVALID),
    ],
)  # fmt: skip
def test_refusals(text: str, old: Item | None, message: str) -> None:
    given = {"v": n(7)} if ":v" in text else {}
    assert refusal(lambda: after(text, old, **given)) == message


def test_set_operations_need_sets_of_one_type() -> None:
    for text in ("ADD a :v", "DELETE a :v"):
        for current in (n(1), l(1), {"SS": ["1"]}):
            refused = refusal(lambda: after(text, {"a": current}, v={"NS": ["1"]}))  # type: ignore[dict-item]  # noqa: B023
            assert refused == OPERAND_TYPE


def test_arithmetic_is_checked_for_range() -> None:
    largest: AttributeValue = {"N": "99" + "0" * 124}
    message = refusal(lambda: after("SET a = a + :v", {"a": largest}, v=largest))
    assert message.startswith("Number overflow.")


def test_a_new_item_has_its_key() -> None:
    assert after("SET a = :v", None, v=n(1)) == {"a": n(1)}
    assert after("ADD a :v", None, v=n(1)) == {"a": n(1)}
    assert after("SET a = :v REMOVE b, c.d", None, v=n(1)) == {"a": n(1)}


def test_removing_from_no_item_creates_none() -> None:
    assert after("REMOVE a, x.y, z[0]", None) is None
    assert after("DELETE a :v", None, v={"SS": ["x"]}) is None
    assert after("SET b = :v DELETE a :s", None, v=n(1), s={"SS": ["x"]}) == {"b": n(1)}


def test_names_written_to() -> None:
    text = "SET a.b = c, d[0] = :v REMOVE e ADD f :v"
    assert updated_names(update(text, {":v": n(1)})) == frozenset("adef")


@pytest.mark.parametrize(
    ("text", "updated_old", "updated_new"),
    [
        ("SET b = :v, z = :v", {"b": n(1)}, {"b": n(7), "z": n(7)}),
        ("SET b = b", {"b": n(1)}, {"b": n(1)}),
        ("REMOVE b", {"b": n(1)}, {}),
        ("SET z = :v", {}, {"z": n(7)}),
        ("SET y = :v REMOVE b", {"b": n(1)}, {"y": n(7)}),
        ("SET a.b = :v", {"a": m(b=n(2))}, {"a": m(b=n(7))}),
        ("SET a.c[1] = :v", {"a": m(c=l(2))}, {"a": m(c=l(7))}),
        ("SET a.c[1] = :v, a.b = :v", {"a": m(b=n(2), c=l(2))}, {"a": m(b=n(7), c=l(7))}),
        ("SET a.x = :v", {}, {"a": m(x=n(7))}),
        ("SET a.c[100] = :v", {}, {}),
        ("REMOVE a.c[1], a.c[3]", {"a": m(c=l(2))}, {"a": m(c=l(3))}),
    ],
)
def test_updated_attributes(text: str, updated_old: Item, updated_new: Item) -> None:
    old: Item = KEY | {"a": m(b=n(2), c=l(1, 2, 3)), "b": n(1), "d": {"S": "cat"}}
    actions = update(text, {":v": n(7)} if ":v" in text else None)
    assert updated_attributes(actions, old) == updated_old
    assert updated_attributes(actions, apply(actions, old, KEY)) == updated_new
    assert updated_attributes(actions, None) == {}


@pytest.mark.parametrize(
    ("text", "length", "fits"),
    [
        ("SET a = list_append(l, l)", 200_000, True),
        ("SET a = list_append(l, l)", 204_801, False),
        ("SET a = list_append(l, l), b = list_append(l, l)", 102_400, True),
        ("SET a = list_append(l, l), b = list_append(l, l)", 102_401, False),
        ("SET a = list_append(l, l), b = gone", 204_801, False),
    ],
)
def test_lists_too_large_for_any_item_are_not_created(text: str, length: int, fits: bool) -> None:
    old = {**KEY, "l": AttributeValue(L=[{"S": ""}] * length)}
    if fits:
        assert apply(update(text, None), old, KEY) is not None
    else:
        assert refusal(lambda: apply(update(text, None), old, KEY)) == UPDATE_TOO_LARGE


@pytest.mark.parametrize(
    ("text", "nests"),
    [
        ("SET a = :n", False),
        ("SET a.b[0] = :n", False),
        ("SET a = b + :n", False),
        ("REMOVE a", False),
        ("ADD a :n", False),
        ("SET a = :l", True),
        ("SET a = :m", True),
        ("SET a = b", True),
        ("SET a = if_not_exists(b, :n)", True),
        ("SET a = :n, b = list_append(b, :l)", True),
    ],
)
def test_only_lists_and_maps_can_nest_an_item_more_deeply(text: str, nests: bool) -> None:
    values: Item = {":n": n(1), ":l": l(1), ":m": m(x=n(1))}
    assert may_nest(update(text, values)) is nests
