"""Prints what the newest botocore adds to the table of members: `make models-diff`.

It downloads botocore into a temporary folder and changes nothing. `ARGS=--installed` looks at the
installed version, without the network. The exit status is 1 if there is a difference.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from botocore.model import ServiceModel

from tests.models.table import document, published
from tests.tidy.source import ROOT

TABLE = ROOT / "docs" / "members.md"


def differences(table: str, services: list[ServiceModel]) -> Iterator[str]:
    """Yields the rows that models add to a table (+) and that they no longer have (-)."""
    before, after = table.splitlines(), document(services).splitlines()
    known, found = frozenset(before), frozenset(after)
    yield from (f"- {line}" for line in before if line not in found)
    yield from (f"+ {line}" for line in after if line not in known)


def downloaded(folder: Path) -> list[ServiceModel]:
    """Returns the models of the newest botocore, unpacked in a folder."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--no-compile", "--target", str(folder), "botocore"]
    subprocess.run(command, check=True)
    return published(folder)


def version_of(folder: Path) -> str:
    """Returns the version that was unpacked in a folder."""
    (found,) = folder.glob("botocore-*.dist-info")
    return found.name.removeprefix("botocore-").removesuffix(".dist-info")


def main(arguments: list[str]) -> int:
    """Prints the differences and returns the exit status."""
    with tempfile.TemporaryDirectory() as name:
        if "--installed" in arguments:
            services, subject = published(), "The installed botocore"
        else:
            services = downloaded(Path(name))
            subject = f"botocore {version_of(Path(name))}"
        found = list(differences(TABLE.read_text(), services))
    print("\n".join([*found, f"{subject}: {len(found)} rows differ from docs/members.md."]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
