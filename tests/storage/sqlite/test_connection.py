"""The settings that durability and speed rest upon; see DESIGN.md."""

from pathlib import Path

import pytest

from jedlik.storage.sqlite.connection import connect


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
