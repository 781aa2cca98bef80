"""Sentences for the operator: each names the folder or the file, and what to do."""

from pathlib import Path

import pytest

from jedlik.storage.sqlite.open_errors import (
    ChecksumsMissingError,
    DamagedFileError,
    FileBusyError,
    FolderUnsafeError,
    FolderUnusableError,
    ForeignFileError,
    KeyLengthError,
    KeyMissingError,
    KeyUnusedError,
    KeyWrongError,
    NewerFormatError,
    OpenError,
    ServerRunningError,
)

FOLDER = Path("/data")
FILE = FOLDER / "jedlik.db"


@pytest.mark.parametrize(
    ("error", "parts"),
    [
        (FolderUnusableError(FOLDER, "no space"), ("/data", "no space", "Choose a folder")),
        (FolderUnsafeError(FOLDER, FOLDER, "is open"), ("/data", "is open", "`chown`")),
        (FolderUnsafeError(FOLDER, FILE, "is a link"), ("jedlik.db is a link", "regular file")),
        (ServerRunningError(FOLDER, "process 7"), ("/data", "process 7", "Stop that server")),
        (FileBusyError(FILE), ("/data/jedlik.db", "Close that program")),
        (NewerFormatError(FILE, found=9, known=4), ("format 9", "up to 4", "newer version")),
        (ForeignFileError(FILE), ("/data/jedlik.db", "Move it away")),
        (DamagedFileError(FILE, "page 3"), ("page 3", "backup", "jedlik.db-wal")),
        (ChecksumsMissingError(), ("apsw-sqlite3mc",)),
        (KeyMissingError(FILE), ("/data/jedlik.db", "the key that it was created with")),
        (KeyWrongError(FILE), ("/data/jedlik.db", "backup")),
        (KeyUnusedError(FILE), ("/data/jedlik.db", "Start without a key")),
        (KeyLengthError(found=16, needed=32), ("16 bytes", "32", "openssl rand -hex 32")),
    ],
)
def test_a_sentence_names_the_place_and_the_remedy(
    error: OpenError, parts: tuple[str, ...]
) -> None:
    sentence = str(error)
    assert sentence.endswith(".")
    assert all(part in sentence for part in parts), sentence
