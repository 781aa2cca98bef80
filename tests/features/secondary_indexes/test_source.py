"""The entries of an index as a source of reads. Texts: recorded answers; dynalite's tests."""

from collections.abc import Callable
from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.core.expressions import parse_condition
from jedlik.core.expressions.nodes import Condition
from jedlik.core.expressions.parse_key_condition import Clause
from jedlik.core.expressions.resolve import Substitutions
from jedlik.core.keys.encode import encode_scalar
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.keys.primary_key import fitting_key
from jedlik.core.keys.ranges import after, holds
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.engine.source import BAD_START
from jedlik.features.secondary_indexes.index import Index, IndexKey
from jedlik.features.secondary_indexes.source import IndexSource
from tests.engine.tables import schema_of

SCHEMA = schema_of("S", "S")
TABLE: Any = {"Id": 7, "KeySchema": [{"AttributeName": "h"}, {"AttributeName": "r"}]}
INV = "One or more parameter values were invalid: "
MISMATCH = "The provided key element does not match the schema"
LONG_HASH = INV + "Size of hashkey has exceeded the maximum size limit of2048 bytes"
EMPTY = (
    "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
    "contain an empty string value. Key: "
)


def source_of(*key: str, is_global: bool = True, projection: str = "ALL") -> IndexSource:
    """A source of an index. key: the HASH attribute, then RANGE attributes."""
    record: Any = {
        "Id": 3,
        "IndexName": "by_g",
        "Projection": {"ProjectionType": projection, "NonKeyAttributes": ["a"]},
    }
    first, *rest = [KeyAttribute(name, "S") for name in key]
    return IndexSource(
        SCHEMA, Index(TABLE, record, IndexKey((first,), tuple(rest)), is_global=is_global)
    )


BY_G = source_of("g", "n")
SOME = source_of("g", "n", projection="INCLUDE")
LOCAL = source_of("h", "n", is_global=False, projection="INCLUDE")


def entry(**attributes: str) -> Item:
    given = {"h": "p", "r": "1", "g": "x", "n": "5", **attributes}
    return {name: AttributeValue({"S": text}) for name, text in given.items()}


def clauses(**values: str) -> dict[str, Clause]:
    return {
        name: Clause(name, "=", (AttributeValue({"S": text}),)) for name, text in values.items()
    }


def filter_of(text: str) -> Condition:
    values = {":v": AttributeValue({"S": "v"})}
    return Substitutions(None, values).condition(parse_condition.parse(text, "FilterExpression"))


def refusal(action: Callable[[], object]) -> str | None:
    with pytest.raises(Reject) as refused:
        action()
    return refused.value.error.message


def test_names_of_last_evaluated_key() -> None:
    assert BY_G.key_names == ("h", "r", "g", "n")
    assert LOCAL.key_names == ("h", "r", "n")
    assert [name for name, _ in BY_G.key_attributes] == ["g", "n"]


def test_an_entry_has_the_place_of_its_key() -> None:
    key = BY_G.secondary_index.entry_key(entry(), fitting_key(SCHEMA, entry()))
    assert key is not None
    assert BY_G.place_of(entry()) == (key.partition, key.sort)


def test_key_conditions() -> None:
    span = BY_G.query_span(clauses(g="x"), None)
    assert holds(span, BY_G.place_of(entry(n="1")))
    assert not holds(span, BY_G.place_of(entry(g="y")))
    span = BY_G.query_span(clauses(g="x", n="5"), None)
    assert holds(span, BY_G.place_of(entry(h="any", r="any")))
    assert not holds(span, BY_G.place_of(entry(n="55")))


def test_conditions_on_some_of_several_range_attributes() -> None:
    several = source_of("g", "n", "m")
    span = several.query_span(clauses(g="x", n="5"), None)
    assert holds(span, several.place_of(entry(m="1")))
    assert not holds(span, several.place_of(entry(n="6", m="1")))
    span = several.query_span(clauses(g="x", n="5", m="2"), None)
    assert holds(span, several.place_of(entry(m="2")))
    assert not holds(span, several.place_of(entry(m="1")))
    long = clauses(g="x", n="y" * 512, m="z" * 513)
    assert refusal(lambda: several.query_span(long, None)) == (
        INV + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes"
    )


