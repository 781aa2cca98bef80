"""The key of the data: where it comes from, in which form, and what is told when it fails."""

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


@pytest.mark.parametrize("content", [KEY, KEY.hex().encode(), f"  {KEY.hex().upper()}\n".encode()])
def test_keys_in_a_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    assert encryption_key(with_file(path), {}) == KEY
    assert encryption_key(with_command(f"cat '{path}'"), {}) == KEY


def test_a_file_beats_the_environment(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(KEY)
    other = {"JEDLIK_KEY": "00" * 32}
    assert encryption_key(with_file(path), other) == KEY
    assert encryption_key(DEFAULTS, other) == bytes(32)
    assert encryption_key(DEFAULTS, {}) is None
    assert encryption_key(dataclasses.replace(DEFAULTS, memory=True), other) is None


@pytest.mark.parametrize("text", ["", "00" * 31, "zz" * 32, "00" * 33])
def test_what_is_no_key_is_refused_and_never_told(text: str) -> None:
    message = refusal(DEFAULTS, {"JEDLIK_KEY": text})
    assert message == "JEDLIK_KEY must hold 32 bytes or 64 hex digits"


def test_sources_that_fail(tmp_path: Path) -> None:
    absent = tmp_path / "absent"
    assert refusal(with_file(absent), {}) == (
        f"cannot read the key file {absent}: No such file or directory"
    )
    assert refusal(with_command("false"), {}) == "the key command ended with status 1"
    assert refusal(with_command(str(absent)), {}).startswith("the key command failed: ")
    assert refusal(with_command("echo 'open"), {}).startswith("the key command failed: ")
    assert refusal(with_command("echo short"), {}) == (
        "the output of --key-command must hold 32 bytes or 64 hex digits"
    )
