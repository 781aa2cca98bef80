"""Tests of the rules that need only the text of an expression.

Sources: dynalite test/scan.js and test/updateItem.js (asserted there against the service),
Alternator test_condition_expression.py and test_limits.py, recorded answers of October 2026.
"""

import pytest

from jedlik.core.expressions import parse_condition, parse_projection, parse_update
from jedlik.core.expressions.nodes import Comparison, Condition, Not, Or, Path

from .refusals import refusal

NO_FUNCTION = "Invalid function name; function: "
WRONG_PLACE = "The function is not allowed to be used this way in an expression; function: "
RESERVED = "Attribute name is a reserved keyword; reserved keyword: "
INDEX = "List index is not within the allowable range; index: "
OPERATORS = "The expression contains too many operators; operator count: 301"


def parse(text: str) -> Condition:
    return parse_condition.parse(text, "FilterExpression").root


def refused(text: str) -> str:
    return refusal(lambda: parse(text), "Invalid FilterExpression: ")


def update_refused(text: str) -> str:
    return refusal(lambda: parse_update.parse(text), "Invalid UpdateExpression: ")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a=a and whatever((:things)) > a", "whatever"),
        ("attRIbute_exIsts((views), #a)", "attRIbute_exIsts"),
        ("a < " + "f(" * 1355 + "b" + ")" * 1355, "f"),
    ],
)
def test_unknown_functions(text: str, name: str) -> None:
    assert refused(text) == NO_FUNCTION + name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a=a and attribute_exists((views), (#a)) > b", "attribute_exists"),
        ("attribute_not_exists(things) > b", "attribute_not_exists"),
        ("attribute_type(things, :a) > b", "attribute_type"),
        ("begins_with(things, a) > b", "begins_with"),
        ("contains(:things, c) > b", "contains"),
        ("size(contains(a, b)) > a", "contains"),
        ("size(things)", "size"),
        ("NOT (size(things))", "size"),
        ("a between b and attribute_exists(things)", "attribute_exists"),
        ("a in (b, attribute_exists(things))", "attribute_exists"),
    ],
)
def test_functions_in_the_wrong_place(text: str, name: str) -> None:
    assert refused(text) == WRONG_PLACE + name


@pytest.mark.parametrize("name", ["if_not_exists", "list_append"])
def test_functions_of_updates(name: str) -> None:
    message = "The function is not allowed in a condition expression; function: "
    assert refused(f"{name}(a, a) = :v") == message + name


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("attribute_exists(views, #a)", "views"),
        (":a < abOrT", "abOrT"),
        ("a.status = :v", "status"),
        ("#a IN (:v, data)", "data"),
    ],
)
def test_reserved_words(text: str, word: str) -> None:
    assert refused(text) == RESERVED + word


def test_the_greatest_list_index() -> None:
    """Measured on the service: floci issue 3073, September 2026."""
    assert parse("a[4294967294] = b") == Comparison("=", Path("a", (4294967294,)), Path("b"))
    assert refused("a = b[0][4294967295]") == INDEX + "[4294967295]"


@pytest.mark.parametrize(
    "text",
    [
        "a<b " + "or (a<b " * 150 + ")" * 150,
        "a<b " + "or a<b " * 584,
        "not " * 1000 + "a<b",
        "a < " + "size(" * 680 + "b" + ")" * 680,
        "a<b and " * 149 + "a in (b) and a between b and c",
    ],
)
def test_too_many_operators(text: str) -> None:
    assert refused(text) == OPERATORS


def test_the_greatest_number_of_operators() -> None:
    compared = Comparison("<", Path("a"), Path("b"))
    negated: Condition = compared
    for _ in range(299):
        negated = Not(negated)
    assert parse("not " * 299 + "a<b") == negated
    assert parse("a<b " + "or a<b " * 149) == Or((compared,) * 150)
    assert repr(parse("a<b " + "or (a<b " * 149 + ")" * 149)).count("Or(") == 149


def test_the_first_violation_in_written_order_is_reported() -> None:
    assert refused("a.data = whatever(b) AND size(c)") == RESERVED + "data"
    assert refused("whatever(data) = b AND size(c)") == NO_FUNCTION + "whatever"
    assert refused("a = b AND size(c) AND whatever(d) = e") == WRONG_PLACE + "size"
    # Operators are counted after everything else has been checked.
    assert refused("not " * 301 + "a = data") == RESERVED + "data"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (" remove Absolute ", RESERVED + "Absolute"),
        ("SET a = b.data", RESERVED + "data"),
        ("ADD a[0].size :v", RESERVED + "size"),
        ("DELETE abort :v", RESERVED + "abort"),
        ("SET a = b + if_not_exists(c, data)", RESERVED + "data"),
        ("set #c = if_not_exist(:c) set c = d", NO_FUNCTION + "if_not_exist"),
        ("SET a = LIST_APPEND(:a, :b)", NO_FUNCTION + "LIST_APPEND"),
        ("SET a = f123_hi(b,c,d)", NO_FUNCTION + "f123_hi"),
        ("SET a = size(b)", "The function is not allowed in an update expression; function: size"),
        (
            "SET a = b - begins_with(b, :v)",
            "The function is not allowed in an update expression; function: begins_with",
        ),
        ("SET a = list_append(list_append(:a, :b), :c)", WRONG_PLACE + "list_append"),
        ("SET a = if_not_exists(b, list_append(:a, :b))", WRONG_PLACE + "list_append"),
        ("SET " + ",".join(f"a{n} = b + c" for n in range(301)), OPERATORS),
        ("SET a[9999999999] = :v", INDEX + "[9999999999]"),
        ("REMOVE l[4294967295]", INDEX + "[4294967295]"),
    ],
)
def test_the_text_of_an_update(text: str, message: str) -> None:
    assert update_refused(text) == message


def test_the_text_of_an_update_may_nest_if_not_exists_and_have_300_operators() -> None:
    nested = parse_update.parse("SET a = list_append(if_not_exists(a, if_not_exists(b, :v)), :w)")
    assert nested.values == {":v", ":w"}
    longest = parse_update.parse("SET " + ",".join(f"a{n} = b + c" for n in range(300)))
    assert len(longest.root) == 300


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("abort", RESERVED + "abort"),
        ("#a,ABSoLUTE", RESERVED + "ABSoLUTE"),
        ("a.#data, b.data", RESERVED + "data"),
        ("l[4294967295]", INDEX + "[4294967295]"),
    ],
)
def test_the_text_of_a_projection(text: str, message: str) -> None:
    found = refusal(lambda: parse_projection.parse(text), "Invalid ProjectionExpression: ")
    assert found == message
