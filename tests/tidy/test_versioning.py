"""The promise in docs/versioning.md names what the code has."""

import re
from pathlib import Path

import pytest

from jedlik.storage.sqlite.open_errors import NewerFormatError
from jedlik.storage.sqlite.schema import FORMAT
from tests.tidy.source import PACKAGE, ROOT

DOCUMENT = (ROOT / "docs" / "versioning.md").read_text()
WORDS = " ".join(DOCUMENT.split())


def test_every_metric_is_promised_by_its_name() -> None:
    source = (PACKAGE / "edge" / "metrics.py").read_text()
    names = set(re.findall(r'"(jedlik_\w+)"', source))
    promised = set(re.findall(r"`(jedlik_\w+)`", DOCUMENT))
    assert {name.removesuffix("_total") for name in promised} == names


def test_the_sentence_about_a_newer_format_is_the_real_one() -> None:
    error = NewerFormatError(Path("jedlik-data/jedlik.db"), found=FORMAT + 1, known=FORMAT)
    assert str(error) in WORDS


@pytest.mark.parametrize("number", range(1, FORMAT + 1))
def test_each_format_has_a_line_and_its_folders(number: int) -> None:
    assert f"\n| {number} | " in DOCUMENT
    folders = ROOT / "tests" / "folders" / str(number)
    found = {path.name for path in folders.iterdir()}
    assert found >= {"plain", "encrypted", "killed", "plain.json", "killed.json"}
