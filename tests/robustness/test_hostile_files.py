"""Files that somebody has put into a data folder: a sentence, no traceback, and no change to them.

tests/storage/sqlite/test_ownership.py and test_opening.py try every kind without a server.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.server import run


def link(path: Path) -> None:
    victim = path.parent.with_name("victim")
    victim.write_text("precious")
    path.symlink_to(victim)


@pytest.mark.parametrize(
    ("name", "put"),
    [
        ("jedlik.db", os.mkfifo),
        ("jedlik.db", lambda path: path.write_bytes(b"\x07" * 8_192)),
        ("jedlik.lock", link),
    ],
    ids=["a pipe", "noise", "a link"],
)
def test_a_hostile_file_is_refused(
    tmp_path: Path, name: str, put: Callable[[Path], object]
) -> None:
    folder = tmp_path / "data"
    folder.mkdir(0o700)
    put(folder / name)
    done = run("serve", "--port", "0", "--data", str(folder))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("jedlik: ")
    assert done.stderr.count("\n") == 1
    if name == "jedlik.lock":
        assert (tmp_path / "victim").read_text() == "precious"
