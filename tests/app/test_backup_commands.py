"""The options of `jedlik backup`."""

import pytest

from jedlik.app.cli import main


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["backup", "--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert all(each in text for each in ("--from", "--to", "--key-file", "exit status"))


def test_an_unknown_action(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["backup", "move"])
    assert ended.value.code == 2
    assert "invalid choice: 'move'" in capsys.readouterr().err


def test_memory(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JEDLIK_MEMORY", "1")
    assert main(["backup", "list"]) == 2
    assert "--memory stores no backups" in capsys.readouterr().err
