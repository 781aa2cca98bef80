"""All the SQL of the request path. The fields of a `Key` are bound in the order of the columns."""

from functools import cache, lru_cache
from typing import Final

# The numbers of rows that one statement may write. Each statement releases the GIL once and takes
# it back once, so fewer statements leave more time to the event loop. More than some dozens of rows
# in one statement bring no gain. The numbers are few, so that fewer statements are prepared again.
# The other rows are written one by one. That is quicker for some dozens of values and of deletions:
# for several rows SQLite stores what the pages were before, or makes temporary tables.
ROWS_PER_STATEMENT: Final = (32, 16, 8, 4)
MANY_ROWS: Final = (32,)  # for values that are replaced, and for deletions

_ENTRY: Final = "(space, table_id, partition, sort, value_id, is_copy) VALUES"
_AT_KEY: Final = "WHERE space = ? AND table_id = ? AND partition = ? AND sort = ?"

# CROSS JOIN makes SQLite go from the entries to their values, never the other way round.
_WITH_VALUES: Final = "entry CROSS JOIN value ON value.id = entry.value_id"

READ: Final = f"SELECT bytes FROM {_WITH_VALUES} {_AT_KEY}"  # noqa: S608

# What a writer must know about an entry, with its value or without.
FIND_VALUE: Final = f"SELECT value_id, is_copy, bytes FROM {_WITH_VALUES} {_AT_KEY}"  # noqa: S608
FIND: Final = f"SELECT value_id, is_copy FROM entry {_AT_KEY}"  # noqa: S608

LAST_VALUE_ID: Final = "SELECT coalesce(max(id), 0) FROM value"


@cache
def put_values(count: int) -> str:
    """Returns the statement that puts `count` values. Bindings: id and bytes of each."""
    return f"REPLACE INTO value (id, bytes) VALUES {_rows('(?,?)', count)}"  # noqa: S608


# FAIL: if a row is refused, those before it stay. The whole group is rolled back then, so SQLite
# need not store what the pages were before the statement.
@cache
def add_values(count: int) -> str:
    """Returns the statement that adds `count` values with new ids. Bindings as for `put_values`."""
    return f"INSERT OR FAIL INTO value (id, bytes) VALUES {_rows('(?,?)', count)}"  # noqa: S608


@cache
def add_entries(count: int) -> str:
    """Returns the statement that adds `count` entries with new keys. Bindings: the four fields of
    the key, value_id and is_copy of each.
    """
    return f"INSERT OR FAIL INTO entry {_ENTRY} {_rows('(?,?,?,?,?,?)', count)}"


@cache
def put_entries(count: int) -> str:
    """Returns the statement that puts `count` entries. An entry that has its value_id already is
    not written again. Bindings as for `add_entries`.
    """
    return (
        f"INSERT INTO entry {_ENTRY} {_rows('(?,?,?,?,?,?)', count)} "
        "ON CONFLICT (space, table_id, partition, sort) "
        "DO UPDATE SET value_id = excluded.value_id, is_copy = excluded.is_copy "
        "WHERE value_id <> excluded.value_id"
    )


@cache
def delete_entries(count: int) -> str:
    """Returns the statement that deletes `count` entries. Bindings: the four fields of each key."""
    if count == 1:
        return f"DELETE FROM entry {_AT_KEY}"  # noqa: S608
    rows = _rows("(?,?,?,?)", count)
    return f"DELETE FROM entry WHERE (space, table_id, partition, sort) IN (VALUES {rows})"  # noqa: S608


@lru_cache(maxsize=16)
def touch_keys(count: int) -> str:
    """Returns a statement that reads the values of keys, to load their pages, and returns a count.

    Bindings: the four fields of each key.
    """
    return (
        "SELECT count(substr(bytes, -1)) "  # noqa: S608
        f"FROM (VALUES {_rows('(?,?,?,?)', count)}) AS wanted CROSS JOIN entry "
        "ON space = column1 AND table_id = column2 AND partition = column3 AND sort = column4 "
        "CROSS JOIN value ON value.id = value_id"
    )


def touch_rows(statement: str) -> str:
    """Returns a statement that reads the values of a scan, to load their pages, and returns a
    count.

    statement: one of the following two, with values. The bindings are the same.
    """
    return f"SELECT count(substr(bytes, -1)) FROM ({statement})"  # noqa: S608


@lru_cache(maxsize=8)
def scan_statement(*, with_values: bool, bounded: bool, reverse: bool) -> str:
    """Returns the statement that reads entries in the order of their keys, or in reverse.

    Rows: partition, sort key, and the value if `with_values`.
    Bindings: space, table, partition and sort key of the start; partition and sort key of the end
    if `bounded`; the most rows.
    """
    end = " AND (partition, sort) < (?, ?)" if bounded else ""
    direction = "DESC" if reverse else "ASC"
    return (
        f"SELECT partition, sort{_columns_from(with_values)} WHERE space = ? AND table_id = ? "
        f"AND (partition, sort) >= (?, ?){end} "
        f"ORDER BY partition {direction}, sort {direction} LIMIT ?"
    )


@lru_cache(maxsize=8)
def partition_statement(*, with_values: bool, bounded: bool, reverse: bool) -> str:
    """Returns the statement that does the same within one partition, which SQLite searches faster.

    Rows: sort key, and the value if `with_values`.
    Bindings: space, table, partition, sort key of the start; sort key of the end if `bounded`; the
    most rows.
    """
    end = " AND sort < ?" if bounded else ""
    direction = "DESC" if reverse else "ASC"
    return (
        f"SELECT sort{_columns_from(with_values)} WHERE space = ? AND table_id = ? "
        f"AND partition = ? AND sort >= ?{end} ORDER BY sort {direction} LIMIT ?"
    )


def _columns_from(with_values: bool) -> str:
    return f", bytes FROM {_WITH_VALUES}" if with_values else " FROM entry"


def _rows(row: str, count: int) -> str:
    return ",".join([row] * count)
