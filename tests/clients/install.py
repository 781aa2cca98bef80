"""`make clients`: the SDKs of other languages, into a folder of this checkout that git ignores.

An SDK is left out, and the reason said, where its tool is not there or a registry does not answer.
The files that name its versions are copied first and the mark is set last, so that what is half
there or of other versions is known.
"""

import filecmp
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests.app.server import environment

HERE = Path(__file__).parent
INSTALLED = HERE.parents[1] / ".clients"
_MARK = "installed"
_SECONDS = 300  # Go compiles the SDK once and keeps it, which takes most of a minute
_SAID_LINES = 5


class Sdk(NamedTuple):
    """One SDK: where it stands here and in `INSTALLED`, and the command run in the latter."""

    language: str
    folder: str
    declared: tuple[str, ...]
    command: tuple[str, ...]
    extra: Mapping[str, str]

    def wanting(self) -> str | None:
        """Why its program cannot run; None if it can."""
        here, there = HERE / self.folder, INSTALLED / self.folder
        _, other, missing = filecmp.cmpfiles(here, there, self.declared, shallow=False)
        if other or missing or not (there / _MARK).exists():
            return f"the declared SDK for {self.language} is not installed (make clients)"
        return None


JAVASCRIPT = Sdk(
    "JavaScript",
    "javascript",
    ("package.json", "package-lock.json"),
    ("npm", "ci", "--engine-strict", "--ignore-scripts", "--no-audit", "--loglevel=error"),
    {},
)
_GO_SDK = "github.com/aws/aws-sdk-go-v2"
GO = Sdk(
    "Go",
    "go",
    ("go.mod", "go.sum"),
    (
        *("go", "build", f"{_GO_SDK}/credentials"),
        *(f"{_GO_SDK}/service/{name}" for name in ("dynamodb", "dynamodbstreams")),
    ),
    {
        "GOMODCACHE": str(INSTALLED / "go" / "modules"),
        "GOFLAGS": "-modcacherw -buildvcs=false",
        "GOTOOLCHAIN": "local",
    },
)
JAVA = Sdk(
    "Java",
    "java",
    ("pom.xml",),
    ("mvn", "-B", "-q", "dependency:copy-dependencies"),
    {},
)


def install(sdk: Sdk) -> str | None:
    """Install an SDK anew; why not, if it cannot be."""
    if shutil.which(sdk.command[0]) is None:
        return f"{sdk.command[0]} is not there"
    print(f"Installing the SDK for {sdk.language} ...", flush=True)
    there = INSTALLED / sdk.folder
    if there.exists():
        shutil.rmtree(there)
    there.mkdir(parents=True)
    for name in sdk.declared:
        shutil.copy(HERE / sdk.folder / name, there)
    try:
        done = subprocess.run(
            sdk.command,
            cwd=there,
            env=environment(sdk.extra),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"{sdk.command[0]} has not ended after {_SECONDS} s"
    if done.returncode != 0:
        return "\n  ".join([f"{sdk.command[0]} said", *done.stdout.splitlines()[:_SAID_LINES]])
    (there / _MARK).touch()
    return None


def main() -> None:
    """Install what is wanting."""
    for sdk in (JAVASCRIPT, GO, JAVA):
        why_not = install(sdk) if sdk.wanting() else None
        if why_not is not None:
            print(f"Left out the SDK for {sdk.language}: {why_not}", flush=True)


if __name__ == "__main__":
    main()
