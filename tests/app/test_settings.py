"""Settings: which source has precedence, and what is printed about values that cannot be used."""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path

import pytest

from jedlik.app.settings import (
    SETTINGS,
    Settings,
    SettingsError,
    add_flags,
    elements,
    origins,
    settings_from,
)
from tests.app.server import run


def settings(*flags: str, environment: Mapping[str, str] | None = None) -> Settings:
    parser = ArgumentParser()
    add_flags(parser)
    return settings_from(parser.parse_args(flags), environment or {})


def refusal(*flags: str, environment: Mapping[str, str] | None = None) -> str:
    with pytest.raises(SettingsError) as refused:
        settings(*flags, environment=environment)
    return str(refused.value)


def test_defaults_are_those_of_the_table() -> None:
    found = settings()
    for setting in SETTINGS:
        value = getattr(found, setting.name)
        assert (value, type(value)) == (setting.default, type(setting.default))


def test_a_flag_beats_the_environment_which_beats_the_file(tmp_path: Path) -> None:
    path = tmp_path / "jedlik.toml"
    path.write_text('port = 1001\nhost = "::1"\nworkers = 3\nauth = "enforce"\n')
    environment = {"JEDLIK_CONFIG": str(path), "JEDLIK_PORT": "1002", "JEDLIK_HOST": "127.0.0.2"}
    found = settings("--port", "1003", environment=environment)
    assert (found.port, found.host, found.workers, found.auth) == (1003, "127.0.0.2", 3, "enforce")
    other = tmp_path / "other.toml"
    other.write_text("port = 1004\n")
    found = settings("--config", str(other), environment={"JEDLIK_CONFIG": str(path)})
    assert (found.port, found.workers) == (1004, 1)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", True), ("true", True), ("YES", True), ("on", True), ("0", False), ("False", False)],
)
def test_truth_in_the_environment(text: str, value: bool) -> None:
    assert settings(environment={"JEDLIK_MEMORY": text}).memory is value


def test_a_flag_can_take_back_what_the_environment_says() -> None:
    assert settings("--no-memory", environment={"JEDLIK_MEMORY": "1"}).memory is False


def test_types_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "jedlik.toml"
    path.write_text("memory = true\ntransition_delay = 0.5\ngrace = 3\n")
    found = settings("--config", str(path))
    assert (found.memory, found.transition_delay, found.grace) == (True, 0.5, 3.0)


def test_a_list_is_repeated_or_has_commas(tmp_path: Path) -> None:
    path = tmp_path / "jedlik.toml"
    path.write_text(
        'cors = ["https://a.example", "https://b.example:443"]\nallowed_host = "a, b"\n'
    )
    found = settings("--config", str(path))
    assert origins(found) == ["https://a.example", "https://b.example"]
    assert elements(found.allowed_host) == ["a", "b"]
    flags = ("--cors", "null", "--cors", "*,http://C.example/", "--allowed-host", "2001:db8::7")
    found = settings(*flags, environment={"JEDLIK_CORS": "https://d.example"})
    assert origins(found) == ["null", "*", "http://c.example"]
    assert elements(settings(environment={"JEDLIK_ALLOWED_HOST": "a,,b,"}).allowed_host) == [
        "a",
        "b",
    ]


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (("--port", "http"), "--port: port must be a number, not 'http'"),
        (("--port", "65536"), "port must be from 0 to 65535, not 65536"),
        (("--port", "-1"), "port must be from 0 to 65535, not -1"),
        (("--workers", "0"), "workers must be from 1 to 64, not 0"),
        (("--store-shards", "-1"), "store_shards must be from 0 to 256, not -1"),
        (("--store-shards", "2"), "--store-shards needs --store"),
        (
            ("--memory-limit", "319"),
            "memory_limit must be at least 320 MB (320 for each worker) or 0, not 319",
        ),
        (("--ttl-interval", "0.09"), "ttl_interval must be 0.1 or more seconds"),
        (("--auth", "none"), "--auth: auth must be open or enforce, not 'none'"),
        (
            ("--memory", "--workers", "2"),
            "--memory stores its data in one process: it cannot have --workers",
        ),
        (
            ("--memory", "--key-file", "key"),
            "--memory writes nothing to disk: there is nothing to encrypt",
        ),
        (
            ("--key-file", "key", "--key-command", "cat key"),
            "give --key-file or --key-command, not both",
        ),
        (("--tls-cert", "chain.pem"), "--tls-cert and --tls-key go together"),
        (
            ("--cors", "app.example"),
            "cors must have origins such as https://app.example or http://10.0.0.7:3000, or *, not "
            "'app.example'",
        ),
        (
            ("--allowed-host", "db.example:8000"),
            "allowed_host must have names or addresses without a port, such as db.example, or *, "
            "not 'db.example:8000'",
        ),
        (("--grace", "-1"), "grace must be zero or more seconds"),
        (("--drain", "-1"), "drain must be zero or more seconds"),
        (("--store-replica", "postgresql://a@b/c"), "--store-replica needs --store"),
        (("--store-shards", "3"), "--store-shards needs --store"),
        (("--audit-data-events",), "--audit-data-events needs --audit-log"),
        (("--memory", "--store", "postgresql://a@b/c"), "give --memory or --store, not both"),
        (("--data", ""), "data must not be empty: leave it out to have its default"),
        (("--host", ""), "host must not be empty: leave it out to have its default"),
        (("--idle-timeout", "nan"), "idle_timeout must be zero or more seconds"),
    ],
)
def test_values_that_cannot_be_used(flags: tuple[str, ...], message: str) -> None:
    assert refusal(*flags) == message


def test_the_source_of_a_bad_value_is_named(tmp_path: Path) -> None:
    assert refusal(environment={"JEDLIK_TLS": "maybe"}) == (
        "JEDLIK_TLS: tls must be true or false, not 'maybe'"
    )
    path = tmp_path / "jedlik.toml"
    path.write_text('workers = "many"\n')
    assert refusal("--config", str(path)) == f"{path}: workers must be a number, not 'many'"
    # Not a file with the name True.
    path.write_text("access_log = true\n")
    assert refusal("--config", str(path)) == f"{path}: access_log must be a text, not True"


def test_files_that_cannot_be_used(tmp_path: Path) -> None:
    path = tmp_path / "jedlik.toml"
    flags = ("--config", str(path))
    assert refusal(*flags) == f"cannot read the settings file {path}: No such file or directory"
    path.write_text("port 8000")
    assert refusal(*flags).startswith(f"the settings file {path} is not TOML: ")
    path.write_bytes(b"\xff")
    assert refusal(*flags).startswith(f"the settings file {path} is not TOML: ")
    path.write_text("prot = 8000\nhots = 1\n")
    assert refusal(*flags) == f"the settings file {path} has unknown settings: hots, prot"


def test_a_file_is_utf_8_whatever_the_locale_says(tmp_path: Path) -> None:
    path = tmp_path / "jedlik.toml"
    path.write_text('memory = true\nbuckets = "/none/für"\n', "utf-8")
    ascii_only = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = run("serve", "--config", str(path), extra=ascii_only)
    assert done.returncode == 2
    assert "the folder of --buckets does not exist: /none/f" in done.stderr
