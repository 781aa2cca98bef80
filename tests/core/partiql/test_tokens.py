"""Tests of the lexer of statements. Source of the refusals: recorded answers, October 2026."""

import pytest

from jedlik.core.errors import Reject
from jedlik.core.partiql.tokens import END, place, tokenize

NOT_WELL_FORMED = "Statement wasn't well formed, can't be processed: "


@pytest.mark.parametrize(
    ("statement", "texts"),
    [
        ("SELECT a.b[0]", ["select", "a", ".", "b", "[", "0", "]"]),
        ("'it''s' \"a\"\"b\"", ["it's", 'a"b']),
        ("<<1>> <> <= << >= !=", ["<<", "1", ">>", "<>", "<=", "<<", ">=", "!="]),
        ("-- note\na /* b\nc */ d -- e", ["a", "d"]),
        ("7.31e6 .73e1 1. 1e5", ["7.31e6", ".73e1", "1.", "1e5"]),
        ("-.73e1", ["-", ".73e1"]),
        ("-- note\ra\f\v\tb", ["a", "b"]),
        ("1abc", ["1", "abc"]),
        ("`ion` ? ; @", ["`ion`", "?", ";", "@"]),
        ("", []),
    ],
)
def test_texts(statement: str, texts: list[str]) -> None:
    tokens = tokenize(statement)
    assert [token.text for token in tokens[:-1]] == texts
    assert tokens[-1].kind == END


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT # note",
        "SELECT /* note",
        'SELECT "a',
        "SELECT 'a",
        "SELECT `a",
        "SELECT `{{{`",
        "SELECT ``",
        "1e2147483648",
        "1e99999999999",
        "1e999999999999999",
        "1.5e-2147483647",
        "SELECT ~",
        # Not recorded. Source: the open source lexer of PartiQL.
        "12e",
        "1.5e+",
        ".5ex",
        "SELECT\u00a0a",
    ],
)
def test_no_token_is_refused_without_detail(statement: str) -> None:
    with pytest.raises(Reject) as rejected:
        tokenize(statement)
    assert rejected.value.error.message == NOT_WELL_FORMED


def test_places_count_lines_and_columns_from_one() -> None:
    statement = "SELECT\n  abc"
    assert place(statement, tokenize(statement)[0]) == "at 1:1:6"
    assert place(statement, tokenize(statement)[1]) == "at 2:3:3"
    statement = "SELECT\r\n\r\n \r 'é😀' abc"
    assert place(statement, tokenize(statement)[2]) == "at 4:7:3"
