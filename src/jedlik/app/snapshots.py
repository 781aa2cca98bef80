"""`jedlik snapshot` and `jedlik restore`: a whole data folder as one file, and back.

A snapshot is a tar archive: `snapshot.json` with the size and the SHA-256 of each file, then the
files. It has everything that a server needs to go on: the data file as it was at one moment, the
key that seals secrets (`seal.key`), the root key pair, and certificates for development. It is as
secret as the folder, so only its owner can read it.

Both commands write under another name first and rename at the end. So a snapshot or a folder under
its own name is complete.
"""

import errno
import hashlib
import os
import shutil
import tarfile
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, BinaryIO, Final, TypedDict, cast

import orjson

from jedlik import __version__
from jedlik.app.encryption_key import encryption_key
from jedlik.app.progress import Bar
from jedlik.app.settings import Settings, SettingsError
from jedlik.storage.interface import FailureKind, StorageUnavailableError
from jedlik.storage.sqlite import OpenError
from jedlik.storage.sqlite.opening import FILE_NAME
from jedlik.storage.sqlite.ownership import prepare_folder
from jedlik.storage.sqlite.snapshot import copy_file

_LIST: Final = "snapshot.json"
_LIST_BYTES_MAX: Final = 1 << 20
_NAMES: Final = (FILE_NAME, "seal.key", "root-credentials")
_PREFIX: Final = "development-"
_PIECE_BYTES: Final = 1 << 20
_PAGE_BYTES: Final = 4_096
_MB: Final = 1_000_000


class _File(TypedDict):
    """A file of a snapshot."""

    Name: str
    Bytes: int
    Sha256: str


class _Contents(TypedDict):
    """The first member of a snapshot."""

    Jedlik: str
    MadeAt: int
    Files: list[_File]


def make_snapshot(settings: Settings, environment: Mapping[str, str], target: Path) -> int:
    """Writes a snapshot of a data folder, in which a server may run. Raises SettingsError."""
    if settings.memory:
        raise SettingsError("--memory stores nothing that could be copied")
    if settings.store:
        raise SettingsError("a snapshot is made of a folder: copy a database with its own tools")
    folder = Path(settings.data)
    if not (folder / FILE_NAME).is_file():
        raise SettingsError(f"there is no data in {folder}")
    if os.path.lexists(target):
        raise SettingsError(f"{target} exists. A snapshot does not replace a file")
    key = encryption_key(settings, environment)
    bar = Bar("snapshot")
    try:
        with _scratch(target.parent) as scratch:
            copy_file(
                folder / FILE_NAME,
                scratch / FILE_NAME,
                key=key,
                progress=lambda done, of: bar.show(done * _PAGE_BYTES, of * _PAGE_BYTES),
            )
            _copy_secrets(folder, scratch)
            written = _write(scratch, scratch / "snapshot")
            os.link(scratch / "snapshot", target)  # fails if somebody made the file meanwhile
            _sync(target.parent)
    except (OpenError, StorageUnavailableError) as error:
        if isinstance(error, StorageUnavailableError) and error.kind is FailureKind.FULL:
            raise SettingsError(  # SQLite says "not an error"
                f"cannot write {target}: {os.strerror(errno.ENOSPC)}. Two copies of the data need"
                " space there while it is made"
            ) from error
        raise SettingsError(str(error)) from error
    except OSError as error:
        raise SettingsError(f"cannot write {target}: {error.strerror or error}") from error
    finally:
        bar.end()
    print(f"{target}: {written / _MB:,.2f} MB, the data of {folder}")
    return 0


def restore_snapshot(settings: Settings, source: Path) -> int:
    """Makes a data folder of a snapshot. Raises SettingsError. Never replaces anything."""
    if settings.memory:
        raise SettingsError("--memory has no folder to restore to")
    folder = Path(settings.data)
    if os.path.lexists(folder) and not (folder.is_dir() and not any(folder.iterdir())):
        raise SettingsError(
            f"{folder} exists and is not an empty folder. A restore never replaces data: give"
            " another folder with --data, or move this one away"
        )
    bar = Bar("restore")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _scratch(folder.parent) as scratch:
            restored = _extract(source, scratch / "folder", bar)
            if folder.is_dir():
                folder.rmdir()  # fails if it is not empty any more
            (scratch / "folder").rename(folder)
            _sync(folder.parent)
    except (tarfile.TarError, EOFError, KeyError, TypeError, ValueError) as error:
        raise SettingsError(f"{source} is not a snapshot, or is not complete: {error}") from error
    except OpenError as error:
        raise SettingsError(str(error)) from error
    except OSError as error:
        raise SettingsError(f"cannot restore {source}: {error.strerror or error}") from error
    finally:
        bar.end()
    print(f"{folder}: {restored / _MB:,.2f} MB of {source}")
    return 0


