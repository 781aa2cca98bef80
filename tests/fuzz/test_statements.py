"""Any statement is translated or refused, and what is translated can be bound and read.

No exception except Reject may be raised, whatever is nested in what.
"""

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from jedlik.core.errors import Reject
from jedlik.core.expressions.evaluate import evaluate
from jedlik.core.expressions.update import apply
from jedlik.core.keys.key_schema import KeyAttribute
from jedlik.core.partiql.bind import bound_condition, bound_update, bound_values
from jedlik.core.partiql.key_ranges import key_ranges
from jedlik.core.partiql.nodes import Change, Delete, Select
from jedlik.core.partiql.translate import statement_of
from jedlik.core.types.attribute_value import Item

ITEM: Item = {"pk": {"S": "a"}, "a": {"N": "1"}, "l": {"L": [{"S": "x"}]}, "s": {"SS": ["x"]}}
PIECES = """
    SELECT * FROM T "T" . "i" WHERE AND OR NOT IN BETWEEN IS MISSING NULL STRING ORDER BY DESC , ( )
    [ ] { } : << >> ? 'a' '' 1 -5 1e126 .5 TRUE a pk l[0] m.b = <> < >= + - / size( contains( ( 'x'
    attribute_exists( set_add( list_append( begins_with( UPDATE SET REMOVE DELETE INSERT INTO VALUE
    RETURNING ALL OLD MODIFIED NEW EXISTS( CASE WHEN END CAST( AS ; -- /* */ # ` @ LIMIT GROUP
"""
words = st.lists(st.sampled_from(PIECES.split()), max_size=20).map(" ".join)
statements = st.one_of(
    st.text(max_size=40),
    words,
    st.tuples(
        st.sampled_from(
            [
                "SELECT * FROM T WHERE ",
                "SELECT * FROM T WHERE pk = 'a' AND ",
                "UPDATE T SET a = ",
                "INSERT INTO T VALUE {'a': ",
                "DELETE FROM T WHERE pk = ? AND ",
                "FROM T SET ",
            ]
        ),
        words,
        st.sampled_from(["", "}", ")", " WHERE pk = 'a'"]),
    ).map("".join),
    st.tuples(
        st.sampled_from(["SELECT * FROM T WHERE ", "UPDATE T SET a = "]),
        st.sampled_from(["(", "NOT ", "- ", "[", "{'a': ", "size(", "a = b AND (", "a["]),
        st.integers(0, 900),
    ).map(lambda parts: parts[0] + parts[1] * parts[2]),
)


@settings(max_examples=600)
@given(statements)
def test_statements(text: str) -> None:
    with contextlib.suppress(Reject):
        statement = statement_of(text)
        values = bound_values(statement, [{"S": "a"} for _ in range(statement.parameters)])
        body = statement.body
        if isinstance(body, Change):
            apply(bound_update(body, values), ITEM, {})
        if isinstance(body, Select | Change | Delete):
            condition = bound_condition(body.where, values)
            if condition is not None:
                assert evaluate(condition, ITEM) in {True, False}
                key_ranges(condition, KeyAttribute("pk", "S"), KeyAttribute("a", "N"))
