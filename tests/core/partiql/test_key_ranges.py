"""Key ranges include every match of the condition. If they are exact, they include nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.errors import Reject
from jedlik.core.expressions.evaluate import evaluate
from jedlik.core.expressions.nodes import And, Condition, Not, Or
from jedlik.core.keys.encode import encode_scalar
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.partiql.key_ranges import (
    OVERLAPPING,
    KeyRange,
    KeyRanges,
    check_scalar,
    key_ranges,
)
from jedlik.core.types.attribute_value import AttributeValue
from tests.core.partiql.conditions import condition

HASH, RANGE = KeyAttribute("pk", "S"), KeyAttribute("sk", "S")
TYPE = "Key attribute's data type should match its data type in table's schema: Key {}"
NO_KEY_TYPE = "Key value must be of type S, N, or B. Key name: {}, Key type: {}"
HASH_SIZE = (
    "One or more parameter values were invalid: "
    "Size of hashkey has exceeded the maximum size limit of2048 bytes"
)
RANGE_SIZE = (
    "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the "
    "size limit of 1024 bytes"
)
EMPTY = (
    "One or more parameter values are not valid. The AttributeValue for a key attribute "
    "cannot contain an empty string value. Key: {}"
)
LONG = f"'{'k' * 2049}'"
NESTED = (
    "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: "
    "Key: pk"
)


def ranges(where: str) -> KeyRanges | None:
    return key_ranges(condition(where), HASH, RANGE)


def one(low: str) -> KeyRange:
    return KeyRange("a", low.encode(), low.encode() + b"\x00")


def wide(above: str, below: str) -> KeyRange:
    return KeyRange("a", above.encode() + b"\x00", below.encode())


@pytest.mark.parametrize(
    ("where", "found", "exact"),
    [
        ("pk = 'a'", [KeyRange("a")], True),
        ("'a' = pk", [KeyRange("a")], True),
        ("pk = 'a' AND pk = 'a'", [KeyRange("a")], True),
        ("pk = 'a' AND sk = '1'", [one("1")], True),
        ("pk = 'a' AND sk > '1'", [KeyRange("a", b"1\x00")], True),
        ("pk = 'a' AND '1' < sk", [KeyRange("a", b"1\x00")], True),
        ("pk = 'a' AND sk >= '1' AND sk < '3'", [KeyRange("a", b"1", b"3")], True),
        ("pk = 'a' AND sk = '1' AND sk = '2'", [], True),
        ("pk = 'a' AND sk > '0' AND sk < 5", [], True),
        ("pk = 'a' AND sk <= '1'", [KeyRange("a", b"", b"1\x00")], True),
        ("pk = 'a' AND sk BETWEEN '1' AND '2'", [KeyRange("a", b"1", b"2\x00")], True),
        ("pk = 'a' AND begins_with(sk, '1')", [KeyRange("a", b"1", b"2")], True),
        ("pk = 'a' AND sk IN ['2', '1']", [one("1"), one("2")], True),
        ("pk = 'a' AND (sk = '1' OR sk = '2')", [one("1"), one("2")], True),
        ("pk IN ['a', 'b']", [KeyRange("a"), KeyRange("b")], True),
        ("pk = 'a' OR pk = 'b'", [KeyRange("a"), KeyRange("b")], True),
        ("pk = 'a' AND x = '1'", [KeyRange("a")], False),
        ("pk = 'a' AND NOT sk = '1'", [KeyRange("a")], False),
        ("pk = 'a' AND pk > 'a'", [KeyRange("a")], False),
        ("pk = 'a' AND sk = '2' OR pk = 'a' AND NOT sk = '1'", [KeyRange("a")], False),
        ("pk = 'a' AND sk = '2' OR pk = 'a' AND sk <> '1'", [KeyRange("a")], False),
        ("pk = 'a' OR pk = 'a' AND NOT sk = '1'", [KeyRange("a")], False),
        ("pk = 'a' AND size(sk) = 1", [KeyRange("a")], False),
        ("pk = 'a' AND contains(sk, '1')", [KeyRange("a")], False),
        ("pk = 'a' AND (x = '1' OR y = '2')", [KeyRange("a")], False),
        ("pk = 'a' AND (x = '1' OR sk <> '2')", [KeyRange("a")], False),
        ("pk = 'a' AND sk <> 5", [KeyRange("a")], False),
        (
            "pk = 'a' AND NOT sk BETWEEN '1' AND '2' OR pk = 'a' AND sk = '3'",
            [KeyRange("a")],
            False,
        ),
        ("pk = 'a' AND (x = '1' OR y = '2') AND (x = '1' OR y = '3')", [KeyRange("a")], False),
        # Different conditions on the range key: no branch is checked for overlaps.
        ("pk = 'a' AND sk > '0' AND sk < '3' OR pk = 'a' AND sk = '2'", [wide("0", "3")], True),
        ("pk = 'a' AND sk >= '1' AND sk <= '1' OR pk = 'a' AND sk = '1'", [one("1")], True),
        (
            "pk = 'a' AND begins_with(sk, 'x') OR pk = 'a' AND sk BETWEEN 'u' AND 'w'",
            [KeyRange("a", b"u", b"w\x00"), KeyRange("a", b"x", b"y")],
            True,
        ),
    ],
)
def test_keyed(where: str, found: list[KeyRange], exact: bool) -> None:
    assert ranges(where) == KeyRanges(found, exact, is_listed="pk IN" in where)


@pytest.mark.parametrize(
    "where",
    [
        "x = '1'",
        "sk = '1'",
        "pk > 'a'",
        "pk = 'a' OR x = '1'",
        "pk = x",
        "NOT pk = 'a'",
        "pk <> 'a'",
        # Different conditions on the hash key are filters (dynoxide's captures, October 2026).
        "pk = 'a' AND pk = 'b'",
        "pk = 'a' AND pk = 5",
        "pk = 5 AND pk = 'a' OR pk = 5",
        "pk = 'a' AND pk IN ['a', 'b']",
        "pk = 'a' AND (pk = 'b' OR x = '1')",
    ],
)
def test_not_keyed(where: str) -> None:
    assert ranges(where) is None


def test_the_number_of_reads_is_bounded() -> None:
    """Source: floci, DynamoDbPartiQLEdgeCaseIntegrationTest (captured, September 2026)."""
    several, fifty, twenty_six = (", ".join(f"'{n}'" for n in range(to)) for to in (51, 50, 26))
    for where in (
        f"pk IN [{several}]",
        f"sk = '1' AND pk IN [{several}]",
        f"pk = 'a' AND sk IN [{several}]",
        f"pk IN [{twenty_six}] AND sk IN ['1', '2']",
        f"sk IN [{fifty}] AND pk IN [{fifty}]",
    ):
        with pytest.raises(Reject) as rejected:
            ranges(where)
        assert rejected.value.error.message == (
            "Too many decomposed read operations for a given query."
        )
    assert ranges(f"pk IN [{fifty}]") is not None
    for unkeyed in (f"sk IN [{several}]", f"pk IN [{several}] OR x = '1'"):
        assert ranges(unkeyed) is None


@pytest.mark.parametrize(
    "where", ["pk > 5", "sk = 5", "x = '1' OR pk = 5", "pk > 5 AND NOT sk = 5"]
)
def test_a_read_of_everything_accepts_values_of_other_types(where: str) -> None:
    """Sources: floci, DynamoDbPartiQLEdgeCaseIntegrationTest (captured, September 2026); dynoxide's
    captures, October 2026.
    """
    assert ranges(where) is None


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("pk = 5", TYPE.format("pk")),
        ("pk IN ['a', 5]", TYPE.format("pk")),
        ("pk = 'a' AND sk = 5", TYPE.format("sk")),
        ("pk = 'a' AND sk > 5", TYPE.format("sk")),
        # dynoxide's captures, October 2026.
        ("pk = true", NO_KEY_TYPE.format("pk", "BOOL")),
        ("pk = {'a': 1}", NO_KEY_TYPE.format("pk", "M")),
        ("pk IN ['a', [1]]", NO_KEY_TYPE.format("pk", "L")),
        ("pk = 'a' AND sk = null", NO_KEY_TYPE.format("sk", "NULL")),
        ("pk = true OR pk = 'a'", NO_KEY_TYPE.format("pk", "BOOL")),
        ("pk = true OR x = '1'", NO_KEY_TYPE.format("pk", "BOOL")),
        ("pk = true OR pk > 'a'", NO_KEY_TYPE.format("pk", "BOOL")),
        ("pk = true OR pk = 'a' AND pk = 'b'", NO_KEY_TYPE.format("pk", "BOOL")),
        ("pk = 'a' AND pk IN ['a'] OR pk = true", NO_KEY_TYPE.format("pk", "BOOL")),
        ("pk = 'a' OR pk = 'a' AND sk = true", NO_KEY_TYPE.format("sk", "BOOL")),
        (
            "pk = 'a' AND sk = true OR pk = 'b' AND sk = '1' AND sk = '2'",
            NO_KEY_TYPE.format("sk", "BOOL"),
        ),
        ("pk = 5 AND pk IN [5]", TYPE.format("pk")),
        ("pk = ''", EMPTY.format("pk")),
        ("pk = 'a' AND sk > ''", EMPTY.format("sk")),
        ("pk.a = 'a'", NESTED),
        # Sources: recorded answers, October 2026, and tests of floci, run on the service.
        ("pk = 'a' AND x = '1' OR pk = 'a' AND sk = '2'", OVERLAPPING),
        ("pk = 'a' AND x <> '1' OR pk = 'a' AND sk = '2'", OVERLAPPING),
        ("pk IN ['a', 'a']", OVERLAPPING),
        ("pk = 'a' OR pk = 'a'", OVERLAPPING),
        ("pk = 'a' AND (sk > '0' OR sk < '5')", OVERLAPPING),
        ("pk = 'a' AND (sk = '1' OR x = 'y')", OVERLAPPING),
        ("pk IN ['a', 'b'] OR pk = 'a'", OVERLAPPING),
        ("pk = 'a' OR pk = 'b' OR pk = 'a'", OVERLAPPING),
        ("pk = 'a' AND sk >= '1' OR pk = 'a' AND sk <= '1'", OVERLAPPING),
        ("pk = 'a' AND sk IN ['1', '1']", OVERLAPPING),
        ("(pk = 'a' OR pk = 'a') AND sk = '1'", OVERLAPPING),
        ("pk = 'a' AND sk = '1' AND sk = '1' OR pk = 'a' AND sk = '1'", OVERLAPPING),
        ("pk = 'a' AND begins_with(sk, 'x') OR pk = 'a' AND sk > 'xz'", OVERLAPPING),
        ("pk = 'a' AND (x = '1' OR x = '2') OR pk = 'a' AND sk = '3'", OVERLAPPING),
        # A key that is too long, where it is the only one.
        (f"pk = {LONG}", HASH_SIZE),
        (f"pk = {LONG} AND sk = {LONG}", HASH_SIZE),
        (f"pk = {LONG} AND (sk = '1' OR sk = '2')", HASH_SIZE),
        (f"pk = {LONG} AND (x = '1' OR x = '2')", HASH_SIZE),
        (f"pk = {LONG} AND x = '1' OR pk = {LONG} AND x = '2'", OVERLAPPING),
        (f"pk = 'a' AND sk = {LONG}", RANGE_SIZE),
        (f"pk = 'a' AND sk > {LONG}", RANGE_SIZE),
        (f"pk = 'a' AND sk BETWEEN 'a' AND {LONG}", RANGE_SIZE),
        (f"pk = 'a' AND begins_with(sk, {LONG})", RANGE_SIZE),
        (f"pk = 'a' AND sk IN [{LONG}]", RANGE_SIZE),
    ],
)
def test_refused(where: str, message: str) -> None:
    with pytest.raises(Reject) as rejected:
        ranges(where)
    assert rejected.value.error.message == message


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (f"pk IN [{LONG}, 'a']", [KeyRange("a")]),
        (f"pk = {LONG} OR pk = 'a'", [KeyRange("a")]),
        (f"pk = 'a' AND (sk = {LONG} OR sk = '1')", [one("1"), one(LONG[1:-1])]),
    ],
)
def test_one_of_several_keys_may_be_too_long(where: str, found: list[KeyRange]) -> None:
    """Source: dynoxide's captures, October 2026."""
    selected = ranges(where)
    assert selected is not None
    assert selected.ranges == found


