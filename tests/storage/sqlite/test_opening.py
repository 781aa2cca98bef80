"""Opening a data folder: what is made, what is refused, and what the operator reads."""

import asyncio
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.storage.interface import Batch, Put
from jedlik.storage.sqlite import OpenError, SqliteStorage, connection, open_folder
from jedlik.storage.sqlite.checksums import vfs_for
from jedlik.storage.sqlite.open_errors import (
    DamagedFileError,
    FileBusyError,
    FolderUnusableError,
    ForeignFileError,
    KeyLengthError,
    KeyMissingError,
    KeyUnusedError,
    KeyWrongError,
    NewerFormatError,
    ServerRunningError,
)
from jedlik.storage.sqlite.schema import APPLICATION_ID, FORMAT

KEY = b"k" * 32
ENTRY = Key(Space.ITEM, 1, b"p", b"s")


def close(storage: SqliteStorage) -> None:
    asyncio.run(storage.close())


def made(folder: Path, *, key: bytes | None = None) -> Path:
    """Makes a data folder with one entry and closes it. Returns the path of its file."""

    async def scenario() -> None:
        storage = open_folder(folder, key=key)
        await storage.transact([], lambda _: Batch([Put(ENTRY, b"secret" * 100)], None))
        await storage.close()

    asyncio.run(scenario())
    return folder / "jedlik.db"


def refused(folder: Path, error: type[OpenError], *, key: bytes | None = None) -> str:
    """Returns the sentence with which opening `folder` is refused. No lock may be left."""
    with pytest.raises(error) as caught:
        open_folder(folder, key=key)
    assert caught.type is error
    sentence = str(caught.value)
    assert sentence.endswith(".")
    return sentence


@pytest.mark.parametrize("key", [None, KEY])
def test_a_folder_is_made_and_found_again(tmp_path: Path, key: bytes | None) -> None:
    folder = tmp_path / "deep" / "data"
    path = made(folder, key=key)
    assert sorted(os.listdir(folder)) == ["jedlik.db", "jedlik.lock"]
    assert path.stat().st_mode & 0o077 == 0
    storage = open_folder(folder, key=key)

    async def found() -> bytes | None:
        (value,) = await storage.read([ENTRY], consistent=True)
        await storage.close()
        return value

    assert asyncio.run(found()) == b"secret" * 100


def test_the_file_says_whose_it_is(tmp_path: Path) -> None:
    connection = apsw.Connection(str(made(tmp_path)))
    assert connection.execute("PRAGMA application_id").get == APPLICATION_ID
    assert connection.execute("PRAGMA user_version").get == FORMAT
    assert connection.execute("PRAGMA journal_mode").get == "wal"
    assert connection.execute("PRAGMA page_size").get == 4096
    connection.close()


def test_only_an_encrypted_file_hides_its_values(tmp_path: Path) -> None:
    assert b"secretsecret" in made(tmp_path / "clear").read_bytes()
    path = made(tmp_path / "encrypted", key=KEY)
    assert b"secretsecret" not in path.read_bytes()
    assert b"entry" not in path.read_bytes()


def test_the_log_of_an_encrypted_file_hides_values_too(tmp_path: Path) -> None:
    async def scenario() -> None:
        storage = open_folder(tmp_path, key=KEY)
        await storage.transact([], lambda _: Batch([Put(ENTRY, b"secret" * 100)], None))
        log = (tmp_path / "jedlik.db-wal").read_bytes()
        await storage.close()
        assert len(log) > 4096
        assert b"secretsecret" not in log

    asyncio.run(scenario())


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_a_key_of_another_length(tmp_path: Path, length: int) -> None:
    sentence = refused(tmp_path, KeyLengthError, key=b"k" * length)
    assert f"has {length} bytes, but it must have 32" in sentence
    assert os.listdir(tmp_path) == []


def test_wrong_missing_and_unused_keys(tmp_path: Path) -> None:
    made(tmp_path / "encrypted", key=KEY)
    made(tmp_path / "clear")
    assert "this key" in refused(tmp_path / "encrypted", KeyWrongError, key=b"x" * 32)
    assert "is encrypted" in refused(tmp_path / "encrypted", KeyMissingError)
    assert "is not encrypted" in refused(tmp_path / "clear", KeyUnusedError, key=KEY)
    close(open_folder(tmp_path / "encrypted", key=KEY))
    close(open_folder(tmp_path / "clear"))


