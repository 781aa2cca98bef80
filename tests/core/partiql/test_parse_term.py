"""Tests of the grammar of the expressions in a statement.

Sources: recorded answers, October 2026; the open source parser of PartiQL; dynoxide-rs 3.2.0,
tests/partiql_number_literals.rs (recorded in us-east-1, 2026-10-09).
"""

import pytest

from jedlik.core.errors import Reject
from jedlik.core.partiql.parse_statement import reader_of
from jedlik.core.partiql.terms import BINARY, CALL, IS, PATH, TERNARY, UNARY, Term
from jedlik.core.partiql.tokens import END, NUMBER

NWF = "Statement wasn't well formed, can't be processed: "
TERM = "Unexpected term"
KEYWORD = "Unexpected keyword"
OPERATOR = "Unexpected operator"
RIGHT_SIDE = "Missing right-hand side expression of infix operator"
TYPE_NAME = "Expected type name"
DOT = "Invalid path dot component"
# dynoxide's captures, October 2026.
NO_STEPS = """
    inner value key date count size user first select from set order missing index list string time
    left join level position at by returning new old nothing offset only modified bigint INNER Inner
"""
STEPS = """
    name year status type data day hour minute month second both leading trailing every partition
    row
"""


def shown(term: Term) -> str:
    """Returns a term as text in which parentheses show what was bound to what."""
    parts = [shown(child) for child in term.children]
    text = term.token.text
    if term.kind == BINARY:
        return f"({parts[0]} {text} {parts[1]})"
    if term.kind == TERNARY:
        return f"({parts[0]} {text} {parts[1]} and {parts[2]})"
    if term.kind == UNARY:
        return f"({text} {parts[0]})"
    if term.kind == IS:
        return f"({parts[0]} is {text})"
    if term.kind == PATH:
        return "".join([text, *(f"[{part}]" for part in parts)])
    if term.kind == CALL:
        return f"{text}({', '.join(parts)})"
    if term.kind in ("list", "bag", "struct"):
        return f"{term.kind}({', '.join(parts)})"
    return text if term.kind == NUMBER else f"{term.kind}:{text}"


