"""The files of `--web-identity-keys`."""

import dataclasses
from argparse import Namespace
from pathlib import Path

import pytest

from jedlik.app.settings import Settings, SettingsError, settings_from
from jedlik.app.web_identity_keys import issuer_files, reader_of
from tests.app.server import run
from tests.features.identity.issuer import jwk, jwks, rsa_key

DEFAULTS = settings_from(Namespace(), {})
KEYS = jwks(jwk(rsa_key(), kid="one"))


def given(text: str) -> Settings:
    return dataclasses.replace(DEFAULTS, web_identity_keys=text)


def test_each_issuer_has_its_file(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two=2"
    one.write_bytes(KEYS)
    two.write_bytes(KEYS)
    files = issuer_files(given(f"https://a.example={one}, https://a.example/={two}"))
    assert files == {"https://a.example": one, "https://a.example/": two}
    read = reader_of(files)
    assert read("https://a.example") == KEYS
    assert read("https://b.example") is None
    one.write_bytes(b"new")
    assert read("https://a.example") == b"new"
    one.unlink()
    assert read("https://a.example") is None
    assert issuer_files(DEFAULTS) == {}


@pytest.mark.parametrize("text", ["keys.json", "https://a.example", "https://a.example=", "a=b"])
def test_what_names_no_issuer_and_file(text: str) -> None:
    with pytest.raises(SettingsError, match="must be ISSUER=FILE"):
        issuer_files(given(text))


def test_files_that_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    text = f"https://a.example={file}"
    with pytest.raises(SettingsError, match="No such file"):
        issuer_files(given(text))
    file.write_bytes(b"{}")
    with pytest.raises(SettingsError, match="is no JSON Web Key Set"):
        issuer_files(given(text))
    with pytest.raises(SettingsError, match="cannot read the keys"):
        issuer_files(given(f"https://a.example={tmp_path}"))
    file.write_bytes(KEYS)
    with pytest.raises(SettingsError, match="twice"):
        issuer_files(given(f"{text},{text}"))


def test_the_server_does_not_start_without_the_keys(tmp_path: Path) -> None:
    done = run("serve", "--memory", "--port", "0", "--web-identity-keys", "https://a.example=none")
    assert done.returncode == 2
    assert done.stderr == "jedlik: cannot read the keys in none: No such file or directory\n"
