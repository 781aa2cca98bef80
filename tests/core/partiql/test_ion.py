"""Tests of the types of Ion literals. Source: dynoxide's captures, October 2026; the specification
of Amazon Ion.
"""

import pytest

from jedlik.core.partiql.ion import ion_type


@pytest.mark.parametrize(
    ("literal", "kind"),
    [
        ("{{YWJj}}", "BLOB"),
        ('{{"text"}}', "CLOB"),
        ("1", "INT"),
        ('"x"', "STRING"),
        ("abc", "SYMBOL"),
        ("{a: 1}", "STRUCT"),
        ("[1]", "LIST"),
        ("2020-01-01T", "TIMESTAMP"),
        ("null", "NULL"),
        ("true", "BOOL"),
        ("1.5", "DECIMAL"),
        # Not recorded.
        ("{{ '''a''' '''b''' }}", "CLOB"),
        ("'''a''' '''b'''", "STRING"),
        ("'a b'", "SYMBOL"),
        ("null.int", "NULL"),
        ("nullable", "SYMBOL"),
        ("-0x1F", "INT"),
        ("1_000", "INT"),
        ("1d5", "DECIMAL"),
        ("-1.5e3", "FLOAT"),
        ("+inf", "FLOAT"),
        ("2020-01-01", "TIMESTAMP"),
        ("2020-01-01T10:30:00.5+01:00", "TIMESTAMP"),
        ("(+ 1 (f 2))", "SEXP"),
        ("a::'b'::[1, {c: {{}}}]", "LIST"),
        ("/* note */ 1 // note", "INT"),
    ],
)
def test_a_literal_has_a_type(literal: str, kind: str) -> None:
    assert ion_type(literal) == kind


@pytest.mark.parametrize(
    "literal", ["", "{{{", "{a: 1", "[1}", "]", "1 2", "1, 2", "12x", '"open', "a::", "#"]
)
def test_what_is_not_one_value_has_none(literal: str) -> None:
    assert ion_type(literal) is None


def test_a_long_literal_is_read_in_linear_time() -> None:
    assert ion_type("'''" * 2001) is None
    assert ion_type("{{ " + "'''a''' " * 1000) is None
    assert ion_type("[" * 4000 + "]" * 4000) == "LIST"
