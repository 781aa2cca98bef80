"""The rows of a group, as they are found in the file and as they go into its pages.

An entry says by `value_id` which value it shows. The value of an entry that is put again keeps its
id, so that its copies show the new one, and costs no search: who decided upon it has found it. A
copy is a key, and one that stays what it is is only looked at. The schema has the values of
deleted entries deleted.
"""

from collections.abc import Callable
from typing import Any, Final, final

from jedlik.core.keys.key import Key
from jedlik.storage.sqlite.statements import (
    FIND,
    FIND_VALUE,
    LAST_VALUE_ID,
    ROWS_PER_STATEMENT,
    delete_entries,
    put_entries,
    put_values,
)

# What a group leaves under each key it touched: bytes, the key of the entry whose value is copied,
# or None where nothing is left.
Row = bytes | Key | None
Rows = dict[Key, Row]

_Place = tuple[int, int] | None  # value_id and is_copy; None where there is no entry
_Bindings = list[int | str | bytes]

_KEY_FIELDS: Final = 4
_ENTRY_FIELDS: Final = 6
_VALUE_FIELDS: Final = 2


@final
class Entries:
    """The entries of the file, on the writer's connection, under its lock."""

    def __init__(self, execute: Callable[..., Any]) -> None:
        self._execute = execute
        self._places: dict[Key, _Place] = {}
        self._last_value_id = 0  # unknown

    def begin(self) -> None:
        """A new group: others may have written meanwhile."""
        self._places = {}
        self._last_value_id = 0

    def read(self, key: Key) -> bytes | None:
        """The value under a key, before the group."""
        found = self._execute(FIND_VALUE, key).get
        if found is None:
            self._places[key] = None
            return None
        value_id, is_copy, value = found
        self._places[key] = (value_id, is_copy)
        return value  # type: ignore[no-any-return]

    def is_new(self, key: Key) -> None:
        """Note that there cannot be an entry under a key."""
        self._places[key] = None

    def write(self, rows: Rows) -> None:
        """Put and delete what a group leaves."""
        values: _Bindings = []
        entries: _Bindings = []
        gone: _Bindings = []
        copies: list[tuple[Key, Key]] = []
        for key, row in rows.items():
            if row is None:
                gone += key
            elif isinstance(row, bytes):
                place = self._place(key)
                if place is None or place[1]:
                    place = self._places[key] = (self._new_value_id(), 0)
                    entries += key
                    entries += place
                values += (place[0], row)
            else:
                copies.append((key, row))
        for key, of in copies:  # whose values all have their places now
            original = self._place(of)
            assert original is not None, "a copy of nothing"
            entries += key
            entries += (original[0], 1)
        self._in_bulk(delete_entries, gone, _KEY_FIELDS)
        self._in_bulk(put_values, values, _VALUE_FIELDS)
        self._in_bulk(put_entries, entries, _ENTRY_FIELDS)

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

    def _in_bulk(self, statement: Callable[[int], str], bindings: _Bindings, fields: int) -> None:
        step = fields * ROWS_PER_STATEMENT
        for at in range(0, len(bindings), step):
            bound = bindings[at : at + step]
            self._execute(statement(len(bound) // fields), bound)
