"""What a SELECT reads, and in which order. Texts: recorded answers, October 2026."""

import orjson
import pytest

from jedlik.apis.dynamodb.model.statements import ExecuteStatementRequest
from jedlik.apis.dynamodb.statements.select import Selection, plan, shown
from jedlik.apis.dynamodb.statements.statement import checked_statement, whole_condition
from jedlik.core.errors import Reject
from jedlik.core.partiql.key_ranges import OVERLAPPING
from jedlik.core.partiql.nodes import Select
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import item_to_bytes
from tests.engine.tables import table_of

# dynoxide's captures, October 2026.
NO_WHERE = "Must have WHERE clause in the statement when using ORDER BY clause."
NO_HASH_KEY = (
    "Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY "
    "clause."
)
NO_KEY = "Attribute {} in ORDER BY clause must be part of the primary key"
NO_NAME = "Argument to ORDER BY must be of type VariableReference. Type: {} at {}"

SOURCE = table_of("S", "N").source


def select_of(text: str) -> Select:
    request: ExecuteStatementRequest = {"Statement": text}
    body = checked_statement(request).statement.body
    assert isinstance(body, Select)
    return body


def planned(text: str) -> Selection:
    checked = checked_statement({"Statement": text})
    assert isinstance(checked.statement.body, Select)
    return plan(SOURCE, checked.statement.body, whole_condition(checked))


def partition(text: str) -> object:
    return SOURCE.range_span(text, b"", None)


def test_without_a_key_everything_is_read() -> None:
    for text in ("SELECT * FROM music", "SELECT * FROM music WHERE a = 1 OR h = 'p'"):
        found = planned(text)
        assert found.spans == (SOURCE.segment_span(0, 1),)
        assert (found.condition is None) == ("WHERE" not in text)


def test_keys_are_read_by_key() -> None:
    found = planned("SELECT * FROM music WHERE h = 'p'")
    assert (found.spans, found.condition, found.reverse) == ([partition("p")], None, False)
    found = planned("SELECT * FROM music WHERE h = 'p' AND a = 1")
    assert found.spans == [partition("p")]
    assert found.condition is not None


def test_hash_values_are_read_in_their_order() -> None:
    for order, names in (("", "abc"), ("ORDER BY h", "abc"), ("ORDER BY h DESC", "cba")):
        found = planned(f"SELECT * FROM music WHERE h IN ['b', 'a', 'c'] {order}")
        assert found.spans == [partition(name) for name in names]
        # Captured by floci, September 2026: with ORDER BY the sort key descends.
        assert found.reverse == bool(order)
    for terms, reverse in (
        ("r DESC", True),
        ("r DESC NULLS LAST", True),
        ("r NULLS FIRST", False),
        ("h", True),
        ("h DESC, r ASC", False),
        ("r ASC, h DESC", False),
        ("r DESC, r ASC", True),
        ("r, r DESC", False),
    ):
        assert planned(f"SELECT * FROM music WHERE h = 'p' ORDER BY {terms}").reverse == reverse


def test_a_page_reads_ten_values_of_a_list() -> None:
    values = ", ".join(f"'{at:02}'" for at in range(25))
    found = planned(f"SELECT * FROM music WHERE h IN [{values}]")
    assert len(found.spans) == 25
    assert found.page_starts == [10, 20]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * FROM music ORDER BY r", NO_WHERE),
        ("SELECT * FROM music ORDER BY a.b", NO_WHERE),
        ("SELECT * FROM music WHERE a = 1 ORDER BY h", NO_HASH_KEY),
        ("SELECT * FROM music WHERE h = 'p' AND h = 'q' ORDER BY r", NO_HASH_KEY),
        ("SELECT * FROM music WHERE h = 'p' OR r = 1 ORDER BY r", NO_HASH_KEY),
        ("SELECT * FROM music WHERE NOT h = 'p' ORDER BY r", NO_HASH_KEY),
        # Terms come before values and overlaps, and those before the hash key.
        ("SELECT * FROM music WHERE a = 1 ORDER BY a", NO_KEY.format("a")),
        ("SELECT * FROM music WHERE h IN ['a', 'b'] ORDER BY a", NO_KEY.format("a")),
        ("SELECT * FROM music WHERE h = 'p' ORDER BY r DESC, a", NO_KEY.format("a")),
        ("SELECT * FROM music WHERE h = 'p' ORDER BY R", NO_KEY.format("R")),
        ("SELECT * FROM music WHERE h = 'p' AND r = true ORDER BY a", NO_KEY.format("a")),
        ("SELECT * FROM music WHERE h = 'p' OR h = 'p' ORDER BY a, m.x", NO_KEY.format("a")),
        ("SELECT * FROM music WHERE h = 'p' ORDER BY m.x, a", NO_NAME.format("PATH", "1:44:1")),
        ("SELECT * FROM music WHERE h = 'p' ORDER BY 'r'", NO_NAME.format("r", "1:44:3")),
        ("SELECT * FROM music WHERE h IN ['p', 'p'] ORDER BY r", OVERLAPPING),
        (
            "SELECT * FROM music WHERE h = 'p' ORDER BY a",
            "Attribute a in ORDER BY clause must be part of the primary key",
        ),
        (
            "SELECT * FROM music WHERE h IN ['a', 'b'] ORDER BY r",
            "Must have hash key in ORDER BY clause when more than one hash key condition "
            "specified in WHERE clause.",
        ),
    ],
)
def test_orders_that_are_refused(text: str, message: str) -> None:
    with pytest.raises(Reject) as refused:
        planned(text)
    assert refused.value.error.message == message


def test_an_item_is_shown_whole_or_in_columns() -> None:
    item: Item = {"h": {"S": "p"}, "a": {"M": {"b": {"N": "1"}}}}
    stored = item_to_bytes(item, 10)
    assert shown(select_of("SELECT a.b FROM music"), stored) == {"b": {"N": "1"}}
    assert orjson.loads(orjson.dumps(shown(select_of("SELECT * FROM music"), stored))) == item
