"""The promise in docs/versioning.md names what the code has."""

import re
from pathlib import Path

import pytest

from jedlik.storage.postgresql import schema as database
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


def test_databases_follow_the_records_of_folders() -> None:
    """If this fails, see "For those who change what is stored" in docs/versioning.md."""
    assert database.FOLDER_FORMAT == FORMAT


def test_each_format_of_databases_has_a_line() -> None:
    section = DOCUMENT.partition("\n## Databases\n")[2].partition("\n## ")[0]
    lines = re.findall(r"^\| (\d+) \|.* \| (\d+) of folders \|", section, re.MULTILINE)
    assert [int(number) for number, _ in lines] == list(range(1, database.FORMAT + 1))
    assert int(lines[-1][1]) == database.FOLDER_FORMAT
    refused = f"has format {database.FORMAT + 1}, and this version of Jedlik uses formats up to"
    assert f"{refused} {database.FORMAT}." in section