def files_of(folder: Path) -> dict[str, bytes]:
    """Returns what the data file and its log contain."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if "db" in path.name}


def copied(folder: Path, target: Path) -> Path:
    """Copies the data file and its log, as a killed server leaves them."""
    target.mkdir(mode=0o700)
    for name, content in files_of(folder).items():
        if not name.endswith("-shm"):
            (target / name).write_bytes(content)
            (target / name).chmod(0o600)
    return target


def check_newer_format_is_refused(folder: Path, key: bytes | None = None) -> None:
    before = files_of(folder)
    sentence = refused(folder, NewerFormatError, key=key)
    assert f"jedlik.db has format {FORMAT + 1}, and this version" in sentence
    assert f"reads formats up to {FORMAT}. Use the newer version that wrote the file" in sentence
    after = files_of(folder)
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize("vfs", [vfs_for(None), vfs_for(KEY)])
def test_a_file_of_a_newer_version_stays_as_it_is(tmp_path: Path, vfs: str) -> None:
    """Also if its pages have no checksums, or others than this version computes."""
    path = made(tmp_path)
    connection = apsw.Connection(str(path), vfs=vfs)
    connection.execute(f"PRAGMA user_version = {FORMAT + 1}").fetchall()
    connection.close()
    check_newer_format_is_refused(tmp_path)


@pytest.mark.parametrize("key", [None, KEY])
def test_a_newer_version_that_was_killed_finds_its_log(tmp_path: Path, key: bytes | None) -> None:
    """The format in the log counts, and the log stays too."""
    newer = connection.connect(made(tmp_path / "newer", key=key), key=key)
    newer.execute(f"PRAGMA user_version = {FORMAT + 1}").fetchall()
    folder = copied(tmp_path / "newer", tmp_path / "killed")
    newer.close()
    assert (folder / "jedlik.db-wal").stat().st_size
    check_newer_format_is_refused(folder, key)
    check_newer_format_is_refused(folder, key)


def test_an_encrypted_file_of_a_newer_version(tmp_path: Path) -> None:
    newer = connection.connect(made(tmp_path, key=KEY), key=KEY)
    newer.execute(f"PRAGMA user_version = {FORMAT + 1}").fetchall()
    newer.close()
    check_newer_format_is_refused(tmp_path, KEY)


@pytest.mark.parametrize(
    "statements",
    [
        "CREATE TABLE theirs (x)",
        "PRAGMA application_id = 7; CREATE TABLE theirs (x)",
        "PRAGMA user_version = 3; PRAGMA application_id = 9",
    ],
)
def test_a_sqlite_file_of_another_program_stays_as_it_is(tmp_path: Path, statements: str) -> None:
    path = tmp_path / "jedlik.db"
    connection = apsw.Connection(str(path))
    connection.execute(statements).fetchall()
    connection.close()
    before = path.read_bytes()
    assert "not written by Jedlik" in refused(tmp_path, ForeignFileError)
    assert path.read_bytes() == before


@pytest.mark.parametrize("key", [None, KEY])
@pytest.mark.parametrize("content", [b"x", b"some text\n" * 1000])
def test_a_file_that_is_no_sqlite_file(tmp_path: Path, content: bytes, key: bytes | None) -> None:
    (tmp_path / "jedlik.db").write_bytes(content)
    refused(tmp_path, ForeignFileError, key=key)


def test_an_empty_file_is_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "jedlik.db").touch()
    close(open_folder(tmp_path))


def cut(content: bytes) -> bytes:
    return content[:4096]


def cut_in_header(content: bytes) -> bytes:
    return content[:60]


def zero_roots(content: bytes) -> bytes:
    return content[:4096] + bytes(len(content) - 4096)


def zero_schema(content: bytes) -> bytes:
    return content[:100] + b"\xee" * 3996 + content[4096:]


def zero_page_size(content: bytes) -> bytes:
    return content[:16] + bytes(2) + content[18:]


@pytest.mark.parametrize("damage", [zero_page_size, cut, cut_in_header, zero_roots, zero_schema])
def test_a_damaged_file(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path = made(tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    assert "is damaged" in refused(tmp_path, DamagedFileError)


def test_a_file_without_its_table(tmp_path: Path) -> None:
    path = made(tmp_path)
    connection = apsw.Connection(str(path))
    connection.execute("DROP TABLE entry").fetchall()
    connection.close()
    refused(tmp_path, DamagedFileError)


def test_a_damaged_encrypted_file(tmp_path: Path) -> None:
    path = made(tmp_path, key=KEY)
    content = bytearray(path.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 + 3000] ^= 1  # in all pages but the first, the roots of the tables too
    path.write_bytes(content)
    assert "is damaged" in refused(tmp_path, DamagedFileError, key=KEY)


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    refused(tmp_path / "data", FolderUnusableError)
    refused(tmp_path / "data" / "below", FolderUnusableError)


OPEN_UNPRIVILEGED = """
import os, sys
from pathlib import Path
from jedlik.storage.sqlite import OpenError, open_folder
if os.geteuid() == 0:
    os.setuid(65534)
