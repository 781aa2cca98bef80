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


@pytest.mark.parametrize("count", [1, *ROWS_PER_STATEMENT])
@pytest.mark.parametrize(
    ("statement", "fields"),
    [
        (statements.add_values, 2),
        (statements.add_entries, 6),
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
    bindings: list[int | bytes] = []
    for n in range(count):
        bindings += {2: (n, b"v"), 4: (2, 7, b"p", b"%d" % n), 6: (2, 7, b"p", b"%d" % n, n, 0)}[
            fields
        ]
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


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (statements.add_values(1), (5, b"other")),
        (statements.add_values(2), (6, b"new", 5, b"other")),
        (statements.add_entries(1), (2, 7, b"p", b"s", 6, 0)),
        (statements.add_entries(2), (2, 7, b"p", b"t", 6, 0, 2, 7, b"p", b"s", 6, 0)),
    ],
)
def test_what_is_there_cannot_be_added(
    connection: apsw.Connection, text: str, row: tuple[int | bytes, ...]
) -> None:
    connection.execute(statements.add_values(1), (5, b"value"))
    connection.execute(statements.add_entries(1), (2, 7, b"p", b"s", 5, 0))
    connection.execute("BEGIN")
    with pytest.raises(apsw.ConstraintError):
        connection.execute(text, row)
    assert connection.in_transaction  # so that the writer can roll back
    connection.execute("ROLLBACK")
    assert list(connection.execute(statements.READ, (2, 7, b"p", b"s"))) == [(b"value",)]
    assert list(connection.execute("SELECT count(*) FROM value, entry")) == [(1,)]