def read(text: str) -> str:
    reader = reader_of(text)
    term = reader.expression()
    assert reader.token.kind == END
    return shown(term)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("a OR b AND c", "(a or (b and c))"),
        ("a AND b OR c", "((a and b) or c)"),
        ("(a OR b) AND c", "((a or b) and c)"),
        ("NOT a AND b", "((not a) and b)"),
        ("NOT a = b", "(not (a = b))"),
        ("NOT NOT a", "(not (not a))"),
        ("a = b OR c <> d", "((a = b) or (c <> d))"),
        ("a = b < c", "(a = (b < c))"),
        ("a <= b || c", "(a <= (b || c))"),
        ("a || b + c", "(a || (b + c))"),
        ("a + b * c - d / e % f", "((a + (b * c)) - ((d / e) % f))"),
        ("a - b - c", "((a - b) - c)"),
        ("a != 1 AND b >= 2", "((a != 1) and (b >= 2))"),
        ("a > - b", "(a > (- b))"),
        ("a BETWEEN 1 AND 2 AND b", "((a between 1 and 2) and b)"),
        ("a NOT BETWEEN 1 AND 2", "(not (a between 1 and 2))"),
        ("a LIKE b", "(a like b)"),
        ("a NOT LIKE b", "(not (a like b))"),
        ("a IN (1, 2)", "(a in list(1, 2))"),
        ("a IN (1)", "(a in list(1))"),
        ("a IN [1]", "(a in list(1))"),
        ("a IN ?", "(a in ?:1)"),
        ("a NOT IN (1) OR b", "((not (a in list(1))) or b)"),
        ("a IS NULL", "(a is null)"),
        ("a IS NOT MISSING AND b", "((not (a is missing)) and b)"),
        ("a IS DOUBLE PRECISION", "(a is double precision)"),
        ("a IS CHARACTER VARYING", "(a is character varying)"),
        ("a IS CHARACTER", "(a is character)"),
        ("a IS bigint", "(a is bigint)"),
        ("a IS VARCHAR(10) AND b", "((a is varchar) and b)"),
        ("a IS NOT CHARACTER VARYING(10)", "(not (a is character varying))"),
        ("a IS DECIMAL(5, 2)", "(a is decimal)"),
    ],
)
def test_operators_bind_as_in_partiql(text: str, term: str) -> None:
    assert read(text) == term


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("'it''s'", "string:it's"),
        ("1.5", "1.5"),
        ("-1", "-1"),
        ("+1", "1"),
        ("- -1", "1"),
        ("-(1)", "-1"),
        ("+a", "(+ a)"),
        ("`ion`", "ion:`ion`"),
        ("TRUE", "boolean:true"),
        ("null", "null:null"),
        ("MISSING", "missing:missing"),
        ("a", "a"),
        ('"a b"', "a b"),
        ("@a", "a"),
        ('@"a".b', "a[name:b]"),
        ("a.b.\"c\"[0]['d'][e]", "a[name:b][name:c][0][string:d][e]"),
        ("a.*", "a[*:*]"),
        ("a[*].b", "a[*:*][name:b]"),
        ("a[1 + 2]", "a[(1 + 2)]"),
        ("(a)", "a"),
        ("(1, 2)", "list(1, 2)"),
        ("[]", "list()"),
        ("[1, [2]]", "list(1, list(2))"),
        ("<<1, 'a'>>", "bag(1, string:a)"),
        ("<<>>", "bag()"),
        ("{}", "struct()"),
        ("{'a': 1, b: {'c': [?]}}", "struct(string:a, 1, b, struct(string:c, list(?:1)))"),
        ("f()", "f()"),
        ("f(a, 1)", "f(a, 1)"),
        ('"f"(a)', "f(a)"),
        ("size(a) > f(g(b))", "(size(a) > f(g(b)))"),
        ("count(*)", "count(*:*)"),
        ("sum(DISTINCT a)", "sum(a)"),
        ("max(ALL a)", "max(a)"),
        ("upper(a)", "upper(a)"),
        ("CASE WHEN a THEN b ELSE c END", "searched case:CASE"),
        ("CASE WHEN a THEN b WHEN c THEN CASE d WHEN e THEN f END END", "searched case:CASE"),
        ("CASE a WHEN 1 THEN 2 WHEN 2 THEN 3 ELSE 4 END", "simple case:CASE"),
        ("CAST(a AS INT) = 5", "(cast:cast = 5)"),
        ("a LIKE b ESCAPE 'c' AND d", "((a like b) and d)"),
        ("'a'.b", "value path:PATH"),
        ("{}.a", "value path:PATH"),
        ("[1][0].* = f(1)[2]", "(value path:PATH = value path:PATH)"),
        ("(1).a", "value path:PATH"),
        ("a = (SELECT * FROM T WHERE b = 1)", "(a = subquery:SELECT)"),
        ("n IN (SELECT pk FROM T)", "(n in list(subquery:SELECT))"),
        ("EXISTS((SELECT * FROM T)) AND a", "(exists(subquery:SELECT) and a)"),
    ],
)
def test_terms(text: str, term: str) -> None:
    assert read(text) == term


@pytest.mark.parametrize("word", STEPS.split())
def test_other_words_are_steps(word: str) -> None:
    assert read(f"m.{word} = 1") == f"(m[name:{word}] = 1)"
    assert read('m."inner"') == "m[name:inner]"


def test_parameters_are_numbered_in_written_order() -> None:
    assert read("? = a AND f(?, [?])") == "((?:1 = a) and f(?:2, list(?:3)))"


