"""The other implementations: installs them into a cache folder outside the repository.

Each tool (npm, pip, Maven, cargo) is used with its own defaults and installs the newest release.
Each peer has its own licence, and no part of it enters the repository.
"""

import json
import shutil
import subprocess
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

DEFAULT_FOLDER = Path.home() / ".cache" / "jedlik-peers"

_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>peers</groupId><artifactId>peers</artifactId><version>1</version><dependencies><dependency>
<groupId>software.amazon.dynamodb</groupId><artifactId>DynamoDBLocal</artifactId>
<version>[3,)</version></dependency></dependencies></project>
"""


class Peer(NamedTuple):
    """One implementation.

    tool: the program that installs it. install: installs it into a folder. command: the command
    that starts it, without options, or None if it is not in the folder. version: the installed
    version.
    """

    name: str
    tool: str
    install: Callable[[Path], None]
    command: Callable[[Path], list[str] | None]
    version: Callable[[Path], str]


def install(peer: Peer, folder: Path) -> str | None:
    """Installs a peer, which may take many minutes. Returns None, or why it failed."""
    if shutil.which(peer.tool) is None:
        return f"{peer.tool} is not on the path"
    home = folder / peer.name
    home.mkdir(parents=True, exist_ok=True)
    try:
        peer.install(home)
    except subprocess.CalledProcessError as error:
        output = (error.stderr or error.stdout or "").strip().splitlines()
        return f"{peer.tool} failed: {output[-1] if output else error.returncode}"
    return None if peer.command(home) else f"{peer.tool} installed no program to start"


def _run(*command: str, folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)


def _existing(program: Path, *before: str) -> list[str] | None:
    return [*before, str(program)] if program.exists() else None


def _install_dynalite(home: Path) -> None:
    _run(
        "npm", "install", "--no-fund", "--no-audit", "--prefix", str(home), "dynalite", folder=home
    )


def _dynalite(home: Path) -> list[str] | None:
    return _existing(home / "node_modules" / "dynalite" / "cli.js", "node")


def _dynalite_version(home: Path) -> str:
    package = json.loads((home / "node_modules" / "dynalite" / "package.json").read_text())
    return str(package["version"])


def _install_moto(home: Path) -> None:
    _run("python3", "-m", "venv", str(home / "venv"), folder=home)
    _run(str(home / "venv" / "bin" / "pip"), "install", "moto[server,dynamodb]", folder=home)


def _moto(home: Path) -> list[str] | None:
    return _existing(home / "venv" / "bin" / "moto_server")


def _moto_version(home: Path) -> str:
    return _metadata_version(home / "venv", "moto")


def _metadata_version(venv: Path, package: str) -> str:
    found = venv.glob(f"lib/python*/site-packages/{package}-*.dist-info")
    return next((path.name.split("-")[1].removesuffix(".dist") for path in found), "unknown")


def _install_dynamodb_local(home: Path) -> None:
    (home / "pom.xml").write_text(_POM)
    shutil.rmtree(home / "lib", ignore_errors=True)
    _run("mvn", "-B", "dependency:copy-dependencies", "-DoutputDirectory=lib", folder=home)


def _dynamodb_local(home: Path) -> list[str] | None:
    jar = _dynamodb_local_jar(home)
    if jar is None:
        return None
    with zipfile.ZipFile(jar) as archive:
        manifest = archive.read("META-INF/MANIFEST.MF").decode()
    main = next(line for line in manifest.splitlines() if line.startswith("Main-Class:"))
    lib = home / "lib"
    program = [f"-Djava.library.path={lib}", "-cp", f"{lib}/*", main.split(":")[1].strip()]
    return ["java", *program, "-disableTelemetry"]


def _dynamodb_local_jar(home: Path) -> Path | None:
    return next((home / "lib").glob("DynamoDBLocal-*.jar"), None)


def _dynamodb_local_version(home: Path) -> str:
    jar = _dynamodb_local_jar(home)
    return jar.stem.split("-")[1] if jar else "unknown"


def _install_dynoxide(home: Path) -> None:
    _run("cargo", "install", "--locked", "--root", str(home), "dynoxide-rs", folder=home)


def _dynoxide(home: Path) -> list[str] | None:
    return _existing(home / "bin" / "dynoxide")


def _dynoxide_version(home: Path) -> str:
    """Returns the versions of the crate and of the product, which differ.

    `--version` prints the second.
    """
    installed = tomllib.loads((home / ".crates.toml").read_text())["v1"]
    crate = next((key.split()[1] for key in installed if key.startswith("dynoxide-rs ")), "?")
    command = [str(home / "bin" / "dynoxide"), "--version"]
    output = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()
    return f"crate {crate}, product {output[-1] if output else '?'}"


PEERS: dict[str, Peer] = {
    peer.name: peer
    for peer in (
        Peer("dynalite", "npm", _install_dynalite, _dynalite, _dynalite_version),
        Peer("moto", "python3", _install_moto, _moto, _moto_version),
        Peer(
            "dynamodb-local",
            "mvn",
            _install_dynamodb_local,
            _dynamodb_local,
            _dynamodb_local_version,
        ),
        Peer("dynoxide", "cargo", _install_dynoxide, _dynoxide, _dynoxide_version),
    )
}