def test_ranges_of_a_partition() -> None:
    low, high = encode_scalar("S", "2"), encode_scalar("S", "4")
    span = BY_G.range_span("x", low, high)
    inside = [at for at in range(6) if holds(span, BY_G.place_of(entry(n=str(at))))]
    assert inside == [2, 3]
    assert holds(BY_G.range_span("x", low, None), BY_G.place_of(entry(n="99")))
    assert refusal(lambda: BY_G.range_span("x" * 2049, b"", None)) == LONG_HASH
    assert refusal(lambda: BY_G.query_span(clauses(g="x" * 2049), None)) == LONG_HASH


def test_each_entry_is_in_one_segment() -> None:
    spans = [BY_G.segment_span(at, 3) for at in range(3)]
    for text in "abcdefgh":
        assert [holds(span, BY_G.place_of(entry(g=text))) for span in spans].count(True) == 1


def test_starts() -> None:
    assert BY_G.scan_start(entry()) == BY_G.query_start(entry()) == BY_G.place_of(entry())
    whole = BY_G.query_span(clauses(g="x"), None)
    rest = BY_G.query_span(clauses(g="x"), entry())
    assert rest == after(whole, *BY_G.place_of(entry()), reverse=False)


@pytest.mark.parametrize(
    ("start", "message"),
    [
        ({"g": {"S": "x"}}, BAD_START),
        ({**entry(), "more": {"S": "x"}}, BAD_START),
        ({"m": {"S": "x"}, **{name: entry()[name] for name in "hrg"}}, BAD_START),
        ({**entry(), "n": {"N": "1"}}, MISMATCH),
        (entry(n=""), EMPTY + "n"),
        (entry(r=""), f"{BAD_START}: {EMPTY}r"),
        ({**entry(), "h": {"N": "1"}}, f"{BAD_START}: {MISMATCH}"),
        (entry(g="x" * 2049), BAD_START),
    ],
)
def test_starts_that_do_not_fit(start: Item, message: str) -> None:
    assert refusal(lambda: BY_G.scan_start(start)) == message


@pytest.mark.parametrize(
    ("start", "message"),
    [
        ({"g": {"S": "x"}}, BAD_START),
        ({**entry(), "n": {"N": "1"}}, BAD_START),
        ({**entry(), "h": {"N": "1"}}, BAD_START),
        (entry(n=""), EMPTY + "n"),
        (entry(r=""), EMPTY + "r"),
    ],
)
def test_starts_that_a_query_cannot_have(start: Item, message: str) -> None:
    # Source: dynoxide's captures, October 2026.
    assert refusal(lambda: BY_G.query_start(start)) == message


def test_an_index_with_all_attributes_fetches_nothing() -> None:
    assert BY_G.check_selected("ALL_ATTRIBUTES", ["z"], filter_of("z = :v")) is False
    BY_G.check_filtered(["z"])
    assert BY_G.lacking(["z"]) == []


def test_a_global_index_has_only_its_projection() -> None:
    assert SOME.check_selected(None, ["a", "g", "h"]) is False
    assert refusal(lambda: SOME.check_selected(None, ["z", "a", "y", "z"])) == (
        INV + "Global secondary index by_g does not project [z, y]"
    )
    assert refusal(lambda: SOME.check_selected("ALL_ATTRIBUTES", [])) == (
        INV + "Select type ALL_ATTRIBUTES is not supported for global secondary index by_g "
        "because its projection type is not ALL"
    )


def test_a_local_index_fetches_what_it_lacks() -> None:
    assert LOCAL.check_selected(None, ["a", "n"]) is False
    assert LOCAL.check_selected(None, ["a", "z"]) is True
    assert LOCAL.check_selected("ALL_ATTRIBUTES", []) is True
    assert LOCAL.check_selected("COUNT", []) is False


def test_filters_on_attributes_that_an_index_lacks() -> None:
    SOME.check_filtered(["a", "g", "h"])
    assert SOME.lacking(["z", "a", "b", "z"]) == ["z", "b"]
    lacking = filter_of("z = :v OR b = :v")
    message = INV + "Secondary index by_g does not project one or more filter attributes: [b, z]"
    assert refusal(lambda: SOME.check_filtered(["b", "z"])) == message
    assert refusal(lambda: SOME.check_selected(None, ["a"], lacking)) == message
    assert LOCAL.check_selected(None, ["z"], lacking) is True  # whole items are fetched
