"""Which server of this machine tools and commands reach, and what names it in another command."""

from argparse import ArgumentParser
from pathlib import Path

import pytest

from jedlik.app.local_server import endpoint_of, flags_of, local_environment
from jedlik.app.settings import Settings, SettingsError, add_flags, settings_from
from tests.app.server import run, serving

ROOT = {"JEDLIK_ROOT_ACCESS_KEY_ID": "AKIAROOT", "JEDLIK_ROOT_SECRET_ACCESS_KEY": "x"}


def settings(*flags: str) -> Settings:
    parser = ArgumentParser()
    add_flags(parser)
    return settings_from(parser.parse_args(flags), {})


def test_the_root_pair_of_the_environment_counts_with_memory_too() -> None:
    found = local_environment(settings("--memory", "--auth", "enforce"), ROOT)
    assert (found["AWS_ACCESS_KEY_ID"], found["AWS_SECRET_ACCESS_KEY"]) == ("AKIAROOT", "x")
    with pytest.raises(SettingsError, match="choose one with JEDLIK_ROOT_ACCESS_KEY_ID"):
        local_environment(settings("--memory", "--auth", "enforce"), {})


def test_a_command_makes_no_key_pair(tmp_path: Path) -> None:
    parser = ArgumentParser()
    add_flags(parser)
    parser.add_argument("--url")
    folder = tmp_path / "data"
    arguments = parser.parse_args(["--data", str(folder), "--port", "8123"])
    found = endpoint_of(arguments, {})
    assert (found.url, found.credentials[:2]) == ("http://127.0.0.1:8123", ("jedlik", "jedlik"))
    assert not folder.exists()
    pair = local_environment(settings("--auth", "enforce", "--data", str(folder)), {})
    assert endpoint_of(arguments, {}).credentials[0] == pair["AWS_ACCESS_KEY_ID"]
    assert endpoint_of(arguments, ROOT).credentials[:2] == ("AKIAROOT", "x")


def test_tools_trust_the_development_certificate(tmp_path: Path) -> None:
    """AWS tools refuse the certificate otherwise, and so would commands."""
    flags = ("--tls", "--data", str(tmp_path))
    assert "AWS_CA_BUNDLE" not in local_environment(settings(*flags), {})  # it is not there yet
    with serving(*flags) as server:
        found = local_environment(settings(*flags), {})
        assert found["AWS_CA_BUNDLE"] == str(tmp_path / "development-certificate.pem")
        done = run("user", "list", *flags, "--port", str(server.port))
    assert (done.returncode, done.stderr) == (0, "")
    assert "AWS_CA_BUNDLE" not in local_environment(settings("--data", str(tmp_path)), {})
    own = ("--tls-cert", "own.pem", "--tls-key", "own.key")
    assert "AWS_CA_BUNDLE" not in local_environment(settings(*flags, *own), {})


def test_flags_that_name_a_server(tmp_path: Path) -> None:
    folder = f"--data '{tmp_path / 'my data'}' --port 8123"
    given = ("--data", str(tmp_path / "my data"))
    assert flags_of(settings(*given), 8123) == folder
    assert flags_of(settings(*given, "--tls"), 8123) == f"{folder} --tls"
    key = str(tmp_path / "a.key")
    assert flags_of(settings(*given, "--key-file", key), 8123) == f"{folder} --key-file {key}"
    command = flags_of(settings(*given, "--key-command", "pass show key"), 8123)
    assert command == f"{folder} --key-command 'pass show key'"
