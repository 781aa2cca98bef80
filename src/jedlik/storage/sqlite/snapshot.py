"""A copy of the data file as it is at one moment, while a server may use it.

A connection of this process holds a read transaction, so it sees one moment however long the copy
takes and whatever others commit. SQLite's backup copies the pages in pieces. Until it ends, the
server cannot reuse the space of its write-ahead log, so the log grows by what is written meanwhile.

The copy of an encrypted file is encrypted with the same key. The file itself is not changed.
"""

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import apsw

from jedlik.storage.sqlite.checksums import reserve_checksums
from jedlik.storage.sqlite.connection import UNAVAILABLE, connect, unavailable
from jedlik.storage.sqlite.log_frames import log_of
from jedlik.storage.sqlite.open_errors import FolderUnusableError, KeyWrongError
from jedlik.storage.sqlite.opening import check_header

_PIECE_PAGES: Final = 1_024  # 4 MB

# Receives how many pages were copied, and how many there are.
Progress = Callable[[int, int], None]


def copy_file(path: Path, copy: Path, *, key: bytes | None, progress: Progress) -> None:
    """Copies a data file with what its log contains. `copy` must not exist.

    Raises OpenError, and StorageUnavailableError if a page is damaged or the disk is full.
    """
    check_header(path, key)
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(connect(path, key=key)) as source, closing(connect(copy, key=key)) as target:
            # The end of the last connection would empty the log, which changes the file.
            source.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
            reserve_checksums(target)
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_schema").fetchall()
            _copy_pages(source, target, progress)
            source.execute("COMMIT")
            target.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        _sync(copy)
    except apsw.NotADBError as error:
        raise KeyWrongError(path) from error
    except OSError as error:
        raise FolderUnusableError(copy.parent, error.strerror or str(error)) from error
    except UNAVAILABLE as error:
        raise unavailable(error) from error
    finally:
        for left in (log_of(copy), copy.with_name(copy.name + "-shm")):
            left.unlink(missing_ok=True)


def _copy_pages(source: apsw.Connection, target: apsw.Connection, progress: Progress) -> None:
    with target.backup("main", source, "main") as backup:
        while not backup.done:
            backup.step(_PIECE_PAGES)
            progress(backup.page_count - backup.remaining, backup.page_count)


def _sync(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
