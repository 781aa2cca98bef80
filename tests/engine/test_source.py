"""The items of a table as a source of reads.

Texts: dynalite's tests, Alternator test_query.py, which runs on the real service, and dynoxide's
captures, October 2026, for starting keys of a Query.
"""

from collections.abc import Callable
from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.core.expressions.parse_key_condition import Clause
from jedlik.core.keys.encode import encode_partition, encode_scalar
from jedlik.core.keys.ranges import after, holds
from jedlik.core.types.attribute_value import AttributeValue, Item
from jedlik.engine.source import BAD_START, Source, TableSource
from tests.engine.tables import schema_of

PLAIN = TableSource(schema_of("S"))
RANGED = TableSource(schema_of("S", "N"))
MISMATCH = "The provided key element does not match the schema"
INV = "One or more parameter values were invalid: "
LONG_HASH = INV + "Size of hashkey has exceeded the maximum size limit of2048 bytes"
EMPTY = (
    "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
    "contain an empty string value. Key: h"
)


def clauses(*triples: tuple[str, str, AttributeValue]) -> dict[str, Clause]:
    return {name: Clause(name, operator, (value,)) for name, operator, value in triples}


def key(hash_text: str, range_text: str) -> Item:
    return {"h": {"S": hash_text}, "r": {"N": range_text}}


P = ("h", "=", AttributeValue({"S": "p"}))


def refusal(action: Callable[[], object]) -> str | None:
    with pytest.raises(Reject) as refused:
        action()
    assert refused.value.error.code == "ValidationException"
    return refused.value.error.message


def test_a_table_is_read_by_its_primary_key() -> None:
    assert [name for name, _ in RANGED.hash_key] == ["h"]
    assert [name for name, _ in RANGED.range_key] == ["r"]
    assert PLAIN.range_key == ()
    assert RANGED.key_names == ("h", "r")
    assert RANGED.last_evaluated_key({"x": {"S": "y"}, **key("p", "1")}) == key("p", "1")


def test_a_key_condition_selects_a_span() -> None:
    span = RANGED.query_span(clauses(P, ("r", ">=", {"N": "10"})), None)
    assert holds(span, RANGED.place_of(key("p", "10")))
    assert holds(span, RANGED.place_of(key("p", "100")))
    assert not holds(span, RANGED.place_of(key("p", "9")))
    assert not holds(span, RANGED.place_of(key("q", "10")))


def test_a_whole_partition() -> None:
    for source in (PLAIN, RANGED):
        span = source.query_span(clauses(P), None)
        assert holds(span, (encode_partition("S", "p"), b""))
        assert not holds(span, (encode_partition("S", "q"), b""))


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ([("h", "=", {"S": "x" * 2049})], LONG_HASH),
        ([("h", "<", {"S": "p"})], "Query key condition not supported"),
        (
            [("h", "NE", {"S": "p"})],
            "Attempted conditional constraint is not an indexable operation",
        ),
        ([("x", "=", {"S": "p"})], "Query condition missed key schema element: h"),
    ],
)
def test_conditions_that_do_not_fit(asked: list[Any], message: str) -> None:
    assert refusal(lambda: RANGED.query_span(clauses(*asked), None)) == message


def test_a_sort_key_that_is_too_long() -> None:
    source = TableSource(schema_of("S", "S"))
    asked = clauses(P, ("r", "=", {"S": "x" * 1025}))
    assert refusal(lambda: source.query_span(asked, None)) == (
        INV + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes"
    )
    source.query_span(clauses(P, ("r", "<", {"S": "x" * 1025})), None)


def test_ranges_of_a_partition() -> None:
    low, high = encode_scalar("N", "2"), encode_scalar("N", "4")
    span = RANGED.range_span("p", low, high)
    inside = [at for at in range(6) if holds(span, RANGED.place_of(key("p", str(at))))]
    assert inside == [2, 3]
    span = RANGED.range_span("p", low, None)
    assert holds(span, RANGED.place_of(key("p", "99")))
    assert not holds(span, RANGED.place_of(key("q", "3")))
    assert refusal(lambda: RANGED.range_span("x" * 2049, b"", None)) == LONG_HASH


