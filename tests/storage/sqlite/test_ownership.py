"""Folders and files that others could have written are refused, with what to do about it."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from jedlik.storage.sqlite import open_folder, ownership
from jedlik.storage.sqlite.open_errors import FolderUnsafeError

OTHER = 12345

Spoil = Callable[[Path], None]


def refused(folder: Path) -> str:
    with pytest.raises(FolderUnsafeError) as caught:
        open_folder(folder)
    return str(caught.value)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with all files that a server makes."""
    folder = tmp_path / "data"
    asyncio.run(open_folder(folder).close())
    for name in ("seal.key", "root-credentials", "development-key.pem"):
        (folder / name).write_bytes(b"secret")
        (folder / name).chmod(0o600)
    return folder


def become(monkeypatch: pytest.MonkeyPatch, user: int) -> None:
    """Makes this process one of another user, as far as it asks who it is."""
    monkeypatch.setattr(os, "geteuid", lambda: user)


@pytest.fixture
def not_root(monkeypatch: pytest.MonkeyPatch) -> int:
    """Returns the number of the user who is root for the rules: nobody here."""
    monkeypatch.setattr(ownership, "_ROOT", OTHER + 7)
    return OTHER + 7


def test_a_folder_of_another_user(
    folder: Path, not_root: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    become(monkeypatch, OTHER)
    sentence = refused(folder)
    assert f"{folder} belongs to the user with the number" in sentence
    assert "Run the server as the owner of the folder" in sentence
    assert f"such as {folder / 'jedlik'}" in sentence


def test_a_folder_that_everybody_may_write_to(folder: Path) -> None:
    folder.chmod(0o1777)
    assert f"{folder} can be written by every user" in refused(folder)
    (folder / "jedlik").mkdir(0o700)
    asyncio.run(open_folder(folder / "jedlik").close())  # what the sentence proposes


def test_groups_of_the_process_may_write(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.chmod(0o2775)
    (folder / "jedlik.db").chmod(0o660)
    asyncio.run(open_folder(folder).close())
    monkeypatch.setattr(os, "getegid", lambda: OTHER)
    monkeypatch.setattr(os, "getgroups", lambda: [OTHER + 1])
    assert "can be written by the group with the number" in refused(folder)


def test_what_belongs_to_root_is_safe(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ownership, "_ROOT", folder.stat().st_uid)
    monkeypatch.setattr(os, "geteuid", lambda: OTHER)
    asyncio.run(open_folder(folder).close())


def link(path: Path) -> None:
    target = path.with_name("precious")
    target.write_bytes(b"precious")
    path.unlink()
    path.symlink_to(target)


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path, 0o600)


@pytest.mark.parametrize(
    "name", ["jedlik.db", "jedlik.lock", "seal.key", "root-credentials", "development-key.pem"]
)
@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (link, "is a symbolic link"),
        (pipe, "is not a regular file"),
        (lambda path: path.chmod(0o666), "can be written by every user"),
    ],
)
def test_a_file_that_others_could_have_written(
    folder: Path, name: str, spoil: Spoil, fault: str
) -> None:
    spoil(folder / name)
    sentence = refused(folder)
    assert f"{folder / name} {fault}" in sentence
    assert "replace it by a regular file" in sentence
    if spoil is link:
        assert (folder / "precious").read_bytes() == b"precious"


def test_root_may_use_the_folder_of_a_user(
    folder: Path, not_root: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    become(monkeypatch, not_root)
    asyncio.run(open_folder(folder).close())
    folder.chmod(0o777)
    assert "can be written by every user" in refused(folder)
    folder.chmod(0o770)
    monkeypatch.setattr(os, "getegid", lambda: OTHER)
    monkeypatch.setattr(os, "getgroups", lambda: [OTHER])
    assert "can be written by the group with the number" in refused(folder)
    folder.chmod(0o700)
    link(folder / "jedlik.lock")
    assert "is a symbolic link" in refused(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_a_third_user(folder: Path) -> None:
    os.chown(folder, OTHER, -1)
    os.chown(folder / "jedlik.db", OTHER, -1)
    os.chown(folder / "root-credentials", OTHER + 1, -1)
    sentence = refused(folder)
    assert f"root-credentials belongs to the user with the number {OTHER + 1}" in sentence
    os.chown(folder / "root-credentials", OTHER, -1)
    asyncio.run(open_folder(folder).close())


def test_files_of_others_next_to_ours_do_not_matter(folder: Path) -> None:
    (folder / "lost+found").mkdir(0o777)
    (folder / "notes").symlink_to("/nowhere")
    asyncio.run(open_folder(folder).close())


def test_a_new_folder_is_on_the_disk_before_anything_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a power cut could take the folder, with acknowledged writes in it."""
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda each: synced.append(os.fstat(each).st_ino))
    folder = tmp_path / "new" / "data"
    asyncio.run(open_folder(folder).close())
    assert synced == [each.stat().st_ino for each in (folder.parent, tmp_path, folder)]
    del synced[:]
    asyncio.run(open_folder(folder).close())
    assert synced == [folder.stat().st_ino]


def test_a_file_that_another_process_removes_meanwhile(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that stops removes the reserve, while another one starts."""
    (folder / "seal.key").chmod(0o666)
    listed = [folder / "jedlik.removed", folder / "seal.key"]
    monkeypatch.setattr(Path, "iterdir", lambda _: iter(listed))
    with pytest.raises(FolderUnsafeError, match=r"seal\.key can be written by every user"):
        ownership.prepare_folder(folder)
