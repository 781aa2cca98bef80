"""The rows of a group: how a writer finds them in the file, and how it writes them.

An entry contains the id of its value (`value_id`). If an entry is put again, its value keeps the
id. So copies of the entry have the new bytes without being written again. Replacing the value needs
no search, because reading the entry has found the id already. A copy is a row with a key and an id.
Triggers in the schema delete the values of deleted entries.
"""

from collections.abc import Callable
from typing import Any, Final, final

import apsw

from jedlik.core.keys.key import Key, Span
from jedlik.storage.sqlite.spans import position_of, statement_of
from jedlik.storage.sqlite.statements import (
    FIND,
    FIND_VALUE,
    LAST_VALUE_ID,
    MANY_ROWS,
    ROWS_PER_STATEMENT,
    add_entries,
    add_values,
    delete_entries,
    put_entries,
    put_values,
)

# What a group writes under a key: bytes, the key of the entry whose value is copied, or None if the
# group deletes the key.
Row = bytes | Key | None
Rows = dict[Key, Row]

_Place = tuple[int, int] | None  # value_id and is_copy; None if there is no entry
_Bindings = list[int | str | bytes]

_KEY_FIELDS: Final = 4
_ENTRY_FIELDS: Final = 6
_VALUE_FIELDS: Final = 2


@final
class Entries:
    """Reads and writes the entries of the file, on the connection of the writer, under the write
    lock.
    """

    def __init__(self, cursor: apsw.Cursor) -> None:
        self._execute = cursor.execute
        self._execute_many = cursor.executemany
        self._places: dict[Key, _Place] = {}
        self._last_value_id = 0  # 0: not known yet

    def begin(self) -> None:
        """Begins a new group. Forgets everything, since other processes may have written."""
        self._places = {}
        self._last_value_id = 0

    def read(self, key: Key) -> bytes | None:
        """Returns the value that a key had before the group."""
        found = self._execute(FIND_VALUE, key).get
        if found is None:
            self._places[key] = None
            return None
        value_id, is_copy, value = found
        self._places[key] = (value_id, is_copy)
        return value  # type: ignore[no-any-return]

    def keys(self, span: Span, limit: int) -> list[Key]:
        """Returns the first `limit` keys of `span` before the group."""
        statement, bindings = statement_of(span, limit, with_values=False, reverse=False)
        rows: list[Any] = self._execute(statement, bindings).fetchall()
        return [Key(span.space, span.table, *position_of(span, row)) for row in rows]

    def is_new(self, key: Key) -> None:
        """Records that no entry with this key exists, so that `write` need not search for it."""
        self._places[key] = None

    def write(self, rows: Rows) -> None:
        """Writes the rows of a group."""
        values: _Bindings = []
        entries: _Bindings = []
        new_values: _Bindings = []
        new_entries: _Bindings = []
        deleted: _Bindings = []
        copies: list[tuple[Key, Key]] = []
        for key, row in rows.items():
            if row is None:
                deleted += key
            elif isinstance(row, bytes):
                place = self._place(key)
                if place is not None and not place[1]:
                    values += (place[0], row)
                    continue
                written = entries if place is not None else new_entries
                place = self._places[key] = (self._new_value_id(), 0)
                new_values += (place[0], row)
                written += key
                written += place
            else:
                copies.append((key, row))
        for key, source in copies:  # every source has its place now
            original = self._place(source)
            assert original is not None, "a copy of nothing"
            entries += key
            entries += (original[0], 1)
        self._write(delete_entries, deleted, _KEY_FIELDS, MANY_ROWS)
        self._write(put_values, values, _VALUE_FIELDS, MANY_ROWS)
        self._write(add_values, new_values, _VALUE_FIELDS)
        self._write(add_entries, new_entries, _ENTRY_FIELDS)
        self._write(put_entries, entries, _ENTRY_FIELDS)

    def _place(self, key: Key) -> _Place:
        if key in self._places:
            return self._places[key]
        place: _Place = self._execute(FIND, key).get
        self._places[key] = place
        return place

    def _new_value_id(self) -> int:
        if not self._last_value_id:
            self._last_value_id = self._execute(LAST_VALUE_ID).get
        self._last_value_id += 1
        return self._last_value_id

    def _write(
        self,
        statement: Callable[[int], str],
        bindings: _Bindings,
        fields: int,
        numbers: tuple[int, ...] = ROWS_PER_STATEMENT,
    ) -> None:
        """Executes a statement for rows, which have `fields` bindings each. numbers: of rows that
        one statement may write.
        """
        at = 0
        for rows in numbers:
            step = rows * fields
            while len(bindings) - at >= step:
                self._execute(statement(rows), bindings[at : at + step])
                at += step
        if at < len(bindings):
            rest = [bindings[each : each + fields] for each in range(at, len(bindings), fields)]
            self._execute_many(statement(1), rest)
