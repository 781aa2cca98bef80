"""The rows of a group, as they are found in the file and as they go into its pages.

An entry says by `value_id` which value it shows. The value of an entry that is put again keeps its
id, so that its copies show the new one, and costs no search: who decided upon it has found it. A
copy costs a key, and nothing at all while it stays one.
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
    delete_values,
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
class _Pages:
    """What goes into the pages, bound to statements in bulk."""

    __slots__ = ("entries", "gone_entries", "gone_values", "values")

    def __init__(self) -> None:
        self.entries: _Bindings = []
        self.values: _Bindings = []
        self.gone_entries: _Bindings = []
        self.gone_values: _Bindings = []


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
        pages = _Pages()
        copies: list[tuple[Key, Key]] = []
        for key, row in rows.items():
            if isinstance(row, bytes):
                pages.values += (self._place_of_value(key, pages), row)
            elif row is None:
                self._delete(key, pages)
            else:
                copies.append((key, row))
        for key, of in copies:  # whose values all have their places now
            self._copy(key, of, pages)
        self._in_bulk(delete_values, pages.gone_values, 1)
        self._in_bulk(delete_entries, pages.gone_entries, _KEY_FIELDS)
        self._in_bulk(put_values, pages.values, _VALUE_FIELDS)
        self._in_bulk(put_entries, pages.entries, _ENTRY_FIELDS)

    def _place_of_value(self, key: Key, pages: "_Pages") -> int:
        """The id under which a value is put; that of a copy is another's."""
        place = self._place(key)
        if place is not None and not place[1]:
            return place[0]
        value_id = self._new_value_id()
        self._places[key] = (value_id, 0)
        pages.entries += key
        pages.entries += (value_id, 0)
        return value_id

    def _delete(self, key: Key, pages: "_Pages") -> None:
        place = self._place(key)
        if place is not None:
            pages.gone_entries += key
            if not place[1]:
                pages.gone_values.append(place[0])

    def _copy(self, key: Key, of: Key, pages: "_Pages") -> None:
        place, original = self._place(key), self._place(of)
        assert original is not None, "a copy of nothing"
        if place is None or place[0] != original[0]:
            pages.entries += key
            pages.entries += (original[0], 1)
            if place is not None and not place[1]:
                pages.gone_values.append(place[0])

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
