"""Whether entries and values of a SQLite file agree, which no verb of a storage tells."""

from contextlib import closing
from pathlib import Path
from typing import Any

from jedlik.storage.sqlite.connection import connect


def loose_values(path: Path, key: bytes | None = None) -> list[tuple[Any, ...]]:
    """Values that no entry has, or several, and entries whose value is gone: id, value_id, and how
    many entries have it for their own.
    """
    with closing(connect(path, key=key)) as connection:
        rows: list[Any] = connection.execute(
            "SELECT id, value_id, sum(1 - is_copy) FROM value FULL JOIN entry ON value_id = id "
            "GROUP BY id, value_id HAVING id IS NULL OR value_id IS NULL OR sum(1 - is_copy) <> 1"
        ).fetchall()
    return rows
