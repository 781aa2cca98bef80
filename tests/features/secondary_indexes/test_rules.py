"""What an index demands of items and of updates.

Sources: recorded answers, October 2026; dynalite's tests; reports of users, 2015 and 2018, on the
size of keys. A vector index also checks its vector: `vector_indexes/test_index.py`.
"""

from typing import Any

import pytest

from jedlik.core.expressions.nodes import Path, Remove
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.types.attribute_value import Item
from jedlik.features.secondary_indexes.index import Index, IndexKey
from jedlik.features.secondary_indexes.rules import IndexRule
from tests.core.expressions.refusals import refusal, update
from tests.core.test_pauses import Looks

INVALID = "One or more parameter values were invalid: "
NOT_VALID = "One or more parameter values are not valid. "
UPDATED = "The update expression attempted to update "
TABLE: Any = {"Id": 7}
RECORD: Any = {"Id": 1, "IndexName": "i", "Projection": {"ProjectionType": "ALL"}}


def index(hash_key: str, range_key: str = "", filters: str = "") -> Index:
    """Returns an index. A key is written like `a:S b:N`."""
    roles = [
        tuple(KeyAttribute(*each.split(":")) for each in text.split())  # type: ignore[arg-type]
        for text in (hash_key, range_key, filters)
    ]
    return Index(TABLE, RECORD, IndexKey(*roles), is_global=True)


INDEX = index("s:S", "n:N", "b:B")


def check(item: Item, given: Index = INDEX, *, by_expression: bool = False) -> None:
    IndexRule(given).check(item, by_expression=by_expression)


def fault(item: Item, given: Index = INDEX, *, by_expression: bool = False) -> str:
    return refusal(lambda: check(item, given, by_expression=by_expression))


def check_update(text: str, values: Item, *, by_expression: bool = True) -> None:
    IndexRule(INDEX).check_update(update(text, values or None), by_expression=by_expression)


@pytest.mark.parametrize("by_expression", [False, True])
@pytest.mark.parametrize(
    "item",
    [
        {},
        {"other": {"S": ""}},
        {"s": {"S": "a"}, "n": {"N": "0"}, "b": {"B": "YQ=="}},
        {"b": {"B": ""}},  # a filter may be empty
        {"s": {"S": "é" * 1024}},
    ],
)
def test_items_that_an_index_accepts(item: Item, by_expression: bool) -> None:
    check(item, by_expression=by_expression)


@pytest.mark.parametrize(
    ("item", "name", "expected", "actual"),
    [
        ({"s": {"N": "1"}}, "s", "S", "N"),
        ({"s": {"S": "a"}, "n": {"S": "1"}}, "n", "N", "S"),
        ({"b": {"NULL": True}}, "b", "B", "NULL"),
        ({"n": {"S": "1"}, "s": {"L": []}}, "s", "S", "L"),
    ],
)
def test_a_key_attribute_or_filter_has_its_type(
    item: Item, name: str, expected: str, actual: str
) -> None:
    assert fault(item) == (
        f"{INVALID}Type mismatch for Index Key {name} Expected: {expected} Actual: {actual} "
        "IndexName: i"
    )
    assert fault(item, by_expression=True) == (
        UPDATED + "the secondary index key to unsupported type"
    )


@pytest.mark.parametrize(("tag", "kind"), [("S", "string"), ("B", "binary")])
def test_a_key_attribute_is_not_empty(tag: str, kind: str) -> None:
    item: Any = {"k": {tag: ""}}
    given = index(f"k:{tag}")
    assert fault(item, given) == (
        f"{NOT_VALID}A value specified for a secondary index key is not supported. The "
        f"AttributeValue for a key attribute cannot contain an empty {kind} value. "
        "IndexName: i, IndexKey: k"
    )
    assert fault(item, given, by_expression=True) == (
        f"{NOT_VALID}{UPDATED}a secondary index key to a value that is not supported. The "
        f"AttributeValue for a key attribute cannot contain an empty {kind} value."
    )


