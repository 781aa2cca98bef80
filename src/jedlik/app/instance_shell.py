"""`jedlik instance shell`: a shell, or a command, that runs as on an instance.

It finds the metadata endpoint of the instance and the server of Jedlik, and nothing of the host: no
AWS_ variables, no profiles, no keys. The endpoint lives as long as the command. Its exit status is
that of the command.
"""

import asyncio
import secrets
import signal
import socket
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from jedlik.app.client import Endpoint, call_jedlik
from jedlik.app.instance_source import InstanceSource
from jedlik.app.settings import SettingsError
from jedlik.edge.connections.memory import Memory
from jedlik.edge.http.server import Server
from jedlik.edge.http.shared import Bounds, next_turn
from jedlik.edge.metadata.endpoint import CONTAINER_PATH, MetadataEndpoint

_LOOPBACK: Final = "127.0.0.1"
_SECRET_BYTES: Final = 16
_CONNECTIONS_MAX: Final = 64
_MEMORY_BYTES: Final = 4 * 1024 * 1024
_CLOSE_S: Final = 1.0
_NOT_FOUND: Final = 127  # what shells return for a command that does not exist
_SIGNALLED: Final = 128  # what shells add to the number of a signal
# Of the variables of the host, these say nothing about who calls.
_PASSED_ON: Final = ("AWS_CA_BUNDLE", "AWS_PAGER", "AWS_MAX_ATTEMPTS", "AWS_RETRY_MODE")
_HOST_PREFIXES: Final = ("AWS_", "AMAZON_", "JEDLIK_", "BOTO_")
# The server is asked at the first request, so the second that SDKs give is little on a busy host.
_METADATA_TIMEOUT_S: Final = "5"


class Wanted(NamedTuple):
    """What to run. command: empty for a shell. is_container: whether to offer the container
    endpoint in place of the metadata endpoint.
    """

    instance_id: str
    command: Sequence[str]
    is_container: bool = False


class Reached(NamedTuple):
    """Where the command reaches the endpoint. container_token: None for the metadata endpoint."""

    url: str
    container_token: str | None


def run_shell(endpoint: Endpoint, wanted: Wanted, environment: Mapping[str, str]) -> int:
    """Runs the command of `wanted` and returns its exit status.

    endpoint: the server, and who asks it. Raises SettingsError if the server does not know the
    instance, or if the instance does not run.
    """
    found = call_jedlik(endpoint, "GetInstanceMetadata", InstanceId=wanted.instance_id)
    if found["State"] not in {"pending", "running"}:
        text = f"the instance {wanted.instance_id} is {found['State']}"
        raise SettingsError(f"{text}: only a running instance has a shell")
    return asyncio.run(_serve_and_run(endpoint, wanted, environment))


async def _serve_and_run(endpoint: Endpoint, wanted: Wanted, environment: Mapping[str, str]) -> int:
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    token = secrets.token_urlsafe(_SECRET_BYTES) if wanted.is_container else None
    source = InstanceSource(endpoint, wanted.instance_id, _report)
    memory = Memory(_MEMORY_BYTES, estimate=len, factor_max=1, later=next_turn)
    server = Server(
        MetadataEndpoint(source, secret, token).respond, bounds=Bounds(memory, _CONNECTIONS_MAX)
    )
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.bind((_LOOPBACK, 0))
    listening.listen()
    reached = Reached(f"http://{_LOOPBACK}:{listening.getsockname()[1]}/{secret}", token)
    await server.start([listening])
    try:
        with tempfile.TemporaryDirectory(prefix="jedlik-instance-") as folder:
            inside = shell_environment(environment, endpoint, reached, Path(folder))
            inside["JEDLIK_INSTANCE_ID"] = wanted.instance_id
            return await _run(wanted.command or [environment.get("SHELL", "/bin/sh")], inside)
    finally:
        await server.close(_CLOSE_S)


def shell_environment(
    host: Mapping[str, str], endpoint: Endpoint, reached: Reached, folder: Path
) -> dict[str, str]:
    """Returns the variables of a command on an instance.

    host: those of the host. folder: an empty folder for files of settings.
    """
    inside = {
        name: value
        for name, value in host.items()
        if name in _PASSED_ON or not name.startswith(_HOST_PREFIXES)
    }
    # A proxy of the host must not see the credentials.
    for name in ("NO_PROXY", "no_proxy"):
        inside[name] = ",".join(filter(None, (host.get(name, ""), _LOOPBACK, "localhost")))
    inside |= {
        "AWS_ENDPOINT_URL": endpoint.url,
        "AWS_REGION": endpoint.region,
        "AWS_DEFAULT_REGION": endpoint.region,
        "AWS_CONFIG_FILE": str(folder / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(folder / "credentials"),
    }
    if reached.container_token is None:
        inside["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = reached.url
        inside["AWS_METADATA_SERVICE_TIMEOUT"] = _METADATA_TIMEOUT_S
    else:
        inside["AWS_EC2_METADATA_DISABLED"] = "true"
        inside["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = f"{reached.url}/{CONTAINER_PATH}"
        inside["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = reached.container_token
    return inside


async def _run(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Runs a command with the terminal of this process. Returns its exit status.

    Ctrl-C goes from the terminal to the command, which decides what it means.
    """
    loop = asyncio.get_running_loop()
    try:
        process = await asyncio.create_subprocess_exec(*command, env=environment)
    except OSError as error:
        print(f"jedlik: cannot run {command[0]}: {error.strerror}", file=sys.stderr)
        return _NOT_FOUND
    loop.add_signal_handler(signal.SIGINT, _nothing)
    loop.add_signal_handler(signal.SIGTERM, process.terminate)
    status = await process.wait()
    return status if status >= 0 else _SIGNALLED - status


def _nothing() -> None:
    """Lets this process survive a signal that is meant for the command."""


def _report(reason: str) -> None:
    print(f"jedlik: the instance gets no answer: {reason}", file=sys.stderr)