try:
    open_folder(Path(sys.argv[1]))
except OpenError as error:
    print(type(error).__name__, error)
"""


@pytest.mark.parametrize("mode", [0o000, 0o500])
@pytest.mark.parametrize("target", [".", "jedlik.db", "jedlik.lock"])
def test_missing_rights(mode: int, target: str) -> None:
    # Not in tmp_path: when root runs the tests, the user it becomes could not get there.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made(folder)
        if target == "." and mode == 0o500:
            (folder / "jedlik.db").unlink()  # in a folder that is only read, none can be made
        if os.geteuid() == 0:
            for path in [folder, *folder.iterdir()]:
                os.chown(path, 65534, 65534)
        (folder / target).chmod(mode)
        command = [sys.executable, "-c", OPEN_UNPRIVILEGED, name]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        (folder / target).chmod(0o700)
    assert done.stdout.startswith("FolderUnusableError The data folder")
    assert "Permission denied" in done.stdout


def test_a_disk_without_space(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
        refused(tmp_path, FolderUnusableError)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    close(open_folder(tmp_path))


def test_a_disk_that_fails_at_the_last_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file was found in order before."""

    def fail(*_: object) -> None:
        raise apsw.CantOpenError("unable to open database file")

    monkeypatch.setattr("jedlik.storage.sqlite.storage.Checkpointer", fail)
    assert "unable to open" in refused(tmp_path, FolderUnusableError)
    monkeypatch.undo()
    close(open_folder(tmp_path))


def test_another_program_that_keeps_the_file_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "jedlik.db"
    other = apsw.Connection(str(path))
    other.execute("BEGIN EXCLUSIVE").fetchall()
    monkeypatch.setattr(connection, "BUSY_TIMEOUT_MS", 50)
    refused(tmp_path, FileBusyError)
    other.close()
    close(open_folder(tmp_path))


def test_one_server_at_a_time(tmp_path: Path) -> None:
    first = open_folder(tmp_path, server="one")
    second = open_folder(tmp_path, server="one")
    with pytest.raises(ServerRunningError, match=r"another server \(format \d+, one\)"):
        open_folder(tmp_path, server="two")
    close(first)
    with pytest.raises(ServerRunningError):
        open_folder(tmp_path, server="two")
    close(second)
    close(open_folder(tmp_path, server="two"))


def test_a_storage_without_a_name_is_a_server_of_its_own(tmp_path: Path) -> None:
    """Two servers of one process group are two servers."""
    first = open_folder(tmp_path)
    with pytest.raises(ServerRunningError, match="Only one server at a time can use a folder"):
        open_folder(tmp_path)
    close(first)
    close(open_folder(tmp_path))


def test_a_refused_folder_is_not_left_locked(tmp_path: Path) -> None:
    made(tmp_path, key=KEY)
    refused(tmp_path, KeyMissingError)
    close(open_folder(tmp_path, key=KEY, server="other"))


def test_the_first_of_the_processes_knows_that_it_is_the_first(tmp_path: Path) -> None:
    first = open_folder(tmp_path, server="one")
    second = open_folder(tmp_path, server="one")
    assert (first.is_first, second.is_first) == (True, False)
    close(first)
    close(second)
    again = open_folder(tmp_path, server="one")
    assert again.is_first
    close(again)
