"""The settings that durability and speed depend on; see DESIGN.md."""

from pathlib import Path
from threading import Timer

import apsw
import pytest

from jedlik.storage.sqlite.connection import connect
from jedlik.storage.sqlite.schema import bring_up_to_date


@pytest.mark.parametrize("key", [None, b"k" * 32])
@pytest.mark.parametrize(
    ("pragma", "setting"),
    [
        ("synchronous", 2),  # FULL: COMMIT syncs the log
        ("wal_autocheckpoint", 0),
        ("cache_size", -128 * 1024),
        ("secure_delete", 0),
        ("trusted_schema", 0),
        ("mmap_size", 0),
    ],
)
def test_settings(tmp_path: Path, key: bytes | None, pragma: str, setting: int) -> None:
    connection = connect(tmp_path / "file.db", key=key)
    assert connection.execute(f"PRAGMA {pragma}").get == setting
    connection.close()


def test_a_connection_waits_for_who_has_the_file_to_itself(tmp_path: Path) -> None:
    path = tmp_path / "file.db"
    made = connect(path, key=None)
    bring_up_to_date(made, path)
    made.close()
    other = apsw.Connection(str(path))
    other.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
    other.execute("BEGIN EXCLUSIVE")
    closing = Timer(0.2, other.close)
    closing.start()
    connection = connect(path, key=None)
    assert connection.execute("SELECT count(*) FROM entry").get == 0
    connection.close()
    closing.join()
