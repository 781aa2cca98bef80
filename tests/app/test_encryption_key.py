"""The key of the data: where it comes from, in which form, and what is printed when it fails."""

import dataclasses
from argparse import Namespace
from pathlib import Path

import pytest

from jedlik.app.encryption_key import encryption_key
from jedlik.app.settings import Settings, SettingsError, settings_from

KEY = bytes(range(100, 132))
DEFAULTS = settings_from(Namespace(), {})


def with_file(path: Path) -> Settings:
    return dataclasses.replace(DEFAULTS, key_file=str(path))


def with_command(command: str) -> Settings:
    return dataclasses.replace(DEFAULTS, key_command=command)


def refusal(settings: Settings, environment: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as refused:
        encryption_key(settings, environment)
    return str(refused.value)


HEX = [KEY.hex().encode(), f"  {KEY.hex().upper()}\n".encode()]


@pytest.mark.parametrize("content", [KEY, *HEX])
def test_keys_in_a_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    assert encryption_key(with_file(path), {}) == KEY


@pytest.mark.parametrize("content", HEX)
def test_keys_in_text(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    assert encryption_key(with_command(f"cat '{path}'"), {}) == KEY
    assert encryption_key(DEFAULTS, {"JEDLIK_KEY": content.decode()}) == KEY


def test_a_file_beats_the_environment(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(KEY)
    other = {"JEDLIK_KEY": "00" * 32}
    assert encryption_key(with_file(path), other) == KEY
    assert encryption_key(DEFAULTS, other) == bytes(32)
    assert encryption_key(DEFAULTS, {}) is None
    assert encryption_key(dataclasses.replace(DEFAULTS, memory=True), other) is None


NO_KEYS = [
    "",
    "00" * 31,
    "00" * 33,
    "zz" * 32,
    "00" * 16 + "  " + "00" * 15,  # 62 digits and two blanks among them
    "\u0660" * 64,  # digits, but not hexadecimal ones
    "\udcff" * 64,  # bytes that are not UTF-8
    "correct horse battery staple 123",  # 32 characters
    "0123456789abcdef0123456789abcdef",  # of `openssl rand -hex 16`
]
EXPECTED = "64 hexadecimal digits, as `openssl rand -hex 32` makes them"


@pytest.mark.parametrize("text", NO_KEYS)
def test_text_that_is_no_key_is_refused_and_never_shown(tmp_path: Path, text: str) -> None:
    assert refusal(DEFAULTS, {"JEDLIK_KEY": text}) == f"JEDLIK_KEY must be {EXPECTED}"
    path = tmp_path / "key"
    path.write_bytes(text.encode(errors="surrogateescape"))
    command = with_command(f"cat '{path}'")
    assert refusal(command, {}) == f"--key-command must print {EXPECTED}"


@pytest.mark.parametrize("content", [b"", KEY[1:], KEY + b"\n", b"00" * 31, b"zz" * 32])
def test_a_file_without_a_key_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    message = refusal(with_file(path), {})
    assert message == f"the key file {path} must hold 32 random bytes or {EXPECTED}"


def test_sources_that_fail(tmp_path: Path) -> None:
    absent = tmp_path / "absent"
    assert refusal(with_file(absent), {}) == (
        f"cannot read the key file {absent}: No such file or directory"
    )
    assert refusal(with_command("false"), {}) == "the key command ended with status 1"
    assert refusal(with_command(str(absent)), {}).startswith("the key command failed: ")
    assert refusal(with_command("echo 'open"), {}).startswith("the key command failed: ")