@pytest.mark.parametrize("value", [{"S": "a"}, {"N": "1"}, {"B": ""}])
def test_a_key_is_a_scalar(value: AttributeValue) -> None:
    check_scalar("pk", value)
    with pytest.raises(Reject, match="Key name: pk, Key type: SS"):
        check_scalar("pk", {"SS": ["a"]})


ATOMS = st.sampled_from(
    [
        "pk = 'a'", "pk = 'b'", "pk IN ['a', 'c']", "sk = '1'", "sk < '2'", "sk >= '2'",
        "sk <> '1'",
        "sk BETWEEN '1' AND '2'", "begins_with(sk, '1')", "sk IN ['1', '3']", "x = '1'", "pk > 'a'",
    ]
).map(condition)  # fmt: skip
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
    ),
    max_leaves=6,
)


def ranges_unless_overlapping(tree: Condition) -> KeyRanges | None:
    try:
        return key_ranges(tree, HASH, RANGE)
    except Reject:
        return None


@given(CONDITIONS)
def test_nothing_is_left_out(tree: Condition) -> None:
    found = ranges_unless_overlapping(tree)
    if found is None:
        return
    for pk in "abc":
        for sk in ("0", "1", "11", "2", "3"):
            for x in "12":
                holds = evaluate(tree, {"pk": {"S": pk}, "sk": {"S": sk}, "x": {"S": x}})
                position = encode_scalar("S", sk)
                inside = [
                    each
                    for each in found.ranges
                    if each.hash_text == pk
                    and each.low <= position
                    and (each.high is None or position < each.high)
                ]
                assert len(inside) <= 1
                assert inside or not holds
                assert holds or not inside or not found.exact
