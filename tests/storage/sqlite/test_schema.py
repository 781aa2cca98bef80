"""The migrations lead to schema.sql, and a step that fails leaves the format before it."""

import asyncio
import re
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import apsw
import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.storage.interface import Batch, Copy, Delete, Mutation, Put
from jedlik.storage.sqlite import open_folder, schema
from jedlik.storage.sqlite.connection import connect
from jedlik.storage.sqlite.open_errors import FolderUnusableError

ITEM = Key(Space.ITEM, 7, b"p", b"s")
ENTRY = Key(Space.INDEX, 7, b"i", b"e")
COUNTER = Key(Space.COUNTER, 7, b"", b"c")


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
    assert len(definitions(declared)) == 4


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
    newest = schema.FORMAT
    steps = {newest + 1: "ALTER TABLE entry ADD COLUMN a BLOB; SELECT nothing FROM nowhere"}
    monkeypatch.setattr(schema, "migration", steps.__getitem__)
    monkeypatch.setattr(schema, "FORMAT", newest + 1)
    before = definitions(connection)
    with pytest.raises(apsw.SQLError):
        schema.bring_up_to_date(connection, path)
    assert definitions(connection) == before
    assert connection.execute("PRAGMA user_version").get == newest
    steps[newest + 1] = "ALTER TABLE entry ADD COLUMN a BLOB"
    schema.bring_up_to_date(connection, path)
    assert connection.execute("PRAGMA user_version").get == newest + 1
    assert definitions(connection) != before
    connection.close()


def test_entries_of_the_first_format_remain(tmp_path: Path) -> None:
    """Entries that were copies with their own bytes become entries that are no copies."""
    path = tmp_path / "jedlik.db"
    old = connect(path, key=None)
    old.execute("PRAGMA journal_mode = WAL").fetchall()
    old.execute(schema.migration(1)).fetchall()
    old.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}").fetchall()
    old.execute("PRAGMA user_version = 1").fetchall()
    for key, value in ((COUNTER, b"1"), (ITEM, b"item"), (ENTRY, b"item")):
        old.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?)", (*key, value)).fetchall()
    old.close()
    asyncio.run(_use(tmp_path))


async def _use(folder: Path) -> None:
    storage = open_folder(folder)

    async def transacted(*mutations: Mutation) -> list[bytes | None]:
        await storage.transact((), lambda _: Batch(mutations, None))
        return list(await storage.read((ITEM, ENTRY, COUNTER), consistent=True))

    assert await transacted() == [b"item", b"item", b"1"]
    assert await transacted(Put(ITEM, b"new"), Copy(ENTRY, ITEM)) == [b"new", b"new", b"1"]
    assert await transacted(Delete(ITEM), Delete(ENTRY)) == [None, None, b"1"]
    await storage.close()
    with closing(connect(folder / "jedlik.db", key=None)) as connection:
        assert connection.execute("SELECT bytes FROM value").fetchall() == [(b"1",)]
