"""The options of `jedlik dump` and `jedlik load`, in any order."""

from pathlib import Path

import pytest

from jedlik.app.cli import main


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 2
    return capsys.readouterr().err.removeprefix("jedlik: ").rstrip("\n")


def test_paths_may_follow_options(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    missing = str(tmp_path / "none")
    for arguments in (
        ("music", missing, "--create"),
        ("music", "--create", missing),
        ("--create", "music", missing),
    ):
        assert (
            refusal(capsys, "load", *arguments)
            == f"cannot read {missing}: No such file or directory"
        )


@pytest.mark.parametrize("arguments", [("dump", "music", "more"), ("load", "music", "--unknown")])
def test_unknown_arguments(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    assert ended.value.code == 2
    assert "unrecognized arguments" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["dump", "load"])
def test_help(capsys: pytest.CaptureFixture[str], command: str) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])
    assert "exit status" in capsys.readouterr().out


@pytest.mark.parametrize("count", ["0", "65"])
def test_how_many_at_once(capsys: pytest.CaptureFixture[str], count: str) -> None:
    text = refusal(capsys, "dump", "music", "--parallel", count)
    assert text == f"--parallel must be from 1 to 64, not {count}"


def test_a_description_without_a_table_to_make(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--create" in refusal(capsys, "load", "music", "--description", "file")
