"""Folders of copies."""

from pathlib import Path

import pytest

from jedlik.app.backup_places import open_place
from jedlik.app.settings import SettingsError


def test_a_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b"
    assert open_place(f"file:{path}", None, is_new=True).name == str(path)
    assert path.stat().st_mode & 0o777 == 0o700
    assert open_place(str(path), None).name == str(path)


def test_what_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no folder"):
        open_place(str(tmp_path / "none"), None)
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(SettingsError, match="there is no folder"):
        open_place(str(file), None)
    with pytest.raises(SettingsError, match=r"cannot use the folder .*file.*"):
        open_place(str(file / "inner"), None, is_new=True)
