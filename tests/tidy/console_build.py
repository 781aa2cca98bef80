"""The build of the web console: from which sources it was made, and how large it is.

The build is committed (docs/adr/0035-console.md), so it must not be older than its sources. Node
may be absent where tests run. So the build contains the hash of its sources, and a test computes it
again. `make console-check` builds again and runs this file, which compares all contents.
"""

import gzip
import re
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from tests.tidy.source import PACKAGE, ROOT

CONSOLE = ROOT / "console"
STATIC = PACKAGE / "console" / "static"
MANIFEST = "manifest.json"
_LEFT_OUT = "node_modules"
_README = "README.md"
# A script, a style sheet, a script that is loaded early, or an image of index.html.
_REFERENCE = re.compile(r"""(?:src|href)=["']?/console/([^"'\s>]+)""")


def hash_of_sources(folder: Path) -> str:
    """Returns the hash that the build writes into `manifest.json` as the member `sources`.

    It is the SHA-256, in small hexadecimal digits, of one line for each source file:

        PATH, one byte 0, SHA-256 of the content in small hexadecimal digits, one line feed (10)

    PATH is the path within `folder`, with slashes, in UTF-8. The lines are in the order of the
    bytes of their paths. Source files are all files within `folder` at any depth, also those whose
    name begins with a dot, except what is in a folder with the name `node_modules`, and except
    `README.md` directly within `folder`. A symbolic link is no source file.
    """
    paths = sorted(
        path.relative_to(folder).as_posix().encode()
        for path in folder.rglob("*")
        if path.is_file()
        and not path.is_symlink()
        and _LEFT_OUT not in path.relative_to(folder).parts
        and path != folder / _README
    )
    lines = [
        b"%b\x00%b\n" % (path, sha256((folder / path.decode()).read_bytes()).hexdigest().encode())
        for path in paths
    ]
    return sha256(b"".join(lines)).hexdigest()


def contents(folder: Path) -> Mapping[str, bytes]:
    """Returns the files of a build by name, decompressed. Another zlib may compress otherwise."""
    return {
        path.relative_to(folder).as_posix().removesuffix(".gz"): (
            gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        )
        for path in folder.rglob("*")
        if path.is_file()
    }


def differences(one: Path, other: Path) -> list[str]:
    """Returns the names of the files that are not the same in two builds."""
    left, right = contents(one), contents(other)
    return sorted(name for name in left.keys() | right if left.get(name) != right.get(name))


def first_load(folder: Path) -> list[str]:
    """Returns the files that a browser loads first: index.html and those that it names."""
    index = contents(folder)["index.html"].decode()
    return ["index.html", *sorted(set(_REFERENCE.findall(index)))]


def main(arguments: list[str]) -> int:
    """Compares a build with the one in the repository."""
    different = differences(STATIC, Path(arguments[0]))
    for name in different:
        print(f"not what the sources give: {name}")
    if different:
        print("Run `make console` and commit src/jedlik/console/static.")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
