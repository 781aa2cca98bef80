"""Key ranges include every match of the condition. If they are exact, they include nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.errors import Reject
from jedlik.core.expressions.evaluate import evaluate
from jedlik.core.expressions.nodes import And, Condition, Not, Or
from jedlik.core.keys.encode import encode_scalar
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.partiql.bind import bound_condition, bound_values
from jedlik.core.partiql.key_ranges import OVERLAPPING, KeyRange, KeyRanges, key_ranges
from jedlik.core.partiql.nodes import Select
from jedlik.core.partiql.translate import statement_of

HASH, RANGE = KeyAttribute("pk", "S"), KeyAttribute("sk", "S")
TYPE = "Key attribute's data type should match its data type in table's schema: Key {}"
FILTER_TYPE = (
    "One or more parameter values were invalid: Condition parameter type does not match schema type"
)
EMPTY = (
    "One or more parameter values are not valid. The AttributeValue for a key attribute "
    "cannot contain an empty string value. Key: {}"
)
NESTED = (
    "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: "
    "Key: pk"
)


def condition(where: str) -> Condition:
    statement = statement_of(f"SELECT * FROM T WHERE {where}")
    assert isinstance(statement.body, Select)
    found = bound_condition(statement.body.where, bound_values(statement, ()))
    assert found is not None
    return found


def ranges(where: str) -> KeyRanges | None:
    return key_ranges(condition(where), HASH, RANGE)


def one(low: str) -> KeyRange:
    return KeyRange("a", low.encode(), low.encode() + b"\x00")


@pytest.mark.parametrize(
    ("where", "found", "exact"),
    [
        ("pk = 'a'", [KeyRange("a")], True),
        ("'a' = pk", [KeyRange("a")], True),
        ("pk = 'a' AND pk = 'a'", [KeyRange("a")], True),
        ("pk = 'a' AND pk = 'b'", [], True),
        ("pk = 'a' AND sk = '1'", [one("1")], True),
        ("pk = 'a' AND sk > '1'", [KeyRange("a", b"1\x00")], True),
        ("pk = 'a' AND '1' < sk", [KeyRange("a", b"1\x00")], True),
        ("pk = 'a' AND sk >= '1' AND sk < '3'", [KeyRange("a", b"1", b"3")], True),
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
    ],
)
def test_not_keyed(where: str) -> None:
    assert ranges(where) is None


def test_many_alternatives_still_read_by_key() -> None:
    keys, sorts = ([f"'{prefix}{n}'" for n in range(50)] for prefix in "kt")
    found = ranges(f"sk IN [{', '.join(sorts)}] AND pk IN [{', '.join(keys)}]")
    assert found is not None
    assert len(found.ranges) == 50
    assert not found.exact
    assert ranges(f"pk IN [{', '.join(keys)}] AND sk IN [{', '.join(sorts)}]") == found


def test_the_number_of_reads_is_bounded() -> None:
    """Source: floci, DynamoDbPartiQLEdgeCaseIntegrationTest (captured, September 2026)."""
    several, fifty, twenty_six = (", ".join(f"'{n}'" for n in range(to)) for to in (51, 50, 26))
    for where in (
        f"pk IN [{several}]",
        f"sk = '1' AND pk IN [{several}]",
        f"pk = 'a' AND sk IN [{several}]",
        f"pk IN [{twenty_six}] AND sk IN ['1', '2']",
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
    "where", ["pk > 5", "sk = 5", "pk = 5 OR x = '1'", "pk > 5 AND NOT sk = 5"]
)
def test_a_read_of_everything_accepts_values_of_other_types(where: str) -> None:
    """Source: floci, DynamoDbPartiQLEdgeCaseIntegrationTest (captured, September 2026)."""
    assert ranges(where) is None


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("pk = 5", TYPE.format("pk")),
        ("pk IN ['a', 5]", TYPE.format("pk")),
        ("pk = 'a' AND sk = 5", TYPE.format("sk")),
        ("pk = 'a' AND sk > 5", TYPE.format("sk")),
        ("pk = 'a' AND sk <> 5", FILTER_TYPE),
        ("pk = 'a' AND NOT sk = 5", FILTER_TYPE),
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
    ],
)
def test_refused(where: str, message: str) -> None:
    with pytest.raises(Reject) as rejected:
        ranges(where)
    assert rejected.value.error.message == message


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
