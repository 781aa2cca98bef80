"""The migrations lead to schema.sql, and a step that fails leaves the format before it."""

import re
from importlib.resources import files
from pathlib import Path

import apsw
import pytest

from jedlik.storage.sqlite import schema
from jedlik.storage.sqlite.connection import connect
from jedlik.storage.sqlite.open_errors import FolderUnusableError


def definitions(connection: apsw.Connection) -> list[str]:
    rows = connection.execute("SELECT sql FROM sqlite_schema ORDER BY name").fetchall()
    return [re.sub(r"\s+", " ", str(sql)) for (sql,) in rows]


def test_migrations_lead_to_the_schema(tmp_path: Path) -> None:
    migrated = connect(tmp_path / "migrated.db", key=None)
    schema.bring_up_to_date(migrated, tmp_path / "migrated.db")
    declared = apsw.Connection(":memory:")
    text = (files("jedlik.storage.sqlite") / "schema.sql").read_text(encoding="utf-8")
    declared.execute(text).fetchall()
    assert definitions(migrated) == definitions(declared)
    assert len(definitions(declared)) == 2


def test_every_format_has_one_step() -> None:
    folder = files("jedlik.storage.sqlite") / "migrations"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".sql"))
    assert [int(name[:4]) for name in names] == list(range(1, schema.FORMAT + 1))


def test_a_file_system_without_a_write_ahead_log(tmp_path: Path) -> None:
    connection = apsw.Connection(":memory:")  # which cannot have one either
    with pytest.raises(FolderUnusableError, match="cannot share memory"):
        schema.bring_up_to_date(connection, tmp_path / "file.db")


def test_a_step_that_fails_leaves_the_format_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file.db"
    connection = connect(path, key=None)
    schema.bring_up_to_date(connection, path)
    first = schema.migration(1)
    steps = {1: first, 2: "ALTER TABLE entry ADD COLUMN a BLOB; SELECT nothing FROM nowhere"}
    monkeypatch.setattr(schema, "migration", steps.__getitem__)
    monkeypatch.setattr(schema, "FORMAT", 2)
    before = definitions(connection)
    with pytest.raises(apsw.SQLError):
        schema.bring_up_to_date(connection, path)
    assert definitions(connection) == before
    assert connection.execute("PRAGMA user_version").get == 1
    steps[2] = "ALTER TABLE entry ADD COLUMN a BLOB"
    schema.bring_up_to_date(connection, path)
    assert connection.execute("PRAGMA user_version").get == 2
    assert definitions(connection) != before
    connection.close()
