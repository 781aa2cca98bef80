"""The root key pair: given, or made once and stored encrypted."""

import re
import secrets
from pathlib import Path

import pytest

from jedlik.app.credentials import KeyPair, root_key_pair
from jedlik.app.settings import SettingsError

GIVEN = {"JEDLIK_ROOT_ACCESS_KEY_ID": "AKIA", "JEDLIK_ROOT_SECRET_ACCESS_KEY": "secret"}


def test_a_given_pair_leaves_nothing_behind(tmp_path: Path) -> None:
    assert root_key_pair(GIVEN, tmp_path, None) == KeyPair("AKIA", "secret")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", GIVEN)
def test_half_a_pair_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(
        SettingsError, match="set both JEDLIK_ROOT_ACCESS_KEY_ID and JEDLIK_ROOT_SECRET_ACCESS_KEY"
    ):
        root_key_pair({name: GIVEN[name]}, tmp_path, None)


@pytest.mark.parametrize("key", [None, b"k" * 32])
def test_a_pair_is_made_once(tmp_path: Path, key: bytes | None) -> None:
    folder = tmp_path / "data"
    pair = root_key_pair({}, folder, key)
    assert re.fullmatch("AKIA[A-Z2-7]{16}", pair.access_key_id)
    assert re.fullmatch("[A-Za-z0-9+/]{40}", pair.secret_access_key)
    assert root_key_pair({}, folder, key) == pair
    files = sorted(path.name for path in folder.iterdir())
    assert files == (["root-credentials"] if key else ["root-credentials", "seal.key"])
    for path in folder.iterdir():
        assert path.stat().st_mode & 0o077 == 0
    sealed = (folder / "root-credentials").read_bytes()
    assert pair.secret_access_key.encode() not in sealed


def test_in_memory_each_server_has_its_own() -> None:
    assert root_key_pair({}, None, None) != root_key_pair({}, None, None)


@pytest.mark.parametrize("damage", ["other key", "content"])
def test_a_pair_that_cannot_be_decrypted(tmp_path: Path, damage: str) -> None:
    key = secrets.token_bytes(32)
    root_key_pair({}, tmp_path, key)
    if damage == "other key":
        key = secrets.token_bytes(32)
    else:
        (tmp_path / "root-credentials").write_bytes(b"damaged")
    with pytest.raises(SettingsError, match="encrypted with another key, or it is damaged"):
        root_key_pair({}, tmp_path, key)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("in the way")
    with pytest.raises(SettingsError, match=r"cannot store a root key pair in .*: Not a directory"):
        root_key_pair({}, file / "data", None)


def test_a_pair_in_a_folder_that_others_can_write_to_is_not_taken(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    root_key_pair({}, folder, None)
    folder.chmod(0o777)
    with pytest.raises(SettingsError, match="not safe to use"):
        root_key_pair({}, folder, None)
