"""`make clients`: installs SDKs of other languages and a checker of histories, outside of git.

A package is left out, with the reason, if its tool is missing or a registry does not answer. The
files that declare its versions are copied first and the marker file is written last. So an
incomplete installation, or one of other versions, is recognised.
"""

import filecmp
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests.app.server import environment

TESTS = Path(__file__).parents[1]
INSTALLED = TESTS.parent / ".clients"
_MARK = "installed"
_SECONDS = 300  # Go compiles the SDK once, which takes most of a minute, and caches it
_OUTPUT_LINES = 5


class Package(NamedTuple):
    """What to install: the folder that declares it, and the command that installs it.

    folder: in `TESTS`. The command runs in the folder of the same name in `INSTALLED`.
    """

    title: str
    folder: str
    declared: tuple[str, ...]
    command: tuple[str, ...]
    extra: Mapping[str, str]

    @property
    def declaring(self) -> Path:
        """The folder that declares its versions."""
        return TESTS / self.folder

    @property
    def installed(self) -> Path:
        """The folder where it is installed."""
        return INSTALLED / self.declaring.name

    def wanting(self) -> str | None:
        """Returns why it cannot be used, or None if it can."""
        where = self.declaring, self.installed
        _, other, missing = filecmp.cmpfiles(*where, self.declared, shallow=False)
        if other or missing or not (self.installed / _MARK).exists():
            return f"the declared {self.title} is not installed (make clients)"
        return None


JAVASCRIPT = Package(
    "SDK for JavaScript",
    "clients/javascript",
    ("package.json", "package-lock.json"),
    ("npm", "ci", "--engine-strict", "--ignore-scripts", "--no-audit", "--loglevel=error"),
    {},
)
_GO_ENVIRONMENT = {
    "GOMODCACHE": str(INSTALLED / "modules"),
    "GOFLAGS": "-modcacherw -buildvcs=false",
    "GOTOOLCHAIN": "local",
}
_GO_SDK = "github.com/aws/aws-sdk-go-v2"
GO = Package(
    "SDK for Go",
    "clients/go",
    ("go.mod", "go.sum"),
    (
        *("go", "build", f"{_GO_SDK}/credentials"),
        *(f"{_GO_SDK}/service/{name}" for name in ("dynamodb", "dynamodbstreams", "iam")),
    ),
    _GO_ENVIRONMENT,
)
PORCUPINE = Package(
    "checker Porcupine",
    "simulation/porcupine",
    ("go.mod", "go.sum", "main.go"),
    ("go", "build", "-o", "porcupine", "."),
    _GO_ENVIRONMENT,
)
JAVA = Package(
    "SDK for Java",
    "clients/java",
    ("pom.xml",),
    ("mvn", "-B", "-q", "dependency:copy-dependencies"),
    {},
)


def install(package: Package) -> str | None:
    """Installs a package again from nothing. Returns why it cannot be installed, or None."""
    if shutil.which(package.command[0]) is None:
        return f"{package.command[0]} is not there"
    print(f"Installing the {package.title} ...", flush=True)
    there = package.installed
    if there.exists():
        shutil.rmtree(there)
    there.mkdir(parents=True)
    for name in package.declared:
        shutil.copy(package.declaring / name, there)
    try:
        done = subprocess.run(
            package.command,
            cwd=there,
            env=environment(package.extra),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"{package.command[0]} has not ended after {_SECONDS} s"
    if done.returncode != 0:
        return "\n  ".join(
            [f"{package.command[0]} printed", *done.stdout.splitlines()[:_OUTPUT_LINES]]
        )
    (there / _MARK).touch()
    return None


def main() -> None:
    """Installs the packages that are missing."""
    for package in (JAVASCRIPT, GO, JAVA, PORCUPINE):
        why_not = install(package) if package.wanting() else None
        if why_not is not None:
            print(f"Left out the {package.title}: {why_not}", flush=True)


if __name__ == "__main__":
    main()
