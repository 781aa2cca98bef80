"""Which data folders a server refuses because of a move."""

from pathlib import Path

import pytest

from jedlik.app.settings import SettingsError
from jedlik.app.unfinished_moves import refuse_unfinished, unfinished_folder


def test_a_folder_is_refused_while_a_move_writes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    refuse_unfinished(folder)
    unfinished = unfinished_folder(folder)
    assert (unfinished.parent, unfinished == folder) == (tmp_path, False)
    unfinished.mkdir()
    monkeypatch.chdir(tmp_path)
    for each in (folder, unfinished, Path("data"), Path(unfinished.name)):
        with pytest.raises(SettingsError, match="is not finished"):
            refuse_unfinished(each)
    refuse_unfinished(tmp_path / "other")
    unfinished.rename(folder)
    refuse_unfinished(folder)
