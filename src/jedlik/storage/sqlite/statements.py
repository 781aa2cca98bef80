"""All the SQL of the request path. A `Key` binds as it is: its fields are the columns, in order."""

from functools import lru_cache
from typing import Final

# A statement writes at most this many rows. Each statement gives up and takes back the GIL once, so
# rows in bulk spare the event loop; beyond some dozens nothing more is gained.
ROWS_PER_STATEMENT: Final = 32

_AT_KEY: Final = "WHERE space = ? AND table_id = ? AND partition = ? AND sort = ?"

# CROSS JOIN: SQLite goes from the entries to their values, never the other way round.
_KEPT: Final = "entry CROSS JOIN value ON value.id = entry.value_id"

READ: Final = f"SELECT bytes FROM {_KEPT} {_AT_KEY}"  # noqa: S608

# What a writer needs to know of an entry, with its value or without.
FIND_VALUE: Final = f"SELECT value_id, is_copy, bytes FROM {_KEPT} {_AT_KEY}"  # noqa: S608
FIND: Final = f"SELECT value_id, is_copy FROM entry {_AT_KEY}"  # noqa: S608

LAST_VALUE_ID: Final = "SELECT coalesce(max(id), 0) FROM value"


@lru_cache(maxsize=ROWS_PER_STATEMENT + 1)
def put_values(count: int) -> str:
    """Puts `count` values; binds id and bytes of each in turn."""
    return f"REPLACE INTO value (id, bytes) VALUES {_rows('(?,?)', count)}"  # noqa: S608


@lru_cache(maxsize=ROWS_PER_STATEMENT + 1)
def put_entries(count: int) -> str:
    """Puts `count` entries; binds the key's four fields, value_id and is_copy of each in turn. One
    that is there already and shows that value is left alone.
    """
    rows = _rows("(?,?,?,?,?,?)", count)
    return (
        "INSERT INTO entry (space, table_id, partition, sort, value_id, is_copy) "  # noqa: S608
        f"VALUES {rows} ON CONFLICT (space, table_id, partition, sort) "
        "DO UPDATE SET value_id = excluded.value_id, is_copy = excluded.is_copy "
        "WHERE value_id <> excluded.value_id"
    )


@lru_cache(maxsize=ROWS_PER_STATEMENT + 1)
def delete_entries(count: int) -> str:
    """Deletes `count` entries; binds the key's four fields of each in turn."""
    rows = _rows("(?,?,?,?)", count)
    return f"DELETE FROM entry WHERE (space, table_id, partition, sort) IN (VALUES {rows})"  # noqa: S608


@lru_cache(maxsize=8)
def scan_statement(*, with_values: bool, bounded: bool, reverse: bool) -> str:
    """Entries from a position on, to another if `bounded`, in key order or reverse.

    Rows are partition and sort, and the value if `with_values`.

    Binds space, table, partition and sort of the first, of the end if `bounded`, and a row limit.
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
    """The same within one partition, which SQLite finds its way through faster.

    Rows are sort, and the value if `with_values`.

    Binds space, table, partition, sort of the first, that of the end if `bounded`, and a row limit.
    """
    end = " AND sort < ?" if bounded else ""
    direction = "DESC" if reverse else "ASC"
    return (
        f"SELECT sort{_columns_from(with_values)} WHERE space = ? AND table_id = ? "
        f"AND partition = ? AND sort >= ?{end} ORDER BY sort {direction} LIMIT ?"
    )


def _columns_from(with_values: bool) -> str:
    return f", bytes FROM {_KEPT}" if with_values else " FROM entry"


def _rows(row: str, count: int) -> str:
    return ",".join([row] * count)
