"""Tests of parsing and resolving updates.

Sources: dynalite test/updateItem.js (asserted there against the service), Alternator
test_update_expression.py, recorded answers of October 2026. The service's errors of ADD and DELETE
contain `typeSet` since about 2021, as users have reported in public.
"""

import pytest

from jedlik.core.expressions.nodes import (
    Add,
    Arithmetic,
    Delete,
    Function,
    Literal,
    Path,
    PathReference,
    Remove,
    Set,
    Update,
    ValueReference,
)
from jedlik.core.expressions.parse_update import parse
from jedlik.core.types.attribute_value import Item

from .refusals import Names, refusal, update

PREFIX = "Invalid UpdateExpression: "
A, B, C = Path("a"), Path("b"), Path("c")
V = ValueReference(":v")
VALUES: Item = {
    ":a": {"S": "a"},
    ":b": {"N": "1"},
    ":c": {"B": "YQ=="},
    ":d": {"BOOL": True},
    ":e": {"NULL": True},
    ":f": {"SS": ["a"]},
    ":g": {"NS": ["1"]},
    ":h": {"BS": ["YQ=="]},
    ":i": {"M": {}},
    ":j": {"L": []},
}


def refused(text: str, values: Item | None = None, names: Names | None = None) -> str:
    return refusal(lambda: update(text, values, names), PREFIX)


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ("SET a = :v", (Set(A, V),)),
        ("  set   a=:v  ", (Set(A, V),)),
        ("SET a = b, #c.d[0] = :v",
         (Set(A, B), Set(PathReference(("#c", "d", 0)), V))),
        ("REMOVE a, b SET c = :v", (Remove(A), Remove(B), Set(C, V))),
        ("ADD a :v DELETE b :v, c :v", (Add(A, V), Delete(B, V), Delete(C, V))),
        ("SET a = b + :v", (Set(A, Arithmetic("+", B, V)),)),
        ("SET a = (b - :v)", (Set(A, Arithmetic("-", B, V)),)),
        ("SET a = ((b)-(:v))", (Set(A, Arithmetic("-", B, V)),)),
        ("SET a = (b)", (Set(A, B),)),
        ("SET a = list_append(if_not_exists(b, :v), c)",
         (Set(A, Function("list_append", (Function("if_not_exists", (B, V)), C))),)),
        ("SET a = if_not_exists(a, if_not_exists(b, :v)) + :v",
         (Set(A, Arithmetic("+", Function("if_not_exists",
                                          (A, Function("if_not_exists", (B, V)))), V)),)),
    ],
)  # fmt: skip
def test_actions(text: str, actions: Update) -> None:
    assert parse(text).root == actions


def test_a_parse_is_cached_by_its_text_unless_that_is_long() -> None:
    assert parse("SET a = b") is parse("SET a = b")
    long = "SET a = b" + " " * 1020
    assert parse(long) is not parse(long)


@pytest.mark.parametrize(
    "text",
    [
        "whatever",
        "set a",
        "add a",
        "delete a",
        "set a=set",
        "remove a = b",
        "add a = b",
        "delete a = b",
        "delete a b",
        "delete a if_not_exist(b)",
        "add abort b",
        "add a if_not_exist(b)",
        "remove a b",
        "set a b",
        "set :a = b",
        "add :a b",
        "delete :a b",
        "remove :a",
        "set a = b / c",
        "set a = b * c",
        'set a[1] = "eight"',
        "set a[1] = 1",
        "SET a = if_not_exist(a, 100)",
        "SET if_not_exist(a, b) = a",
        "set (a = (b + c))",
        "set a = (b.c).d + e",
        "set a = (b.c)[0] + e",
        "set a = b + c + d",
        "set a = (b + c) + d",
        "set a = (b + c",
        "set a = b)",
        "SET c = if_not_exists(c, :val1+:val2)",
        "SET a[:xyz] = :v",
        "SET a[#xyz] = :v",
        "SET a = _f(b,c,d)",
        "SET hi-there = :v",
        "SET hi$there = :v",
        "SET 123 = :v",
        "SET # = :v",
        "SET a = :",
        "HELLO b = :v",
        "SET a = :v,",
        "   ",
    ],
)
def test_syntax_errors(text: str) -> None:
    assert refused(text).startswith('Syntax error; token: "')


def test_redundant_parentheses() -> None:
    for text in ("SET a = ((b))", "SET a = ((b + c))", "SET a = b + ((c))"):
        assert refused(text) == "The expression has redundant parentheses;"


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("set a = #c set c = :d", "SET"),
        ("remove #d set a = b remove e", "REMOVE"),
        ("add #d :e set a = b add e :f", "ADD"),
        ("delete #d :e set a = b delete #e :f", "DELETE"),
    ],
)
def test_a_section_is_used_once(text: str, section: str) -> None:
    assert refused(text) == (
        f'The "{section}" section can only be used once in an update expression;'
    )


def test_reserved_words_are_reported_before_a_repeated_section() -> None:
    assert refused(" set #c = :c set abOrt = true ") == (
        "Attribute name is a reserved keyword; reserved keyword: abOrt"
    )


def test_an_update_is_bound() -> None:
    names = {"#b": "x.y", "#c": "c"}
    values: Item = {":v": {"N": "1"}, ":s": {"SS": ["a"]}}
    v, s = Literal({"N": "1"}), Literal({"SS": ["a"]})
    bound = update("SET a.#b = #c - :v, d = a REMOVE e ADD f :v DELETE g :s", values, names)
    assert bound == (
        Set(Path("a", ("x.y",)), Arithmetic("-", C, v)),
        Set(Path("d"), A),
        Remove(Path("e")),
        Add(Path("f"), v),
        Delete(Path("g"), s),
    )
    appended = update("SET a = list_append(#c, #c), b = if_not_exists(#c, :l)",
                      {":l": {"L": []}}, {"#c": "c"})  # fmt: skip
    default = Literal({"L": []})
    assert appended == (
        Set(A, Function("list_append", (C, C))),
        Set(B, Function("if_not_exists", (C, default))),
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("SET #c = if_not_exists(:c)", "#c"),
        ("REMOVE #c, #d", "#c"),
        ("SET #a = #x.#y + :v, b = list_append(:v, #z)", "#z"),
        ("SET #a = #x.#y + :v, b = :w", "#x"),
        ("SET a = :v, a.#c = :v", "#c"),
    ],
)
def test_undefined_names(text: str, name: str) -> None:
    message = "An expression attribute name used in the document path is not defined; "
    assert refused(text, names={"#a": "a"}) == f"{message}attribute name: {name}"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("SET #a = if_not_exists(:z)", ":z"),
        ("SET #a = if_not_exists(:z, :b)", ":z"),
        ("ADD #a :z", ":z"),
        ("SET #a = :y, b = :z", ":z"),
    ],
)
def test_undefined_values(text: str, name: str) -> None:
    message = "An expression attribute value used in expression is not defined; "
    assert refused(text, VALUES, {"#a": "a"}) == f"{message}attribute value: {name}"