@pytest.mark.parametrize(
    ("given", "item", "names", "size_bytes", "limit_bytes"),
    [
        (index("a:S"), {"a": {"S": "x" * 2049}}, "a", 2049, 2048),
        (index("a:S"), {"a": {"S": "é" * 1025}}, "a", 2050, 2048),
        (index("h:S", "a:S"), {"a": {"S": "x" * 1025}}, "a", 1025, 1024),
        (
            index("a:S b:S"),
            {"a": {"S": "x" * 2000}, "b": {"S": "x" * 49}},
            "a, b",
            2049,
            2048,
        ),
    ],
)
def test_a_key_is_not_too_long(
    given: Index, item: Item, names: str, size_bytes: int, limit_bytes: int
) -> None:
    assert fault(item, given) == (
        f"{INVALID}Size limit exceeded for Index Key {names} Actual Size: {size_bytes} bytes "
        f"Max Size: {limit_bytes} bytes IndexName: i"
    )
    assert fault(item, given, by_expression=True) == (
        UPDATED + "the secondary index key beyond allowed size limits."
    )


@pytest.mark.parametrize(
    ("given", "item"),
    [
        (index("a:S"), {"a": {"S": "x" * 2048}}),
        (index("h:S", "a:S"), {"a": {"S": "x" * 1024}}),
        (index("a:S b:S"), {"a": {"S": "x" * 2000}, "b": {"S": "x" * 48}}),
        # Without all attributes of a role there is no key that could be too long.
        (index("a:S b:S"), {"a": {"S": "x" * 2049}}),
    ],
)
def test_the_longest_keys(given: Index, item: Item) -> None:
    check(item, given)
    check(item, given, by_expression=True)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("SET s = :s, n = :n", {":s": {"S": "a"}, ":n": {"N": "1"}}),
        ("SET s = o", {}),  # the type is known only with the item
        ("SET s.x = :n", {":n": {"N": "1"}}),
        ("SET n = n + :n", {":n": {"N": "1"}}),
        ("ADD n :n", {":n": {"N": "1"}}),
        ("REMOVE s", {}),
        ("SET o = :n", {":n": {"NULL": True}}),
    ],
)
def test_updates_that_may_be_applied(text: str, values: Item) -> None:
    check_update(text, values)


@pytest.mark.parametrize(
    ("text", "value", "name", "expected", "actual"),
    [
        ("SET s = :v", {"N": "1"}, "s", "S", "N"),
        ("SET n = :v", {"S": "1"}, "n", "N", "S"),
        ("SET b = :v", {"S": "1"}, "b", "B", "S"),
        ("SET s = o + :v", {"N": "1"}, "s", "S", "N"),
        ("ADD s :v", {"N": "1"}, "s", "S", "N"),
        ("ADD n :v", {"SS": ["a"]}, "n", "N", "SS"),
    ],
)
def test_updates_that_write_another_type(
    text: str, value: Any, name: str, expected: str, actual: str
) -> None:
    assert refusal(lambda: check_update(text, {":v": value})) == (
        f"{INVALID}Type mismatch for Index Key {name} Expected: {expected} Actual: {actual} "
        "IndexName: i"
    )


def test_an_update_that_empties_a_key_attribute() -> None:
    empty: Item = {":v": {"S": ""}}
    assert refusal(lambda: check_update("SET s = :v", empty)) == (
        f"{NOT_VALID}{UPDATED}a secondary index key to a value that is not supported. The "
        "AttributeValue for a key attribute cannot contain an empty string value."
    )
    legacy = refusal(lambda: check_update("SET s = :v", empty, by_expression=False))
    assert legacy.endswith("an empty string value. IndexName: i, IndexKey: s")


def test_many_actions_are_read_with_pauses() -> None:
    """A legacy request may have a quarter of a million, and a table many indexes."""
    removed = tuple([Remove(Path(f"a{at}")) for at in range(5_000)])
    with Looks(1_000) as looks:
        IndexRule(INDEX).check_update(removed, by_expression=False)
    assert looks.count >= 10
