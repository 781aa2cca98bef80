"""What tests of a part of the storage begin with: an empty file in the newest format."""

from contextlib import closing
from pathlib import Path

from jedlik.storage.sqlite.connection import connect
from jedlik.storage.sqlite.data_file import DataFile
from jedlik.storage.sqlite.schema import bring_up_to_date


def new_file(folder: Path) -> DataFile:
    """Make `file.db` in `folder`, without a lock file."""
    path = folder / "file.db"
    with closing(connect(path, key=None)) as connection:
        bring_up_to_date(connection, path)
    return DataFile(path, folder / "no.lock", key=None)
