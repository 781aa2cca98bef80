"""Checksums of pages, for files that are not encrypted.

The last 8 bytes of each page are a checksum of the rest. `cksumvfs`, an extension of SQLite, writes
it with the page and compares it when the page is read. If they differ, it raises apsw.IOError with
SQLITE_IOERR_DATA. The checksum covers everything in the file: keys, values, the inner pages of the
trees and the free pages. Encrypted files need no checksums, because the cipher detects changed
pages. The frames of the write-ahead log have checksums of their own.

The extension is a layer between SQLite and the operating system, called a VFS. A program without it
can read the file, but what it writes has wrong checksums.
"""

import os
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Final

import apsw

from jedlik.storage.sqlite.log_frames import log_of
from jedlik.storage.sqlite.open_errors import ChecksumsMissingError

# The number of bytes that a page reserves for the checksum. cksumvfs works with exactly these.
CHECKSUM_BYTES: Final = 8

_EXTENSION: Final = "cksumvfs"
_NAME: Final = "cksmvfs"

# The file that receives the pages with checksums, until it replaces the data file.
NEW_SUFFIX: Final = ".new"


def vfs_for(key: bytes | None) -> str:
    """Returns the name of the VFS for a file. key: that of an encrypted file, else None.

    Raises ChecksumsMissingError if the installed SQLite lacks the extension.
    """
    plain, checked = _vfs_names()
    return checked if key is None else plain


@cache
def _vfs_names() -> tuple[str, str]:
    """Returns the names of SQLite's own VFS and of the VFS with checksums. Loads the extension
    once.
    """
    plain = next(name for name in apsw.vfs_names() if name != _NAME)  # the default comes first
    with closing(apsw.Connection(":memory:")) as connection:
        connection.config(apsw.SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1)
        try:
            connection.load_extension(str(_extension()))
        except apsw.ExtensionLoadingError as error:
            raise ChecksumsMissingError from error
    return plain, _NAME


def _extension() -> Path:
    """Returns the path of cksumvfs, which is part of the package apsw-sqlite3mc.

    `apsw.sqlite_extra` finds it too, but costs 0.7 MB of memory for the modules that it imports.
    """
    folder = Path(apsw.__file__).with_name("sqlite_extra_binaries")
    found = next(folder.glob(f"{_EXTENSION}.*"), None)
    if found is None:
        raise ChecksumsMissingError
    return found


def reserve_checksums(connection: apsw.Connection) -> None:
    """Makes SQLite reserve space for checksums in an empty file. An encrypted file needs none."""
    if lacks_checksums(connection):
        connection.reserve_bytes("main", CHECKSUM_BYTES)


def lacks_checksums(connection: apsw.Connection) -> bool:
    """Returns whether a file that is not encrypted has pages without checksums."""
    # There is no such pragma, and so no answer, for an encrypted file.
    return bool(connection.execute("PRAGMA checksum_verification").get == "0")


def is_damage(error: apsw.Error) -> bool:
    """Returns whether an error of SQLite means that a page is damaged."""
    if isinstance(error, apsw.IOError):
        return error_code(error) == apsw.SQLITE_IOERR_DATA
    return isinstance(error, (apsw.CorruptError, apsw.NotADBError))


def error_code(error: apsw.Error) -> int:
    """Returns the extended result code of an error."""
    code: int = getattr(error, "extendedresult", 0)
    return code


def add_checksums(path: Path, format_number: int) -> None:
    """Replaces a file without checksums by a copy with checksums, in the format `format_number`.

    No connection may be open. The old file stays in its place until the new one is complete and on
    the disk, so after a crash one of the two is there. The copy needs as much free space as the
    file has bytes.
    """
    new = path.with_name(path.name + NEW_SUFFIX)
    new.unlink(missing_ok=True)  # from a start that was killed
    try:
        _copy(path, new)
        with closing(apsw.Connection(str(new), vfs=vfs_for(None))) as connection:
            connection.execute(f"PRAGMA user_version = {format_number}").fetchall()
        _replace(path, new)
    finally:
        new.unlink(missing_ok=True)


def _copy(path: Path, new: Path) -> None:
    """Writes the content of `path` to `new`, with checksums. Afterwards the log of `path`
    is empty.
    """
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(apsw.Connection(str(path), vfs=vfs_for(None))) as connection:
        reserve_checksums(connection)
        connection.execute("VACUUM INTO ?", (str(new),)).fetchall()
        connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)


def _replace(path: Path, new: Path) -> None:
    """Renames `new` to `path` after its bytes are on the disk."""
    log = log_of(path)
    assert not log.exists() or not log.stat().st_size, "pages of the old file are in the log"
    descriptor = os.open(new, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    log.unlink(missing_ok=True)
    new.replace(path)
