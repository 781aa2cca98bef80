"""The options of `jedlik move`."""

import pytest

from jedlik.app import cli


@pytest.mark.parametrize(
    "given", [["--from", "a"], ["--to", "b"], ["--from", "a", "--to", "b", "c"]]
)
def test_both_sides_are_needed(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["move", *given])
    assert ended.value.code == 2
    assert "usage: jedlik" in capsys.readouterr().err


def test_a_source_without_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["move", "--from", "/nothing/here", "--to", "/nothing/there"]) == 2
    assert capsys.readouterr().err == "jedlik: there is no data in /nothing/here\n"