def test_a_negated_number_is_in_the_place_of_its_digits() -> None:
    term = reader_of("-  15").expression()
    assert (term.token.start, term.token.end) == (3, 5)


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("", TERM),
        ("NOT", TERM),
        ("(", TERM),
        ("a = )", TERM),
        ("AS", TERM),
        ("a = by", TERM),
        ("ORDER BY pk", KEYWORD),
        ("count = 1", KEYWORD),
        ("SELECT", TERM),
        ("a = SELECT", TERM),
        ("a = (SELECT * FROM)", TERM),
        ("a = FROM", TERM),
        ("IS NULL", OPERATOR),
        ("pk = LIKE", OPERATOR),
        ("pk == 1", OPERATOR),
        ("@ = 1", OPERATOR),
        ("pk = 'p1' AND", RIGHT_SIDE),
        ("pk = 'p1' OR", RIGHT_SIDE),
        ("a +", RIGHT_SIDE),
        ("a NOT IN", RIGHT_SIDE),
        ("x IS FOO", TYPE_NAME),
        ("x IS NOT", TYPE_NAME),
        ("x IS 'null'", TYPE_NAME),
        ("x IS DOUBLE VARYING", TYPE_NAME),
        ('x IS "null"', TYPE_NAME),
        *[(f"x IS {name}", TYPE_NAME) for name in ("DOUBLE", "NUMBER", "MAP", "TEXT", "SET")],
        *[(f"m.{word} = 1", DOT) for word in NO_STEPS.split()],
        ("l[0].inner = 1", DOT),
        ("m.a.Inner = 1", DOT),
        ("m.'a'", DOT),
        ("(pk = 1", "Expected RIGHT_PAREN"),
        ("(a b)", "Expected RIGHT_PAREN"),
        ("f(a", "Expected RIGHT_PAREN"),
        ("count(*", "Expected RIGHT_PAREN"),
        ("CAST(a AS INT", "Expected RIGHT_PAREN"),
        ("a[0", "Expected RIGHT_BRACKET"),
        ("[1", "Expected RIGHT_BRACKET"),
        ("<<1", "Expected RIGHT_DOUBLE_ANGLE_BRACKET"),
        ("{'a': 1", "Expected RIGHT_CURLY"),
        ("{'a', 1}", "Expected COLON"),
        ("()", "Expression group cannot be empty"),
        ("pk BETWEEN 1", "Expected AND keyword"),
        ("pk BETWEEN 1 AND", "Expected expression after AND"),
        ("a = (FROM T)", "Expected data manipulation"),
        ("CASE", TERM),
        ("CASE 1 END", "Expected a WHEN clause in CASE"),
        ("CASE WHEN 1 2 END", "Expected THEN keyword"),
        ("CASE WHEN 1 THEN 2", "Expected END keyword"),
        ("CASE WHEN 1 THEN 2 ELSE END", KEYWORD),
        ("'a'.", DOT),
        ("[1][0", "Expected RIGHT_BRACKET"),
        ("CAST(a)", "Expected AS"),
    ],
)
def test_the_first_token_that_does_not_fit_is_reported(text: str, detail: str) -> None:
    with pytest.raises(Reject) as rejected:
        reader_of(text).expression()
    assert rejected.value.error.code == "ValidationException"
    assert rejected.value.error.message == NWF + detail


@pytest.mark.parametrize(
    ("opening", "closing"), [("(", ")"), ("[", "]"), ("f(", ")"), ("- NOT ", "")]
)
def test_terms_are_nested_at_most_64_deep(opening: str, closing: str) -> None:
    read(opening * 63 + "a" + closing * 63)
    with pytest.raises(Reject) as rejected:
        read(opening * 64 + "a" + closing * 64)
    assert rejected.value.error.message == NWF


@pytest.mark.parametrize("operator", ["not", "-"])
def test_a_run_of_nots_or_signs_is_one_level(operator: str) -> None:
    """Recorded answers, October 2026, among them dynoxide's captures."""
    run = f"{operator} " * 2048
    term = reader_of(run + "a").expression()
    for _ in range(2048):
        assert (term.kind, term.token.text) == (UNARY, operator)
        (term,) = term.children
    assert term.kind == PATH
    with pytest.raises(Reject, match=TERM):
        reader_of(run).expression()


def test_an_operator_that_nothing_binds_ends_the_term() -> None:
    reader = reader_of("a = b foo NOT c")
    assert shown(reader.expression()) == "(a = b)"
    assert reader.token.text == "foo"
    reader = reader_of("a NOT b")
    assert shown(reader.expression()) == "a"
    assert reader.token.text == "not"


def test_a_reader_moves_over_tokens() -> None:
    reader = reader_of("UPDATE t;")
    assert reader.is_word("update")
    assert not reader.accept_word("select")
    assert reader.accept_word("update")
    assert reader.following().kind == ";"
    assert shown(reader.simple_path()) == "t"
    assert not reader.accept(",")
    assert reader.accept(";")
    assert reader.following().kind == END
    assert reader.advance() == reader.advance() == reader.token
