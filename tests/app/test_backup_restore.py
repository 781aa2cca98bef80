"""Restores without a server: large items, and processes that are killed."""

from pathlib import Path

import pytest

from jedlik.app.cli import main
from jedlik.storage.sqlite.storage import SqliteStorage
from tests.app.backup_folders import (
    Command,
    backup_command,
    item,
    items_in,
    killed,
    make_folder,
)
from tests.app.server import serving

__all__ = ["backup_command"]


def test_large_items(tmp_path: Path, backup: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.app.backup_folders.item", lambda number: item(number, 300_000))
    data, copies, new = tmp_path / "data", tmp_path / "copies", tmp_path / "new"
    make_folder(data, items=3)
    monkeypatch.undo()
    backup("copy", "--all", "--to", copies, "--data", data)
    backup("restore", "b-0", "--table", "music", "--from", copies, "--data", new)
    assert items_in(new, "music") == [item(each, 300_000) for each in range(3)]


def test_a_restore_that_is_killed_goes_on(
    tmp_path: Path, backup: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jedlik.engine.jobs.LEASE_MS", 1)  # nobody waits for one that died
    data, copies, new = tmp_path / "data", tmp_path / "copies", tmp_path / "new"
    make_folder(data)
    backup("copy", "--all", "--to", copies, "--data", data)
    restore = ("restore", "b-0", "--table", "music", "--from", copies, "--data", new)
    command = ("backup", *restore)
    at = 1
    while killed(at, (SqliteStorage, "transact"), *command):
        if at % 4 == 0:
            assert main(["verify", "--data", str(new)]) == 0
        at += 1
    assert at > 5
    assert items_in(new, "music") == [item(each) for each in range(30)]
    assert len(items_in(new, "music", IndexName="by_n")) == 30
    assert main(["verify", "--data", str(new)]) == 0


def test_a_folder_that_a_server_uses(tmp_path: Path, backup: Command) -> None:
    data = tmp_path / "data"
    make_folder(data)
    with serving("--data", str(data)):
        refused = backup("list", "--data", data, status=2)
    assert "is in use" in refused
