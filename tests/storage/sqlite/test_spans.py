"""From a span to a statement with its bindings, and from a row back to a position."""

import pytest

from jedlik.core.keys.key import Span
from jedlik.core.keys.space import Space
from jedlik.storage.sqlite.spans import position_of, statement_of

WITHIN = Span(Space.ITEM, 7, (b"p", b"a"), (b"p", b"m"))
WHOLE_PARTITION = Span(Space.ITEM, 7, (b"p", b"a"), (b"p\x00", b""))
SEVERAL = Span(Space.ITEM, 7, (b"p", b"a"), (b"q", b""))
TABLE = Span(Space.ITEM, 7)


@pytest.mark.parametrize("with_values", [False, True])
@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize(
    ("span", "bindings"),
    [
        (WITHIN, (Space.ITEM, 7, b"p", b"a", b"m", 5)),
        (WHOLE_PARTITION, (Space.ITEM, 7, b"p", b"a", 5)),
        (SEVERAL, (Space.ITEM, 7, b"p", b"a", b"q", b"", 5)),
        (TABLE, (Space.ITEM, 7, b"", b"", 5)),
    ],
)
def test_a_statement_has_a_binding_for_each_place(
    span: Span, bindings: tuple[object, ...], reverse: bool, with_values: bool
) -> None:
    statement, bound = statement_of(span, 5, with_values=with_values, reverse=reverse)
    assert bound == bindings
    assert statement.count("?") == len(bindings)
    assert ("DESC" in statement) == reverse
    assert ("bytes" in statement) == with_values


@pytest.mark.parametrize("span", [WITHIN, WHOLE_PARTITION])
def test_rows_of_one_partition_have_the_sort_key_alone(span: Span) -> None:
    assert position_of(span, (b"c",)) == (b"p", b"c")


@pytest.mark.parametrize("span", [SEVERAL, TABLE])
def test_other_rows_have_partition_and_sort_key(span: Span) -> None:
    assert position_of(span, (b"p", b"c")) == (b"p", b"c")
