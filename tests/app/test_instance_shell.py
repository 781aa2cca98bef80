"""`jedlik instance shell`: what a command finds, and how it ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jedlik.app.client import Endpoint
from jedlik.app.instance_shell import Reached, shell_environment
from jedlik.core.sigv4.sign import Credentials
from tests.api.clients import client
from tests.app.server import COMMAND, Server, environment, serving
from tests.waiting import wait_until

ENDPOINT = Endpoint("http://127.0.0.1:8000", Credentials("AKIA1", "secret"), "eu-west-1")
URL = "http://127.0.0.1:40000/secret-path"
HOST = {
    "PATH": "/bin",
    "HOME": "/home/anna",
    "AWS_ACCESS_KEY_ID": "HOSTKEY",
    "AWS_SECRET_ACCESS_KEY": "host secret",
    "AWS_SESSION_TOKEN": "host token",
    "AWS_PROFILE": "host",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/host",
    "AWS_WEB_IDENTITY_TOKEN_FILE": "/host",
    "AWS_ENDPOINT_URL_DYNAMODB": "http://host",
    "AWS_CA_BUNDLE": "/ca.pem",
    "JEDLIK_KEY": "host key",
    "JEDLIK_ROOT_SECRET_ACCESS_KEY": "host secret",
    "NO_PROXY": "example.com",
}

HOST_VALUES = [
    value for name, value in HOST.items() if name not in {"PATH", "HOME", "AWS_CA_BUNDLE"}
]


def test_nothing_of_the_host_is_passed_on(tmp_path: Path) -> None:
    inside = shell_environment(HOST, ENDPOINT, Reached(URL, None), tmp_path)
    assert not [value for value in inside.values() if value in HOST_VALUES]
    assert inside["NO_PROXY"] == "example.com,127.0.0.1,localhost"
    assert {
        name: value for name, value in inside.items() if name not in {"PATH", "HOME", "NO_PROXY"}
    } == {
        "AWS_CA_BUNDLE": "/ca.pem",
        "AWS_CONFIG_FILE": str(tmp_path / "config"),
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_EC2_METADATA_SERVICE_ENDPOINT": URL,
        "AWS_ENDPOINT_URL": "http://127.0.0.1:8000",
        "AWS_METADATA_SERVICE_TIMEOUT": "5",
        "AWS_REGION": "eu-west-1",
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "credentials"),
        "no_proxy": "127.0.0.1,localhost",
    }


def test_the_container_endpoint_replaces_the_metadata_endpoint(tmp_path: Path) -> None:
    inside = shell_environment(HOST, ENDPOINT, Reached(URL, "the token"), tmp_path)
    assert inside["AWS_CONTAINER_CREDENTIALS_FULL_URI"] == f"{URL}/container-credentials"
    assert inside["AWS_CONTAINER_AUTHORIZATION_TOKEN"] == "the token"
    assert inside["AWS_EC2_METADATA_DISABLED"] == "true"
    assert "AWS_EC2_METADATA_SERVICE_ENDPOINT" not in inside


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    folder = tmp_path_factory.mktemp("data")
    with serving("--data", str(folder)) as started:
        yield started, folder


@pytest.fixture(scope="module")
def instance_id(server: tuple[Server, Path]) -> Iterator[str]:
    with client(server[0].url, service="ec2") as ec2:
        yield started_in(ec2)


def started_in(ec2: Any) -> str:
    image = ec2.describe_images(Owners=["self"])["Images"][0]["ImageId"]
    made = ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1)
    found: str = made["Instances"][0]["InstanceId"]
    return found


def arguments(server: tuple[Server, Path], instance_id: str, *command: str) -> list[str]:
    started, folder = server
    place = ("--data", str(folder), "--port", str(started.port))
    dashes = ("--",) if command else ()
    return [COMMAND, "instance", "shell", *place, instance_id, *dashes, *command]


def shell(
    server: tuple[Server, Path], instance_id: str, *command: str, **extra: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        arguments(server, instance_id, *command),
        env=environment(extra),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_the_status_is_that_of_the_command(server: tuple[Server, Path], instance_id: str) -> None:
    assert shell(server, instance_id, "sh", "-c", "exit 7").returncode == 7
    assert shell(server, instance_id, "true").returncode == 0
    assert shell(server, instance_id, "sh", "-c", "kill -9 $$").returncode == 128 + 9
    missing = shell(server, instance_id, "/no/such/command")
    assert missing.returncode == 127
    assert missing.stderr == ("jedlik: cannot run /no/such/command: No such file or directory\n")


def test_arguments_of_the_command_are_not_read(
    server: tuple[Server, Path], instance_id: str
) -> None:
    done = shell(server, instance_id, "printf", "%s|", "--data", "x", "--", "-h")
    assert done.stdout == "--data|x|--|-h|"


def test_without_a_command_there_is_a_shell(server: tuple[Server, Path], instance_id: str) -> None:
    done = subprocess.run(
        arguments(server, instance_id),
        env=environment({"SHELL": "/bin/sh"}),
        input="echo $JEDLIK_INSTANCE_ID; exit 3\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.returncode) == (f"{instance_id}\n", 3)


def test_files_of_settings_are_gone_afterwards(
    server: tuple[Server, Path], instance_id: str
) -> None:
    script = 'echo x > "$AWS_CONFIG_FILE"; echo "$AWS_CONFIG_FILE"'
    written = Path(shell(server, instance_id, "sh", "-c", script).stdout.strip())
    assert written.name == "config"
    assert not written.parent.exists()


def test_an_instance_that_cannot_be_used(server: tuple[Server, Path]) -> None:
    unknown = shell(server, "i-0123456789abcdef0", "true")
    assert (unknown.returncode, unknown.stderr) == (
        2,
        "jedlik: GetInstanceMetadata was refused: The instance ID 'i-0123456789abcdef0' does not"
        " exist\n",
    )
    with client(server[0].url, service="ec2") as ec2:
        stopped = started_in(ec2)
        ec2.stop_instances(InstanceIds=[stopped])
    done = shell(server, stopped, "true")
    assert (done.returncode, done.stderr) == (
        2,
        f"jedlik: the instance {stopped} is stopped: only a running instance has a shell\n",
    )


def test_a_server_that_does_not_run(tmp_path: Path) -> None:
    done = subprocess.run(
        [COMMAND, "instance", "shell", "--data", str(tmp_path), "--port", "1", "i-1", "--", "true"],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "Is the server running?" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_server_by_url(server: tuple[Server, Path], instance_id: str) -> None:
    command = ["instance", "shell", "--url", server[0].url, instance_id, "--", "sh", "-c"]
    keys = {"AWS_ACCESS_KEY_ID": "host", "AWS_SECRET_ACCESS_KEY": "host"}
    script = 'echo "$AWS_ENDPOINT_URL$AWS_ACCESS_KEY_ID"'
    done = subprocess.run(
        [COMMAND, *command, script],
        env=environment(keys),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout == f"{server[0].url}\n", done.stderr


def test_signals(server: tuple[Server, Path], instance_id: str, tmp_path: Path) -> None:
    """SIGINT is for the command alone; SIGTERM ends the command."""
    ready = tmp_path / "ready"
    script = (
        "import pathlib, signal, sys, time\n"
        f"ready = pathlib.Path({str(ready)!r})\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(5))\n"
        "ready.touch()\n"
        "time.sleep(60)\n"
    )
    process = subprocess.Popen(
        arguments(server, instance_id, sys.executable, "-c", script),
        env=environment(),
        stdin=subprocess.DEVNULL,
    )
    wait_until(ready.exists)
    os.kill(process.pid, signal.SIGINT)
    os.kill(process.pid, signal.SIGTERM)
    assert process.wait(timeout=30) == 5
