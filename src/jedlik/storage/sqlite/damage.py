"""Finds the damaged parts of a data file, and the entries that they contain.

Three passes, each independent of the others:

- It reads the pages as bytes and finds those with a wrong checksum (files that are not encrypted).
- It reads the keys, forward until a page cannot be read, and backward from the end until one
  cannot. The keys in between count as lost, although only the first and the last page of this part
  are known to be unreadable.
- It reads the values of all readable keys.

No other process may have the file open.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

import apsw

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.storage.sqlite.checksums import is_damage
from jedlik.storage.sqlite.connection import PAGE_BYTES, connect

_NAMED_LIMIT: Final = 10  # of keys or pages in one sentence

_Row = tuple[int, int, bytes, bytes, int]

_KEY: Final = "space, table_id, partition, sort"
_COLUMNS: Final = f"SELECT {_KEY}, value_id FROM entry"  # noqa: S608
_FORWARD: Final = f"{_COLUMNS} WHERE ({_KEY}) > (?, ?, ?, ?) ORDER BY {_KEY}"
_BACKWARD: Final = (
    f"{_COLUMNS} WHERE ({_KEY}) < (?, ?, ?, ?) "
    "ORDER BY space DESC, table_id DESC, partition DESC, sort DESC"
)
_BEFORE_ALL: Final = (0, 0, b"", b"")
_AFTER_ALL: Final = (2**62, 0, b"", b"")
_VALUE: Final = "SELECT bytes FROM value WHERE id = ?"


class Damage:
    """What is damaged.

    pages: the numbers of the pages whose checksum is wrong, from 1.
    gap: the last readable key before the unreadable ones and the first one after them. Each is None
        if there is no readable key there. None if all keys are readable.
    lost: the keys whose value is unreadable, in order.
    """

    def __init__(self) -> None:
        self.pages: list[int] = []
        self.gap: tuple[Key | None, Key | None] | None = None
        self.lost: list[Key] = []

    def sentences(self, tables: Mapping[int, str]) -> list[str]:
        """Returns sentences for the operator.

        tables: the names of the known tables in these sentences.
        """
        sentences = []
        if self.pages:
            sentences.append(f"pages with a wrong checksum: {_list(map(str, self.pages))}")
        if self.gap is not None:
            before, after = self.gap
            begin = "the beginning" if before is None else _place(before, tables)
            end = "the end" if after is None else _place(after, tables)
            sentences.append(f"keys that cannot be read: between {begin} and {end}")
        groups: dict[tuple[int, int], list[Key]] = {}
        for key in self.lost:
            groups.setdefault((key.space, key.table), []).append(key)
        for keys in groups.values():
            where = _group(keys[0], tables)
            names = _list(f"{key.partition!r} {key.sort!r}" for key in keys)
            sentences.append(f"values that cannot be read: {len(keys)} of {where}: {names}")
        if self.pages and self.gap is None and not self.lost:
            sentences.append("all keys and values can be read: nothing depends on these pages")
        return sentences


def damage_in(path: Path, *, key: bytes | None, has_failed: bool) -> Damage | None:
    """Returns what is damaged, or None. Reads every page.

    If a page is damaged, it also reads every key and value, which takes some seconds for a million.
    key: the encryption key, or None. has_failed: whether a read has already found damage.
    """
    damage = Damage()
    if key is None:
        damage.pages.extend(_damaged_pages(path))
    if not damage.pages and not has_failed:
        return None
    with closing(connect(path, key=key)) as connection:
        _read_all(connection, damage)
    return damage


def _damaged_pages(path: Path) -> Iterator[int]:
    # A descriptor of its own is allowed here, since nothing has the file open: see sync.py.
    with closing(connect(Path(":memory:"), key=None)) as connection, path.open("rb") as file:
        number = 0
        while page := file.read(PAGE_BYTES):
            number += 1
            if connection.execute("SELECT verify_checksum(?)", (page,)).get != 1:
                yield number


def _read_all(connection: apsw.Connection, damage: Damage) -> None:
    forward, are_all = _read(connection, _FORWARD, _BEFORE_ALL)
    backward: list[_Row] = []
    if not are_all:
        backward, _ = _read(connection, _BACKWARD, _AFTER_ALL)
        backward.reverse()
        before = _key(forward[-1]) if forward else None
        damage.gap = (before, _key(backward[0]) if backward else None)
    for row in (*forward, *backward):
        if not _is_readable(connection, row[-1]):
            damage.lost.append(_key(row))


def _read(
    connection: apsw.Connection, statement: str, start: tuple[int, int, bytes, bytes]
) -> tuple[list[_Row], bool]:
    """Reads keys until one cannot be read. Returns them, and whether all could be read."""
    rows: list[_Row] = []
    try:
        # Values are read later: damage that another statement finds would end this one.
        rows.extend(connection.execute(statement, start))
    except apsw.Error as error:
        if not is_damage(error):
            raise
        return rows, False
    return rows, True


def _key(row: _Row) -> Key:
    return Key(Space(row[0]), *row[1:4])


def _is_readable(connection: apsw.Connection, value_id: int) -> bool:
    try:
        connection.execute(_VALUE, (value_id,)).fetchall()
    except apsw.Error as error:
        if not is_damage(error):
            raise
        return False
    return True


def _place(key: Key, tables: Mapping[int, str]) -> str:
    return f"{key.partition!r} {key.sort!r} of {_group(key, tables)}"


def _group(key: Key, tables: Mapping[int, str]) -> str:
    table = tables.get(key.table, f"table number {key.table}")
    return f"{table} ({Space(key.space).name})"


def _list(names: Iterable[str]) -> str:
    listed = list(names)
    rest = len(listed) - _NAMED_LIMIT
    return ", ".join(listed[:_NAMED_LIMIT]) + (f" and {rest:,} more" if rest > 0 else "")
