"""Folders and buckets of backups, and targets that can never be used."""

from argparse import Namespace
from pathlib import Path

import pytest

from jedlik.app.backup_places import backup_target, check_backup_target, open_place
from jedlik.app.settings import Settings, SettingsError, settings_from
from jedlik.storage.encrypted import EncryptedStorage
from jedlik.storage.memory import MemoryStorage


def settings(**given: str) -> Settings:
    return settings_from(Namespace(**given), {})


def test_a_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b"
    assert open_place(f"file:{path}", settings(), None, is_new=True).name == str(path)
    assert path.stat().st_mode & 0o777 == 0o700
    assert open_place(str(path), settings(), None).name == str(path)


def test_what_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no folder"):
        open_place(str(tmp_path / "none"), settings(), None)
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(SettingsError, match="there is no folder"):
        open_place(str(file), settings(), None)
    with pytest.raises(SettingsError, match=r"cannot use the folder .*file.*"):
        open_place(str(file / "inner"), settings(), None, is_new=True)


@pytest.mark.parametrize("text", ["/mnt", "file:mnt", "file:", "s3:/bucket", "s3://", "x"])
def test_what_is_no_target(text: str) -> None:
    with pytest.raises(SettingsError, match=r"backup_target must be file: and a whole path"):
        check_backup_target(settings(backup_target=text))


def test_s3_needs_an_endpoint() -> None:
    given = settings(backup_target="s3://bucket/a")
    with pytest.raises(SettingsError, match="s3://bucket/a needs --s3-endpoint"):
        check_backup_target(given)
    check_backup_target(settings(backup_target="s3://bucket/a", s3_endpoint="http://127.0.0.1:1"))
    check_backup_target(settings())
    with pytest.raises(SettingsError, match="--memory forgets its backups"):
        settings(backup_target="file:/mnt", memory="1")


@pytest.mark.parametrize(
    ("text", "bucket", "prefix"),
    [
        ("file:/mnt/backups", "backups", ""),
        ("s3://bucket", "bucket", ""),
        ("s3://bucket/", "bucket", ""),
        ("s3://bucket/a/b/", "bucket", "a/b/"),
    ],
)
def test_targets(text: str, bucket: str, prefix: str) -> None:
    given = settings(backup_target=text, s3_endpoint="http://127.0.0.1:1", backup_placement="both")
    storage = EncryptedStorage(MemoryStorage())
    target = backup_target(given, None, storage)
    assert target is not None
    assert (target.name, target.bucket, target.prefix, target.stays) == (text, bucket, prefix, True)
    assert target.decrypted(1, b"raw") == b"raw"
    assert backup_target(settings(), None, storage) is None
