"""The files that `jedlik load` reads: standard input, files, and folders with the files of exports.

A folder that has the manifest of an export (`manifest-files.json`) is read as it says: each file
that it lists must be there, and must have as many items as it says. In another folder all files
that end as data files do are read, in the order of their names.

Source of the layout of exports: Developer Guide, "DynamoDB table export output format".
"""

import gzip
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import IO, Final, NamedTuple, cast

import orjson

from jedlik.app.settings import SettingsError

LINE_BYTES_MAX: Final = 16 << 20  # the service accepts requests of 16 MB

_MANIFEST: Final = "manifest-files.json"
_MANIFESTS: Final = ("manifest-files.json", "manifest-summary.json")
_ENDINGS: Final = (".json", ".json.gz", ".jsonl", ".jsonl.gz")
_GZIP: Final = b"\x1f\x8b"


class DataError(Exception):
    """What is read is not what was written. The text names the file."""


class DataFile(NamedTuple):
    """A file to read. path: None for standard input. items: how many lines it must have, if known.

    size_bytes: 0 if it is not known.
    """

    path: Path | None
    size_bytes: int = 0
    items: int | None = None

    @property
    def name(self) -> str:
        """Returns how errors name the file."""
        return "standard input" if self.path is None else str(self.path)


class Line(NamedTuple):
    """A line. passed_bytes: how much of the file has been read, as it is on the disk."""

    number: int
    text: bytes
    passed_bytes: int


def data_files(paths: Sequence[Path]) -> list[DataFile]:
    """Returns the files to read for the arguments of the command. Raises SettingsError."""
    if not paths:
        return [DataFile(None)]
    found: list[DataFile] = []
    try:
        for path in paths:
            found += _files_in(path) if path.is_dir() else [_file(path)]
    except OSError as error:
        raise SettingsError(f"cannot read {error.filename}: {error.strerror}") from error
    return found


def lines_of(file: DataFile) -> Iterator[Line]:
    """Yields the lines that are not empty. Raises DataError."""
    number = 0
    try:
        with _opened(file) as (raw, content):
            while text := content.readline(LINE_BYTES_MAX + 1):
                number += 1
                if len(text) > LINE_BYTES_MAX:
                    raise DataError(
                        f"{file.name}, line {number}: it has more than {LINE_BYTES_MAX >> 20} MB,"
                        " so it is no item"
                    )
                if text.strip():
                    yield Line(number, text, raw.tell() if file.path is not None else 0)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise DataError(
            f"{file.name} is damaged or cut after line {number}: {error}. Copy it again"
        ) from error
    except OSError as error:
        raise DataError(f"cannot read {file.name}: {error.strerror or error}") from error


@contextmanager
def _opened(file: DataFile) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Opens a file. Yields it as it is on the disk, and what it contains, decompressed."""
    if file.path is None:
        source = cast(BufferedReader, sys.stdin.buffer)
        is_compressed = source.peek(len(_GZIP)).startswith(_GZIP)
        yield source, cast(IO[bytes], gzip.GzipFile(fileobj=source)) if is_compressed else source
        return
    with file.path.open("rb") as raw:
        is_compressed = raw.read(len(_GZIP)) == _GZIP
        raw.seek(0)
        yield raw, cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if is_compressed else raw


def _file(path: Path, items: int | None = None) -> DataFile:
    return DataFile(path, path.stat().st_size, items)


def _files_in(folder: Path) -> list[DataFile]:
    """Returns the data files of a folder. Raises SettingsError if there are none."""
    manifests = sorted(folder.rglob(_MANIFEST))
    if len(manifests) > 1:
        raise SettingsError(
            f"{folder} has {len(manifests)} exports. Give the folder of one of them, such as"
            f" {manifests[0].parent}"
        )
    if manifests:
        return _listed_files(manifests[0])
    paths = sorted(
        each
        for each in folder.rglob("*")
        if each.name.endswith(_ENDINGS) and each.name not in _MANIFESTS and each.is_file()
    )
    if not paths:
        ion = next((each for each in folder.rglob("*.ion.gz")), None)
        if ion is not None:
            raise SettingsError(f"{ion} is in Amazon Ion. Export the table as DYNAMODB_JSON")
        raise SettingsError(f"{folder} has no files that end with {', '.join(_ENDINGS)}")
    return [_file(each) for each in paths]


def _listed_files(manifest: Path) -> list[DataFile]:
    """Returns the data files that the manifest of an export lists. Raises SettingsError."""
    found: list[DataFile] = []
    for number, line in enumerate(manifest.read_bytes().splitlines(), 1):
        if not line.strip():
            continue
        try:
            entry = orjson.loads(line)
            name = PurePosixPath(str(entry["dataFileS3Key"])).name
            items = int(entry["itemCount"])
        except (KeyError, TypeError, ValueError) as error:
            raise SettingsError(f"{manifest}, line {number} is damaged: {error!r}") from error
        if name.endswith(".ion.gz"):
            raise SettingsError(
                f"the export in {manifest.parent} is in Amazon Ion. Export the table as"
                " DYNAMODB_JSON"
            )
        found.append(_file(_listed_file(manifest, name), items))
    return found


def _listed_file(manifest: Path, name: str) -> Path:
    """Returns where a data file is: in the folder of the export, or, of an incremental export, in
    the folder `data` next to it, which all incremental exports share. Raises SettingsError.
    """
    own, shared = (each / "data" / name for each in (manifest.parent, manifest.parent.parent))
    found = own if own.is_file() else shared
    if not found.is_file():
        raise SettingsError(
            f"{manifest} lists data/{name}, and that file is missing. Copy the export again,"
            " for an incremental one with the folder data next to it"
        )
    return found
