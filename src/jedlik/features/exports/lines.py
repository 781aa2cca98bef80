"""The lines of a data file: items or changes, filtered, in the format of the export. Pure.

For an incremental export the filter is evaluated on the latest image of an item, and on the old one
if it was deleted. Its keys are always shown. Source: Developer Guide, "Filtering a table export".
"""

from collections.abc import Sequence
from typing import Final, NamedTuple, final

import orjson

from jedlik.core.keys.key_schema import KeySchema
from jedlik.core.keys.position import position_ms
from jedlik.core.pauses import spend
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.stored_item import item_from_bytes, stored_json_bytes, stored_size_bytes
from jedlik.features.exports.item_filter import ItemFilter
from jedlik.features.history.window import ItemChange
from jedlik.wire.item_files import write_ion, write_json

_BYTES_PER_VALUE: Final = 64  # bytes that are as much work as one value, see `spend`


class Lines(NamedTuple):
    """Some lines. lines: how many. size_bytes: the size of the items that were read for them, by
    the rules of the service.
    """

    data: bytes
    lines: int
    size_bytes: int


@final
class LineWriter:
    """Makes the lines of one export.

    shows_old: whether lines of changes have the old image.
    """

    def __init__(
        self, key: KeySchema, item_filter: ItemFilter, *, is_ion: bool, shows_old: bool = True
    ) -> None:
        self._key_names = tuple(name for name, _ in key.key_attributes)
        self._filter = item_filter
        self._is_ion = is_ion
        self._shows_old = shows_old

    def of_items(self, items: Sequence[bytes]) -> Lines:
        """Returns the lines of stored items that the filter accepts."""
        size_bytes = sum(map(stored_size_bytes, items))
        if not self._filter.decodes and not self._is_ion:
            return Lines(
                write_json.item_lines(map(stored_json_bytes, items)), len(items), size_bytes
            )
        shown: list[Item] = []
        for stored in items:
            spend(len(stored) // _BYTES_PER_VALUE)
            item = item_from_bytes(stored)
            if self._filter.accepts(item):
                shown.append(self._filter.shown(item))
        if self._is_ion:
            return Lines(write_ion.item_lines(shown), len(shown), size_bytes)
        return Lines(write_json.item_lines(map(orjson.dumps, shown)), len(shown), size_bytes)

    def of_changes(self, changes: Sequence[ItemChange]) -> Lines:
        """Returns the lines of changes that the filter accepts."""
        lines: list[bytes] = []
        size_bytes = 0
        for change in changes:
            size_bytes += _size_bytes(change.old) + _size_bytes(change.new)
            line = self._of_change(change)
            if line is not None:
                lines.append(line)
        return Lines(b"".join(lines), len(lines), size_bytes)

    def _of_change(self, change: ItemChange) -> bytes | None:
        spend((len(change.old) + len(change.new)) // _BYTES_PER_VALUE)
        latest = item_from_bytes(change.new or change.old)
        if not self._filter.accepts(latest):
            return None
        keys = {name: latest[name] for name in self._key_names}
        written_ms = position_ms(change.written)
        old = change.old if self._shows_old else b""
        if not self._is_ion:
            json = write_json.Change(
                orjson.dumps(keys), self._json(change.new), self._json(old), written_ms
            )
            return write_json.change_line(json)
        return write_ion.change_line(
            write_ion.Change(keys, self._item(change.new), self._item(old), written_ms)
        )

    def _json(self, stored: bytes) -> bytes | None:
        """Returns the JSON to show of a stored item, None if there is no item."""
        if not stored:
            return None
        if self._filter.projection is None:
            return stored_json_bytes(stored)
        return orjson.dumps(self._filter.shown(item_from_bytes(stored)))

    def _item(self, stored: bytes) -> Item | None:
        return self._filter.shown(item_from_bytes(stored)) if stored else None


def _size_bytes(stored: bytes) -> int:
    return stored_size_bytes(stored) if stored else 0
