"""The command: what it prints, and how it refuses to start."""

import os
import secrets
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from jedlik import __version__
from jedlik.app.cli import main
from jedlik.app.settings import SETTINGS
from jedlik.storage.sqlite.connection import connect
from tests.app.server import COMMAND, environment, launched, run, serving
from tests.waiting import wait_until


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 0
    return capsys.readouterr().out


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Returns the error of a command that refuses to start, run in this process."""
    assert main(list(arguments)) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    return printed.err.removeprefix("jedlik: ").rstrip("\n")


def failure(*flags: str, key: str | None = None) -> str:
    """Returns the error of a server that cannot open its data, run in its own process."""
    extra = {} if key is None else {"JEDLIK_KEY": key}
    done = run("serve", "--port", "0", *flags, extra=extra)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("jedlik: ")
    assert "Traceback" not in done.stderr
    return done.stderr.removeprefix("jedlik: ")


# --- what it prints ------------------------------------------------------------------------------


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "version").startswith(f"jedlik {__version__} (Python 3.")
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == printed(capsys, "version")


@pytest.mark.parametrize(
    "arguments", [["--help"], ["serve", "--help"], ["local-credentials", "-h"]]
)
def test_help(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert "jedlik" in text
    if "serve" in arguments:
        assert [each.variable for each in SETTINGS if each.variable not in text] == []


def test_local_credentials(capsys: pytest.CaptureFixture[str]) -> None:
    flags = ("--host", "0.0.0.0", "--port", "8123", "--region", "eu-west-2")
    assert printed(capsys, "local-credentials", *flags).splitlines() == [
        "export AWS_ENDPOINT_URL=http://127.0.0.1:8123",
        "export AWS_ACCESS_KEY_ID=jedlik",
        "export AWS_SECRET_ACCESS_KEY=jedlik",
        "export AWS_DEFAULT_REGION=eu-west-2",
        "export AWS_REGION=eu-west-2",
    ]


def test_local_credentials_are_quoted_for_the_shell(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "local-credentials", "--region", "eu-west-2; id")
    assert "export AWS_REGION='eu-west-2; id'" in text.splitlines()


def test_local_credentials_of_ipv6_and_tls(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "local-credentials", "--host", "::1", "--tls")
    assert "https://[::1]:8000" in text


def test_local_credentials_of_a_server_in_memory(capsys: pytest.CaptureFixture[str]) -> None:
    message = refusal(capsys, "local-credentials", "--memory", "--auth", "enforce")
    assert message.startswith("with --memory a root key pair lasts only as long as its server")


def test_output_that_nobody_reads() -> None:
    """As in `jedlik backup list | head -1`: a command ends without a traceback."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as nobody:
        done = subprocess.run(
            [COMMAND, "version"],
            env=environment(),
            stdout=nobody,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, "")


def test_an_unknown_option_names_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["serve", "--prt", "3"])
    error = capsys.readouterr().err
    assert "unrecognized arguments: --prt 3. `jedlik serve --help` lists the options" in error


# --- how it refuses to start ---------------------------------------------------------------------


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_a_port_in_use(capsys: pytest.CaptureFixture[str], taken_port: int) -> None:
    for workers in ("1", "2"):
        printed = refusal(capsys, "serve", "--port", str(taken_port), "--workers", workers)
        assert printed == (
            f"127.0.0.1 port {taken_port} is in use by another program: "
            "stop it, or choose another --port"
        )


def test_a_port_of_another_jedlik(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The workers of a server share a port; two servers must not."""
    with serving("--data", str(tmp_path), "--workers", "2") as server:
        printed = refusal(capsys, "serve", "--port", str(server.port), "--workers", "2")
    assert "is in use by another program" in printed


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (("--host", "no.such.host.invalid"), "no.such.host.invalid is no address of this machine"),
        (("--host", "0.0.0.0", "--memory"), "lets everyone there read and delete everything"),
        (("--host", "192.0.2.1", "--memory", "--dangerously-open-to-network"), "cannot listen on "),
        (("--workers", "many"), "--workers: workers must be a number, not 'many'"),
    ],
)
def test_settings_that_cannot_be_used(
    capsys: pytest.CaptureFixture[str], flags: tuple[str, ...], message: str
) -> None:
    assert message in refusal(capsys, "serve", "--port", "0", *flags)


def test_a_data_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """A file is where the folder should be: even root cannot write below a file."""
    file = tmp_path / "file"
    file.write_text("in the way")
    printed = failure("--data", str(file / "data"))
    assert printed.startswith(f"The data folder {file / 'data'} cannot be used (Not a directory). ")
    printed = failure("--data", str(file), "--workers", "2")
    assert printed.startswith(f"The data folder {file} cannot be used ")
    long = tmp_path / ("a" * 300)
    assert failure("--data", str(long)).startswith(
        f"The data folder {long} cannot be used (File name too long). "
    )


def test_a_data_folder_of_a_newer_version(tmp_path: Path) -> None:
    with serving("--data", str(tmp_path)):
        pass
    connection = connect(tmp_path / "jedlik.db", key=None)
    connection.pragma("user_version", 9999)
    connection.close()
    printed = failure("--data", str(tmp_path))
    assert "has format 9999, and this version of Jedlik reads formats up to " in printed
    assert "Use the newer version that wrote the file" in printed


def test_wrong_keys(tmp_path: Path) -> None:
    key = secrets.token_hex(32)
    with serving("--data", str(tmp_path), extra={"JEDLIK_KEY": key}):
        pass
    assert "is encrypted. Start with the key that it was created with: --key-file" in failure(
        "--data", str(tmp_path)
    )
    printed = failure("--data", str(tmp_path), key=secrets.token_hex(32))
    assert "cannot be decrypted with this key" in printed
    with serving("--data", str(tmp_path), extra={"JEDLIK_KEY": key}):
        pass


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_before_there_is_a_server_ends_the_command(
    tmp_path: Path, number: signal.Signals
) -> None:
    """The command waits for its key. A KeyboardInterrupt would show a traceback."""
    begun = tmp_path / "begun"
    key_command = f"sh -c 'touch {begun}; exec sleep 60'"
    with launched("--data", str(tmp_path / "data"), "--key-command", key_command) as process:
        wait_until(begun.exists)
        process.send_signal(number)
        _, errors = process.communicate(timeout=20)
        assert (process.returncode, errors) == (128 + number, "")


def test_a_data_folder_in_use(tmp_path: Path) -> None:
    with serving("--data", str(tmp_path)):
        assert "is in use by another server" in failure("--data", str(tmp_path))