@contextmanager
def _scratch(parent: Path) -> Iterator[Path]:
    """Makes a folder on the disk of the result, which only its owner can read, and removes it."""
    scratch = Path(tempfile.mkdtemp(prefix=".jedlik-", dir=parent))
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _copy_secrets(folder: Path, scratch: Path) -> None:
    for each in folder.iterdir():
        is_wanted = each.name in _NAMES or each.name.startswith(_PREFIX)
        if is_wanted and each.name != FILE_NAME and each.is_file() and not each.is_symlink():
            _new_file(scratch / each.name, each.read_bytes())


def _write(scratch: Path, archive: Path) -> int:
    """Writes the files of a folder into an archive. Returns the size of the archive."""
    files = sorted(each for each in scratch.iterdir() if each.is_file())
    contents: _Contents = {
        "Jedlik": __version__,
        "MadeAt": int(time.time()),
        "Files": [
            {"Name": each.name, "Bytes": each.stat().st_size, "Sha256": _digest(each)}
            for each in files
        ],
    }
    descriptor = os.open(archive, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        with tarfile.open(fileobj=opened, mode="w", format=tarfile.PAX_FORMAT) as tar:
            listed = orjson.dumps(contents, option=orjson.OPT_INDENT_2)
            _add(tar, _LIST, BytesIO(listed), len(listed))
            for each in files:
                with each.open("rb") as file:
                    _add(tar, each.name, file, each.stat().st_size)
                each.unlink()  # so that the disk needs no more than two copies
        opened.flush()
        os.fsync(descriptor)
    return archive.stat().st_size


def _add(tar: tarfile.TarFile, name: str, file: IO[bytes], size_bytes: int) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size_bytes, 0o600, int(time.time())
    tar.addfile(member, file)


def _extract(source: Path, folder: Path, bar: Bar) -> int:
    """Writes the files of a snapshot into a new folder. Returns how many bytes they have.

    Raises SettingsError for a file that is not what the snapshot says.
    """
    prepare_folder(folder)
    restored = 0
    with tarfile.open(source, mode="r:") as tar:
        contents = _contents(tar)
        total = sum(each["Bytes"] for each in contents["Files"])
        for each in contents["Files"]:
            name = str(each["Name"])
            if name not in _NAMES and not (name.startswith(_PREFIX) and "/" not in name):
                raise tarfile.TarError(f"it has a file {name!r}")
            member = tar.next()
            found = None if member is None or not member.isfile() else tar.extractfile(member)
            if member is None or found is None or member.name != name:
                raise tarfile.TarError(f"{name} is missing")
            if member.issparse() or member.size != each["Bytes"]:
                raise tarfile.TarError(f"{name} has another size than the snapshot says")
            digest = hashlib.sha256()
            with _created(folder / name) as target:
                while piece := found.read(_PIECE_BYTES):
                    digest.update(piece)
                    target.write(piece)
                    restored += len(piece)
                    bar.show(restored, total)
            if digest.hexdigest() != each["Sha256"]:
                raise tarfile.TarError(f"{name} is damaged: its checksum is wrong")
    if not (folder / FILE_NAME).is_file():
        raise tarfile.TarError(f"{FILE_NAME} is missing")
    _sync(folder)
    return restored


def _contents(tar: tarfile.TarFile) -> _Contents:
    member = tar.next()
    if member is None or member.name != _LIST or member.size > _LIST_BYTES_MAX:
        raise tarfile.TarError(f"its first file is not {_LIST}")
    found = tar.extractfile(member)
    return cast(_Contents, orjson.loads(b"" if found is None else found.read()))


@contextmanager
def _created(path: Path) -> Iterator[BinaryIO]:
    """Makes a file that only its owner can read, and that is on the disk at the end."""
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        yield file
        file.flush()
        os.fsync(descriptor)


def _new_file(path: Path, content: bytes) -> None:
    with _created(path) as file:
        file.write(content)


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
