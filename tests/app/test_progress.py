"""The bar on standard error: on terminals only, and for totals that were estimates."""

import pytest

from jedlik.app.progress import ITEMS, Bar


def shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, is_terminal: bool
) -> str:
    monkeypatch.setattr("sys.stderr.isatty", lambda: is_terminal)
    bar = Bar("dump", ITEMS)
    bar.show(5, 10)
    bar.show(5, 10)
    bar.show(20, 10)
    bar.end()
    return capsys.readouterr().err


def test_a_terminal_sees_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = shown(monkeypatch, capsys, is_terminal=True).split("\r")
    assert len(lines) == 3  # the same percentage is shown once
    assert lines[1].startswith(f"dump [{'#' * 15}{'.' * 15}]  50 % of 10 items, ")
    assert lines[2].startswith(f"dump [{'#' * 30}] 100 % of 20 items, ")
    assert lines[2].endswith("items/s \n")


def test_a_file_sees_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown(monkeypatch, capsys, is_terminal=False) == ""


def test_a_bar_may_be_hidden(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    bar = Bar("dump", is_hidden=True)
    bar.show(1, 2)
    bar.end()
    assert capsys.readouterr().err == ""
