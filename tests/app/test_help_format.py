"""The help of commands is as wide as the terminal, and costs a server nothing."""

import os
import subprocess
import sys
from argparse import ArgumentParser

import pytest

from jedlik.app.help_format import HelpFormatter

PROGRAM = """
import sys
from jedlik.app.cli import main
main(["version"])
print(", ".join(name for name in ("shutil", "bz2", "lzma") if name in sys.modules))
"""


def shown() -> str:
    parser = ArgumentParser("jedlik", description="one\n two", formatter_class=HelpFormatter)
    parser.add_argument("--data", help="word " * 40)
    return parser.format_help()


@pytest.mark.parametrize("columns", [60, 120])
def test_lines_are_as_wide_as_the_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "get_terminal_size", lambda fd: os.terminal_size((columns, 24)))
    monkeypatch.delenv("COLUMNS", raising=False)
    longest = max(len(line) for line in shown().splitlines())
    assert columns - 8 < longest < columns


@pytest.mark.parametrize("columns", ["40", "200"])
def test_a_variable_overrides_the_terminal(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    longest = max(len(line) for line in shown().splitlines())
    assert int(columns) - 8 < longest < int(columns)


@pytest.mark.parametrize("columns", ["", "none", "0"])
def test_without_a_terminal(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(fd: int) -> os.terminal_size:
        raise OSError

    monkeypatch.setattr(os, "get_terminal_size", none)
    monkeypatch.setenv("COLUMNS", columns)
    assert 72 < max(len(line) for line in shown().splitlines()) < 80
    assert "\none\n two\n" in shown()


def test_a_command_does_not_load_what_only_help_needs() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == ""
