"""Credentials as the AWS CLI finds them: the environment, then profiles, then a clear sentence."""

import sys
from pathlib import Path

import pytest

from jedlik.app.aws_credentials import aws_credentials
from jedlik.app.settings import SettingsError
from jedlik.core.sigv4.sign import Credentials

PROFILES = """\
[default]
aws_access_key_id = AKIADEFAULT
aws_secret_access_key = one

[other]
aws_access_key_id = AKIAOTHER
aws_secret_access_key = two
aws_session_token = three
"""


@pytest.fixture(autouse=True)
def _nothing_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


def test_the_environment() -> None:
    given = {
        "AWS_ACCESS_KEY_ID": "AKIA",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_SESSION_TOKEN": "token",
    }
    assert aws_credentials(given)() == Credentials("AKIA", "secret", "token")


def test_profiles(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "credentials").write_text(PROFILES)
    assert aws_credentials({})() == Credentials("AKIADEFAULT", "one")
    monkeypatch.setenv("AWS_PROFILE", "other")
    assert aws_credentials({})() == Credentials("AKIAOTHER", "two", "three")
    monkeypatch.setenv("AWS_PROFILE", "none")
    with pytest.raises(SettingsError, match=r"there are no credentials.*none"):
        aws_credentials({})


def test_no_credentials() -> None:
    with pytest.raises(SettingsError, match="log in with the AWS CLI"):
        aws_credentials({"AWS_ACCESS_KEY_ID": "AKIA"})


def test_botocore_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "botocore.session", None)
    with pytest.raises(SettingsError, match="pip install botocore"):
        aws_credentials({})
