"""Statements for several rows: SQLite accepts them, with one binding for each place."""

from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from jedlik.storage.sqlite import statements
from jedlik.storage.sqlite.statements import ROWS_PER_STATEMENT

SCHEMA = Path(statements.__file__).with_name("schema.sql")


@pytest.fixture
def connection() -> apsw.Connection:
    made = apsw.Connection(":memory:")
    made.execute(SCHEMA.read_text())
    return made


@pytest.mark.parametrize("count", [1, 2, ROWS_PER_STATEMENT])
@pytest.mark.parametrize(
    ("statement", "fields"),
    [
        (statements.put_values, 2),
        (statements.put_entries, 6),
        (statements.delete_entries, 4),
        (statements.touch_keys, 4),
    ],
)
def test_a_statement_takes_the_fields_of_each_row(
    connection: apsw.Connection, statement: Callable[[int], str], fields: int, count: int
) -> None:
    text = statement(count)
    assert text.count("?") == fields * count
    row = {2: (1, b"v"), 4: (2, 7, b"p", b"s"), 6: (2, 7, b"p", b"s", 1, 0)}[fields]
    bindings = row * count
    assert list(connection.execute(text, bindings)) in ([], [(0,)])


@pytest.mark.parametrize("text", [statements.READ, statements.FIND_VALUE, statements.FIND])
def test_an_absent_entry_is_not_found(connection: apsw.Connection, text: str) -> None:
    assert list(connection.execute(text, (2, 7, b"p", b"s"))) == []


def test_what_was_put_is_found_until_it_is_deleted(connection: apsw.Connection) -> None:
    key = (2, 7, b"p", b"s")
    connection.execute(statements.put_values(1), (5, b"value"))
    connection.execute(statements.put_entries(1), (*key, 5, 0))
    assert list(connection.execute(statements.READ, key)) == [(b"value",)]
    assert list(connection.execute(statements.FIND, key)) == [(5, 0)]
    assert list(connection.execute(statements.LAST_VALUE_ID)) == [(5,)]
    connection.execute(statements.delete_entries(1), key)
    assert list(connection.execute(statements.READ, key)) == []
