"""Everything that can be measured, one row each: how it is started, and where its data is.

A target's command is made from the port, its own empty folder, and the folder of the peers.
`jedlik` runs with `--auth enforce`, so it verifies every signature. On disk it answers a write
after the write is on disk. The peers run with their makers' defaults.
"""

import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from benchmarks.http.peers import PEERS
from benchmarks.http.sign import BENCHMARK_CREDENTIALS

ECHO = "echo"  # a fixed answer of the size of the operation's answer, to the signed requests
BARE_ECHO = "echo-bare"  # the same server, with a GET of one line: the upper bound
JEDLIK_DISK = "jedlik-disk-1"
JEDLIK_MEMORY = "jedlik-memory-1"
JEDLIK_DISK_TWO = "jedlik-disk-2"

ECHOES = (ECHO, BARE_ECHO)

Command = Callable[[int, Path, Path], list[str] | None]


class Target(NamedTuple):
    """One target.

    command: (port, data folder, folder of the peers) -> argument vector, or None if not installed.
    version: (folder of the peers) -> version. storage: "memory", "disk" or "none".
    """

    name: str
    title: str
    storage: str
    command: Command
    version: Callable[[Path], str]


def environment() -> dict[str, str]:
    """Returns variables for the environment of each server: the key pair to accept."""
    return {
        "JEDLIK_ROOT_ACCESS_KEY_ID": BENCHMARK_CREDENTIALS.access_key_id,
        "JEDLIK_ROOT_SECRET_ACCESS_KEY": BENCHMARK_CREDENTIALS.secret_access_key,
    }


def is_jedlik(name: str) -> bool:
    """Returns whether a target is our own."""
    return name.startswith("jedlik-")


def echo_command(port: int, answer_bytes: int) -> list[str]:
    """Returns the command that starts the echo. Its whole answer, with the head, has this size."""
    return [
        *(sys.executable, "-m", "benchmarks.http.echo"),
        *("--port", str(port), "--bytes", str(answer_bytes)),
    ]


def _jedlik(storage: str, workers: int) -> Command:
    def command(port: int, data: Path, _peers: Path) -> list[str] | None:
        program = Path(sys.executable).with_name("jedlik")
        if not program.exists():
            return None
        place = ["--memory"] if storage == "memory" else ["--data", str(data)]
        options = ["--port", str(port), "--workers", str(workers), "--auth", "enforce"]
        return [str(program), "serve", *options, *place]

    return command


def _peer(name: str, options: Callable[[int, Path], list[str]]) -> Command:
    def command(port: int, data: Path, peers: Path) -> list[str] | None:
        program = PEERS[name].command(peers / name)
        return None if program is None else [*program, *options(port, data)]

    return command


def _peer_version(name: str) -> Callable[[Path], str]:
    return lambda peers: PEERS[name].version(peers / name)


def _own_version(_peers: Path) -> str:
    return metadata.version("jedlik")


def _echo_version(_peers: Path) -> str:
    return f"uvloop {metadata.version('uvloop')}, httptools {metadata.version('httptools')}"


def _no_command(_port: int, _data: Path, _peers: Path) -> list[str] | None:
    return None  # it is started for each operation, by `echo_command`


# These functions return the options of the peers: (port, data folder) -> options.


def _dynoxide_memory(port: int, _data: Path) -> list[str]:
    return ["serve", "--port", str(port)]


def _dynoxide_disk(port: int, data: Path) -> list[str]:
    return ["serve", "--port", str(port), "--db-path", str(data / "dynoxide.db")]


def _dynamodb_local_memory(port: int, _data: Path) -> list[str]:
    return ["-port", str(port), "-inMemory"]


def _dynamodb_local_disk(port: int, data: Path) -> list[str]:
    return ["-port", str(port), "-dbPath", str(data), "-sharedDb"]


def _dynalite_memory(port: int, _data: Path) -> list[str]:
    return ["--port", str(port), "--createTableMs", "0"]


def _dynalite_disk(port: int, data: Path) -> list[str]:
    return [*_dynalite_memory(port, data), "--path", str(data)]


def _moto_memory(port: int, _data: Path) -> list[str]:
    return ["-H", "127.0.0.1", "-p", str(port)]


def _jedlik_target(storage: str, workers: int) -> Target:
    title = f"Jedlik, {workers} worker{'s' if workers > 1 else ''}, {storage}"
    name = f"jedlik-{storage}-{workers}"
    return Target(name, title, storage, _jedlik(storage, workers), _own_version)


def _peer_target(
    name: str, title: str, storage: str, options: Callable[[int, Path], list[str]]
) -> Target:
    version = _peer_version(name)
    return Target(
        f"{name}-{storage}", f"{title}, {storage}", storage, _peer(name, options), version
    )


TARGETS: dict[str, Target] = {
    target.name: target
    for target in (
        Target(BARE_ECHO, "bare echo, a GET of one line", "none", _no_command, _echo_version),
        Target(ECHO, "bare echo, the same signed requests", "none", _no_command, _echo_version),
        _jedlik_target("memory", 1),
        _jedlik_target("disk", 1),
        _jedlik_target("disk", 2),
        _peer_target("dynoxide", "Dynoxide", "memory", _dynoxide_memory),
        _peer_target("dynoxide", "Dynoxide", "disk", _dynoxide_disk),
        _peer_target("dynamodb-local", "DynamoDB Local", "memory", _dynamodb_local_memory),
        _peer_target("dynamodb-local", "DynamoDB Local", "disk", _dynamodb_local_disk),
        _peer_target("dynalite", "dynalite", "memory", _dynalite_memory),
        _peer_target("dynalite", "dynalite", "disk", _dynalite_disk),
        _peer_target("moto", "moto", "memory", _moto_memory),
    )
}
