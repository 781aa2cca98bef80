"""The format of the file: the numbers that identify it, and the migrations that lead to the newest
format.
"""

from pathlib import Path
from typing import Final

import apsw

from jedlik.storage.sqlite.checksums import lacks_checksums, reserve_checksums
from jedlik.storage.sqlite.connection import PAGE_BYTES
from jedlik.storage.sqlite.open_errors import (
    FolderUnusableError,
    ForeignFileError,
    NewerFormatError,
)

# PRAGMA application_id: these bytes in the header tell the file from other SQLite files.
APPLICATION_ID: Final = int.from_bytes(b"jdlk", "big")

_MIGRATIONS: Final = Path(__file__).with_name("migrations")

# PRAGMA user_version: the newest format, which is the number of the last file in migrations/.
FORMAT: Final = 7

# In this format and all later ones, a file that is not encrypted has checksums.
CHECKSUM_FORMAT: Final = 3

# Where the header of a file has its marks. Source: SQLite, "Database File Format", 1.3.
_APPLICATION_ID_AT: Final = slice(68, 72)
_FORMAT_AT: Final = slice(60, 64)


def refuse_newer_format(header: bytes, path: Path) -> None:
    """Raises NewerFormatError if the header of a file that is not encrypted names a newer format.

    SQLite might not be able to read the file: a newer format may protect its pages differently.
    """
    found = int.from_bytes(header[_FORMAT_AT], "big")
    if header[_APPLICATION_ID_AT] == APPLICATION_ID.to_bytes(4, "big") and found > FORMAT:
        raise NewerFormatError(path, found=found, known=FORMAT)


def bring_up_to_date(connection: apsw.Connection, path: Path) -> int:
    """Creates or migrates the file. Returns its format.

    Each migration is one transaction, so after a crash the file has one complete format. A file
    that lacks checksums gets only the migrations before CHECKSUM_FORMAT. The next step replaces the
    whole file, and no connection may be open then: `add_checksums`.

    Raises ForeignFileError or NewerFormatError before it writes anything.
    """
    version = _version(connection, path)
    if version == 0:
        reserve_checksums(connection)
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
    if connection.execute("PRAGMA journal_mode = WAL").get != "wal":
        raise FolderUnusableError(path.parent, "its file system cannot share memory between files")
    for number in range(version + 1, FORMAT + 1):
        if number == CHECKSUM_FORMAT and lacks_checksums(connection):
            return number - 1
        # Not `with connection`: its ROLLBACK fails where SQLite has rolled back by itself, and
        # hides the error of the disk.
        connection.execute("BEGIN EXCLUSIVE")
        try:
            connection.execute(migration(number)).fetchall()
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
    return FORMAT


def migration(number: int) -> str:
    """Returns the SQL that leads from format `number` - 1 to `number`."""
    (step,) = _MIGRATIONS.glob(f"{number:04d}_*")
    return step.read_text(encoding="utf-8")


def touch_both_trees(connection: apsw.Connection) -> None:
    """Reads the root pages of entries and values. Raises apsw.CorruptError if one of them is
    damaged.
    """
    connection.execute("SELECT space FROM entry LIMIT 1").fetchall()
    connection.execute("SELECT id FROM value LIMIT 1").fetchall()


def _version(connection: apsw.Connection, path: Path) -> int:
    """Returns the format of the file, 0 for an empty file."""
    application = connection.execute("PRAGMA application_id").get
    version: int = connection.execute("PRAGMA user_version").get
    if application != APPLICATION_ID:
        if application or version or connection.execute("SELECT count(*) FROM sqlite_schema").get:
            raise ForeignFileError(path)
        return 0
    if version > FORMAT:
        raise NewerFormatError(path, found=version, known=FORMAT)
    return version