def test_each_item_is_in_one_segment() -> None:
    spans = [RANGED.segment_span(at, 3) for at in range(3)]
    for name in "abcdefgh":
        place = RANGED.place_of(key(name, "1"))
        assert [holds(span, place) for span in spans].count(True) == 1


def test_a_query_continues_after_a_start() -> None:
    for text in ("5", "-5"):
        start = key("p", text)
        whole, place = RANGED.query_span(clauses(P), None), RANGED.place_of(start)
        for reverse in (False, True):
            span = RANGED.query_span(clauses(P), start, reverse=reverse)
            assert span == after(whole, *place, reverse=reverse)


@pytest.mark.parametrize(
    ("start", "message"),
    [
        ({"h": {"S": "p"}}, BAD_START),
        ({"h": {"S": "p"}, "x": {"N": "1"}}, BAD_START),
        ({"x": {"S": "p"}, "r": {"N": "1"}}, BAD_START),
        ({"h": {"N": "1"}, "r": {"N": "1"}}, BAD_START),
        ({"h": {"S": "p"}, "r": {"S": "1"}}, BAD_START),
        (key("", "1"), EMPTY),
        (key("x" * 2049, "1"), LONG_HASH),
        (
            key("q", "1"),
            "The provided starting key is outside query boundaries based on provided conditions",
        ),
    ],
)
def test_starts_that_a_query_cannot_have(start: Item, message: str) -> None:
    assert refusal(lambda: RANGED.query_span(clauses(P), start)) == message


def test_the_hash_of_a_start_is_looked_at_before_the_condition() -> None:
    bad = clauses(("x", "=", {"S": "p"}))
    assert refusal(lambda: RANGED.query_span(bad, {"h": {"S": "p"}})) == BAD_START
    assert refusal(lambda: RANGED.query_span(bad, {"h": {"S": ""}, "r": {"S": ""}})) == (
        "Query condition missed key schema element: h"
    )


def test_starts_outside_a_condition_on_the_range_key() -> None:
    asked = clauses(P, ("r", ">", {"N": "5"}))
    assert refusal(lambda: RANGED.query_span(asked, key("p", "5"))) == (
        "The provided starting key does not match the range key predicate"
    )
    assert refusal(lambda: RANGED.query_span(asked, key("q", "6"))) == (
        "The query can return at most one row and cannot be restarted"
    )


def test_a_query_of_one_item_has_no_start() -> None:
    assert refusal(lambda: PLAIN.query_span(clauses(P), {"h": {"S": "p"}})) == (
        "The provided exclusive start key is invalid"
    )


def test_a_scan_continues_after_a_start() -> None:
    assert RANGED.scan_start(key("p", "5")) == RANGED.place_of(key("p", "5"))
    assert PLAIN.scan_start({"h": {"S": "p"}}) == (encode_partition("S", "p"), b"")


@pytest.mark.parametrize(
    ("start", "fault"),
    [
        ({"h": {"S": "p"}}, MISMATCH),
        ({"h": {"S": "p"}, "r": {"S": "1"}}, MISMATCH),
        (key("", "1"), EMPTY),
    ],
)
def test_starts_that_a_scan_cannot_have(start: Item, fault: str) -> None:
    assert refusal(lambda: RANGED.scan_start(start)) == f"{BAD_START}: {fault}"


def test_a_table_has_every_attribute() -> None:
    assert RANGED.check_selected("ALL_ATTRIBUTES", ["anything"]) is False


def test_each_kind_of_source_says_what_it_reads() -> None:
    source = Source(schema_of("S"), schema_of("S").key_attributes, ())
    calls: list[Callable[[], object]] = [
        lambda: source.query_span(clauses(P), None),
        lambda: source.range_span("p", b"", None),
        lambda: source.segment_span(0, 1),
        lambda: source.query_start({}),
        lambda: source.scan_start({}),
        lambda: source.place_of({}),
    ]
    for call in calls:
        with pytest.raises(NotImplementedError):
            call()
