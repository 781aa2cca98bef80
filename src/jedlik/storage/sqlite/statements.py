"""All the SQL of the request path. A `Key` binds as it is: its fields are the columns, in order."""

from functools import lru_cache
from typing import Final

# A statement writes at most this many rows. Each statement gives up and takes back the GIL once, so
# rows in bulk spare the event loop; beyond some dozens nothing more is gained.
ROWS_PER_STATEMENT: Final = 32

READ: Final = (
    "SELECT value FROM entry WHERE space = ? AND table_id = ? AND partition = ? AND sort = ?"
)


@lru_cache(maxsize=ROWS_PER_STATEMENT + 1)
def put_statement(count: int) -> str:
    """Puts `count` rows; binds the key's four fields and the value of each row in turn."""
    rows = ",".join(["(?,?,?,?,?)"] * count)
    return (
        f"INSERT INTO entry (space, table_id, partition, sort, value) VALUES {rows} "  # noqa: S608
        "ON CONFLICT (space, table_id, partition, sort) DO UPDATE SET value = excluded.value"
    )


@lru_cache(maxsize=ROWS_PER_STATEMENT + 1)
def delete_statement(count: int) -> str:
    """Deletes `count` rows; binds the key's four fields of each row in turn."""
    rows = ",".join(["(?,?,?,?)"] * count)
    return f"DELETE FROM entry WHERE (space, table_id, partition, sort) IN (VALUES {rows})"  # noqa: S608


@lru_cache(maxsize=8)
def scan_statement(column: str, *, bounded: bool, reverse: bool) -> str:
    """Entries from a position on, to another if `bounded`, in key order or reverse.

    Rows are partition, sort and `column`.

    Binds space, table, partition and sort of the first, of the end if `bounded`, and a row limit.
    """
    end = " AND (partition, sort) < (?, ?)" if bounded else ""
    direction = "DESC" if reverse else "ASC"
    return (
        f"SELECT partition, sort, {column} FROM entry WHERE space = ? AND table_id = ? "  # noqa: S608
        f"AND (partition, sort) >= (?, ?){end} "
        f"ORDER BY partition {direction}, sort {direction} LIMIT ?"
    )


@lru_cache(maxsize=8)
def partition_statement(column: str, *, bounded: bool, reverse: bool) -> str:
    """The same within one partition, which SQLite finds its way through faster.

    Rows are sort and `column`.

    Binds space, table, partition, sort of the first, that of the end if `bounded`, and a row limit.
    """
    end = " AND sort < ?" if bounded else ""
    direction = "DESC" if reverse else "ASC"
    return (
        f"SELECT sort, {column} FROM entry WHERE space = ? AND table_id = ? "  # noqa: S608
        f"AND partition = ? AND sort >= ?{end} ORDER BY sort {direction} LIMIT ?"
    )
